"""A digest of all that stands in the tables of an entry: tells a change of its data from one of the rules."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pharmaudit.readers.layout import TABLES, Table

if TYPE_CHECKING:
    from pharmaudit.facts.facts import Facts

HOW_IT_WAS_READ = frozenset({"headings", "origins"})
"""Tables of places and files: the same entry, moved to another line, is the same."""

PLACES = {"entries": ("source",), "comparisons": ("source", "other_source"), "unattributed": ("line_number",)}
"""Columns of other tables that tell of places as well."""


def contents(facts: "Facts") -> np.ndarray:
    """One uint64 per entry. Order of rows, places and file names do not matter, nor columns and tables without a value.

    A row is the sum of its mixed cells, an entry the sum of its mixed rows; a row of a nested table is mixed with the
    row that owns it. 4.3 million cells take 2 seconds of one core, so it is worked out only where it is asked for.
    """
    return facts.once("contents", lambda: _contents(facts))


def hexes(digests: np.ndarray) -> list[str]:
    """Digests as texts of 16 letters."""
    return [f"{value:016x}" for value in digests.tolist()]


def _contents(facts: "Facts") -> np.ndarray:
    rows: dict[str, np.ndarray] = {}
    total = np.zeros(facts.size, dtype=np.uint64)
    for name, table in TABLES.items():
        frame = facts.tables[name]
        if len(frame) and name not in HOW_IT_WAS_READ:
            rows[name] = _rows(table, frame, rows)
            entries = np.arange(facts.size) if name == "entries" else frame["entry"].to_numpy(dtype=np.int64)
            _add(total, entries, _mixed(rows[name]))
    return total


def _rows(table: Table, frame: pd.DataFrame, owners: dict[str, np.ndarray]) -> np.ndarray:
    """The digest of every row of a table; `owners` are those of the tables before it."""
    result = np.full(len(frame), _word(table.name), dtype=np.uint64)
    for column in table.columns:
        if column.name not in PLACES.get(table.name, ()):
            values = frame[column.name]
            told = values.notna().to_numpy()
            cells = pd.util.hash_array(values.to_numpy(dtype=object, na_value=""), categorize=True)
            result += np.where(told, _mixed(cells + _word(column.name)), np.uint64(0))
    if table.nested:
        kinds, parents = frame["owner"], frame["parent"].to_numpy(dtype=np.int64)
        for owner in table.owners:
            mine = np.flatnonzero((kinds == owner).to_numpy(dtype=bool))
            if len(mine):
                result[mine] += _mixed(owners[owner][parents[mine]])
    return result


def _add(total: np.ndarray, entries: np.ndarray, values: np.ndarray) -> None:
    """Add the values of every row to its entry, modulo 2^64."""
    order = np.argsort(entries, kind="stable")
    sorted_ = entries[order]
    starts = np.flatnonzero(np.concatenate([[True], sorted_[1:] != sorted_[:-1]]))
    total[sorted_[starts]] += np.add.reduceat(values[order], starts)


def _word(text: str) -> np.uint64:
    return np.uint64(pd.util.hash_array(np.array([text], dtype=object))[0])


def _mixed(values: np.ndarray) -> np.ndarray:
    """The finaliser of SplitMix64 (Steele, Lea and Flood 2014): equal bits in, unlike bits out."""
    mixed = values ^ (values >> np.uint64(30))
    mixed = mixed * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed = mixed * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))
