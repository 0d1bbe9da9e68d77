"""`pharmaudit explain`: the whole story of one entry, in the terminal."""

from typing import TYPE_CHECKING, Annotated

import typer

from pharmaudit.cli import options as opt
from pharmaudit.cli.auditing import OF_GATE, auditing

if TYPE_CHECKING:
    from pharmaudit.pipeline import Options


@auditing(without=OF_GATE)
def explain(
    options: "Options",
    entry: Annotated[str, typer.Argument(help="Id or name of the entry.")],
    sources: opt.Sources = None,
    style: opt.Style = "text",
) -> None:
    """Explain one ENTRY, its gaps, findings and next steps.

    Ends with 3 if a rule crashed, with 4 if a source, or entries of it, could not be read.
    """
    from pharmaudit.errors import UsageError
    from pharmaudit.pipeline import run
    from pharmaudit.renderers.terminal import entry_json, print_entry
    from pharmaudit.yamltext import did_you_mean

    report = run(sources or (), options)
    number = report.number_of(entry)
    if number is None:
        known = [*report.entries["entry_id"], *report.entries["name"]]
        raise UsageError(f"there is no entry {entry!r} among {len(report.entries):,}.{did_you_mean(entry, known)}")
    if style == "json":
        typer.echo(entry_json(report, number))
    else:
        print_entry(report, number)
    raise typer.Exit(opt.told(report))
