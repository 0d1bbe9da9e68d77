"""Since when each entry is known, and how its completeness went, for its own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pharmaudit.report.pages.spark import RUNS, Spark, spark
from pharmaudit.report.pages.words import number
from pharmaudit.report.result import Report


@dataclass(frozen=True, slots=True)
class EntryPast:
    """Since when an entry is known, and how its completeness went."""

    first_seen: str
    spark: Spark | None


def entry_pasts(report: Report) -> Mapping[str, EntryPast]:
    """How every entry went, by its id; empty without a run before."""
    changes = report.changes
    if changes is None or changes.previous is None:
        return {}
    days = {one.number: one.as_of.isoformat() for one in changes.trend}
    runs = list(days)[-RUNS:]
    rows: dict[str, list[tuple[int, int, float]]] = {}
    held = changes.paths.assign(last=changes.paths["last"].fillna(changes.previous.number))
    columns = (held[name].tolist() for name in ("entry", "first", "last", "completeness"))
    for key, first, last, score in zip(*columns, strict=True):
        rows.setdefault(key, []).append((first, int(last), score))
    now = dict(zip(report.entries["entry_id"].str.lower(), report.entries["completeness"].tolist(), strict=True))
    return {key: _past(stretches, runs, days, number(now.get(key))) for key, stretches in rows.items()}


def _past(
    stretches: Sequence[tuple[int, int, float]], runs: Sequence[int], days: Mapping[int, str], now: float | None
) -> EntryPast:
    values: list[float | None] = []
    for run in runs:
        held = (score for first, last, score in stretches if first <= run <= last)
        values.append(number(next(held, None)))
    return EntryPast(days.get(stretches[0][0], ""), spark("Completeness", [*values, now]))
