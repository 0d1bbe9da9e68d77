"""docs/report.md and the report itself name the same files and columns."""

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from pharmaudit.progress import silent
from pharmaudit.renderers import RENDERERS
from pharmaudit.renderers.data import write_csv, write_parquet
from pharmaudit.renderers.folder import CONTENTS
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


@cache
def written() -> dict[str, pd.DataFrame]:
    """The tables of the small report by the names of their files, read back."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        write_csv(small(), folder, silent)
        write_parquet(small(), folder, silent)
        tables = {path.name: pd.read_csv(path) for path in folder.glob("*.csv")}
        return tables | {path.name: pd.read_parquet(path) for path in folder.glob("*.parquet")}


def frame_of(name: str) -> pd.DataFrame:
    """A table of the small report, exact where a file holds it exactly."""
    return written()["worklist.csv" if name == "worklist" else f"{name}.parquet"]


@pytest.mark.parametrize(
    "file",
    [
        *("entries.csv", "findings.csv", "worklist.csv"),
        *("entries.parquet", "findings.parquet", "points.parquet"),
    ],
)
def test_every_column_that_is_written_is_documented_in_its_order_and_no_other(file: str) -> None:
    name = file.partition(".")[0]
    assert [CELL.findall(cells[0])[0] for cells in rows_of(name)] == list(written()[file].columns)
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
