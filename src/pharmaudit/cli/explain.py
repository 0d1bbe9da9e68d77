"""`pharmaudit explain`: the whole story of one entry, in the terminal."""

from typing import Annotated

import typer

from pharmaudit.cli import options as opt


def explain(
    entry: Annotated[str, typer.Argument(help="Id or name of the entry.")],
    sources: opt.Sources = None,
    profile: opt.Profile = "default",
    rules: opt.RuleFolders = None,
    select: opt.Select = None,
    ignore: opt.Ignore = None,
    as_of: opt.AsOf = None,
    entry_id: opt.EntryId = None,
    mapping: opt.Mappings = None,
    demand: opt.Demand = None,
    jobs: opt.Jobs = 1,
    style: opt.Style = "text",
) -> None:
    """Explain one ENTRY, its gaps, findings and next steps."""
    from pharmaudit.errors import UsageError
    from pharmaudit.pipeline import run
    from pharmaudit.renderers.terminal import entry_json, print_entry
    from pharmaudit.yamltext import did_you_mean

    options = opt.options_of(
        profile=profile,
        rules=rules,
        select=select,
        ignore=ignore,
        as_of=as_of,
        entry_id=entry_id,
        mapping=mapping,
        demand=demand,
        jobs=jobs,
    )
    report = run(sources or (), options)
    number = report.number_of(entry)
    if number is None:
        known = [*report.entries["entry_id"], *report.entries["name"]]
        raise UsageError(f"there is no entry {entry!r} among {len(report.entries):,}.{did_you_mean(entry, known)}")
    if style == "json":
        typer.echo(entry_json(report, number))
    else:
        print_entry(report, number)
