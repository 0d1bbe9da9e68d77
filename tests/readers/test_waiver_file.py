"""Waiver files: what they may say, and one clear sentence with a position for what they may not."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.errors import RuleError, UsageError
from pharmaudit.readers.waivers import day, read_waivers, waivers_in

PLAIN = "- {rule: VAL301, entries: DB90001, reason: The label spells it so., by: Anna Example, until: 2027-06-30}\n"
FULL = """\
# kept for the label of 2026
- rule: val-name
  entries: [DB90001, "DB0*", 7]
  glob_reason: The whole series came from one import.
  field: cas_number
  reason: |
    Två rader
    Ω
  by: Anna Example
  until: 2027-06-30
"""


def read(text: str, folder: Path):
    path = folder / "waivers.yaml"
    path.write_text(text, encoding="utf-8")
    return read_waivers(path)


def test_all_keys(tmp_path: Path) -> None:
    one, other = read(FULL + PLAIN, tmp_path).items
    assert one.entries == ("DB90001", "DB0*", "7")
    assert (one.rule, one.field, one.fingerprint, one.by) == ("val-name", "cas_number", "", "Anna Example")
    assert one.reason == "Två rader\nΩ"
    assert (one.until, one.line, other.line) == (date(2027, 6, 30), 2, 11)
    assert other.entries == ("DB90001",)


def test_where_they_came_from(tmp_path: Path) -> None:
    waivers = read(PLAIN, tmp_path)
    assert waivers.source.entries == 1
    assert len(waivers.source.sha256) == 64
    assert waivers.at(waivers.items[0]) == f"{tmp_path / 'waivers.yaml'}:1"


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n", "\ufeff[]"])
def test_none(text: str, tmp_path: Path) -> None:
    assert read(text, tmp_path).items == ()


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2027-06-30", date(2027, 6, 30)),
        ("'2028-02-29'", date(2028, 2, 29)),
        ("2026-02-30", None),
        ("soon", None),
        ("2027", None),
        ("20270630", None),
        ("2027-W01-1", None),
        ("30.06.2027", None),
        ("2027-06-30T00:00:00", None),
        ("1.5", None),
        ("٢٠٢٧-٠٦-٣٠", None),
    ],
)
def test_a_date_that_no_calendar_has_is_no_reason_to_stop(until: str, expected: date | None, tmp_path: Path) -> None:
    (one,) = read(PLAIN.replace("2027-06-30", until), tmp_path).items
    assert one.until == expected
    assert one.given == until.strip("'")


@pytest.mark.parametrize(
    ("change", "place", "sentence"),
    [
        (("reason: The label spells it so., ", ""), "1:3", "the key 'reason' is missing"),
        (("by: Anna Example, ", ""), "1:3", "the key 'by' is missing"),
        ((", until: 2027-06-30", ""), "1:3", "the key 'until' is missing"),
        (("by: Anna Example", "by: ' '"), "1:69", "by: "),
        (("reason: The label spells it so.", "reasons: x, reason: y"), "1:36", "Did you mean 'reason'?"),
        (("entries: DB90001", "entries: []"), "1:18", "entries: "),
        (("entries: DB90001", "entries: {a: b}"), "1:18", "entries"),
        (("entries: DB90001", "entries: [[a]]"), "1:28", "entries.0: "),
        (("entries: DB90001", "entries: 'DB0*'"), "1:3", "'glob_reason' is missing: say why 'DB0*'"),
        (("entries: DB90001", "entries: [DB1, 'DB?']"), "1:3", "'glob_reason' is missing"),
        (("entries: DB90001", "entries: DB1, glob_reason: all"), "1:3", "glob_reason goes with a * or ?"),
        (("entries: DB90001", "entries: DB1, fingerprint: xyz"), "1:32", "this is no fingerprint"),
        (("entries: DB90001", "entries: DB1, fingerprint: null"), "1:32", "this is no fingerprint"),
        (("entries: DB90001", "entries: [A, B], fingerprint: 0123456789abcdef"), "1:3", "belongs to one finding"),
        (("until: 2027-06-30", "until: [2027-06-30]"), "1:", "until: "),
        (("until: 2027-06-30", "until: null"), "1:", "until: "),
        (("rule: VAL301", "rule: VAL301, rule: VAL302"), "1:18", "given twice"),
        (("- {", "{"), "1:1", "expected a list of waivers"),
        (("DB90001", "*"), "1:", ""),
        (("DB90001", "&a [*a]"), "1:", ""),
    ],
)
def test_malformed(change: tuple[str, str], place: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        read(PLAIN.replace(*change), tmp_path)
    assert f"{tmp_path / 'waivers.yaml'}:{place}" in str(caught.value)
    assert sentence in str(caught.value)


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        read(PLAIN.replace("by:", "bye:") + PLAIN + "- word\n", tmp_path)
    assert str(caught.value).count("waivers.yaml:") == 3
    assert "waivers.yaml:3:3: expected a mapping of rule, entries" in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_bytes(b"#" * ((1 << 24) + 1))
    for name, reason in [("none.yaml", "No such file"), (".", "no regular file"), ("big.yaml", "larger than 16 MiB")]:
        with pytest.raises(UsageError, match=reason):
            read_waivers(tmp_path / name)
    (tmp_path / "latin.yaml").write_bytes(b"- r\xe9")
    with pytest.raises(RuleError, match="not UTF-8"):
        read_waivers(tmp_path / "latin.yaml")


def test_many(tmp_path: Path) -> None:
    text = "".join(PLAIN.replace("DB90001", f"DB{number:05}") for number in range(2_000))
    items = read(text, tmp_path).items
    assert (len(items), items[-1].entries, items[-1].line) == (2_000, ("DB01999",), 2_000)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40) | st.sampled_from(["- rule: ", "- {entries: 'DB*', ", "- &a [*a, *a]", "- !!python/x y"]))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(RuleError):
        waivers_in((text + PLAIN).encode("utf-8", "surrogatepass"), "w.yaml")


@given(st.text(max_size=12))
def test_only_what_looks_like_a_date_is_one(text: str) -> None:
    found = day(text)
    assert found is None or found.isoformat() == text
