"""`pharmaudit worklist`: the queue, of sources or of a report, narrowed down, on the screen or in a file."""

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pharmaudit.cli import options as opt
from pharmaudit.cli.auditing import OF_GATE, auditing
from pharmaudit.cli.given import SourcesOrReport, refuse_options, report_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pharmaudit.pipeline import Options
    from pharmaudit.report.queue import Filters, Queue

TOP = 20

Words = list[str] | None


@auditing(without=OF_GATE)
def worklist(
    context: typer.Context,
    options: "Options",
    sources: SourcesOrReport = None,
    cohort: Annotated[Words, typer.Option(help="Only this cohort; may be repeated, as may words below.")] = None,
    group: Annotated[Words, typer.Option(help="Only this group, such as approved.")] = None,
    section: Annotated[Words, typer.Option(help="Only entries with a proposed field of this section.")] = None,
    category: Annotated[Words, typer.Option(help="Only this drug category; not of a report.")] = None,
    stub: Annotated[Words, typer.Option(help="Only this stub verdict: empty, stub, partial ...")] = None,
    min_demand: Annotated[float | None, typer.Option(min=0, max=1, help="Least demand, 0 to 1.")] = None,
    max_minutes: Annotated[int | None, typer.Option(min=1, help="Most minutes of work.")] = None,
    top: Annotated[int | None, typer.Option(min=1, help=f"How many.  [default: {TOP}, in files all]")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write a CSV file as well.", metavar="FILE")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write a workbook as well.", metavar="FILE")] = None,
    style: opt.Style = "text",
) -> None:
    """Print the entries that are worth an editor's time, the most worthwhile first.

    Ends with 3 if a rule crashed, 4 if entries of a source could not be read.
    """
    from pharmaudit.report.queue import Filters

    words = {"cohort": cohort, "group": group, "section": section, "category": category, "stub": stub}
    filters = Filters(
        **{name: tuple(given or ()) for name, given in words.items()}, min_demand=min_demand, max_minutes=max_minutes
    )
    _print(context, sources or [], options, filters, top, style, csv, xlsx)


def _print(
    context: typer.Context,
    sources: list[Path],
    options: "Options",
    filters: "Filters",
    top: int | None,
    style: str,
    csv: Path | None,
    xlsx: Path | None,
) -> None:
    """Print the queue and write its files; ends with the code of the command."""
    from pharmaudit.renderers.queue import print_queue, queue_json, write_queue_csv
    from pharmaudit.report.queue import narrowed

    report = report_folder(sources)
    _refuse_targets({".csv": csv, ".xlsx": xlsx}, [*sources, *_files_of(options)], report)
    if report is not None:
        refuse_options(context, report)
    queue, code = _stored(report) if report else _audited(sources, options)
    rows = narrowed(queue, filters)
    origin = f"from the report {report}, not audited again" if report else "audited just now"
    shown = rows.head(top or TOP)
    if style == "json":
        typer.echo(queue_json(shown, len(rows), origin, filters.told))
    else:
        print_queue(shown, len(rows), origin, filters.told)
    written = rows.head(top) if top else rows
    if csv:
        write_queue_csv(written, csv)
    if xlsx:
        _write_xlsx(queue, written, xlsx, report)
    raise typer.Exit(code)


def _files_of(options: "Options") -> list[Path]:
    """The files that the options name."""
    given = [getattr(options, one.name) for one in fields(options)]
    return [path for one in given for path in (one if isinstance(one, tuple) else (one,)) if isinstance(path, Path)]


def _refuse_targets(targets: dict[str, Path | None], inputs: "Sequence[Path]", report: Path | None) -> None:
    """Refuse to write over what the queue is made from, and where another name was surely meant."""
    from pharmaudit.errors import UsageError

    taken = {one.resolve() for one in inputs}
    for suffix, path in targets.items():
        if path is None:
            continue
        if path.suffix.lower() != suffix:
            raise UsageError(f"{path}: give a name that ends in {suffix}")
        if path.resolve() in taken:
            raise UsageError(f"{path}: this is read for the worklist; give another file to write to")
        if report and report.resolve() in path.resolve().parents:
            raise UsageError(f"{path}: this lies in the report, which stays as it was written; give another place")


def _stored(report: Path) -> "tuple[Queue, int]":
    from pharmaudit.renderers.stored import stored_queue

    return stored_queue(report), 0


def _audited(sources: list[Path], options: "Options") -> "tuple[Queue, int]":
    """The queue of sources, and the code to end with."""
    from pharmaudit.cli.audit import strangers
    from pharmaudit.pipeline import run
    from pharmaudit.report.queue import queue_of

    report = run(sources, options)
    for line in strangers(report):
        typer.echo(f"pharmaudit: {line}", err=True)
    return queue_of(report), opt.told(report)  # the gate is no matter of the worklist


def _write_xlsx(queue: "Queue", rows: "pd.DataFrame", path: Path, report: Path | None) -> None:
    from pharmaudit.renderers.xlsx import pages_of, write_book

    write_book(queue, rows, path, pages_of(report, path) if report else {})
