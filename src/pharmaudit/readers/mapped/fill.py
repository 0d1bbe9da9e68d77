"""From a flat file and its mapping to the normalised tables: whole columns at a time."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pharmaudit.model import Damage, Source
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.mapped.flat import LIST, Flat, blank_to_null
from pharmaudit.readers.mapped.mapping import Cell, Mapping, Row
from pharmaudit.readers.tables import Tables, arrow_schema

# what spreadsheets put for a formula that failed, and for a long number
_SPOILT = r"^(?:#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)|-?\d(?:[.,]\d+)?E\+\d{2,3})$"


def fill(flat: Flat, mapping: Mapping, path: str, digest: str) -> Tables:
    """The tables of a file: an entry for each record, with the rows that its lists give."""
    damages = list(flat.damages)
    missing = [name for name in mapping.columns if name not in flat.columns]
    if missing:
        damages.append(Damage(path, f"columns that {mapping.name} may have are missing: {', '.join(missing)}"))
    damages += _spreadsheet(flat, path)
    frames = {"entries": _entries(flat, mapping, path, damages)}
    for name in TABLES:
        if name != "entries":
            pieces = [_rows(flat, name, row) for row in mapping.tables.get(name, ())]
            frames[name] = _frame(name, pieces)
    version = f"mapping {mapping.digest}"
    source = Source(path, mapping.name, digest, len(flat), version, carries=mapping.carries(set(flat.columns)))
    return Tables(frames, (source,), tuple(damages))


def _spreadsheet(flat: Flat, path: str) -> list[Damage]:
    """A damage for each column in which a spreadsheet left an error or the powers of ten of a long number."""
    found = []
    for name, values in flat.columns.items():
        cells = np.flatnonzero(pc.fill_null(pc.match_substring_regex(values, _SPOILT), False))
        if len(cells):
            reason = (
                f"{len(cells):,} cells of {name!r} were spoilt by a spreadsheet; the first one is {values[cells[0]]}"
            )
            found.append(Damage(path, reason, int(flat.lines[cells[0]])))
    return found


@dataclass(frozen=True)
class _Values:
    """Values of a cell and the record that each belongs to; a cell without a list has one for each record."""

    records: np.ndarray
    values: pa.Array


def _entries(flat: Flat, mapping: Mapping, path: str, damages: list[Damage]) -> pd.DataFrame:
    columns: dict[str, pa.Array] = {"line": pa.array(flat.lines), "offset": pa.array(np.zeros(len(flat), np.int64))}
    for column in TABLES["entries"].columns:
        cell = mapping.entries.get(column.name)
        if column.name == "source":
            columns["source"] = _repeated(path, len(flat))
        elif cell is not None and cell.constant is not None:
            columns[column.name] = _repeated(cell.constant, len(flat))
        elif cell is None or cell.column not in flat.columns:
            columns[column.name] = pa.nulls(len(flat), pa.string())
        else:
            columns[column.name], several = _one_each(_evaluate(cell, flat), len(flat))
            if len(several):
                reason = f"{len(several):,} records have several values for {column.name}; the first one was read"
                damages.append(Damage(path, reason, int(flat.lines[several[0]])))
    if "entry_id" in mapping.entries:
        without = np.flatnonzero(columns["entry_id"].is_null().to_numpy(zero_copy_only=False))
        if len(without):
            reason = f"{len(without):,} records have no id; they are audited without one"
            damages.append(Damage(path, reason, int(flat.lines[without[0]])))
    schema = arrow_schema(TABLES["entries"])
    frame: pd.DataFrame = pa.table([columns[name] for name in schema.names], schema=schema).to_pandas()
    return frame


def _repeated(text: str, size: int) -> pa.Array:
    return pa.array([text] * size, pa.string())


def _one_each(found: _Values, size: int) -> tuple[pa.Array, np.ndarray]:
    """The first value of every record, and the records that have another one."""
    there = np.flatnonzero(found.values.is_valid().to_numpy(zero_copy_only=False))
    records, first = np.unique(found.records[there], return_index=True)
    place = np.full(size, -1)
    place[records] = there[first]
    values = found.values.take(pa.array(place, mask=place < 0))
    pairs = pd.DataFrame({"record": found.records[there], "value": found.values.take(pa.array(there)).to_pandas()})
    counts = pairs.drop_duplicates()["record"].value_counts()
    return values, np.sort(counts.index[counts > 1].to_numpy())


def _rows(flat: Flat, table: str, row: Row) -> pa.Table | None:
    """The rows that one row of a mapping makes: one for each record, or for each value of its list, unless blank."""
    cells = {name: cell for name, cell in row.items() if cell.column is None or cell.column in flat.columns}
    if all(cell.constant for cell in cells.values()):
        return None
    lists = [name for name, cell in cells.items() if cell.split is not None]
    found = {name: _evaluate(cell, flat) for name, cell in cells.items() if cell.column is not None}
    records = found[lists[0]].records if lists else np.arange(len(flat))
    deciding = lists or list(found)
    kept = np.logical_or.reduce([found[name].values.is_valid().to_numpy(zero_copy_only=False) for name in deciding])
    chosen = np.flatnonzero(kept)
    columns: dict[str, pa.Array] = {"entry": pa.array(records[chosen])}
    for column in TABLES[table].columns:
        cell = cells.get(column.name)
        if cell is None:
            columns[column.name] = pa.nulls(len(chosen), pa.string())
        elif cell.constant is not None:
            columns[column.name] = _repeated(cell.constant, len(chosen))
        else:
            where = chosen if cell.split is not None else records[chosen]
            columns[column.name] = found[column.name].values.take(pa.array(where))
    schema = arrow_schema(TABLES[table])
    return pa.table([columns[name] for name in schema.names], schema=schema)


def _frame(table: str, pieces: list[pa.Table | None]) -> pd.DataFrame:
    """All rows of a table, those of one entry together and in the order of the mapping."""
    made = [piece for piece in pieces if piece is not None]
    if not made:
        empty: pd.DataFrame = arrow_schema(TABLES[table]).empty_table().to_pandas()
        return empty
    frame: pd.DataFrame = pa.concat_tables(made).to_pandas()
    return frame.sort_values("entry", kind="stable", ignore_index=True) if len(made) > 1 else frame


def _evaluate(cell: Cell, flat: Flat) -> _Values:
    """The values of a cell that comes from a column: split, matched, in lower case, translated, prefixed."""
    values = flat.columns[str(cell.column)]
    records = np.arange(len(flat))
    if cell.split is not None:
        values, records = _split(values, cell.split, cell.quoted)
    if cell.match is not None:
        values = blank_to_null(pc.struct_field(pc.extract_regex(values, cell.match), "value"))
    if cell.lower:
        values = pc.utf8_lower(values)
    if cell.values:
        given = pc.index_in(values, pa.array(list(cell.values), pa.string()))
        translated = pa.array(list(cell.values.values()), pa.string()).take(given)
        values = pc.if_else(given.is_valid(), translated, values)
    if cell.prefix:
        values = pc.binary_join_element_wise(pa.scalar(cell.prefix), values, "")
    return _Values(records, values)


def _split(values: pa.Array, separator: str, quoted: bool) -> tuple[pa.Array, np.ndarray]:
    """All values of the lists, and the record of each.

    Of quoted lists ("a","b") a cell that is not in quotation marks is one value, whatever commas it has. What is a list
    in the file is not split further.
    """
    listed = pc.starts_with(values, LIST)
    whole = pc.utf8_slice_codeunits(values, 1)
    if quoted:
        inside = pc.and_(pc.starts_with(values, '"'), pc.ends_with(values, '"'))
        marked = pc.and_(inside, pc.greater(pc.utf8_length(values), 1))
        values = pc.if_else(marked, pc.utf8_slice_codeunits(values, 1, -1), values)
        separator = f'"{separator}"'
    values = pc.if_else(listed, whole, pc.replace_substring(values, separator, LIST))
    lists = pc.split_pattern(values, LIST)
    return blank_to_null(pc.list_flatten(lists)), np.asarray(pc.list_parent_indices(lists), dtype=np.int64)
