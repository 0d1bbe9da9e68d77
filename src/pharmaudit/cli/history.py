"""`pharmaudit history`: what the runs before found."""

from pathlib import Path
from typing import Annotated

import typer

from pharmaudit.cli import options as opt
from pharmaudit.errors import UsageError

LAST = 30


def history(
    file: Annotated[
        Path | None,
        typer.Argument(help="File that `audit --history` keeps.", metavar="FILE", envvar="PHARMAUDIT_HISTORY"),
    ] = None,
    entry: Annotated[str | None, typer.Option(help="How this entry went.", metavar="ID")] = None,
    rule: Annotated[str | None, typer.Option(help="What this rule found.", metavar="ID")] = None,
    cohort: Annotated[str | None, typer.Option(help="How this cohort went.", metavar="NAME")] = None,
    last: Annotated[int, typer.Option(min=1, help="How many runs.")] = LAST,
    series: opt.Series = "default",
    style: opt.Style = "text",
) -> None:
    """Print the runs of a history with their counts and medians, or how one entry, rule or cohort went."""
    from pharmaudit.history import trends
    from pharmaudit.history.store import reading
    from pharmaudit.renderers.trends import print_trend, trend_json

    if file is None or file.name == "none":
        raise UsageError("no history is named; give the file that `pharmaudit audit --history FILE` keeps")
    kinds = {"entry": (entry, trends.of_entry), "rule": (rule, trends.of_rule), "cohort": (cohort, trends.of_cohort)}
    asked = [(name, given, ask) for name, (given, ask) in kinds.items() if given]
    if len(asked) > 1:
        raise UsageError("--entry, --rule and --cohort ask for different things; give one of them")
    with reading(file) as db:
        if asked:
            kind, given, ask = asked[0]
            trend = ask(db, series, last, str(given))
        else:
            kind, trend = "", trends.of_runs(db, series, last)
    if style == "json":
        typer.echo(trend_json(trend))
    else:
        print_trend(trend, kind)
