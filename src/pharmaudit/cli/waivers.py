"""`pharmaudit waivers check`: which waivers need a person."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pharmaudit.cli import options as opt
from pharmaudit.cli.auditing import OF_GATE, auditing

if TYPE_CHECKING:
    from pharmaudit.model import Remark
    from pharmaudit.pipeline import Options
    from pharmaudit.readers.waivers import Waivers
    from pharmaudit.triage.waivers import Outcome

waivers = typer.Typer(no_args_is_help=True)
DEFAULT = Path("waivers.yaml")


@waivers.callback()
def _waivers() -> None:
    """Look after the findings that people accepted."""


@dataclass(frozen=True)
class _Checked:
    """The waivers, what came of each, what a person has to look at, and the code to end with."""

    held: "Waivers"
    outcomes: "Sequence[Outcome]"
    remarks: "Sequence[Remark]"
    code: int


@waivers.command("check")
@auditing(without=OF_GATE)
def check(
    options: "Options",
    sources: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders to audit; without any, the file is checked alone.", show_default=False),
    ] = None,
    expiring_in: Annotated[int, typer.Option(min=0, help="Tell waivers that expire in so many days.")] = 30,
    style: opt.Style = "text",
) -> None:
    """Tell which waivers are expired, soon will be, or mean nothing; with SOURCES, also which cover nothing any more.

    Checks waivers.yaml unless --waivers names another file. Ends with 0 (all is well), 1 (something is to be done),
    2 (the file is malformed), 3 (a rule crashed), 4 (entries not read).
    """
    told = replace(options, waivers=options.waivers or DEFAULT)
    checked = _audited(sources, told, expiring_in) if sources else _alone(told, expiring_in)
    typer.echo(_as_json(checked, bool(sources)) if style == "json" else _as_text(checked, bool(sources)))
    raise typer.Exit(checked.code or (1 if checked.remarks else 0))


def _alone(options: "Options", days: int) -> _Checked:
    """What can be said without a source: rules, dates, what expires."""
    from pharmaudit.pipeline import rules_of
    from pharmaudit.readers.waivers import read_waivers
    from pharmaudit.triage.waiver_remarks import remarks_of, reminders
    from pharmaudit.triage.waivers import Asked, unasked

    held = read_waivers(options.waivers or DEFAULT)
    asked = Asked.nothing(rules_of(options)[0].rules)
    outcomes = unasked(held, asked, options.as_of)
    remarks = (*remarks_of(outcomes, held, asked.rules), *reminders(outcomes, held, options.as_of, days))
    return _Checked(held, outcomes, remarks, 0)


def _audited(sources: list[Path], options: "Options", days: int) -> _Checked:
    """What an audit of the sources says of the waivers."""
    from pharmaudit.pipeline import run
    from pharmaudit.readers.waivers import read_waivers
    from pharmaudit.triage.waiver_remarks import PREFIX, reminders, strangers

    held = read_waivers(options.waivers or DEFAULT)
    report = run(sources, options)
    told = [one for one in report.remarks if one.rule.startswith(PREFIX)]
    told += reminders(report.waivers, held, options.as_of, days)
    told += strangers(report.waivers, held, frozenset(report.entries["entry_id"]))
    return _Checked(held, report.waivers, told, opt.told(report))


def _as_text(checked: _Checked, audited: bool) -> str:
    lines = [f"{one.subject}: {one.rule} {one.severity.value}: {one.message}. {one.fix}" for one in checked.remarks]
    return "\n".join([*lines, _summary(checked, audited)])


def _summary(checked: _Checked, audited: bool) -> str:
    """'3 waivers in waivers.yaml: 2 used, 1 expired'."""
    counts = Counter(one.fate.value for one in checked.outcomes)
    fates = ", ".join(f"{count:,} {'not judged' if name == 'not asked' else name}" for name, count in counts.items())
    alone = "" if audited else "; no source was audited, so none is known to cover anything"
    told = opt.counted(len(checked.outcomes), "waiver")
    return f"{told} in {checked.held.source.path}{': ' if fates else ''}{fates}{alone}."


def _as_json(checked: _Checked, audited: bool) -> str:
    counts = Counter(one.fate.value for one in checked.outcomes)
    told = {
        "file": checked.held.source.path,
        "audited": audited,
        "waivers": len(checked.outcomes),
        "fates": dict(sorted(counts.items())),
        "remarks": [asdict(one) for one in checked.remarks],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
