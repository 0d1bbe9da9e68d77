"""`pharmaudit verdicts apply`: what editors wrote into a worklist becomes waivers and measured precision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pharmaudit.cli import options as opt

if TYPE_CHECKING:
    from pharmaudit.readers.verdicts import Filled, Review

verdicts = typer.Typer(no_args_is_help=True)


@verdicts.callback()
def _verdicts() -> None:
    """Take over the verdicts of editors on findings."""


@dataclass(frozen=True)
class _Applied:
    """What a worklist changed: verdicts that are new, waivers added, confirmed findings that a waiver still covers."""

    new: int
    waived: int
    contradicted: "Sequence[Review]"


@verdicts.command("apply")
def apply(
    file: Annotated[Path, typer.Argument(help="worklist.xlsx, or findings as CSV with their verdicts.")],
    waivers: Annotated[
        Path,
        typer.Option(
            help="Waivers file to add to; made where there is none.", metavar="FILE", envvar="PHARMAUDIT_WAIVERS"
        ),
    ] = Path("waivers.yaml"),
    kept: Annotated[
        Path,
        typer.Option(
            "--verdicts", help="CSV file that keeps all verdicts.", metavar="FILE", envvar="PHARMAUDIT_VERDICTS"
        ),
    ] = Path("verdicts.csv"),
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Last day of new waivers.", show_default="one year from the verdict"),
    ] = None,
    rules: opt.RuleFolders = None,
) -> None:
    """Take over the verdicts of a worklist: false positives and what will not be fixed are waived, all are counted.

    The same file twice changes nothing. Ends with 1 where rows were refused, 2 where the file cannot be used.
    """
    from pharmaudit.pipeline import Options, rules_of
    from pharmaudit.readers.verdicts import read_filled

    known = rules_of(Options(rules=tuple(rules or ())))[0].rules
    names = {word: rule.id for rule in known for word in (rule.id, rule.name)}
    filled = read_filled(file, names)
    applied = _apply(filled, names, waivers, kept, until)
    opt.warn(filled.refused)
    for one in applied.contradicted:
        typer.echo(
            f"pharmaudit: {one.rule} in {one.entry_id} is confirmed, but {waivers} waives it: take it out", err=True
        )
    typer.echo(_told(filled, applied, waivers, kept))
    raise typer.Exit(1 if filled.refused else 0)


def _apply(filled: "Filled", names: dict[str, str], waivers: Path, kept: Path, until: datetime | None) -> _Applied:
    from pharmaudit.errors import UsageError
    from pharmaudit.folders import write_together
    from pharmaudit.readers.verdicts import read_kept, together
    from pharmaudit.renderers import kept as files

    if waivers.resolve() == kept.resolve():
        raise UsageError(f"{kept}: waivers and verdicts would be written over each other; give two files")
    before, bad = read_kept(kept) if kept.exists() else ((), ())
    if bad:
        raise UsageError(f"{bad[0]}; mend that line first, so that no verdict is lost")
    data, held = files.kept_waivers(waivers)
    after = together(before, filled.reviews)
    counting = {id(one) for one in after}
    latest = [one for one in filled.reviews if id(one) in counting]  # what is older than a kept verdict changes nothing
    last = until.date() if until else None
    wanted = files.waivers_wanted(latest, held, names, last)
    whole = files.with_waivers(data, str(waivers), wanted, last)
    text = files.verdicts_csv(after)
    changed = {waivers: whole} if wanted else {}
    if filled.reviews and (not kept.exists() or text != kept.read_bytes()):
        changed[kept] = text
    write_together(changed)
    old = {_said(one) for one in before}
    new = sum(_said(one) not in old for one in after)
    return _Applied(new, len(wanted), files.contradicted(latest, held, names))


def _said(one: "Review") -> tuple[object, ...]:
    return one.key, one.verdict, one.curator, one.date


def _told(filled: "Filled", applied: _Applied, waivers: Path, kept: Path) -> str:
    read = opt.counted(len(filled.reviews), "verdict")
    lines = [
        f"{read} read, {applied.new:,} of them new or changed in {kept}; {filled.blank:,} rows have none",
        f"{opt.counted(applied.waived, 'waiver')} added to {waivers}",
    ]
    if filled.refused:
        lines.append(f"{opt.counted(len(filled.refused), 'row')} refused: mend them and apply the file again")
    return "\n".join(lines)
