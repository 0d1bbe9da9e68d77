"""The results of a SARIF log: findings, what is left of too many, remarks, and findings that were mended."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pandas as pd

from pharmaudit.history.changes import NEW, PERSISTING, REOPENED
from pharmaudit.model import Remark, one_line
from pharmaudit.report import Report
from pharmaudit.report.places import place_of, source_paths
from pharmaudit.report.worst import BASELINED, OPEN, WAIVED, changes_of

LEVEL = {"error": "error", "warning": "warning", "info": "note"}
FINGERPRINT = "pharmaudit/v1"
_STATE = {NEW: "new", REOPENED: "new", PERSISTING: "unchanged"}
_TOLD = ("entry_id", "entry_name", "field", "value", "confidence", "suggestion", "repair", "status", "change")
_COLUMNS = ("rule", "level", "message", "path", "fingerprint", "priority", "source", "line", *_TOLD)


def uri(path: str) -> str:
    """A path as a relative reference."""
    return quote(path, safe="/", errors="replace")


def results_of(rows: pd.DataFrame, report: Report) -> Iterator[dict[str, Any]]:
    """A result for each row of worst()."""
    for cells in zip(*(rows[name].tolist() for name in _COLUMNS), strict=True):
        row = dict(zip(_COLUMNS, cells, strict=True))
        yield {
            "ruleId": row["rule"],
            "level": LEVEL[row["level"]],
            "rank": round(row["priority"], 1),
            "message": {"text": _message(row)},
            "locations": [_location(row)],
            "partialFingerprints": {FINGERPRINT: row["fingerprint"]},
            **_state(row["change"]),
            **_settled(row["status"], report.justifications.get(row["fingerprint"], "")),
            "properties": {name: row[name] for name in _TOLD if row[name]},
        }


def _message(row: dict[str, Any]) -> str:
    fix = f" {row['suggestion']}" if row["suggestion"] else ""
    return one_line(row["message"] + ("" if row["message"].endswith((".", "!", "?")) else ".") + fix)


def _location(row: dict[str, Any]) -> dict[str, Any]:
    """The entry in its source, the line where it is known, and the field in the entry."""
    name = row["entry_id"] or row["entry_name"] or "entry without id"
    field = {"name": row["path"], "fullyQualifiedName": f"{name}/{row['path']}", "kind": "property"}
    told: dict[str, Any] = {"logicalLocations": [{"name": name, "fullyQualifiedName": name, "kind": "object"}, field]}
    return _physical(row["source"], row["line"]) | told


def _physical(path: str, line: int | None) -> dict[str, Any]:
    """GitHub refuses a whole log for one location without a file."""
    region = {"region": {"startLine": line}} if line else {}
    return {"physicalLocation": {"artifactLocation": {"uri": uri(path or "source")}, **region}}


def _state(change: str) -> dict[str, str]:
    return {"baselineState": _STATE[change]} if change in _STATE else {}


def _settled(status: str, why: str) -> dict[str, Any]:
    told = {WAIVED: one_line(why or "waived"), BASELINED: "in the baseline"}.get(status)
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": told}]} if told else {}


def left_over(left: pd.DataFrame, report: Report) -> Iterator[dict[str, Any]]:
    """One result for all findings of a rule and status that are not shown; with a history, `updated` if any is new."""
    compared = bool((report.findings["change"] != "").any())
    for row in left.to_dict("records"):
        kind = "" if row["status"] == OPEN else f"{row['status']} "
        what = f"{row['count']:,} more {kind}finding{'' if row['count'] == 1 else 's'} of {row['rule']}"
        yield {
            "ruleId": row["rule"],
            "level": LEVEL[row["level"]],
            "occurrenceCount": int(row["count"]),
            "message": {"text": f"{what}, not shown one by one."},
            "locations": _first_source(report),
            "partialFingerprints": {FINGERPRINT: f"{row['rule']}:{row['status']}:more"},
            **({"baselineState": "updated" if row["new"] else "unchanged"} if compared else {}),
            **_settled(row["status"], "each has a waiver of its own"),
        }


def of_remark(remark: Remark, report: Report) -> dict[str, Any]:
    """A result about no entry; where it is about no line of a file either, it stands in the first source."""
    path, line = place_of(remark)
    logical = {"logicalLocations": [{"name": one_line(remark.subject), "kind": "resource"}]}
    return {
        "ruleId": remark.rule,
        "level": LEVEL[remark.severity.value],
        "message": {"text": one_line(f"{remark.message}. {remark.fix}")},
        "locations": [_physical(path, line) | logical] if path else [one | logical for one in _first_source(report)],
        "partialFingerprints": {FINGERPRINT: one_line(f"{remark.rule}:{remark.subject}")},
    }


def _first_source(report: Report) -> list[dict[str, Any]]:
    sources = report.provenance.sources
    return [_physical(source_paths(report).get(sources[0].path, "") if sources else "", None)]


def fixed(report: Report, most: int) -> Iterator[dict[str, Any]]:
    """Findings of the run before that were mended, as SARIF wants them: results that are absent."""
    changes = changes_of(report)
    gone = changes.fixed.head(most) if changes else pd.DataFrame()
    for row in gone.to_dict("records"):
        name = row["entry_id"] or row["entry_name"]
        logical = {"logicalLocations": [{"name": name, "kind": "object"}]}
        yield {
            "ruleId": row["rule"],
            "level": LEVEL.get(row["severity"], "note"),
            "baselineState": "absent",
            "message": {"text": one_line(f"Mended since the run before: {row['rule']}, {row['field']} of {name}.")},
            "locations": [one | logical for one in _first_source(report)],
            "partialFingerprints": {FINGERPRINT: row["fingerprint"]},
        }
