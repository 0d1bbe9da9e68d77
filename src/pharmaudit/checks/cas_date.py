"""CAS numbers that a spreadsheet turned into dates, and what they were."""

import re

import pandas as pd

from pharmaudit.checks.base import NamedCheck, fullmatch
from pharmaudit.checks.chemistry import CAS_NUMBER
from pharmaudit.model import Repair, RepairStatus

_DOTTED = "(?P<day>[0-9]{1,2})[.](?P<month>[0-9]{1,2})[.](?P<year>[0-9]{4})"
_SLASHED = "(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{2}|[0-9]{4})"
_ISO = "(?P<year>[0-9]{3,4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:[ T]00:00:00)?"
_SHAPES = tuple(re.compile(shape) for shape in (_DOTTED, _SLASHED, _ISO))
_ANY_SHAPE = "|".join(re.sub(r"\?P<\w+>", "?:", shape) for shape in (_DOTTED, _SLASHED, _ISO))


def repair_cas_date(text: str) -> Repair:
    """Suggest the CAS numbers that became this date: year, month and day were the three parts.

    Certain if only one has the right check digit; candidates if several do, as where the century is lost; else none.
    """
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            parts = _parts(found["year"], int(found["month"]), int(found["day"]), iso=shape is _SHAPES[-1])
            numbers = pd.Series(parts, dtype="str")
            values = tuple(numbers[CAS_NUMBER.valid(numbers)])
            status = RepairStatus.CERTAIN if len(values) == 1 else RepairStatus.CANDIDATES
            return Repair(status, values) if values else Repair()
    return Repair()


def _parts(year: str, month: int, day: int, *, iso: bool) -> list[str]:
    tails = [f"{month:02}-{day}"]
    if iso:
        # Date libraries fill a day or month of zero with the day or month of their run.
        tails += [f"{month:02}-0", f"00-{day}"]
    return [f"{first}-{tail}" for tail in tails for first in _first_parts(year)]


def _first_parts(year: str) -> list[str]:
    """What the year was: spreadsheets know 1900 to 9999, and write two digits below 30 or 50 as this century."""
    years = [year.lstrip("0")] if len(year) > 2 else [f"{century}{year}" for century in range(19, 100)]
    short = year[-2:]
    return years + ([short] if years[0].startswith(("19", "20")) and short >= "50" else [])


def _valid(values: pd.Series) -> pd.Series:
    return pd.Series(~fullmatch(values, _ANY_SHAPE), index=values.index)


CAS_DATE = NamedCheck(
    name="cas-date",
    valid=_valid,
    good=("9001-12-1", "50-78-2", "138068-37-8"),
    bad=("1.12.9001", "12/1/01", "8/1/1941", "7784-11-04 00:00:00"),
    source="Own measurement: two public copies of the DrugBank vocabulary hold 207 CAS numbers as d.mm.yyyy or m/d/yy",
    repair=repair_cas_date,
)
