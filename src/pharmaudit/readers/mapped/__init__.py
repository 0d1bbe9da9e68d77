"""Reader of flat files (CSV, TSV, JSON Lines, Parquet), by a mapping that says what their columns mean."""

import hashlib
from pathlib import Path

from pharmaudit.errors import SourceError
from pharmaudit.readers.format import Format, Head, Reading
from pharmaudit.readers.mapped.delimited import looks_delimited, read_delimited
from pharmaudit.readers.mapped.fill import fill
from pharmaudit.readers.mapped.recognise import load_mappings
from pharmaudit.readers.mapped.records import read_jsonl, read_parquet
from pharmaudit.readers.streams import whole
from pharmaudit.readers.tables import Tables

__all__ = ["FORMAT", "load_mappings"]

_DELIMITED = (".csv", ".tsv", ".tab", ".psv")
_LINES = (".jsonl", ".ndjson")
_PARQUET = b"PAR1"


def _takes(head: Head) -> bool:
    if head.data.startswith(_PARQUET):
        return True
    if head.root:
        return False
    return head.suffix in (*_DELIMITED, *_LINES, ".parquet") or looks_delimited(head.text)


def _read(path: Path, reading: Reading) -> Tables:
    data = whole(path)
    mappings = load_mappings(reading.mappings)
    if data.startswith(_PARQUET):
        read = read_parquet
    elif Head.of(path).suffix in _LINES:
        read = read_jsonl
    else:
        read = read_delimited
    flat, mapping = read(data, str(path), mappings)
    if not len(flat):
        raise SourceError(f"{path}: the table has its columns and no row; is it cut off?")
    return fill(flat, mapping, str(path), hashlib.sha256(data).hexdigest())


FORMAT = Format("mapped table", _takes, _read, (*_DELIMITED, *_LINES, ".parquet"))
