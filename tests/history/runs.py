"""Runs of small knowledge bases of our own making, one after the other, for tests of the history."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pharmaudit import pipeline
from pharmaudit.history.store import append, read_past
from pharmaudit.model import Damage
from pharmaudit.progress import silent
from pharmaudit.readers.tables import Tables
from pharmaudit.report import Report
from pharmaudit.rulebook import Rulebook, load_rulebook
from pharmaudit.rulebook.profile import load_profile
from tests.building import tables_of
from tests.report.small import RULEBOOK

AS_OF = date(2026, 11, 22)
RECORDED = "2026-11-22T01:00:00+00:00"

GOOD = {
    "entry_id": "DB90001",
    "name": "Examplamine",
    "groups": ["approved"],
    "description": "An amine of our own making.",
    "indication": "For the treatment of examples.",
    "half_life": "Two hours.",
    "cas_number": "50-78-2",
}
POOR = {
    "entry_id": "DB90002",
    "name": "Examplovir",
    "groups": ["approved"],
    "description": "A virus of our own making.",
}


@cache
def rulebook() -> Rulebook:
    """The small rulebook of the report tests, loaded once."""
    return load_rulebook(RULEBOOK)


def changed_book(book: Rulebook, rule: str, **keys: Any) -> Rulebook:
    """The rulebook with some keys of a rule changed."""
    rules = tuple(one.model_copy(update=keys) if one.id == rule else one for one in book.rules)
    return replace(book, rules=rules, digest=f"{book.digest} {rule}")


_FIRST: dict[str, Report] = {}
Card = Mapping[str, Any]


def judged(
    *cards: Card,
    file: Path | None = None,
    series: str = "default",
    ignore: Sequence[str] = (),
    damages: Sequence[Damage] = (),
    book: Rulebook | None = None,
    profile: Mapping[str, Any] | None = None,
    as_of: date = AS_OF,
) -> Report:
    """The report of a run that knows what the store in `file` holds; it is not recorded.

    Runs that know of nothing before them are made once: leave their reports as they are.
    """
    update = {"ignore": tuple(ignore), **(profile or {})}
    options = pipeline.Options(as_of=as_of, series=series)
    past = read_past(file, series) if file else None
    beside = pipeline.Beside(past=past) if past else pipeline.NOTHING_BESIDE

    def run() -> Report:
        made = tables_of(*cards)
        tables = Tables(made.frames, made.sources, tuple(damages))
        given = load_profile("default", RULEBOOK / "profiles").model_copy(update=update)
        return pipeline.judged(tables, book or rulebook(), given, options, silent, beside)

    if past and past.trend:
        return run()
    asked = repr((cards, past, update, options, tuple(damages), book and book.digest))
    if asked not in _FIRST:
        _FIRST[asked] = run()
    return _FIRST[asked]


def audited(*cards: Card, file: Path, **given: Any) -> Report:
    """The same, recorded."""
    report = judged(*cards, file=file, **given)
    assert report.snapshot is not None
    append(file, report.snapshot, RECORDED)
    return report


def words(report: Report) -> dict[str, str]:
    """Rule and entry of every finding -> its change."""
    rows = report.findings[["rule", "entry_id", "change"]].itertuples(index=False)
    return {f"{rule} {entry}": change for rule, entry, change in rows}


def gone(report: Report) -> dict[str, str]:
    """Rule and entry of every finding that is gone -> why."""
    assert report.changes is not None
    rows = report.changes.gone[["rule", "entry_id", "why"]].itertuples(index=False)
    return {f"{rule} {entry}": why for rule, entry, why in rows}
