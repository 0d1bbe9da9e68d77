"""One entry in the terminal: who it is, how it stands and why, what is wrong with it, and what to do first."""

import json
from typing import Any

from rich.console import Console
from rich.text import Text

from pharmaudit.model import Severity
from pharmaudit.renderers.lines import Lines
from pharmaudit.report import Report
from pharmaudit.report.entry import entry_data
from pharmaudit.report.pages.steps import sentence
from pharmaudit.report.pages.words import GRADES, SETTLED, SEVERITIES, STATES, STUBS

NEXT_SHOWN = 8


def entry_json(report: Report, number: int) -> str:
    """The data of one entry as JSON."""
    return json.dumps(entry_data(report, number), ensure_ascii=False, indent=1, default=str)


def print_entry(report: Report, number: int, console: Console | None = None) -> None:
    """Print the story of one entry."""
    out, data = Lines(console or Console()), entry_data(report, number)
    _print_head(out, data["entry"])
    _print_scores(out, data)
    _print_climb(out, data, report)
    _print_states(out, data, report)
    _print_findings(out, data["findings"], report)
    _print_suggestions(out, data["suggestions"], report)
    out.head("where it comes from")
    out.pair("demand", _demand(data["demand"]))
    for place in data["sources"]:
        out.pair("source", f"{place['source']}, line {place['line']:,}")


def _print_head(out: Lines, entry: dict[str, Any]) -> None:
    name, id_ = entry["name"] or "(no name)", entry["entry_id"] or "no id"
    out.text(Text.assemble((name, "bold"), f"  {id_}"))
    groups = entry["groups"].replace("|", ", ") or "no group"
    out.text(f"{entry['type'] or 'no type'} · {groups} · compared with: {entry['cohort']}")
    stars = entry["stars"]
    told = "–" if stars is None else "★" * stars + "☆" * (5 - stars)
    out.text(f"{told}  grade {entry['grade']}: {GRADES[entry['grade']]}")
    out.pair("verdict", f"{entry['stub_computed']}: {STUBS[entry['stub_computed']]}")
    declared = {None: "the source cannot tell", True: "yes, a banner says so", False: "no"}
    out.pair("declared stub", declared[entry["stub_declared"]])
    if (listed := entry.get("stub_listed")) is not None:
        out.pair("listed stub", "yes" if listed else "no")


def _print_scores(out: Lines, data: dict[str, Any]) -> None:
    out.head("scores")
    entry, rows = data["entry"], data["sections"]
    earned, possible = (sum(row[name] for row in rows) for name in ("earned", "possible"))
    beside = {"completeness": f"{earned:g} of {possible:g} points" if possible else "nothing counts in this entry"}
    width = max(map(len, ("completeness", *(row["section"] for row in rows)))) + 2
    for axis in ("completeness", "consistency", "evidence"):
        out.pair(axis, f"{_score(entry[axis]):>5}  {beside.get(axis, '')}".rstrip(), width)
    for name, told in (("among all", data["percentiles"]["all"]), ("among peers", data["percentiles"]["cohort"])):
        if told:
            out.pair(name, f"{told['percentile']:5.1f}  percentile of completeness, {told['among']}", width)
    for row in rows:
        if row["possible"]:
            out.pair(
                row["section"], f"{_score(row['score']):>5}  {row['earned']:g} of {row['possible']:g} points", width
            )


def _print_climb(out: Lines, data: dict[str, Any], report: Report) -> None:
    """The cheapest way to the next star, then the fields that are worth most for their minutes."""
    fields, plan = report.facts.catalogue.fields, data["next_star"]
    out.head("to the next star")
    out.text(plan["sentence"] if plan else sentence(data["entry"]["stars"], None, bool(data["next"])))
    for place, step in enumerate(plan["steps"] if plan else (), start=1):
        gain = f", +{step['gain']:.1f} points" if step["gain"] else ""
        brings = f" (with it counts: {', '.join(step['brings'])})" if step["brings"] else ""
        out.text(f"{place}. {step['do']}: {step['minutes']} min{gain}{brings}", 2, 3)
    if data["next"]:
        out.head("next best fields", "by points and peers for each minute")
        shown = data["next"][:NEXT_SHOWN]
        out.columns(
            [
                (
                    fields[one["field"]].label,
                    f"+{one['gain']:.1f}",
                    f"{one['minutes']} min",
                    f"{100 * one['peers']:.0f} % of peers have it",
                )
                for one in shown
            ]
        )
        if len(data["next"]) > len(shown):
            out.text(f"and {len(data['next']) - len(shown)} more", 2)


def _print_states(out: Lines, data: dict[str, Any], report: Report) -> None:
    out.head("fields")
    names = {mark.shape: mark.word for mark in STATES.values()}
    out.flow([f"{shape} {word}" for shape, word in names.items()], 0)
    for section in report.facts.catalogue.sections:
        out.text(Text(section, "bold"))
        out.flow(
            f"{STATES[data['states'][name]].shape} {item.label}"
            for name, item in report.facts.catalogue.fields.items()
            if item.section == section
        )


def _print_findings(out: Lines, findings: list[dict[str, Any]], report: Report) -> None:
    open_ = [one for one in findings if one["status"] == "open"]
    settled = f", {len(findings) - len(open_):,} settled" if len(findings) > len(open_) else ""
    out.head("findings", f"{len(open_):,} open{settled}" if findings else "none")
    order = list(map(str, Severity))
    for one in sorted(findings, key=lambda one: (one["status"] != "open", order.index(one["severity"]))):
        mark = SEVERITIES[one["severity"]] if one["status"] == "open" else SETTLED
        words = [one["severity"], *(word for word in (one["status"], one["change"]) if word not in ("", "open"))]
        out.text(Text.assemble(f"{mark.shape} {', '.join(words)}  ", (one["rule"], "bold"), f"  {one['path']}"), hang=2)
        out.text(one["message"], 4)
        if one["value"] and one["value"] not in one["message"]:
            out.text(f"“{one['value']}”", 4, 1)
        if why := report.justifications.get(one["fingerprint"]):
            out.text(f"{one['status']}: {why}", 4)
        out.text(f"Fix: {one['suggestion']}", 4, 5, "dim")


def _print_suggestions(out: Lines, held: list[dict[str, Any]], report: Report) -> None:
    """What the entry itself holds for fields that it lacks, the words that matter in bold."""
    if held:
        out.head("evidence on hand", "to be checked by a person; nothing is applied")
    for one in held:
        text, start, end = one["sentence"], one["word_start"], one["word_end"]
        value = f": {one['value']}" if one["value"] else ""
        label = report.facts.catalogue.fields[one["field"]].label
        place = f"{one['source_field']}[{one['item']}]" if "." in one["source_field"] else one["source_field"]
        out.text(f"{label}{value}  ({place}, characters {one['start']}-{one['end']})", 2, 2)
        words = Text(text.replace("\n", " "))
        words.stylize("bold", start, end)
        out.text(words, 4)


def _demand(told: dict[str, Any]) -> str:
    parts = ", ".join(f"{name} {value:.2f}" for name, value in told["parts"].items())
    role = "" if told["role"] is None else f", times role {told['role']:.2f}"
    return f"{told['value']:.2f}: mean of {parts}{role}; by {told['origin']}"


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
