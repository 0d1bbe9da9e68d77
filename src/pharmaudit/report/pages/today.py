"""The head of the worklist: the next ten entries, each with its reason in one sentence."""

from dataclasses import dataclass

import pandas as pd

from pharmaudit.priority import SAFETY_FIELDS, lacks_safety
from pharmaudit.report.pages.places import Places
from pharmaudit.report.pages.words import band, duration, listed
from pharmaudit.report.result import Report

NEXT = 10
QUICK_MINUTES = 15
_DEMAND = {"high": "In high demand", "medium": "In medium demand", "low": "In low demand"}


@dataclass(frozen=True, slots=True)
class Next:
    """One entry to write today."""

    rank: int
    entry_id: str
    name: str
    page: str
    href: str
    cohort: str
    why: str
    fields: str
    minutes: int
    gain: float


@dataclass(frozen=True)
class Today:
    """What to do today: `headline` in words, then the first entries of the worklist."""

    headline: str
    entries: tuple[Next, ...]
    queued: int
    quick: int


def next_entries(report: Report, places: Places) -> Today:
    """The first ten of the worklist."""
    first = tuple(_next(row, places, _lacks(row, report)) for row in rows(report.worklist.head(NEXT)))
    quick = int((report.worklist["minutes"] <= QUICK_MINUTES).sum())
    return Today(_headline(first), first, len(report.worklist), quick)


def rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a frame as plain dicts."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _next(row: dict[str, object], places: Places, lacks: list[str]) -> Next:
    return Next(
        rank=int(str(row["rank"])),
        entry_id=str(row["entry_id"]),
        name=str(row["name"]),
        page=places.names[int(str(row["entry"]))],
        href=places.hrefs[int(str(row["entry"]))],
        cohort=str(row["cohort"]),
        why=why(row, lacks),
        fields=str(row["fields"]),
        minutes=int(str(row["minutes"])),
        gain=float(str(row["gain"])),
    )


def why(row: dict[str, object], lacks: list[str]) -> str:
    """The factors of a priority as one sentence. `lacks` are the safety fields that are missing."""
    demand = _DEMAND[band(float(str(row["demand"])))]
    completeness = float(str(row["completeness"]))
    best = f"completeness {completeness:.1f} where {float(str(row['target'])):.1f} can be expected"
    safety = f"; {listed(lacks)} {'is' if len(lacks) == 1 else 'are'} missing" if lacks else ""
    return f"{demand}; {best}{safety}."


def _lacks(row: dict[str, object], report: Report) -> list[str]:
    """Safety fields that an entry lacks, where the priority counted them."""
    if float(str(row["safety"])) <= 1:
        return []
    fields = report.facts.catalogue.fields
    entry = int(str(row["entry"]))
    return [fields[name].label.lower() for name in SAFETY_FIELDS if lacks_safety(name, report.facts)[entry]]


def _headline(first: tuple[Next, ...]) -> str:
    if not first:
        return "Nothing is waiting: no entry has a field to write that would raise its completeness."
    names = listed([one.name or one.entry_id or f"the entry of row {one.page}" for one in first[:3]])
    if len(first) == 1:
        return f"Write {names}: {duration(first[0].minutes)} of work."
    total = duration(sum(one.minutes for one in first))
    return f"Start with {names}. The next {len(first)} entries take {total} together."
