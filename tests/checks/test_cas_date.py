"""CAS numbers that a spreadsheet turned into dates: recognised, and restored as far as the date allows."""

from pathlib import Path

import pandas as pd
import pytest

from pharmaudit.checks import CHECKS
from pharmaudit.checks.cas_date import repair_cas_date
from pharmaudit.model import Repair, RepairStatus


@pytest.mark.parametrize(
    ("date", "original"),
    [
        ("1.12.9001", "9001-12-1"),
        ("2.10.1977", "1977-10-2"),
        ("7784-11-04 00:00:00", "7784-11-4"),
        ("12/1/9001", "9001-12-1"),
        ("0103-05-09", "103-05-9"),
        ("464-06-02", "464-06-2"),
    ],
)
def test_one_original_is_certain(date: str, original: str) -> None:
    assert repair_cas_date(date) == Repair(RepairStatus.CERTAIN, (original,))


def test_lost_century_leaves_candidates() -> None:
    repair = repair_cas_date("12/1/01")
    assert repair.status is RepairStatus.CANDIDATES
    assert "9001-12-1" in repair.values
    assert CHECKS["cas-number"].valid(pd.Series(repair.values, dtype="str")).all()


@pytest.mark.parametrize("value", ["50-78-2", "", "aspirin", "2.12.9001", "1.12.9001 "])
def test_no_date_or_no_right_check_digit_has_no_repair(value: str) -> None:
    assert repair_cas_date(value) == Repair()


@pytest.mark.parametrize(
    ("name", "layout", "count", "status"),
    [
        ("vocabulary_2021_semicolon_spreadsheet_dates.csv", {"sep": ";", "skiprows": 1}, 110, RepairStatus.CERTAIN),
        ("vocabulary_2020_spreadsheet_dates_us.csv", {}, 97, RepairStatus.CANDIDATES),
    ],
)
def test_damaged_vocabularies(
    shared_data: Path, name: str, layout: dict[str, str | int], count: int, status: RepairStatus
) -> None:
    folder = shared_data / "vocabulary"
    clean = cas_column(folder / "vocabulary_5.1.10_clean.csv", {})
    damaged = cas_column(folder / name, layout)
    dates = damaged[~CHECKS["cas-date"].valid(damaged)]
    assert len(dates) == count
    assert dates.index.equals(damaged[~CHECKS["cas-number"].valid(damaged)].index)
    repairs = dates.map(repair_cas_date)
    assert {repair.status for repair in repairs} == {status}
    assert [entry for entry, repair in repairs.items() if clean[entry] not in repair.values] == []


def cas_column(path: Path, layout: dict[str, str | int]) -> pd.Series:
    table = pd.read_csv(path, dtype="str", keep_default_na=False, **layout).set_index("DrugBank ID")
    return table.loc[table["CAS"] != "", "CAS"]
