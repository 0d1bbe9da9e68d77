"""`pharmaudit audit`: the main job."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pharmaudit.cli import options as opt
from pharmaudit.cli.auditing import auditing
from pharmaudit.cli.recording import history_file, record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pharmaudit.cli.timings import Stopwatch
    from pharmaudit.pipeline import Options
    from pharmaudit.report import Report


@auditing()
def audit(
    options: "Options",
    sources: opt.Sources = None,
    out: opt.Out = Path("reports/out"),
    formats: opt.Formats = "html,csv,parquet,xlsx,json",
    show: opt.Show = "error",
    limit: opt.Limit = None,
    quiet: opt.Quiet = False,
    timings: opt.Timings = False,
    history: opt.History = None,
    series: opt.Series = "default",
) -> None:
    """Audit SOURCES and write the report.

    Ends with 0 (gate passed), 1 (gate failed), 2 (usage or rule file), 3 (a rule crashed), 4 (entries not read).
    """
    from pharmaudit.renderers.folder import ANNOTATIONS, check_target

    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    check_target(out, wanted)
    kept = history_file(history, out)
    options = replace(options, history=kept, series=series)
    report, watch = _written(sources or (), options, out, wanted, limit, quiet)
    if "github" in wanted:
        typer.echo((out / ANNOTATIONS).read_text(encoding="utf-8"), nl=False)  # GitHub reads what is printed
    if not quiet:
        typer.echo(_told(report, out, wanted, show))
    if timings:
        typer.echo(watch.told([rule.id for rule in report.rules]))
    unrecorded = record(report, kept)
    raise typer.Exit(opt.told(report) or unrecorded or (0 if report.gate.passed else 1))


def _written(
    sources: "Sequence[Path]", options: "Options", out: Path, formats: list[str], limit: int | None, quiet: bool
) -> "tuple[Report, Stopwatch]":
    """The report, written, and the watch that was held over it."""
    from pharmaudit.cli.bar import progress
    from pharmaudit.cli.timings import Stopwatch
    from pharmaudit.pipeline import run

    with progress(quiet) as tell:
        watch = Stopwatch(tell)
        report = run(sources, options, watch)
        report.write(out, formats, tell, limit)
    return report, watch


def _told(report: "Report", out: Path, formats: list[str], show: str) -> str:
    from pharmaudit.renderers.summary_lines import gate_lines, open_lines, remark_lines

    counts = report.findings["severity"].value_counts()
    found = ", ".join(opt.counted(int(counts.get(name, 0)), name) for name in ("error", "warning", "info"))
    entries = opt.counted(len(report.entries), "entry", "entries")
    lines = [
        f"{entries}, {opt.counted(report.provenance.rules, 'rule')}: {found}",
        *_settled(report),
        *open_lines(report, show),
        *remark_lines(report, show),
        report.gate.sentence,
        *gate_lines(report.gate, formats),
        *_uncounted(report),
        *strangers(report),
        *_not_run(report),
        *_noisy(report),
        f"Report: {out / 'index.html' if 'html' in formats else out}",
    ]
    return "\n".join(lines)


def _settled(report: "Report") -> list[str]:
    """A line for the findings that are not open."""
    counts = report.findings["status"].value_counts()
    told = {"waived": "waived", "baselined": "in the baseline"}
    parts = [f"{counts[status]:,} {words}" for status, words in told.items() if status in counts]
    return [f"Not open of these: {', '.join(parts)}"] if parts else []


def _uncounted(report: "Report") -> list[str]:
    preview = [rule.id for rule in report.rules if rule.status == "preview"]
    count = int(report.findings["rule"].isin(preview).sum())
    told = opt.counted(count, "finding")
    return [f"{told} of rules in preview: shown, but neither scored nor gated"] if count else []


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
