"""Write a run into the store: only what has changed since the run before."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pharmaudit.history.changes import AXES, FIXED, NEW, NOT_JUDGED, PERSISTING, REOPENED, Changes
from pharmaudit.history.reading import COUNTS, CREDIT_STEPS, SIGN, series_id
from pharmaudit.history.snapshot import BITS, Past, Snapshot, median

_WORDY = ("cohort", "type", "grade", "stub")


def write(db: sqlite3.Connection, past: Past, run: Snapshot, changes: Changes, recorded: str) -> int:
    """Add a run inside the transaction that is open; its number. `recorded`: when, ISO 8601."""
    series = series_id(db, run.info.series) or _insert(db, "series", name=run.info.series)
    counts = {name: getattr(run.info, name) for name in COUNTS} | _change_counts(run, changes)
    number = _insert(
        db,
        "runs",
        series=series,
        as_of=run.info.as_of.isoformat(),
        recorded=recorded,
        **{name: getattr(run.info, name) for name in ("tool", "rulebook", "profile", "judged_by", *AXES)},
        sources=json.dumps(run.info.sources, ensure_ascii=False),
        **counts,
    )
    at = _At(db, series, number, past.known.info.number if past.known else 0, _Words(db), _people(db, run))
    _write_states(at, past, run)
    _write_findings(at, past, run, changes)
    _write_tallies(at, run)
    return number


def _change_counts(run: Snapshot, changes: Changes) -> dict[str, int]:
    """Open findings by what became of them, and those that were fixed; without those of rules in preview."""
    counted = run.findings[~run.findings["rule"].isin(run.preview) & (run.findings["status"] == "open")]
    words = counted["fingerprint"].map(dict(changes.changed))
    fixed = (
        (changes.gone["why"] == FIXED) & ~changes.gone["rule"].isin(run.preview) & (changes.gone["status"] == "open")
    )
    return {"new": int((words == NEW).sum()), "reopened": int((words == REOPENED).sum()), "fixed": int(fixed.sum())}


class _Words:
    """Words of the store by their number; new ones are added."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.known = {word: id_ for id_, word in db.execute("select id, word from words")}

    def ids(self, values: Iterable[str]) -> list[int]:
        given = list(values)
        for word in sorted(set(given) - self.known.keys()):
            self.known[word] = _insert(self.db, "words", word=word)
        return [self.known[word] for word in given]


def _people(db: sqlite3.Connection, run: Snapshot) -> dict[str, int]:
    """Number of every entry by its key; new ones are added, other names are taken over."""
    columns = (run.entries.index.to_list(), run.entries["entry_id"].to_list(), run.entries["entry_name"].to_list())
    told = {key: (id_, name) for key, id_, name in zip(*columns, strict=True)}
    known = {key: (id_, name) for key, id_, name in db.execute("select key, entry_id, name from entries")}
    db.executemany(
        "insert into entries (key, entry_id, name) values (?, ?, ?) "
        "on conflict (key) do update set entry_id = excluded.entry_id, name = excluded.name",
        [(key, *value) for key, value in told.items() if known.get(key) != value],
    )
    return dict(db.execute("select key, id from entries").fetchall())


@dataclass(frozen=True)
class _At:
    """Where a run is written: its series and number, the number of the run before, and the numbers of what it names."""

    db: sqlite3.Connection
    series: int
    number: int
    last: int
    words: _Words
    people: dict[str, int]


