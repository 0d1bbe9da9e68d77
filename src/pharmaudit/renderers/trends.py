"""Print what the history tells: a table of runs, and a line of blocks for each number."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pharmaudit.history.trends import Line, Trend

BLOCKS = "▁▂▃▄▅▆▇█"
GAP = " "
WIDTH = 60
TABLE = {
    "": ("run", "as_of", "entries", "errors", "warnings", "infos", "new", "fixed"),
    "rule": ("run", "as_of", "entries_failed", "entries_applicable", "failed", "passed"),
    "cohort": ("run", "as_of", "entries", "stubs", "findings", "completeness"),
    "entry": ("first", "last", "completeness", "consistency", "evidence", "grade", "stub"),
}
FINDINGS = ("rule", "field", "severity", "status", "first", "last", "why")
MARK = "◆"


def trend_json(trend: Trend) -> str:
    """The trend as JSON."""
    return json.dumps(asdict(trend), ensure_ascii=False, indent=1, default=str)


def print_trend(trend: Trend, kind: str, console: Console | None = None) -> None:
    """Print a trend: the table that belongs to its kind ('' for runs), then the lines."""
    out = console or Console()
    name = f" of {trend.subject}" if trend.subject else ""
    out.print(f"[bold]history{escape(name)}[/], series {escape(trend.series)}, {trend.recorded_runs:,} runs")
    out.print(_table(trend.rows, TABLE[kind]))
    if any(row.get("rules_changed") for row in trend.rows):
        out.print(f"{MARK} judged otherwise than the run before: rules, profile, lists or tool have changed")
    for line in trend.lines:
        _print_line(line, out)
    if trend.findings:
        out.print(_table(trend.findings, FINDINGS))


def blocks(values: Sequence[float | None], width: int = WIDTH) -> str:
    """One block a value, from the least to the most; a gap where there is none, the last ones where there are many."""
    shown = list(values)[-width:]
    known = [value for value in shown if value is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    steps = len(BLOCKS) - 1

    def block(value: float) -> str:
        return BLOCKS[round(steps * (value - low) / (high - low))] if high > low else BLOCKS[steps // 2]

    return "".join(GAP if value is None else block(value) for value in shown)


def _print_line(line: Line, out: Console) -> None:
    known = [value for value in line.values if value is not None]
    if known:
        drawn = blocks(line.values)
        out.print(f"{line.name:<18} {drawn}  {_number(known[0])} → {_number(known[-1])}", highlight=False)


def _table(rows: Sequence[dict[str, object]], columns: Sequence[str]) -> Table:
    table = Table(*(name.replace("_", " ") for name in columns), box=None, header_style="bold")
    for row in rows:
        cells = [_cell(row[name]) for name in columns]
        if row.get("rules_changed"):
            cells[0] += f" {MARK}"
        table.add_row(*cells)
    return table


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return _number(value) if isinstance(value, int | float) else escape(str(value))


def _number(value: float) -> str:
    return f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
