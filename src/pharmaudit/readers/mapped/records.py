"""Records that name their values, JSON Lines and Parquet, as flat columns."""

import json
from collections.abc import Mapping as Names
from collections.abc import Sequence
from typing import TypeGuard

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pharmaudit.errors import SourceError
from pharmaudit.model import Damage
from pharmaudit.readers.decoding import decode
from pharmaudit.readers.mapped.flat import LIST, Flat, blank_to_null, damages_at, texts
from pharmaudit.readers.mapped.mapping import Mapping
from pharmaudit.readers.mapped.recognise import fitting, renamed, unknown

MAX_TEXT = 1 << 30
"""Bytes of text that a Parquet file may unpack to: a small file can hold a value a billion times."""


def read_jsonl(data: bytes, path: str, mappings: Sequence[Mapping]) -> tuple[Flat, Mapping]:
    """One JSON object on each line; a line that is none is a damage, and the others go on. Raises SourceError.

    What an object inside holds is a column `outer.inner`; a list of values is one for a cell that is split.
    """
    told = decode(data)
    damages = told.damages(path)
    objects, lost = _objects(told.text, path)
    records = [(line, _flat(record)) for line, record in objects]
    columns = list(dict.fromkeys(name for _, record in records for name in record))
    mapping = fitting(columns, mappings)
    if mapping is None:
        raise SourceError(f"{path}: {unknown(columns, mappings) if records else 'no line holds a JSON object'}")
    places = {name: columns[place] for name, place in renamed(columns, mapping).items()}
    whole, found = mapping.whole_columns, {}
    for name, column in places.items():
        cells = [(line, record.get(column)) for line, record in records]
        lists = [line for line, value in cells if _is_list(value) and name in whole]
        damages += damages_at(lists, path, f"{name!r} holds a list, and its cell has no `split`; it was left out")
        nested = [line for line, value in cells if isinstance(value, dict | list) and not _is_list(value)]
        reason = f"{name!r} holds a list or an object where a text should be; it was left out"
        damages += damages_at(nested, path, reason)
        found[name] = texts(
            [_joined(value) if _is_list(value) and name not in whole else _text(value) for _, value in cells]
        )
    numbers = np.array([line for line, _ in records], dtype=np.int64)
    return Flat(found, numbers, (*damages, *lost)), mapping


def _objects(text: str, path: str) -> tuple[list[tuple[int, Names[str, object]]], list[Damage]]:
    records: list[tuple[int, Names[str, object]]] = []
    bad: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:  # numbers stay as they are written
            record = json.loads(line, parse_int=str, parse_float=str, parse_constant=str)
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict):
            records.append((number, record))
        else:
            bad.append(number)
    return records, damages_at(bad, path, "the line is no JSON object; its record is lost", loss=True)


def _flat(record: Names[str, object]) -> Names[str, object]:
    """The record, and beside each object in it what that holds, as `outer.inner`."""
    inner = {
        f"{key}.{name}": one for key, value in record.items() if isinstance(value, dict) for name, one in value.items()
    }
    return {**inner, **record}


def _is_list(value: object) -> TypeGuard[list[object]]:
    """A list of texts, numbers and truths; what is null in it is left out."""
    return isinstance(value, list) and not any(isinstance(one, dict | list) for one in value)


def _joined(values: list[object]) -> str | None:
    found = [text for text in map(_text, values) if text is not None]
    return LIST + LIST.join(found) if found else None


def _text(value: object) -> str | None:
    if value is None or isinstance(value, dict | list):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).encode("utf-8", "replace").decode()  # JSON can name half of a surrogate pair


def read_parquet(data: bytes, path: str, mappings: Sequence[Mapping]) -> tuple[Flat, Mapping]:
    """Columns of a Parquet file as text; `lines` are the numbers of its rows. Raises SourceError."""
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        schema = file.schema_arrow
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SourceError(f"{path}: this Parquet file cannot be read: {_first_line(error)}") from None
    mapping = fitting(schema.names, mappings)
    if mapping is None:
        raise SourceError(f"{path}: {unknown(schema.names, mappings)}")
    places = renamed(schema.names, mapping)
    nested = [name for name, place in places.items() if pa.types.is_nested(schema.types[place])]
    reason = "columns that hold lists or structures were left out: "
    damages = [Damage(path, reason + ", ".join(nested))] if nested else []
    wanted = {name: schema.names[place] for name, place in places.items() if name not in nested}
    try:
        columns = _columns(file, wanted, path)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"{path}: this Parquet file cannot be read: {_first_line(error)}") from None
    rows = np.arange(1, file.metadata.num_rows + 1, dtype=np.int64)
    return Flat(columns, rows, tuple(damages)), mapping


def _columns(file: pq.ParquetFile, wanted: dict[str, str], path: str) -> dict[str, pa.Array]:
    batches, size = [], 0
    for batch in file.iter_batches(columns=list(wanted.values())):
        batch = pa.record_batch({name: batch[column].cast(pa.string()) for name, column in wanted.items()})
        batches.append(batch)
        size += batch.nbytes
        if size > MAX_TEXT:
            raise SourceError(f"{path}: it unpacks to more than {MAX_TEXT >> 20} MiB; split it")
    schema = pa.schema([(name, pa.string()) for name in wanted])
    table = pa.Table.from_batches(batches, schema)
    return {name: blank_to_null(pa.concat_arrays(table[name].chunks or [pa.nulls(0, pa.string())])) for name in wanted}


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