def _write_states(at: _At, past: Past, run: Snapshot) -> None:
    """Close the states that hold no longer, begin those that are new."""
    rows = _state_rows(at, run)
    changed = np.ones(len(rows), dtype=bool)
    if past.known is not None:
        old = past.known.entries
        place = old.index.get_indexer(run.entries.index)
        stayed = np.flatnonzero(place >= 0)
        kept = run.entries.iloc[stayed]
        changed[stayed] = _differ(old.take(place[stayed]), kept, [rows[number] for number in stayed.tolist()])
        ended = old["row"].to_numpy()[place[stayed[changed[stayed]]]]
        vanished = old.loc[~old.index.isin(run.entries.index), "row"].to_numpy()
        if run.damaged:  # they may only not have been read
            vanished = old.loc[[key for key in old.index.difference(run.entries.index) if key in run.secondary], "row"]
        closed = [(at.last, int(row)) for row in (*ended, *vanished)]
        at.db.executemany("update states set last = ? where rowid = ?", closed)
    keys = run.entries.index.to_list()
    values = [(at.series, at.number, at.people[keys[row]], *rows[row]) for row in np.flatnonzero(changed).tolist()]
    names = ", ".join(("series", "first", "entry", "content", "cas_number", "unii", *AXES, *_WORDY, "credit", "bits"))
    at.db.executemany(f"insert into states ({names}) values ({', '.join('?' * 15)})", values)  # noqa: S608 (names of ours)


def _differ(old: pd.DataFrame, new: pd.DataFrame, rows: list[tuple[Any, ...]]) -> np.ndarray:
    """Which entries are stored otherwise than they are now; both in the same order."""
    found = np.zeros(len(new), dtype=bool)
    for name in ("content", "cas_number", "unii", *_WORDY):
        found |= old[name].to_numpy(dtype=object) != new[name].to_numpy(dtype=object)
    for axis in AXES:
        was, is_ = old[axis].to_numpy(dtype=float), new[axis].to_numpy(dtype=float)
        found |= ~np.isclose(was, is_, rtol=0, atol=0.01, equal_nan=True)
    blobs = zip(old["credit"].tolist(), old["bits"].tolist(), rows, strict=True)
    return np.asarray(found | np.array([(credit, bits) != row[-2:] for credit, bits, row in blobs], dtype=bool))


def _state_rows(at: _At, run: Snapshot) -> list[tuple[Any, ...]]:
    """What is stored of every entry, but for its key and the runs."""
    entries = run.entries
    scores = [[None if value != value else round(10 * value) for value in entries[axis].tolist()] for axis in AXES]
    return list(
        zip(
            [_signed(int(value, 16)) for value in entries["content"].to_list()],
            entries["cas_number"].to_list(),
            entries["unii"].to_list(),
            *scores,
            *(at.words.ids(entries[name].to_list()) for name in _WORDY),
            *_blobs(at.db, run),
            strict=True,
        )
    )


def _blobs(db: sqlite3.Connection, run: Snapshot) -> tuple[list[bytes], list[bytes]]:
    """Credit and bits of every entry, in the order of the store's fields: new fields stand behind those that it knows.

    Credit is a byte a field: 0 where the field does not count, else 1 + credit x CREDIT_STEPS. Bits are BITS of the
    first field, then of the next.
    """
    known = {name: id_ for id_, name in db.execute("select id, name from fields order by id")}
    for name in run.bits.fields:
        if name not in known:
            known[name] = _insert(db, "fields", name=name)
    places = [list(known).index(name) for name in run.bits.fields]
    size = len(run.entries)
    cube = np.zeros((size, len(known), len(BITS)), dtype=bool)
    for at, name in enumerate(BITS):
        cube[:, places, at] = run.bits.of[name]
    levels = np.zeros((size, len(known)), dtype=np.uint8)
    levels[:, places] = np.nan_to_num(1 + np.round(run.bits.credit * CREDIT_STEPS), nan=0).clip(0, 255)
    return _bytes(levels), _bytes(np.packbits(cube.reshape(size, len(known) * len(BITS)), axis=1))


def _bytes(rows: np.ndarray) -> list[bytes]:
    return [row.tobytes().rstrip(b"\0") for row in rows]


