"""One entry in the terminal: who it is, its scores, its gaps, its findings, and what to write next."""

import json
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pharmaudit.model import Severity
from pharmaudit.report import Report
from pharmaudit.report.entry import entry_data
from pharmaudit.report.pages.words import SEVERITIES, STATES


def entry_json(report: Report, number: int) -> str:
    """The data of one entry as JSON."""
    return json.dumps(entry_data(report, number), ensure_ascii=False, indent=1, default=str)


def print_entry(report: Report, number: int, console: Console | None = None) -> None:
    """Print the story of one entry."""
    out = console or Console()
    data = entry_data(report, number)
    entry, fields = data["entry"], report.facts.catalogue.fields
    stars = "★" * (entry["stars"] or 0) + "☆" * (5 - (entry["stars"] or 0))
    out.print(f"[bold]{escape(entry['name'] or '(no name)')}[/]  {entry['entry_id'] or 'no id'} · {entry['cohort']}")
    out.print(f"{stars}  grade {entry['grade']} · {entry['stub_computed']}{_banner(entry['stub_declared'])}")
    for axis in ("completeness", "consistency", "evidence"):
        value = entry[axis]
        out.print(f"{axis:<13} {'–' if value is None else f'{value:.1f}'}")
    out.print(escape(f"demand        {_demand(data['demand'])}"), highlight=False)
    for place in data["sources"]:
        out.print(escape(f"source        {place['source']}, line {place['line']:,}"), highlight=False)
    _print_states(out, data["states"], report)
    _print_findings(out, data["findings"])
    if data["next"]:
        table = Table("write next", "gain", "minutes", "peers that have it", box=None, header_style="bold")
        for step in data["next"]:
            mark = "" if step["bundle"] else "  (later)"
            label = fields[step["field"]].label + mark
            table.add_row(label, f"+{step['gain']:.1f}", str(step["minutes"]), f"{100 * step['peers']:.0f} %")
        out.print()
        out.print(table)
    _print_suggestions(out, data["suggestions"], report)


def _demand(told: dict[str, Any]) -> str:
    parts = ", ".join(f"{name} {value:.2f}" for name, value in told["parts"].items())
    role = "" if told["role"] is None else f", times role {told['role']:.2f}"
    return f"{told['value']:.2f}: mean of {parts}{role}; by {told['origin']}"


def _print_suggestions(out: Console, held: list[dict[str, Any]], report: Report) -> None:
    """What the entry itself holds for fields that it lacks, the words that matter in bold."""
    if held:
        out.print("\n[bold]evidence on hand[/], to be checked by a person; nothing is applied")
    for one in held:
        sentence, start, end = one["sentence"], one["word_start"], one["word_end"]
        value = f" {one['value']}" if one["value"] else ""
        label = report.facts.catalogue.fields[one["field"]].label
        place = f"{one['source_field']}[{one['item']}]" if "." in one["source_field"] else one["source_field"]
        out.print(escape(f"{label}:{value}  ({place}, characters {one['start']}-{one['end']})"), highlight=False)
        words = f"{escape(sentence[:start])}[bold]{escape(sentence[start:end])}[/]{escape(sentence[end:])}"
        out.print(f"    {words}", highlight=False)


def _print_states(out: Console, states: dict[str, str], report: Report) -> None:
    for section in report.facts.catalogue.sections:
        names = [name for name, item in report.facts.catalogue.fields.items() if item.section == section]
        told = [f"{STATES[states[name]].shape} {report.facts.catalogue.fields[name].label}" for name in names]
        out.print(f"\n[bold]{section}[/]")
        out.print("  ".join(told), highlight=False)
    out.print("\n" + "  ".join(f"{mark.shape} {mark.word}" for mark in STATES.values()))


def _print_findings(out: Console, findings: list[dict[str, Any]]) -> None:
    if not findings:
        out.print("\nNo findings.")
        return
    out.print()
    for severity in Severity:
        head = f"{SEVERITIES[severity].shape} {severity}"
        for one in findings:
            if one["severity"] == severity.value:
                out.print(f"{head}  {one['rule']}  {escape(one['message'])}", highlight=False)
                out.print(f"    {escape(one['suggestion'])}", style="dim", highlight=False)


def _banner(declared: object) -> str:
    if declared is None:
        return ""
    return " · stub banner on the page" if declared else " · no stub banner"
