"""`pharmaudit convert`: the normalised tables of any source, as files that read back without loss."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from pharmaudit.cli import options as opt


def convert(
    sources: opt.Sources = None,
    to: Annotated[Literal["parquet", "jsonl"], typer.Option("--to", help="What the files hold.")] = "parquet",
    out: Annotated[Path, typer.Option(help="Folder for the tables; replaced as a whole.")] = Path("tables"),
    entry_id: opt.EntryId = None,
    mapping: opt.Mappings = None,
    jobs: opt.Jobs = 1,
    quiet: opt.Quiet = False,
) -> None:
    """Write the normalised tables of SOURCES into a folder, one file a table.

    Every command reads the folder as a source. Ends with 4 if a source, or entries of it, could not be read.
    """
    from pharmaudit.pipeline import Options, read
    from pharmaudit.readers.exchange.writer import check_target, write_tables

    check_target(out)
    tables = read(sources or (), Options(entry_id=entry_id, mappings=tuple(mapping or ()), jobs=jobs))
    write_tables(tables, out, to)
    if not quiet:
        filled = sum(1 for frame in tables.frames.values() if len(frame))
        typer.echo(f"{opt.counted(len(tables.entries), 'entry', 'entries')}, {filled} tables: {out}")
    opt.warn(tables.damages)
    raise typer.Exit(opt.lost(tables.damages))
