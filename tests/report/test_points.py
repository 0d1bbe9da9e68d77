"""The points behind the scores: in the table of all entries, in the data of one, by section."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pharmaudit.engine import serial
from pharmaudit.pipeline import judged
from pharmaudit.progress import silent
from pharmaudit.readers.format import Reading
from pharmaudit.readers.sources import read_sources
from pharmaudit.renderers.data import write_parquet
from pharmaudit.report.entry import percentile_data
from pharmaudit.report.pages.standing import standings
from pharmaudit.report.points import COLUMNS, point_rows, points_table, section_rows
from pharmaudit.rulebook.profile import Profile
from pharmaudit.scoring import floored
from tests.building import rulebook, tables_of
from tests.report.small import OPTIONS, small


def score_of(table: pd.DataFrame) -> np.ndarray:
    """Completeness, as shown, from the table alone; NaN where nothing counts."""
    counts = table["credit"].notna()
    worth = table["weight"].astype(float)
    size = len(table) // max(table["field"].nunique(), 1)
    entry = np.repeat(np.arange(size), table["field"].nunique())
    possible = np.bincount(entry, worth.where(counts, 0), minlength=size)
    earned = np.bincount(entry, (worth * table["credit"].astype(float)).fillna(0), minlength=size)
    return floored(np.divide(100 * earned, possible, out=np.full(size, np.nan), where=possible > 0))


def test_the_table_adds_up_to_every_score():
    table = points_table(small())
    assert tuple(table.columns) == COLUMNS
    np.testing.assert_array_equal(score_of(table), small().entries["completeness"].to_numpy(dtype=float))


def test_the_table_is_written(tmp_path):
    write_parquet(small(), tmp_path, silent)
    again = pd.read_parquet(tmp_path / "points.parquet")
    pd.testing.assert_frame_equal(again.astype("object"), points_table(small()).astype("object"), check_dtype=False)


@pytest.mark.parametrize("number", range(len(small().entries)))
def test_the_data_of_an_entry_adds_up(number):
    rows = point_rows(small(), number)
    assert {row["field"] for row in rows} == set(small().points.fields)
    for key in ("possible", "earned"):
        assert sum(row[key] for row in rows) == pytest.approx(sum(section[key] for section in section_rows(rows)))
    assert all(row["possible"] == row["earned"] == 0 for row in rows if not row["counts"])
    assert all(row["state"] == small().facts.state(row["field"])[number] for row in rows)
    possible, earned = (sum(row[key] for row in rows) for key in ("possible", "earned"))
    shown = small().entries["completeness"][number]
    assert np.isnan(shown) if not possible else floored(np.array(100 * earned / possible)) == shown


def test_percentiles_name_whom_they_compare_with():
    told = percentile_data(small(), small().entries.iloc[0])
    assert told["all"]["among"] == f"among the {len(small().entries)} entries of this run"
    assert told["other_rules"] is False


def test_the_page_says_why_a_field_does_not_count():
    *_, cell, _, _ = standings(small())
    assert any(label.endswith("(not applicable)") for label in cell.uncounted)


CELL = {"type": "biotech", "name": "Example Cell", "groups": ["approved"], "half_life": None}
WEIGHTED = {
    "weights": {"half_life": 7},
    "cohort_weights": {
        "cell therapy": {"half_life": 0, "indication": 11},
        "small molecule": {"half_life": 3},
        "approved small molecule": {"half_life": 4},
    },
}


def test_weights_by_cohort():
    """The cohort goes before its class, its class before the field; of no weight, a field does not count."""
    profile = Profile.model_validate({"name": "own", "about": "Own weights."} | WEIGHTED)
    cards = [CELL, {"groups": ["approved"]}, {"groups": ["investigational"]}, {"type": "biotech", "name": "Exampledin"}]
    report = judged(tables_of(*cards), rulebook(), profile, OPTIONS, silent)
    table = points_table(report).set_index(["entry_id", "field"])
    weights = [table.loc[f"DB{90000 + number}", "half_life"]["weight"] for number in range(4)]
    assert weights == [0, 4, 3, 7]
    assert table.loc["DB90000", "indication"]["weight"] == 11
    assert np.isnan(table.loc["DB90000", "half_life"]["credit"])
    np.testing.assert_array_equal(score_of(points_table(report)), report.entries["completeness"].to_numpy(dtype=float))
    for number, one in enumerate(standings(report)):
        assert one.possible == pytest.approx(sum(row["possible"] for row in point_rows(report, number)))


def test_every_entry_of_the_sample_adds_up(shared_data: Path):
    sample = read_sources([shared_data / "xml" / "sample_216_real.xml.xz"], Reading(None, serial))
    options = type(OPTIONS)(as_of=date(2021, 1, 3))
    profile = Profile(name="own", about="As it is.")
    report = judged(sample, rulebook(), profile, options, silent)
    np.testing.assert_array_equal(score_of(points_table(report)), report.entries["completeness"].to_numpy(dtype=float))