def _write_findings(at: _At, past: Past, run: Snapshot, changes: Changes) -> None:
    """Close the findings that are gone, begin the new ones, take over the status of the others."""
    if past.known is not None:
        old = past.known.findings.set_index("fingerprint")
        ended = changes.gone[changes.gone["why"] != NOT_JUDGED]
        rows = old.loc[ended["fingerprint"], "row"].tolist()
        closed = [(at.last, why, row) for why, row in zip(at.words.ids(ended["why"]), rows, strict=True)]
        at.db.executemany("update findings set last = ?, why = ? where rowid = ?", closed)
        now = run.findings.set_index("fingerprint")["status"].reindex(old.index)
        other = now.notna() & (now != old["status"])
        status = list(zip(at.words.ids(now[other]), old.loc[other, "row"].tolist(), strict=True))
        at.db.executemany("update findings set status = ? where rowid = ?", status)
    words = [changes.changed.get(print_) != PERSISTING for print_ in run.findings["fingerprint"].tolist()]
    fresh = run.findings[np.array(words, dtype=bool)]
    prints = [print_.partition("-") for print_ in fresh["fingerprint"].to_list()]
    columns = (
        [_signed(int(value, 16)) for value, _, _ in prints],
        [int(again or 0) for _, _, again in prints],
        [at.people.get(key) for key in fresh["entry"].to_list()],
        *(at.words.ids(fresh[name].to_list()) for name in ("rule", "field", "severity", "status")),
    )
    names = "print, again, entry, rule, field, severity, status, series, first"
    values = ((*row, at.series, at.number) for row in zip(*columns, strict=True))
    at.db.executemany(f"insert into findings ({names}) values ({', '.join('?' * 9)})", values)  # noqa: S608 (names of ours)


def _write_tallies(at: _At, run: Snapshot) -> None:
    """The counts of this run: per rule, per field, per cohort."""
    db, number, words = at.db, at.number, at.words
    rules, bits = run.rules, run.bits
    columns = (
        words.ids(rules.index),
        [_signed(int(value, 16)) for value in rules["digest"].to_list()],
        words.ids(rules["about"]),
        *(rules[name].tolist() for name in ("passed", "failed", "applicable", "entries_failed")),
    )
    rows = [(number, *row) for row in zip(*columns, strict=True)]
    db.executemany("insert into run_rules values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    places = {name: id_ for id_, name in db.execute("select id, name from fields")}
    counts = (bits.of[name].sum(axis=0).tolist() for name in ("filled", "informative", "unknown"))
    fields = zip([places[name] for name in bits.fields], bits.weights.tolist(), *counts, strict=True)
    db.executemany("insert into run_fields values (?, ?, ?, ?, ?, ?)", [(number, *row) for row in fields])
    db.executemany("insert into run_cohorts values (?, ?, ?, ?, ?, ?)", _cohorts(number, run, words))


def _cohorts(number: int, run: Snapshot, words: _Words) -> list[tuple[Any, ...]]:
    """Of each cohort: entries, stubs, open findings, median completeness."""
    counted = run.findings[~run.findings["rule"].isin(run.preview) & (run.findings["status"] == "open")]
    found = counted["entry"].map(run.entries["cohort"]).value_counts()
    rows = []
    for cohort, group in run.entries.groupby("cohort"):
        stubs = int(group["stub"].isin(["empty", "stub"]).sum())
        middle = median(group["completeness"].to_numpy(dtype=float))
        rows.append((number, words.ids([str(cohort)])[0], len(group), stubs, int(found.get(cohort, 0)), middle))
    return rows


def _insert(db: sqlite3.Connection, table: str, **values: Any) -> int:
    """Add one row; its number."""
    marks = ", ".join("?" * len(values))
    found = db.execute(f"insert into {table} ({', '.join(values)}) values ({marks})", tuple(values.values()))  # noqa: S608 (names of ours)
    return int(found.lastrowid or 0)


def _signed(value: int) -> int:
    """64 bits as the signed integer that SQLite stores."""
    return value - SIGN if value >= SIGN >> 1 else value
