"""Read a folder of normalised tables, and refuse one whose keys lead nowhere: every later stage trusts them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.json as pj
import pyarrow.parquet as pq

from pharmaudit.errors import SourceError
from pharmaudit.readers.exchange.manifest import Suffix, read_manifest
from pharmaudit.readers.layout import TABLES, Table
from pharmaudit.readers.tables import Tables, arrow_schema, to_frame
from pharmaudit.yamltext import did_you_mean

_LARGEST_LINE = 1 << 26


def read_tables(path: Path) -> Tables:
    """The tables beside the manifest at `path`. Raises SourceError where a file is missing, cut off or contradicts."""
    manifest = read_manifest(path)
    frames = {name: to_frame(table, []) for name, table in TABLES.items()}
    for name, rows in manifest.tables.items():
        file = path.parent / f"{name}.{manifest.suffix}"
        if not file.is_file():
            raise SourceError(f"{file}: the file is missing, though the manifest names the table; convert again")
        frames[name] = _READERS[manifest.suffix](file, TABLES[name])
        if len(frames[name]) != rows:
            raise SourceError(
                f"{file}: it has {len(frames[name]):,} rows, the manifest says {rows:,}; "
                "is it cut off? Convert again, or mend the manifest"
            )
    for name, table in TABLES.items():
        _check_keys(path.parent / f"{name}.{manifest.suffix}", table, frames)
    return Tables(frames, manifest.sources, tuple(replace(damage, fatal=False) for damage in manifest.damages))


def _parquet(file: Path, table: Table) -> pd.DataFrame:
    schema = arrow_schema(table)
    try:
        found = pq.read_table(file, partitioning=None, page_checksum_verification=True)
        _refuse_unknown(file, found.column_names, table)
        columns = [
            found[column.name].cast(column.type).combine_chunks()
            if column.name in found.column_names
            else pa.nulls(len(found), column.type)
            for column in schema
        ]
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"{file}: it cannot be read as Parquet ({str(error).splitlines()[0]})") from None
    frame: pd.DataFrame = pa.Table.from_arrays(columns, schema=schema).to_pandas()
    return frame


def _jsonl(file: Path, table: Table) -> pd.DataFrame:
    schema = arrow_schema(table)
    options = pj.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
    try:
        found = pj.read_json(file, pj.ReadOptions(block_size=_LARGEST_LINE), options)
    except (OSError, pa.ArrowException):
        return _line_by_line(file, table, schema)
    frame: pd.DataFrame = found.select(schema.names).to_pandas()
    return frame


def _line_by_line(file: Path, table: Table, schema: pa.Schema) -> pd.DataFrame:
    """Twenty times slower, but it can say which line is wrong."""
    rows: list[list[object]] = []
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(iter(lambda: lines.readline(_LARGEST_LINE), ""), start=1):
                rows.append(_row(file, number, line, table, schema))
        return to_frame(table, rows)
    except (OSError, UnicodeError, OverflowError, pa.ArrowException) as error:
        raise SourceError(f"{file}: it cannot be read as JSON Lines ({error})") from None


def _row(file: Path, number: int, line: str, table: Table, schema: pa.Schema) -> list[object]:
    try:
        cells = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{file}:{number}: this is no JSON object ({error})") from None
    if not isinstance(cells, dict):
        raise SourceError(f"{file}:{number}: a row must be a JSON object")
    _refuse_unknown(file, list(cells), table, number)
    for column in schema:
        cell, wanted = cells.get(column.name), int if column.type == pa.int64() else str
        if cell is not None and (not isinstance(cell, wanted) or isinstance(cell, bool)):
            word = "a whole number" if wanted is int else "a text"
            raise SourceError(f"{file}:{number}: {column.name} must be {word}, not {cell!r:.40}")
    return [cells.get(column.name) for column in schema]


_READERS: Mapping[Suffix, Callable[[Path, Table], pd.DataFrame]] = {"parquet": _parquet, "jsonl": _jsonl}


def _refuse_unknown(file: Path, names: list[str], table: Table, line: int | None = None) -> None:
    known = [*table.keys, *(column.name for column in table.columns)]
    for name in names:
        if name not in known:
            place = f"{file}:{line}" if line else f"{file}"
            raise SourceError(f"{place}: {table.name} has no column {name!r}.{did_you_mean(name, known)}")


def _check_keys(file: Path, table: Table, frames: Mapping[str, pd.DataFrame]) -> None:
    """Every row belongs to an entry, and every nested one to a row of a table that may own it."""
    frame = frames[table.name]
    if table.name == "entries" or not len(frame):
        return
    _check_range(file, "entry", frame["entry"], np.full(len(frame), len(frames["entries"])))
    if not table.nested:
        return
    strange = ~frame["owner"].isin(table.owners).to_numpy()
    if strange.any():
        row = int(np.flatnonzero(strange)[0])
        raise SourceError(f"{file}: row {row + 1}: owner is {frame['owner'].iloc[row]!r}, not {_either(table.owners)}")
    sizes = frame["owner"].map({owner: len(frames[owner]) for owner in table.owners})
    _check_range(file, "parent", frame["parent"], sizes.to_numpy())
    owned = np.empty(len(frame), dtype=np.int64)
    for owner in table.owners:
        rows = (frame["owner"] == owner).to_numpy()
        owned[rows] = frames[owner]["entry"].to_numpy()[frame["parent"].to_numpy(dtype=np.int64)[rows]]
    wrong = np.flatnonzero(owned != frame["entry"].to_numpy())
    if len(wrong):
        raise SourceError(f"{file}: row {wrong[0] + 1}: its parent belongs to another entry")


def _check_range(file: Path, key: str, values: pd.Series, sizes: np.ndarray) -> None:
    wrong = values.isna().to_numpy() | ~((values >= 0) & (values < sizes)).to_numpy()
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise SourceError(f"{file}: row {row + 1}: {key} {values.iloc[row]} is the number of no row, counted from 0")


def _either(words: tuple[str, ...]) -> str:
    return " or ".join(words)
