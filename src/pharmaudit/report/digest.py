"""The report in a few tables: what a summary of one page tells, as plain cells that a renderer escapes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from pharmaudit.history.changes import RunInfo
from pharmaudit.report.result import Report
from pharmaudit.report.summary import distribution
from pharmaudit.report.worst import CALLED_NEW, LEVELS, OPEN, changes_of, previews, remarks, worst

RULES, ENTRIES, NEW_FINDINGS, BESIDE = 10, 10, 20, 20


@dataclass(frozen=True)
class Table:
    """A heading, the names of the columns, and rows of texts and numbers; `more` counts what is left out."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int | float]]
    more: int = 0


def tables(report: Report) -> tuple[Table, ...]:
    """The tables of a report that have a row, in the order in which one asks for them."""
    found = worst(report)
    counted = found[~found["preview"]]
    made = (
        _conditions(report),
        _counts(report, counted),
        _new(report, counted),
        _rules(report, counted),
        _entries(report),
        _remarks(report),
        _trouble(report),
    )
    return tuple(one for one in made if one.rows)


def _conditions(report: Report) -> Table:
    rows = [(one.verdict, one.title, one.expected, one.found, one.difference) for one in report.gate.conditions]
    return Table("Gate", ("", "condition", "expected", "found", "difference"), rows)


def _counts(report: Report, counted: pd.DataFrame) -> Table:
    """The counts of this run; with a run before, those of it and the difference as well."""
    now = _now(report, counted)
    changes = changes_of(report)
    if changes is None or changes.previous is None:
        return Table("Counts", ("", "now"), list(now.items()))
    before = _before(changes.previous)
    rows = [(name, count, before.get(name, "–"), _delta(count, before.get(name))) for name, count in now.items()]
    rows.append(("mended since then", len(changes.fixed), "–", ""))
    return Table(f"Counts, and since {changes.previous.as_of.isoformat()}", ("", "now", "before", "change"), rows)


def _now(report: Report, counted: pd.DataFrame) -> dict[str, int | float | str]:
    told: dict[str, int | float | str] = {"entries": len(report.entries)}
    open_ = counted.loc[counted["status"] == OPEN, "severity"].value_counts()
    told |= {f"open {level}s": int(open_.get(level, 0)) for level in LEVELS}
    settled = counted.loc[counted["status"] != OPEN, "status"].value_counts().sort_index()
    told |= {f"{status} findings": int(count) for status, count in settled.items()}
    told["empty entries and stubs"] = int(report.entries["stub_computed"].isin(["empty", "stub"]).sum())
    for axis in ("completeness", "consistency", "evidence"):
        median = distribution(report.entries[axis])["median"]
        told[f"median {axis}"] = "–" if median is None else float(median)
    return told


def _before(run: RunInfo) -> dict[str, int | float | str]:
    told: dict[str, int | float | str] = {
        "entries": run.entries,
        "open errors": run.errors,
        "open warnings": run.warnings,
        "open infos": run.infos,
        "waived findings": run.waived,
        "empty entries and stubs": run.stubs,
    }
    medians = {"completeness": run.completeness, "consistency": run.consistency, "evidence": run.evidence}
    return told | {f"median {axis}": value for axis, value in medians.items() if value is not None}


def _delta(now: int | float | str, before: int | float | str | None) -> str:
    if isinstance(now, str) or before is None or isinstance(before, str):
        return ""
    change = round(now - before, 1)
    return f"{change:+,}".replace("-", "−") if change else "±0"


def _new(report: Report, counted: pd.DataFrame) -> Table:
    fresh = counted[counted["change"].isin(CALLED_NEW) & (counted["status"] == OPEN)]
    return _findings("New findings", fresh if changes_of(report) else fresh.head(0))


def _findings(title: str, rows: pd.DataFrame) -> Table:
    shown = rows.head(NEW_FINDINGS)
    names = shown["entry_id"].where(shown["entry_id"] != "", shown["entry_name"])
    told = zip(shown["level"], shown["rule"], names, shown["path"], shown["message"], strict=True)
    return Table(title, ("severity", "rule", "entry", "field", "finding"), list(told), len(rows) - len(shown))


def _rules(report: Report, counted: pd.DataFrame) -> Table:
    """The rules with open findings, by severity, then by how many."""
    open_ = counted[counted["status"] == OPEN].groupby("rule")
    counts, entries = open_.size(), open_["entry"].nunique()
    unscored = previews(report)
    rules = [rule for rule in report.rules if rule.id in counts.index and rule.id not in unscored]
    rules.sort(key=lambda rule: (LEVELS.index(rule.severity.value), -int(counts[rule.id]), rule.id))
    rows = [
        (rule.severity.value, rule.id, rule.title, int(counts[rule.id]), int(entries[rule.id]))
        for rule in rules[:RULES]
    ]
    return Table("Worst rules", ("severity", "rule", "finds", "findings", "entries"), rows, len(rules) - len(rows))


def _entries(report: Report) -> Table:
    names = ("rank", "entry_id", "name", "priority", "fields", "minutes", "gain")
    rows = [tuple(row) for row in report.worklist[list(names)].head(ENTRIES).itertuples(index=False)]
    columns = ("rank", "id", "entry", "priority", "to write", "minutes", "gain")
    return Table("Next entries to write", columns, rows, len(report.worklist) - len(rows))


def _remarks(report: Report) -> Table:
    noted = remarks(report)
    rows = [(one.severity.value, one.rule, one.subject, one.message, one.fix) for one in noted[:BESIDE]]
    columns = ("severity", "rule", "about", "finding", "what to do")
    return Table("Beside the entries", columns, rows, len(noted) - len(rows))


def _trouble(report: Report) -> Table:
    """Crashed rules, damaged sources and rules that were not run."""
    rows = list(_troubles(report))
    return Table("What could not be judged or read", ("", "where", "reason"), rows[:BESIDE], max(len(rows) - BESIDE, 0))


def _troubles(report: Report) -> Iterator[tuple[str, str, str]]:
    made = report.provenance
    for crash in made.crashes:
        yield "rule crashed", crash.rule, crash.reason
    for damage in sorted(made.damages, key=lambda one: not one.grave):
        yield "entries lost" if damage.grave else "damage", str(damage).partition(": ")[0], damage.reason
    for one in made.not_run:
        yield "not run", one.rule, one.reason
