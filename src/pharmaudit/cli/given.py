"""What a command was given: sources to audit, or the folder of one report, which is read as it was written."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from pharmaudit.cli.auditing import OF_AUDIT

SourcesOrReport = Annotated[
    list[Path] | None,
    typer.Argument(help="Files or folders to audit, or the folder of one report.", show_default=False),
]


def report_folder(sources: Sequence[Path]) -> Path | None:
    """The report folder that is asked for; None where sources are. Raises UsageError for both at once."""
    from pharmaudit.errors import UsageError
    from pharmaudit.renderers.stored import is_report

    reports = [one for one in sources if is_report(one)]
    if reports and len(sources) > 1:
        raise UsageError(f"{reports[0]} is a report; give one report alone, or sources")
    return reports[0] if reports else None


def refuse_options(context: typer.Context, report: Path, but: Sequence[str] = ()) -> None:
    """Refuse options that only an audit can follow, where they were given on the command line."""
    from pharmaudit.errors import UsageError

    for name in OF_AUDIT:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE" and name not in but:
            option = {"entry_id": "id"}.get(name, name.replace("_", "-"))
            raise UsageError(f"{report} is a report, shown as it was written; for --{option} give its sources")
