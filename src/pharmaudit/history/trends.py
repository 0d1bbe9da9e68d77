"""Trends for people: the runs of a series, and how an entry, a rule or a cohort went through them."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pharmaudit.errors import UsageError
from pharmaudit.history.reading import fingerprints, runs, series_id
from pharmaudit.yamltext import did_you_mean


@dataclass(frozen=True)
class Line:
    """One number through the runs: None where a run does not have it."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Trend:
    """Runs, oldest first, as rows of plain values; the lines that are drawn; findings of an entry, first seen first."""

    series: str
    subject: str
    rows: tuple[dict[str, Any], ...]
    lines: tuple[Line, ...]
    findings: tuple[dict[str, Any], ...] = ()
    recorded_runs: int = 0


def of_runs(db: sqlite3.Connection, series: str, last: int) -> Trend:
    """All runs. Raises UsageError where there is no series of that name, as all of these do."""
    known = _checked(db, series)
    when = dict(db.execute("select number, recorded from runs").fetchall())
    rows = tuple(
        {
            "run": one.number,
            "recorded": when[one.number],
            "as_of": one.as_of.isoformat(),
            **{name: getattr(one, name) for name in _SHOWN},
            "rules_changed": bool(at) and known[at - 1].judged_by != one.judged_by,
            "sources": list(one.sources),
        }
        for at, one in enumerate(known)
    )[-last:]
    drawn = ("findings", "errors", "new", "fixed", "stubs", "completeness", "consistency", "evidence")
    return Trend(series, "", rows, _lines(rows, drawn), recorded_runs=len(known))


_SHOWN = (
    *("entries", "findings", "errors", "warnings", "infos", "waived", "new", "fixed", "reopened", "stubs"),
    *("completeness", "consistency", "evidence", "rulebook", "profile", "tool"),
)


def of_entry(db: sqlite3.Connection, series: str, last: int, entry: str) -> Trend:
    """The scores of an entry, one row a change, and its findings with the runs in which they were there."""
    known = _checked(db, series)
    found = db.execute("select id, entry_id, name from entries where key = ?", (entry.strip().lower(),)).fetchone()
    if found is None:
        ids = [id_ for (id_,) in db.execute("select entry_id from entries order by entry_id limit 20000")]
        raise UsageError(f"the history has no entry {entry!r}.{did_you_mean(entry, ids)}")
    query = (
        "select first, last, completeness / 10.0 completeness, consistency / 10.0 consistency,"
        " evidence / 10.0 evidence, g.word grade, s.word stub, c.word cohort"
        " from states join words g on g.id = grade join words s on s.id = stub"
        " join words c on c.id = cohort where entry = ? and series = ? order by first"
    )
    of = series_id(db, series)
    states = _rows(db, query, (found[0], of))
    query = (
        "select print, again, r.word rule, f.word field, v.word severity, t.word status, first, last, w.word why"
        " from findings join words r on r.id = rule join words f on f.id = field join words v on v.id = severity"
        " join words t on t.id = status left join words w on w.id = why where entry = ? and series = ?"
        " order by first, r.word"
    )
    findings = _rows(db, query, (found[0], of))
    for row, print_ in zip(findings, fingerprints([(one["print"], one["again"]) for one in findings]), strict=True):
        del row["print"], row["again"]
        row["fingerprint"] = print_
    numbers = [one.number for one in known][-last:]
    drawn = [{"run": number} | (_at(states, number) or {}) for number in numbers]
    lines = _lines(drawn, ("completeness", "consistency", "evidence"))
    subject = f"{found[1]} {found[2]}".strip()
    return Trend(series, subject, tuple(states), lines, tuple(findings), len(known))


def of_rule(db: sqlite3.Connection, series: str, last: int, rule: str) -> Trend:
    """What a rule found in each run."""
    query = (
        "select number run, as_of, passed, failed, applicable entries_applicable, entries_failed,"
        " printf('%016x', digest) digest from run_rules join runs on runs.number = run_rules.run"
        " join words on words.id = run_rules.rule where words.word = ? and runs.series = ? order by number"
    )
    drawn = ("failed", "entries_failed", "entries_applicable")
    known = "select distinct word from run_rules join words on words.id = rule order by word"
    return _of(db, series, last, rule.upper(), (query, known), "rule", drawn)


def of_cohort(db: sqlite3.Connection, series: str, last: int, cohort: str) -> Trend:
    """Entries, stubs, open findings and median completeness of a cohort in each run."""
    query = (
        "select number run, as_of, run_cohorts.entries, run_cohorts.stubs, run_cohorts.findings,"
        " run_cohorts.completeness from run_cohorts join runs on runs.number = run_cohorts.run"
        " join words on words.id = run_cohorts.cohort where words.word = ? and runs.series = ? order by number"
    )
    known = "select distinct word from run_cohorts join words on words.id = cohort order by word"
    drawn = ("entries", "stubs", "findings", "completeness")
    return _of(db, series, last, cohort, (query, known), "cohort", drawn)


def _of(
    db: sqlite3.Connection,
    series: str,
    last: int,
    subject: str,
    queries: tuple[str, str],
    what: str,
    drawn: Sequence[str],
) -> Trend:
    known = _checked(db, series)
    rows = _rows(db, queries[0], (subject, series_id(db, series)))
    if not rows:
        names = [name for (name,) in db.execute(queries[1])]
        raise UsageError(f"the history has no {what} {subject!r}.{did_you_mean(subject, names)}")
    return Trend(series, subject, tuple(rows[-last:]), _lines(rows[-last:], drawn), recorded_runs=len(known))


def _checked(db: sqlite3.Connection, series: str) -> Sequence[Any]:
    known = runs(db, series)
    if not known:
        names = [name for (name,) in db.execute("select distinct s.name from series s join runs on runs.series = s.id")]
        raise UsageError(
            f"the history has no series {series!r}; it has {', '.join(sorted(names))}.{did_you_mean(series, names)}"
        )
    return known


def _rows(db: sqlite3.Connection, query: str, given: tuple[Any, ...]) -> list[dict[str, Any]]:
    found = db.execute(query, given)
    names = [one[0] for one in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def _at(states: Sequence[dict[str, Any]], number: int) -> dict[str, Any] | None:
    """The state that held in a run."""
    return next((one for one in states if one["first"] <= number and (one["last"] or number) >= number), None)


def _lines(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> tuple[Line, ...]:
    return tuple(Line(name, tuple(row.get(name) for row in rows)) for name in names)
