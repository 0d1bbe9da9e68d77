"""Our exchange form: a folder with the normalised tables as Parquet or JSON Lines, and a manifest.

Written by `pharmaudit convert` and read back without loss: rows, keys, sources and damages.
"""

from pathlib import Path

from pharmaudit.readers.exchange.reader import read_tables
from pharmaudit.readers.exchange.writer import write_tables
from pharmaudit.readers.files import MANIFEST
from pharmaudit.readers.format import Format, Head, Reading
from pharmaudit.readers.tables import Tables

__all__ = ["FORMAT", "MANIFEST", "write_tables"]


def _takes(head: Head) -> bool:
    return head.path.name == MANIFEST


def _read(path: Path, _reading: Reading) -> Tables:
    return read_tables(path)


FORMAT = Format("pharmaudit tables", _takes, _read, (MANIFEST,))
