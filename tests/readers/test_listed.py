"""`--listed`: a list of entries that are called not annotated, as CSV or as ids alone."""

from pathlib import Path

import pytest

from pharmaudit.errors import UsageError
from pharmaudit.readers.lists import LISTED, read_lists


def read(folder: Path, data: str | bytes):
    path = folder / "listed.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_lists({LISTED: path})


@pytest.mark.parametrize(
    "text",
    [
        "DB90001\nDB90002\n",
        "DB90001\r\n\r\nDB90002",
        "db90001\nDB90002\nDB90001\n",
        "entry_id\nDB90001\nDB90002\n",
        "name,DrugBank ID\nExamplamine,DB90001\n,DB90002\n",
        "id;why\nDB90001;stub\nDB90002;\n",
        "\ufeffDB90001\nDB90002\n",
    ],
)
def test_forms_of_one_list(tmp_path, text):
    found = read(tmp_path, text)
    assert (set(found.known[LISTED]), found.damages) == ({"db90001", "db90002"}, ())
    assert (found.files[0].format, found.files[0].entries) == ("list: listed", 2)


@pytest.mark.parametrize(
    ("row", "line"), [("=cmd|' /C calc'!A0", 2), ("<script>", 2), ("A" * 65, 2), ("two words", 2), ("x\x1b[31m", 2)]
)
def test_what_is_no_id_is_left_out_with_its_line(tmp_path, row, line):
    found = read(tmp_path, f"DB90001\n{row}\nDB90002\n")
    assert set(found.known[LISTED]) == {"db90001", "db90002"}
    (damage,) = found.damages
    assert (damage.line, "no entry id" in damage.reason) == (line, True)


@pytest.mark.parametrize(
    "data", ["", "\n\n", "name,why\nExamplamine,stub\n", "two words\nmore words\n", b"\xff\xfe\x00"]
)
def test_no_list_is_refused(tmp_path, data):
    with pytest.raises(UsageError) as refused:
        read(tmp_path, data)
    assert "listed.csv" in str(refused.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_lists({LISTED: tmp_path / "none.csv"})
