"""The worklist to work with: its rows with the findings behind them, and what narrows it down."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pharmaudit.demand import meaning
from pharmaudit.errors import UsageError
from pharmaudit.priority import EMPTY_COLUMNS
from pharmaudit.yamltext import did_you_mean

if TYPE_CHECKING:
    from pharmaudit.report.result import Report

SHOWN = (
    *("rank", "priority", "entry_id", "name", "cohort", "stub_computed", "completeness", "demand", "fields"),
    *("minutes", "gain"),
)
FINDING = (
    *("rank", "entry_id", "entry_name", "rule", "severity", "confidence", "section", "field", "value", "message"),
    *("suggestion", "fingerprint"),
)
VERDICTS = {"empty", "stub", "partial", "annotated", "unknown"}
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Queue:
    """`rows` in order of rank, the columns of worklist.csv; `findings` of those entries, the columns of findings.csv.

    `categories` has the drug categories of each row, None where they are not known; `about` says what made it.
    """

    rows: pd.DataFrame
    findings: pd.DataFrame
    categories: Sequence[tuple[str, ...]] | None
    about: Mapping[str, str]
    as_of: date


@dataclass(frozen=True)
class Filters:
    """What a row must fulfil: one of the words of each that is given, and both limits. Case does not matter."""

    cohort: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    stub: tuple[str, ...] = ()
    min_demand: float | None = None
    max_minutes: int | None = None

    @property
    def told(self) -> str:
        """The filters in words, '' where there is none."""
        given = ((one.name.replace("_", " "), getattr(self, one.name)) for one in fields(self))
        return ", ".join(
            f"{name} {' or '.join(value) if isinstance(value, tuple) else value}"
            for name, value in given
            if value not in ((), None)
        )


def queue_of(report: "Report") -> Queue:
    """The queue of a report."""
    rows = report.facts.frame("categories").dropna(subset="category")
    named: dict[int, list[str]] = {}
    for entry, category in zip(rows["entry"].tolist(), rows["category"].tolist(), strict=True):
        named.setdefault(entry, []).append(category)
    provenance = report.provenance
    about = {
        "Sources": "; ".join(f"{one.path} ({one.entries:,} entries)" for one in provenance.sources),
        "Tool": f"pharmaudit {provenance.tool_version}",
        "Rulebook": f"{provenance.rules} rules, {provenance.rulebook_digest}",
        "Profile": provenance.profile,
        "Counted from": provenance.as_of.isoformat(),
        "Demand": meaning(report.demand),
    }
    return Queue(
        rows=report.worklist.drop(columns="entry"),
        findings=report.findings.drop(columns="entry"),
        categories=[tuple(named.get(entry, ())) for entry in report.worklist["entry"].tolist()],
        about=about,
        as_of=provenance.as_of,
    )


def narrowed(queue: Queue, filters: Filters) -> pd.DataFrame:
    """The rows that fulfil all filters. Raises UsageError for a word that no row has, with the nearest that one has."""
    rows = queue.rows
    if filters.category and queue.categories is None:
        raise UsageError("a report keeps no drug categories; to use --category, give the sources instead")
    columns: dict[str, Callable[[], Sequence[tuple[str, ...]]]] = {
        "cohort": lambda: [(word,) for word in rows["cohort"]],
        "group": lambda: [tuple(words.split("|")) for words in rows["groups"]],
        "section": lambda: [tuple(words.split("; ")) for words in rows["sections"]],
        "category": lambda: queue.categories or [],
        "stub": lambda: [(word,) for word in rows["stub_computed"]],
    }
    chosen = np.ones(len(rows), dtype=bool)
    for name, words_of in columns.items():
        if wanted := getattr(filters, name):
            chosen &= _having(wanted, words_of(), name)
    if filters.min_demand is not None:
        chosen &= rows["demand"].to_numpy() >= filters.min_demand
    if filters.max_minutes is not None:
        chosen &= rows["minutes"].to_numpy() <= filters.max_minutes
    return rows[chosen]


def _having(wanted: Sequence[str], cells: Sequence[tuple[str, ...]], name: str) -> np.ndarray:
    held = [{word.lower() for word in cell} for cell in cells]
    known = set().union(*held)
    for word in wanted:
        if word.lower() not in known | (VERDICTS if name == "stub" else set()):
            near = did_you_mean(word.lower(), sorted(known))
            raise UsageError(f"no entry of the worklist has the {name} {word!r}.{near}")
    asked = {word.lower() for word in wanted}
    return np.array([not asked.isdisjoint(cell) for cell in held], dtype=bool)


def open_findings_of(rows: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """The open findings of entries in `rows`, in order of rank, then severity, with empty columns for a verdict."""
    places = rows[["entry_id", "name", "rank"]].drop_duplicates(["entry_id", "name"])
    found = findings[findings["status"] == "open"].merge(
        places, left_on=["entry_id", "entry_name"], right_on=["entry_id", "name"], suffixes=("", "_of_entry")
    )
    found["severe"] = found["severity"].map({name: place for place, name in enumerate(SEVERITIES)})
    found = found.sort_values(["rank", "severe"], kind="stable", ignore_index=True)
    chosen: pd.DataFrame = found[list(FINDING)].assign(**dict.fromkeys(EMPTY_COLUMNS, ""))
    return chosen
