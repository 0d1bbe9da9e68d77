"""Options that several commands share, declared once."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pharmaudit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pharmaudit.model import Damage
    from pharmaudit.report import Report

Sources = Annotated[
    list[Path] | None,
    typer.Argument(help="Files or folders to read; without any, the bundled seeds.", show_default=False),
]
Profile = Annotated[
    str,
    typer.Option(
        help="Profile: a name of the rulebook, or a YAML file.", metavar="NAME|FILE", envvar="PHARMAUDIT_PROFILE"
    ),
]
RuleFolders = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules", help="Folder with rules of your own; may be repeated.", metavar="DIR", envvar="PHARMAUDIT_RULES"
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        help="Run only these rules; may be repeated.", metavar="PREFIX|NAME|tag:NAME", envvar="PHARMAUDIT_SELECT"
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        help="Leave out these rules; may be repeated.", metavar="PREFIX|NAME|tag:NAME", envvar="PHARMAUDIT_IGNORE"
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], help="Date that age counts from.", show_default="today", envvar="PHARMAUDIT_AS_OF"
    ),
]
EntryId = Annotated[str | None, typer.Option("--id", help="Id of a page that lost its own.", metavar="ID")]
Mappings = Annotated[
    list[Path] | None,
    typer.Option(
        "--mapping",
        help="File that says what the columns of a table mean; may be repeated.",
        metavar="FILE",
        envvar="PHARMAUDIT_MAPPING",
    ),
]
Retractions = Annotated[
    Path | None,
    typer.Option(
        help="CSV of retracted publications, by pmid or doi.", metavar="FILE", envvar="PHARMAUDIT_RETRACTIONS"
    ),
]
DoiCache = Annotated[
    Path | None,
    typer.Option(
        "--doi-cache",
        help="CSV that says which DOIs resolve: doi, resolved (0 or 1).",
        metavar="FILE",
        envvar="PHARMAUDIT_DOI_CACHE",
    ),
]
Listed = Annotated[
    Path | None,
    typer.Option(
        help="Entries that are called not annotated elsewhere: CSV with entry_id, or one id a line.",
        metavar="FILE",
        envvar="PHARMAUDIT_LISTED",
    ),
]
Demand = Annotated[
    Path | None,
    typer.Option(
        help="Table of demand (entry_id, value), such as page views; used instead of products and interactions.",
        metavar="FILE",
        envvar="PHARMAUDIT_DEMAND",
    ),
]
Waivers = Annotated[
    Path | None,
    typer.Option(
        help="YAML file of findings that people accept, each until a date.", metavar="FILE", envvar="PHARMAUDIT_WAIVERS"
    ),
]
Baseline = Annotated[
    Path | None,
    typer.Option(
        help="File of findings that were there before; they do not close the gate.",
        metavar="FILE",
        envvar="PHARMAUDIT_BASELINE",
    ),
]
Verdicts = Annotated[
    Path | None,
    typer.Option(
        help="CSV of verdicts on findings, kept by `verdicts apply`: how precise every rule is.",
        metavar="FILE",
        envvar="PHARMAUDIT_VERDICTS",
    ),
]
History = Annotated[
    Path | None,
    typer.Option(
        help="File that keeps what every run found; or none.", metavar="FILE|none", envvar="PHARMAUDIT_HISTORY"
    ),
]
Series = Annotated[
    str, typer.Option(help="Which runs of the history belong together: one base, one name.", envvar="PHARMAUDIT_SERIES")
]
Jobs = Annotated[int, typer.Option(min=1, max=64, help="Processes to read with.", envvar="PHARMAUDIT_JOBS")]
Out = Annotated[Path, typer.Option(help="Folder for the report; replaced as a whole.", envvar="PHARMAUDIT_OUT")]
Formats = Annotated[str, typer.Option("--format", help="What to write, joined by commas.", envvar="PHARMAUDIT_FORMAT")]
Limit = Annotated[
    int | None,
    typer.Option(
        min=0,
        help="Findings of a rule that sarif and gitlab tell one by one; the rest of the rule is one line.",
        show_default="as many as fit",
        envvar="PHARMAUDIT_LIMIT",
    ),
]
FailOn = Annotated[
    Literal["error", "warning", "info", "never"] | None,
    typer.Option(
        help="Lowest severity that closes the gate.", show_default="of the profile", envvar="PHARMAUDIT_FAIL_ON"
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print nothing but what went wrong.", envvar="PHARMAUDIT_QUIET")
]
Timings = Annotated[bool, typer.Option("--timings", help="Print how long the slowest rules took.")]
Show = Annotated[
    Literal["error", "warning", "info"],
    typer.Option(help="Lowest severity of the open findings that are printed.", envvar="PHARMAUDIT_SHOW"),
]
Style = Annotated[Literal["text", "json"], typer.Option("--format", help="How to print.")]


def split(words: list[str] | None) -> tuple[str, ...]:
    """The prefixes of an option that may be repeated, each perhaps several joined by commas."""
    parts = tuple(part.strip() for word in words or () for part in word.split(",") if part.strip())
    if words and not parts:
        raise UsageError(f"this option names nothing ({words[0]!r}); leave it out or name rules: COM1 or tag:doi")
    return parts


def counted(number: int, one: str, many: str = "") -> str:
    """'1 entry', '2,000 entries'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def lost(damages: "Sequence[Damage]") -> int:
    """The exit code of sources that could not be read in whole: 4, or 0 where nothing is missing."""
    return 4 if any(damage.grave for damage in damages) else 0


def warn(damages: "Sequence[Damage]") -> None:
    """Say what the readers could not turn into rows, one line each."""
    for damage in damages:
        sys.stderr.write(f"pharmaudit: {damage}\n")


def told(report: "Report") -> int:
    """Say what went wrong in an audit; the exit code of it: 3 for a crashed rule, 4 for entries not read, or 0."""
    warn(report.provenance.damages)
    for crash in report.provenance.crashes:
        sys.stderr.write(f"pharmaudit: rule {crash.rule} crashed and gave no verdict: {crash.reason}\n")
    return 3 if report.provenance.crashes else lost(report.provenance.damages)
