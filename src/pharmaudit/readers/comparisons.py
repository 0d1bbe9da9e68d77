"""What two sources of one entry both say, side by side: a row for each value that is not the one believed first.

Nothing is judged here: values stand as their sources have them, and rules decide what agrees.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pharmaudit.readers.grouping import Mask, Numbers, groups, pairs
from pharmaudit.readers.layout import PROPERTIES, TABLES
from pharmaudit.readers.tables import Tables, to_frame

SEPARATOR = " | "
"""Between the items of a set, which are sorted."""

_SETS = {
    "groups": "group",
    "atc_codes": "code",
    "ahfs_codes": "code",
    "affected_organisms": "organism",
    "pdb_entries": "pdb_id",
}
_KEYED_SETS = {"external_identifiers": ("resource", "identifier"), "external_links": ("resource", "url")}
PROPERTY_TABLES = ("calculated_properties", "experimental_properties")


class Comparisons:
    """Compares the entries that share a `home` (row of `entries` of the principal; -1: no other source tells of it)."""

    def __init__(self, tables: Tables, home: Numbers, belief: Numbers) -> None:
        self._tables = tables
        self._home = home
        self._belief = belief

    def frame(self, said: Mapping[str, Mask]) -> pd.DataFrame:
        """The rows of `comparisons`; `entry` is the home. `said`: column of `entries` -> cells that hold a value."""
        pieces = [*self._columns(said), *self._structure(), *self._sets()]
        filled = [piece for piece in pieces if len(piece)]
        if not filled:
            return to_frame(TABLES["comparisons"], [])
        return pd.concat(filled, ignore_index=True).sort_values("entry", kind="stable", ignore_index=True)

    def _columns(self, said: Mapping[str, Mask]) -> Iterator[pd.DataFrame]:
        for column, mask in said.items():
            rows = np.flatnonzero(mask & (self._home >= 0))
            yield self._compared(column, rows, self._tables.entries[column].take(rows))

    def _structure(self) -> Iterator[pd.DataFrame]:
        """One value of each kind for each source of an entry."""
        both = pd.concat([self._filled(name, "value") for name in PROPERTY_TABLES], ignore_index=True)
        for field, kind in PROPERTIES.items():
            rows = both[both["kind"] == kind].drop_duplicates("entry")
            yield self._compared(field, rows["entry"].to_numpy(dtype=np.int64), rows["value"])

    def _sets(self) -> Iterator[pd.DataFrame]:
        for name, column in _SETS.items():
            yield self._set(name, self._filled(name, column), column, None)
        for name, (key, column) in _KEYED_SETS.items():
            yield self._set(name, self._filled(name, column), column, key)
        for name in PROPERTY_TABLES:
            rows = self._filled(name, "value")
            yield self._set(name, rows[~rows["kind"].isin(PROPERTIES.values())], "value", "kind")

    def _filled(self, name: str, column: str) -> pd.DataFrame:
        """Rows with a value, of entries that several sources tell of."""
        frame = self._tables[name]
        rows = self._home[frame["entry"].to_numpy(dtype=np.int64)] >= 0
        rows[rows] = (frame[column][rows].fillna("").str.strip() != "").to_numpy()
        return frame.iloc[np.flatnonzero(rows)]

    def _set(self, field: str, rows: pd.DataFrame, column: str, key: str | None) -> pd.DataFrame:
        """Each source's items of an entry, or of a key in it, as one value: sorted, each once."""
        entry = rows["entry"].to_numpy(dtype=np.int64)
        keys = rows[key].fillna("") if key else pd.Series("", index=rows.index, dtype="str")
        rows = rows.assign(**{column: rows[column].str.strip()}, key=keys, thing=groups(self._home[entry], keys))
        rows = rows[_told_twice(rows["thing"].to_numpy(), entry)].drop_duplicates(["entry", "key", column])
        rows = rows.sort_values(["thing", "entry", column], ignore_index=True)
        starts = np.flatnonzero(np.diff(groups(rows["thing"], rows["entry"]), prepend=-1))
        heads = rows.iloc[starts]
        offsets = pa.array([*starts, len(rows)], pa.int32())
        items = pa.ListArray.from_arrays(offsets, pa.array(rows[column].to_numpy(dtype=object), pa.string()))
        values = pd.Series(pc.binary_join(items, SEPARATOR).to_pandas(), dtype="str")
        if key:
            values = heads["key"].reset_index(drop=True) + ": " + values
        return self._compared(field, heads["entry"].to_numpy(dtype=np.int64), values, heads["thing"].to_numpy())

    def _compared(self, field: str, entry: Numbers, values: pd.Series, thing: Numbers | None = None) -> pd.DataFrame:
        """Values of rows of `entries`, each beside the one that is believed first of the same thing."""
        first, other = pairs(self._home[entry] if thing is None else thing, self._belief[entry])
        source = self._tables.entries["source"]
        columns = {
            "value": values.take(first),
            "source": source.take(entry[first]),
            "other_value": values.take(other),
            "other_source": source.take(entry[other]),
        }
        frame = pd.DataFrame({name: column.reset_index(drop=True) for name, column in columns.items()})
        frame = frame.assign(entry=self._home[entry[first]], field=pd.Series(field, index=frame.index, dtype="str"))
        return frame[["entry", *(column.name for column in TABLES["comparisons"].columns)]]


def _told_twice(thing: Numbers, entry: Numbers) -> Mask:
    """Rows of things that more than one row of `entries` tells of."""
    low, high = np.full(thing.max(initial=-1) + 1, np.iinfo(np.int64).max), np.full(thing.max(initial=-1) + 1, -1)
    np.minimum.at(low, thing, entry)
    np.maximum.at(high, thing, entry)
    return np.asarray(low[thing] < high[thing])
