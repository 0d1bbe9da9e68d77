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
    formats: opt.Formats = "html,csv,parquet,json",
    profile: opt.Profile = "default",
    rules: opt.RuleFolders = None,
    select: opt.Select = None,
    ignore: opt.Ignore = None,
    fail_on: opt.FailOn = None,
    as_of: opt.AsOf = None,
    entry_id: opt.EntryId = None,
    jobs: opt.Jobs = 1,
    quiet: opt.Quiet = False,
) -> None:
    """Audit SOURCES and write the report.

    Ends with 0 (gate passed), 1 (gate failed), 2 (usage or rule file), 3 (a rule crashed), 4 (a source, or entries of
    it, could not be read; the others are audited all the same).
    """
    from pharmaudit.cli.bar import progress
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
        jobs=jobs,
    )
    with progress(quiet) as tell:
        report = run(sources or (), options, tell)
        report.write(out, wanted, tell)
    if not quiet:
        typer.echo(_told(report, out, wanted))
    _warn(report)
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
    found = ", ".join(counted(int(counts.get(name, 0)), name) for name in ("error", "warning", "info"))
    lines = [
        f"{counted(len(report.entries), 'entry', 'entries')}, {counted(report.provenance.rules, 'rule')}: {found}",
        report.gate.sentence,
        f"Report: {out / 'index.html' if 'html' in formats else out}",
    ]
    return "\n".join(lines)


def counted(number: int, one: str, many: str = "") -> str:
    """'1 entry', '2,000 entries'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _warn(report: "Report") -> None:
    for damage in report.provenance.damages:
        sys.stderr.write(f"pharmaudit: {damage}\n")
    for crash in report.provenance.crashes:
        sys.stderr.write(f"pharmaudit: rule {crash.rule} crashed and gave no verdict: {crash.reason}\n")
