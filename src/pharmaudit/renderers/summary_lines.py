"""The outcome of an audit in the terminal: the worst open findings, what is wrong beside the entries, and the gate."""

from collections.abc import Sequence

from pharmaudit.model import Confidence, Lifecycle, Severity
from pharmaudit.report import Gate, Report
from pharmaudit.report.condition import Condition
from pharmaudit.report.pages.words import SEVERITIES

SHOWN = 10
WIDTH = 160
_CHANGES = ("new", "reopened")


def open_lines(report: Report, show: str) -> list[str]:
    """The open findings at or above a severity, the worst first: ten of them, and how many more there are.

    What is new since the run before goes first, then what is sure. Rules in preview are left out.
    """
    found = report.findings[report.findings["status"] == "open"]
    preview = [rule.id for rule in report.rules if rule.status == Lifecycle.PREVIEW]
    found = found[found["severity"].isin(_levels(show)) & ~found["rule"].isin(preview)]
    order = found.assign(
        severe=found["severity"].map({name: place for place, name in enumerate(Severity)}),
        known=~found["change"].isin(_CHANGES),
        doubt=found["confidence"].map({name: place for place, name in enumerate(Confidence)}),
    ).sort_values(["severe", "known", "doubt"], kind="stable")
    rows = order.head(SHOWN)[["severity", "rule", "entry_id", "message"]].to_numpy().tolist()
    lines = [_line(severity, rule, entry, message) for severity, rule, entry, message in rows]
    return [*lines, f"  and {len(order) - SHOWN:,} more open findings"] if len(order) > SHOWN else lines


def remark_lines(report: Report, show: str) -> list[str]:
    """What is wrong beside the entries, at or above a severity."""
    levels = _levels(show)
    return [_line(one.severity, one.rule, one.subject, one.message) for one in report.remarks if one.severity in levels]


def gate_lines(gate: Gate, formats: Sequence[str]) -> list[str]:
    """Every condition of the gate: expected, found, difference, and which file of the report to open."""
    return [f"  {one.verdict}: {_condition(one, formats)}" for one in gate.conditions]


def _condition(one: Condition, formats: Sequence[str]) -> str:
    told = f"{one.title}: expected {one.expected}, found {plain(one.found)}"
    if one.passed is None:
        return f"{one.title}: expected {one.expected}; {one.note}"
    return told if one.passed else f"{told}, {one.difference}; open {_file(one.open, formats)}"


def _file(page: str, formats: Sequence[str]) -> str:
    """The page, or the file that holds the same where no pages were written."""
    if "html" in formats:
        return page
    twin = {"rules": "findings.csv", "worklist.html": "entries.csv"}.get(page.partition("/")[0].partition("?")[0])
    return twin if twin and "csv" in formats else "report.json"


def _levels(show: str) -> list[str]:
    names = [severity.value for severity in Severity]
    return names[: names.index(show) + 1]


def _line(severity: str, rule: str, subject: str, message: str) -> str:
    text = plain(f"{subject}: {message}" if subject else message)
    return f"  {SEVERITIES[severity].shape} {severity} {rule} {text if len(text) <= WIDTH else text[: WIDTH - 1] + '…'}"


def plain(text: str) -> str:
    """One line without what would steer a terminal or turn the direction of text."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
