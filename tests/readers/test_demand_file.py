"""A table of demand: what counts, and what is refused with its line."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pharmaudit.errors import UsageError
from pharmaudit.readers.demand import read_demand


def read(folder: Path, content: bytes):
    (folder / "views.csv").write_bytes(content)
    values, damages = read_demand(folder / "views.csv")
    return values, [(one.line, one.reason) for one in damages]


@pytest.mark.parametrize(
    ("content", "values", "refused"),
    [
        (b"DB1,5\nDB2,0\n", {"DB1": 5, "DB2": 0}, {}),
        (b"\xef\xbb\xbfentry_id,views\r\nDB1,5\r\n", {"DB1": 5}, {}),
        (b"id;n\nDB1;5.5\n\n", {"DB1": 5.5}, {}),
        (b"DB1\t5\n", {"DB1": 5}, {}),
        (b'"DB1","1e3"\n', {"DB1": 1000}, {}),
        (b"DB1,5\nDB2,many\nDB3,7\n", {"DB1": 5, "DB3": 7}, {2: "'many' is no number"}),
        (b"DB1,5\nDB2,-1\n", {"DB1": 5}, {2: "'-1' is no number of 0 or more"}),
        (b"DB1,5\nDB2,nan\nDB3,inf\n", {"DB1": 5}, {2: "'nan' is no number", 3: "'inf' is no number"}),
        (b"DB1,5\n,6\n", {"DB1": 5}, {2: "there is no entry id"}),
        (b"DB1,5\nDB2\nDB3,1,2\n", {"DB1": 5}, {2: "this one has 1", 3: "this one has 3"}),
        (b"DB1,5\ndb1,6\n", {"DB1": 5}, {2: "db1 stands on line 1 already"}),
    ],
)
def test_rows(tmp_path, content, values, refused):
    found, complaints = read(tmp_path, content)
    assert found == values
    assert [line for line, _ in complaints] == list(refused)
    assert all(part in reason for (_, reason), part in zip(complaints, refused.values(), strict=True))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read"),
        (b"", "no row gives an entry id and a number"),
        (b"entry_id,value\n", "no row gives an entry id and a number"),
        (b"\xff\xfe\x00\x01", "it is not UTF-8 text"),
        (b'DB1,"' + b"x" * 200_000 + b'"\n', "this is no CSV"),
    ],
)
def test_files_that_say_nothing(tmp_path, content, sentence):
    if content is not None:
        (tmp_path / "views.csv").write_bytes(content)
    with pytest.raises(UsageError, match=sentence):
        read_demand(tmp_path / "views.csv")


@given(text=st.text(max_size=200))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_or_refused(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any_views.csv"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    try:
        values, _ = read_demand(path)
    except UsageError:
        return
    assert values
    assert all(0 <= value < float("inf") for value in values.values())
