"""docs/report.md and the report itself name the same files and columns."""

import re
from functools import cache

import pandas as pd
import pytest

from pharmaudit.renderers import RENDERERS
from pharmaudit.renderers.folder import CONTENTS
from pharmaudit.report.points import points_table
from tests.building import ROOT
from tests.report.small import small

CELL = re.compile(r"`([^`]+)`")


@cache
def rows_of(section: str) -> tuple[tuple[str, ...], ...]:
    """The rows of the table under a heading of docs/report.md, as cells."""
    text = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
    table = text.split(f"\n## {section}\n")[1].partition("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")]
    return tuple(tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in lines[1:])


def test_every_file_is_documented_and_no_other() -> None:
    told = [name for cells in rows_of("Files") for name in CELL.findall(cells[0])]
    assert set(told) == CONTENTS
    assert len(told) == len(set(told))


def test_every_format_is_documented_and_no_other() -> None:
    told = {name for cells in rows_of("Files") for name in cells[1].split(", ")}
    assert told - {"always"} == set(RENDERERS) - {"json"}


def frame_of(name: str) -> pd.DataFrame:
    """A table of the small report, as files hold it."""
    if name == "points":
        return points_table(small())
    frame: pd.DataFrame = getattr(small(), name)
    return frame.drop(columns="entry")


@pytest.mark.parametrize("name", ["entries", "findings", "worklist", "points"])
def test_every_column_is_documented_in_its_order_and_no_other(name: str) -> None:
    assert [CELL.findall(cells[0])[0] for cells in rows_of(name)] == list(frame_of(name).columns)
    for cells in rows_of(name):
        assert len(cells) == 3, cells
        assert all(cells), cells


@pytest.mark.parametrize(
    ("name", "column"),
    [
        *[("findings", column) for column in ("severity", "confidence", "dimension", "status")],
        *[("entries", "stub_computed"), ("points", "state")],
    ],
)
def test_words_of_a_column_are_those_that_are_documented(name: str, column: str) -> None:
    (told,) = (cells[2] for cells in rows_of(name) if cells[0] == f"`{column}`")
    assert set(frame_of(name)[column]) <= set(told.split(", "))


@pytest.mark.parametrize(
    ("name", "column", "least", "most"),
    [
        *[("entries", axis, 0, 100) for axis in ("completeness", "consistency", "evidence", "percentile_all")],
        *[("entries", "stars", 1, 5), ("entries", "demand", 0, 1), ("entries", "rank", 1, 5)],
        *[
            ("points", "credit", 0, 1),
            ("worklist", "priority", 0, 100),
            ("worklist", "deficit", 0, 1),
            ("worklist", "safety", 1, 1.5),
        ],
    ],
)
def test_numbers_lie_where_it_is_documented(name: str, column: str, least: float, most: float) -> None:
    values = frame_of(name)[column].dropna()
    assert len(values) or column == "evidence"
    assert values.between(least, most).all()
