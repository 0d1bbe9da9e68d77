"""A baseline file: what counts, what is left out with its line, and what is refused."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pharmaudit.errors import UsageError
from pharmaudit.readers.baseline import read_baseline

HEAD = "# pharmaudit baseline, format 1: fingerprint, rule, entry, field\n"
GOOD = "0123456789abcdef\tVAL101\tDB90001\tname\n"


def read(folder, content: str | bytes):
    data = content if isinstance(content, bytes) else content.encode()
    (folder / "b.txt").write_bytes(data)
    known, damages = read_baseline(folder / "b.txt")
    return [one.fingerprint for one in known.listed], [(one.line, one.reason) for one in damages], known


@pytest.mark.parametrize(
    ("content", "prints", "bad"),
    [
        (HEAD, 0, []),
        (HEAD.strip(), 0, []),
        (HEAD + GOOD, 1, []),
        (HEAD + GOOD.replace("\tname", "\t"), 1, []),
        ("\ufeff" + HEAD + GOOD, 1, []),
        ((HEAD + GOOD).replace("\n", "\r\n"), 1, []),
        (HEAD + GOOD + GOOD, 1, []),
        (HEAD + GOOD + GOOD.replace("cdef", "cdef-12"), 2, []),
        (HEAD + "# a note\n\n   \n" + GOOD, 1, []),
        (HEAD + "nonsense\n" + GOOD, 1, [2]),
        (HEAD + GOOD.replace("\t", " "), 0, [2]),
        (HEAD + GOOD.replace("0123", "012"), 0, [2]),
        (HEAD + GOOD.replace("abcdef", "ABCDEF"), 0, [2]),
        (HEAD + GOOD.replace("cdef", "cdef-0"), 0, [2]),
        (HEAD + GOOD.strip() + "\tmore\n", 0, [2]),
        (HEAD + "\x00\n" + GOOD, 1, [2]),
        (HEAD + "x\n" * 30, 0, [*range(2, 22), 22]),
    ],
)
def test_lines(tmp_path, content, prints, bad):
    found, damages, _ = read(tmp_path, content)
    assert len(found) == prints
    assert [line for line, _ in damages] == bad
    assert all("no line" in reason for _, reason in damages)


def test_a_line_keeps_its_number_and_its_words(tmp_path):
    _, _, known = read(tmp_path, HEAD + "\n" + GOOD)
    one = known.listed[0]
    assert (one.rule, one.entry_id, one.field, one.line) == ("VAL101", "DB90001", "name", 3)
    assert (known.source.path, known.source.format, known.source.entries) == (str(tmp_path / "b.txt"), "baseline", 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "b.txt:1: this is no baseline"),
        (GOOD, "b.txt:1: this is no baseline"),
        ("<drugbank/>", "b.txt:1: this is no baseline"),
        (HEAD.replace("1", "one"), "b.txt:1: this is no baseline"),
        (HEAD.replace("1", "2"), "b.txt:1: the baseline has format 2, this version reads 1"),
        (b"# pharmaudit baseline, format 1: \xff\n", "b.txt: the baseline is not UTF-8 text"),
        (HEAD + f"<<<<<<< HEAD\n{GOOD}=======\n>>>>>>> other\n", "b.txt:2: a merge was not finished"),
        (f"<<<<<<< HEAD\n{HEAD}=======\n{HEAD}>>>>>>> other\n", "b.txt:1: a merge was not finished"),
        (HEAD + GOOD + "=======\n" + GOOD, "b.txt:3: a merge was not finished"),
        (HEAD + "||||||| base\n", "b.txt:2: a merge was not finished"),
        (HEAD + "<<<<<<< HEAD\r\n", "b.txt:2: a merge was not finished"),
    ],
)
def test_what_is_no_baseline_is_refused(tmp_path, content, sentence):
    with pytest.raises(UsageError) as refused:
        read(tmp_path, content)
    assert sentence in str(refused.value)


def test_a_file_that_is_not_there_names_the_command(tmp_path):
    with pytest.raises(UsageError, match="baseline write"):
        read_baseline(tmp_path / "none.txt")
    with pytest.raises(UsageError, match="cannot be read"):
        read_baseline(tmp_path)


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_or_refused_in_one_sentence(tmp_path, text):
    try:
        found, damages, _ = read(tmp_path, (HEAD + text).encode("utf-8", "replace"))
    except UsageError as error:
        refused = str(error)
        assert "a merge was not finished" in refused  # nothing else is refused
    else:
        assert len(found) + len(damages) <= text.count("\n") + 1
