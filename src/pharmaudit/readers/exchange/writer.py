"""Write normalised tables into a folder; the same tables give the same bytes."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pharmaudit.folders import refuse_foreign, replacing
from pharmaudit.readers.exchange.manifest import VERSION, Manifest, Suffix
from pharmaudit.readers.files import MANIFEST
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.tables import Tables, arrow_schema

WHAT = "folder of tables"
_BATCH = 10_000


def check_target(out: Path) -> None:
    """Refuse, before any work, a folder that is not ours to replace."""
    refuse_foreign(out, _is_ours, WHAT)


def write_tables(tables: Tables, out: Path, suffix: Suffix) -> None:
    """Write every table that has rows, and the manifest, in place of the tables that were in `out`."""
    check_target(out)
    filled = {name: frame for name, frame in tables.frames.items() if len(frame)}
    counts = {name: len(frame) for name, frame in filled.items()}
    manifest = Manifest(
        format_version=VERSION, suffix=suffix, tables=counts, sources=tables.sources, damages=tables.damages
    )
    with replacing(out, WHAT) as folder:
        for name, frame in filled.items():
            table = pa.Table.from_pandas(frame, schema=arrow_schema(TABLES[name]), preserve_index=False)
            _WRITERS[suffix](table.replace_schema_metadata(None), folder / f"{name}.{suffix}")
        (folder / MANIFEST).write_text(manifest.text(), encoding="utf-8")


def _is_ours(folder: Path) -> bool:
    known = {MANIFEST} | {f"{name}.{suffix}" for name in TABLES for suffix in _WRITERS}
    return (folder / MANIFEST).is_file() and all(item.name in known for item in folder.iterdir())


def _parquet(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, compression="zstd", write_page_checksum=True)


def _jsonl(table: pa.Table, path: Path) -> None:
    """One object a row; what is absent has no key."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for batch in table.to_batches(max_chunksize=_BATCH):
            for row in batch.to_pylist():
                cells = {name: cell for name, cell in row.items() if cell is not None}
                file.write(json.dumps(cells, ensure_ascii=False) + "\n")


_WRITERS: Mapping[Suffix, Callable[[pa.Table, Path], None]] = {"parquet": _parquet, "jsonl": _jsonl}
