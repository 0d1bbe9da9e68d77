"""Read back from the store what is known of a series: rows of SQLite to the frames of a snapshot."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pharmaudit.history.changes import AXES, PATH_COLUMNS, RunInfo
from pharmaudit.history.snapshot import (
    BITS,
    ENTRY_COLUMNS,
    FINDING_COLUMNS,
    RULE_COLUMNS,
    Bits,
    Past,
    Snapshot,
)

COUNTS = ("entries", "errors", "warnings", "infos", "waived", "new", "fixed", "reopened", "stubs")
_RUN = ("number", "as_of", "tool", "rulebook", "profile", "judged_by", "sources", *COUNTS, *AXES)
SIGN = 1 << 64
CREDIT_STEPS = 240
"""A credit is stored in so many steps: halves, thirds, quarters, fifths and eighths are exact."""


def past_of(db: sqlite3.Connection, series: str) -> Past:
    """What the store knows of a series."""
    trend = runs(db, series)
    if not trend:
        return Past()
    of = series_id(db, series)
    words = _words(db)
    people = frame(db, "select id, key, entry_id, name from entries order by id", (), ["id", "key", "entry_id", "name"])
    entries, bits = _entries(db, (of, trend[-1].number), words, people)
    known = Snapshot(trend[-1], entries, bits, _findings(db, of, words, people), _rules(db, trend[-1].number, words))
    closed = db.execute("select print, again from findings where series = ? and last is not null", (of,)).fetchall()
    return Past(known, pd.Index(fingerprints(closed), dtype=object), trend, _paths(db, of, people))


def runs(db: sqlite3.Connection, series: str) -> tuple[RunInfo, ...]:
    """All runs of a series, in order of appending."""
    columns = ", ".join(f"runs.{name}" for name in _RUN)
    query = f"select {columns} from runs join series on series.id = runs.series where series.name = ? order by number"  # noqa: S608 (names of ours)
    return tuple(_run(dict(zip(_RUN, row, strict=True)), series) for row in db.execute(query, (series,)))


def series_id(db: sqlite3.Connection, series: str) -> int:
    """The number of a series, 0 where there is none of that name."""
    row = db.execute("select id from series where name = ?", (series,)).fetchone()
    return int(row[0]) if row else 0


def fingerprints(rows: Sequence[tuple[int, int]]) -> list[str]:
    """The texts of stored fingerprints; equal findings of one entry have a number behind."""
    return [f"{print_ % SIGN:016x}" + (f"-{again}" if again else "") for print_, again in rows]


def frame(db: sqlite3.Connection, query: str, given: tuple[Any, ...], columns: Sequence[str]) -> pd.DataFrame:
    """What a query gives, as a frame; integers stay such where none is missing."""
    rows = db.execute(query, given).fetchall()
    return pd.DataFrame(rows, columns=list(columns))


def _run(row: dict[str, Any], series: str) -> RunInfo:
    row["as_of"] = date.fromisoformat(row["as_of"])
    row["sources"] = tuple(json.loads(row["sources"]))
    return RunInfo(series=series, **row)


def _words(db: sqlite3.Connection) -> np.ndarray:
    """The words by their number."""
    rows = db.execute("select id, word from words").fetchall()
    words = np.full(max((id_ for id_, _ in rows), default=0) + 1, "", dtype=object)
    for id_, word in rows:
        words[id_] = word
    return words


def _entries(
    db: sqlite3.Connection, of: tuple[int, int], words: np.ndarray, people: pd.DataFrame
) -> tuple[pd.DataFrame, Bits]:
    """What is known of every entry. `of`: the series and its last run."""
    series, run = of
    columns = [
        "row",
        "person",
        "content",
        "cohort",
        "type",
        "cas_number",
        "unii",
        *AXES,
        "grade",
        "stub",
        "credit",
        "bits",
    ]
    query = (
        "select rowid, entry, content, cohort, type, cas_number, unii, completeness, consistency, evidence, grade,"
        " stub, credit, bits from states where series = ? and last is null order by entry"
    )
    found = frame(db, query, (series,), columns)
    who = people.set_index("id").reindex(found["person"])
    for name in ("cohort", "type", "grade", "stub"):
        found[name] = words[found[name].to_numpy(dtype=np.int64)]
    for axis in AXES:
        found[axis] = found[axis].astype("float64") / 10
    found["content"] = [f"{value % SIGN:016x}" for value in found["content"].tolist()]
    found = found.assign(entry_id=who["entry_id"].to_numpy(), entry_name=who["name"].to_numpy())
    found.index = pd.Index(who["key"].tolist(), dtype=object)
    return found[["row", "person", *ENTRY_COLUMNS, "credit", "bits"]], _bits(db, found, run)


def _bits(db: sqlite3.Connection, states: pd.DataFrame, run: int) -> Bits:
    """The bits and the credit of all entries, as writing.blobs packs them; the weights of a run."""
    query = "select name, coalesce(weight, 0) from fields left join run_fields on field = id and run = ? order by id"
    told = db.execute(query, (run,)).fetchall()
    fields, weights, size = (
        tuple(name for name, _ in told),
        np.array([one for _, one in told], dtype=float),
        len(states),
    )
    width = (len(fields) * len(BITS) + 7) // 8
    loose = np.unpackbits(_padded(states["bits"].tolist(), width), axis=1)[:, : len(fields) * len(BITS)].astype(bool)
    cube = loose.reshape(size, len(fields), len(BITS))
    levels = _padded(states["credit"].tolist(), len(fields)).astype(float)
    credit = np.where(levels == 0, np.nan, (levels - 1) / CREDIT_STEPS)
    return Bits(fields, weights, {name: cube[:, :, at] for at, name in enumerate(BITS)}, credit)


def _padded(blobs: list[bytes], width: int) -> np.ndarray:
    """Blobs as rows of bytes; zeros at the end are not stored."""
    whole = b"".join(blob.ljust(width, b"\0") for blob in blobs)
    return np.frombuffer(whole, dtype=np.uint8).reshape(len(blobs), width)


def _findings(db: sqlite3.Connection, series: int, words: np.ndarray, people: pd.DataFrame) -> pd.DataFrame:
    columns = ["row", "print", "again", "person", "rule", "severity", "field", "status"]
    query = (
        "select rowid, print, again, coalesce(entry, 0), rule, severity, field, status"
        " from findings where series = ? and last is null order by rowid"
    )
    found = frame(db, query, (series,), columns)
    for name in ("rule", "severity", "field", "status"):
        found[name] = words[found[name].to_numpy(dtype=np.int64)]
    told = {"entry": "key", "entry_id": "entry_id", "entry_name": "name"}
    at, size = found["person"].to_numpy(dtype=np.int64), int(people["id"].max() if len(people) else 0) + 1
    texts = {name: _by_number(people, source, size)[at] for name, source in told.items()}
    prints = fingerprints(list(zip(found["print"].tolist(), found["again"].tolist(), strict=True)))
    typed = found.assign(fingerprint=prints, **texts).astype(dict.fromkeys(FINDING_COLUMNS, "object"))
    return typed[["row", *FINDING_COLUMNS]]


def _by_number(people: pd.DataFrame, name: str, size: int) -> np.ndarray:
    """A column by the number of the entry, '' for 0."""
    values = np.full(size, "", dtype=object)
    values[people["id"].to_numpy(dtype=np.int64)] = people[name].to_numpy(dtype=object)
    return values


def _rules(db: sqlite3.Connection, run: int, words: np.ndarray) -> pd.DataFrame:
    query = "select rule, digest, about, passed, failed, applicable, entries_failed from run_rules where run = ?"
    found = frame(db, query, (run,), ["rule", *RULE_COLUMNS])
    found["digest"] = [f"{value % SIGN:016x}" for value in found["digest"].tolist()]
    for name in ("rule", "about"):
        found[name] = words[found[name].to_numpy(dtype=np.int64)]
    return found.set_index(found.pop("rule").astype("object")).rename_axis(None).sort_index()


def _paths(db: sqlite3.Connection, series: int, people: pd.DataFrame) -> pd.DataFrame:
    query = "select entry, first, last, completeness from states where series = ? order by entry, first"
    found = frame(db, query, (series,), list(PATH_COLUMNS))
    found["entry"] = people.set_index("id")["key"].reindex(found["entry"]).to_numpy()
    found["last"] = found["last"].astype("Int64")
    found["completeness"] = found["completeness"].astype("float64") / 10
    return found
