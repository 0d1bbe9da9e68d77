"""`pharmaudit baseline`: list what is open now, and take out what has been mended since."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pharmaudit.cli import options as opt
from pharmaudit.cli.auditing import OF_GATE, auditing
from pharmaudit.cli.given import SourcesOrReport, refuse_options, report_folder

if TYPE_CHECKING:
    from pharmaudit.pipeline import Options
    from pharmaudit.readers.baseline import Listed
    from pharmaudit.triage.baseline import Run, Standing

OWN = (*OF_GATE, "baseline")
SHOWN = 10

baseline = typer.Typer(no_args_is_help=True)

File = Annotated[Path, typer.Option("--baseline", help="The baseline.", metavar="FILE", envvar="PHARMAUDIT_BASELINE")]


@baseline.command()
@auditing(without=OWN)
def write(
    context: typer.Context,
    options: "Options",
    sources: SourcesOrReport = None,
    file: File = Path("baseline.txt"),
    add_new: Annotated[bool, typer.Option("--add-new", help="Add to a baseline that is there.")] = False,
) -> None:
    """List every open finding in a baseline: from now on only others close the gate.

    Waived findings and those of rules in preview are left out. Ends with 3 if a rule crashed, 4 if entries of a source
    could not be read.
    """
    from pharmaudit.errors import UsageError
    from pharmaudit.folders import write_whole
    from pharmaudit.readers.baseline import read_baseline
    from pharmaudit.triage.baseline import lines_of, missing_in, written

    there = os.path.lexists(file)
    if there and not add_new:
        raise UsageError(
            f"{file}: there is a baseline already, and to write it again would hide what is new since; "
            "`pharmaudit baseline prune` takes out what is fixed, --add-new adds what is open now"
        )
    former: tuple[Listed, ...] = ()
    if there:
        known, damages = read_baseline(file)
        opt.warn(damages)
        former = known.listed
    run, code = _run(context, sources or [], options)
    new = missing_in(former, lines_of(run.worth_listing))
    write_whole(file, written((*former, *new), run.rulebook, run.as_of).encode("utf-8", "replace"))
    left_out = len(run.findings) - len(run.worth_listing)
    before = f" to {len(former):,} that were listed before" if there else ""
    typer.echo(f"{file}: {opt.counted(len(new), 'finding')} added{before}")
    if left_out:
        typer.echo(f"Left out, as they are waived or of rules in preview: {opt.counted(left_out, 'finding')}")
    raise typer.Exit(code)


@baseline.command()
@auditing(without=OWN)
def prune(
    context: typer.Context,
    options: "Options",
    sources: SourcesOrReport = None,
    file: File = Path("baseline.txt"),
    check: Annotated[bool, typer.Option("--check", help="Change nothing; end with 1 if lines have to go.")] = False,
    gone: Annotated[bool, typer.Option("--gone", help="Take out lines of entries that are not there, too.")] = False,
) -> None:
    """Take findings that are fixed out of a baseline. Never adds any.

    What could not be judged stays: a rule that was not run, a field that the source has no place for, an entry that is
    not in the sources. Ends with 1 if --check finds lines that have to go, 3 if a rule crashed, 4 if entries of a
    source could not be read.
    """
    from pharmaudit.errors import UsageError
    from pharmaudit.folders import write_whole
    from pharmaudit.readers.baseline import read_baseline
    from pharmaudit.triage.baseline import pruned, standing

    known, damages = read_baseline(file)
    opt.warn(damages)
    run, code = _run(context, sources or [], options)
    if gone and not run.whole:
        raise UsageError("entries of the sources could not be read, so nobody can tell which are gone; mend that first")
    now = standing(known, run.findings, run.judged)
    leaving = (*now.fixed, *(now.gone if gone else ()))
    if leaving and not check:
        write_whole(file, pruned(known, leaving).encode("utf-8", "replace"))
    typer.echo(_told(file, now, leaving, check))
    raise typer.Exit(code or (1 if check and leaving else 0))


def _run(context: typer.Context, sources: list[Path], options: "Options") -> "tuple[Run, int]":
    """What there is to list or to prune by, of a report folder or of sources, and the code to end with."""
    report = report_folder(sources)
    if report is not None:
        from pharmaudit.renderers.stored import stored_run

        refuse_options(context, report, but=OWN)
        return stored_run(report), 0
    return _audited(sources, options)


def _audited(sources: Sequence[Path], options: "Options") -> "tuple[Run, int]":
    from pharmaudit.model import Lifecycle
    from pharmaudit.pipeline import run
    from pharmaudit.triage.baseline import Run, judged_in

    report = run(sources, options)
    made = report.provenance
    ran = [rule for rule in report.rules if rule.id in report.tallies]
    return (
        Run(
            report.findings,
            frozenset(rule.id for rule in report.rules if rule.status == Lifecycle.PREVIEW),
            judged_in(ran, report.facts),
            made.rulebook_digest,
            made.as_of,
            not opt.lost(made.damages),
        ),
        opt.told(report),
    )


def _told(file: Path, now: "Standing", leaving: "Sequence[Listed]", check: bool) -> str:
    verb = "to be taken out" if check else "taken out"
    counts = [f"{opt.counted(len(leaving), 'finding')} {verb}", f"{len(now.there):,} still there"]
    kept = {"not judged in this run": now.unjudged, "of entries that it does not hold": now.gone}
    counts += [f"{len(lines):,} {why}" for why, lines in kept.items() if lines and lines[0] not in leaving]
    first = sorted(leaving, key=lambda one: one.line)[:SHOWN]
    lines = [f"  line {one.line:,}: {one.rule} {one.entry_id} {one.field}" for one in first]
    more = [f"  and {len(leaving) - SHOWN:,} more"] if len(leaving) > SHOWN else []
    return "\n".join([f"{file}: {', '.join(counts)}", *lines, *more])
