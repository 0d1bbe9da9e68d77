"""The worklist in the terminal, as JSON and as CSV."""

import json
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pharmaudit.folders import write_whole
from pharmaudit.renderers.data import disarmed
from pharmaudit.report.queue import SHOWN

HEADS = {"entry_id": "id", "name": "entry", "stub_computed": "stub", "completeness": "complete", "minutes": "min"}
NUMBERS = {
    "rank": "{:,.0f}",
    "priority": "{:.1f}",
    "completeness": "{:.1f}",
    "demand": "{:.2f}",
    "minutes": "{:,.0f}",
    "gain": "+{:.1f}",
}
PIPED = 200


def print_queue(rows: pd.DataFrame, found: int, origin: str, filters: str, console: Console | None = None) -> None:
    """Print rows of a worklist, and below where they come from and how many more there are."""
    out = console or Console()
    out = out if out.is_terminal else Console(width=PIPED, file=out.file)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in SHOWN:
        whole = name in NUMBERS or name == "entry_id"
        table.add_column(
            HEADS.get(name, name), justify="right" if name in NUMBERS else "left", overflow="fold", no_wrap=whole
        )
    for row in rows[list(SHOWN)].to_dict("records"):
        table.add_row(*(_cell(str(name), value) for name, value in row.items()))
    out.print(table)
    narrowed = f" with {filters}" if filters else ""
    out.print(escape(f"\n{len(rows):,} of {found:,} entries to work on{narrowed}; {origin}."), highlight=False)


def _cell(name: str, value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return "–"
    return NUMBERS[name].format(value) if name in NUMBERS else escape(str(value))


def queue_json(rows: pd.DataFrame, found: int, origin: str, filters: str) -> str:
    """Rows of a worklist with all their columns as JSON; `entries` counts those that fulfil the filters."""
    records = json.loads(rows.to_json(orient="records", double_precision=6))
    told = {"origin": origin, "filters": filters, "entries": found, "shown": len(rows), "worklist": records}
    return json.dumps(told, ensure_ascii=False, indent=1)


def write_queue_csv(rows: pd.DataFrame, path: Path) -> None:
    """Write rows of a worklist as CSV, as the report does. Raises UsageError where that is not possible."""
    write_whole(path, disarmed(rows).to_csv(index=False, lineterminator="\n").encode("utf-8", "replace"))
