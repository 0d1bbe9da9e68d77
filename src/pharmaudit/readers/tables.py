"""The normalised tables as frames: made of rows, joined over sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
import pandas as pd
import pyarrow as pa

from pharmaudit.model import Damage, Source
from pharmaudit.readers.layout import TABLES, Table

Rows = dict[str, list[list[object]]]
"""Table name -> rows, each in the order of the table's keys and then its columns."""

Cells = dict[str, list[object]]
"""Table name -> the cells of its rows, one row after the other: half the memory of a list for each row."""


def empty_rows() -> Rows:
    return {name: [] for name in TABLES}


def arrow_schema(table: Table) -> pa.Schema:
    """Keys are int64 (owner: text); every data column is text as it stands in the source, null where absent."""
    keys = [(key, pa.string() if key == "owner" else pa.int64()) for key in table.keys]
    return pa.schema(keys + [(column.name, pa.string()) for column in table.columns])


@cache
def _empty(name: str) -> pd.DataFrame:
    frame: pd.DataFrame = arrow_schema(TABLES[name]).empty_table().to_pandas()
    return frame


def to_frame(table: Table, rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """The rows of a table as a frame of Arrow-backed text and int64 keys."""
    return _framed(table, list(chain.from_iterable(rows)))


def _framed(table: Table, cells: Sequence[object]) -> pd.DataFrame:
    if not cells:
        return _empty(table.name)
    if len(cells) % table.width:
        raise ValueError(f"every row of {table.name} must have {table.width} cells")
    schema = arrow_schema(table)
    arrays = [pa.array(cells[place :: table.width], column.type) for place, column in enumerate(schema)]
    frame: pd.DataFrame = pa.Table.from_arrays(arrays, schema=schema).to_pandas()
    return frame


@dataclass(frozen=True)
class Tables:
    """All tables of a knowledge base, with where they came from and what was damaged.

    `frames` holds every table of TABLES, empty ones too. Row numbers of `entries` are the `entry` key of the others.
    """

    frames: Mapping[str, pd.DataFrame]
    sources: tuple[Source, ...] = ()
    damages: tuple[Damage, ...] = ()

    @classmethod
    def from_rows(cls, rows: Rows, sources: Iterable[Source] = (), damages: Iterable[Damage] = ()) -> "Tables":
        """Tables from rows, however few."""
        cells = {name: list(chain.from_iterable(table_rows)) for name, table_rows in rows.items()}
        return cls.from_cells(cells, sources, damages)

    @classmethod
    def from_cells(cls, cells: Cells, sources: Iterable[Source] = (), damages: Iterable[Damage] = ()) -> "Tables":
        """Tables from cells, as a reader of many entries collects them."""
        frames = {name: _framed(table, cells.get(name, [])) for name, table in TABLES.items()}
        return cls(frames, tuple(sources), tuple(damages))

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]

    @property
    def entries(self) -> pd.DataFrame:
        return self.frames["entries"]


def join(parts: Sequence[Tables]) -> Tables:
    """Concatenate the tables of several parts or sources, renumbering the keys."""
    if len(parts) == 1:
        return parts[0]
    sizes = {name: np.array([len(part[name]) for part in parts]) for name in TABLES}
    starts = {name: np.cumsum(size) - size for name, size in sizes.items()}
    return Tables(
        {name: _joined(table, [part[name] for part in parts], sizes[name], starts) for name, table in TABLES.items()},
        tuple(source for part in parts for source in part.sources),
        tuple(damage for part in parts for damage in part.damages),
    )


def _joined(
    table: Table, pieces: Sequence[pd.DataFrame], sizes: np.ndarray, starts: Mapping[str, np.ndarray]
) -> pd.DataFrame:
    """One table of all parts. `starts`: table -> the row number at which each part begins in it."""
    filled = [piece for piece in pieces if len(piece)]
    if not filled:
        return to_frame(table, [])
    frame = pd.concat(filled, ignore_index=True)
    part = np.repeat(np.arange(len(pieces)), sizes)
    if "entry" in frame:
        frame["entry"] += starts["entries"][part]
    if table.nested:
        parent = frame["parent"].to_numpy(copy=True)
        for owner in table.owners:
            rows = np.flatnonzero((frame["owner"] == owner).to_numpy(dtype=bool))
            parent[rows] += starts[owner][part[rows]]
        frame["parent"] = parent
    return frame
