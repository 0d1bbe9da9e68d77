"""`pharmaudit audit`: the main job."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pharmaudit.cli import options as opt

if TYPE_CHECKING:
    from pharmaudit.report import Report


def audit(
    sources: opt.Sources = None,
    out: opt.Out = Path("reports/out"),
    formats: opt.Formats = "html,csv,parquet,xlsx,json",
    profile: opt.Profile = "default",
    rules: opt.RuleFolders = None,
    select: opt.Select = None,
    ignore: opt.Ignore = None,
    fail_on: opt.FailOn = None,
    as_of: opt.AsOf = None,
    entry_id: opt.EntryId = None,
    mapping: opt.Mappings = None,
    demand: opt.Demand = None,
    jobs: opt.Jobs = 1,
    quiet: opt.Quiet = False,
    timings: opt.Timings = False,
) -> None:
    """Audit SOURCES and write the report.

    Ends with 0 (gate passed), 1 (gate failed), 2 (usage or rule file), 3 (a rule crashed), 4 (entries not read).
    """
    from pharmaudit.cli.bar import progress
    from pharmaudit.cli.timings import Stopwatch
    from pharmaudit.pipeline import run
    from pharmaudit.renderers.folder import check_target

    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    check_target(out, wanted)
    options = opt.options_of(
        profile=profile,
        rules=rules,
        as_of=as_of,
        select=select,
        ignore=ignore,
        fail_on=fail_on,
        entry_id=entry_id,
        mapping=mapping,
        demand=demand,
        jobs=jobs,
    )
    with progress(quiet) as tell:
        watch = Stopwatch(tell)
        report = run(sources or (), options, watch)
        report.write(out, wanted, tell)
    told = [] if quiet else [_told(report, out, wanted)]
    for text in (*told, *([watch.told([rule.id for rule in report.rules])] if timings else [])):
        typer.echo(text)
    warn(report)
    raise typer.Exit(exit_code(report))


def exit_code(report: "Report") -> int:
    """3 for a crashed rule, 4 for entries that could not be read, 1 for a closed gate, 0."""
    if report.provenance.crashes:
        return 3
    if any(damage.grave for damage in report.provenance.damages):
        return 4
    return 0 if report.gate.passed else 1


def _told(report: "Report", out: Path, formats: list[str]) -> str:
    counts = report.findings["severity"].value_counts()
    found = ", ".join(opt.counted(int(counts.get(name, 0)), name) for name in ("error", "warning", "info"))
    entries = opt.counted(len(report.entries), "entry", "entries")
    lines = [
        f"{entries}, {opt.counted(report.provenance.rules, 'rule')}: {found}",
        report.gate.sentence,
        *strangers(report),
        *_not_run(report),
        *_noisy(report),
        f"Report: {out / 'index.html' if 'html' in formats else out}",
    ]
    return "\n".join(lines)


def strangers(report: "Report") -> list[str]:
    """A line for the ids of a demand table that no entry has."""
    count = report.demand.strangers
    return (
        [f"Demand: {opt.counted(count, 'id')} of {report.demand.origin.partition(' ')[0]} without an entry."]
        if count
        else []
    )


def _not_run(report: "Report") -> list[str]:
    """A line for each reason why rules were not run, with the rules."""
    rules: dict[str, list[str]] = {}
    for one in report.provenance.not_run:
        rules.setdefault(one.reason, []).append(one.rule)
    return [f"Not run: {', '.join(ids)} ({reason})" for reason, ids in rules.items()]


def _noisy(report: "Report") -> list[str]:
    """A line for the rules that fire so much that they may be wrong; gaps may well be that frequent."""
    from pharmaudit.report.coverage import NOISY, coverage

    ids = [one.rule for one in coverage(report).noisy if one.suspicious]
    return [f"Failed more than {100 * NOISY:.0f} % of their checks: {', '.join(ids)}"] if ids else []


def warn(report: "Report") -> None:
    """Say what could not be read, and which rules crashed, one line each."""
    opt.warn(report.provenance.damages)
    for crash in report.provenance.crashes:
        sys.stderr.write(f"pharmaudit: rule {crash.rule} crashed and gave no verdict: {crash.reason}\n")
