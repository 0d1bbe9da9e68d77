"""`pharmaudit diff`: what has changed from one report to another."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer


def diff(
    old: Annotated[Path, typer.Argument(help="Folder of the earlier report.")],
    new: Annotated[Path, typer.Argument(help="Folder of the later report.")],
    style: Annotated[Literal["text", "json", "markdown"], typer.Option("--format", help="How to print.")] = "text",
) -> None:
    """Compare two reports: findings that are new or fixed, scores that moved and why, ids that came and went.

    Which findings were there once and came back, only a history can tell.
    """
    from pharmaudit.renderers.compared import compare_reports
    from pharmaudit.report.diff import changes_data, diff_lines, with_change

    _, now, changes = compare_reports(old, new)
    findings = with_change(now.findings, changes.changed)
    if style == "json":
        typer.echo(json.dumps(changes_data(changes, findings), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(diff_lines(changes, findings, (str(old), str(new)), style == "markdown")))
