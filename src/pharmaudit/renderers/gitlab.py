"""gitlab: gitlab.json, a code quality report; open findings, worst first."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from pharmaudit.model import Remark, one_line
from pharmaudit.progress import Tell
from pharmaudit.report import Report
from pharmaudit.report.places import place_of, source_paths
from pharmaudit.report.worst import OPEN, Cut, cut, remarks, worst

MOST = 5_000
"""More than anyone reads in a merge request; the rest stands together, one line for each rule."""
_SEVERITY = {"error": "critical", "warning": "major", "info": "minor"}
_PREVIEW = "info"
_COLUMNS = ("rule", "level", "preview", "message", "path", "entry_id", "fingerprint", "source", "line")


def write_gitlab(report: Report, folder: Path, _tell: Tell) -> None:
    """gitlab.json."""
    text = json.dumps(code_quality(report), ensure_ascii=False, indent=1)
    (folder / "gitlab.json").write_text(text + "\n", encoding="utf-8")


def code_quality(report: Report, most: int = MOST) -> list[dict[str, Any]]:
    """The report as plain data, at most `most` elements; no fingerprint stands twice."""
    rows = worst(report)
    noted = remarks(report)
    kept = cut(rows[rows["status"] == OPEN], most - len(noted), report.limit)
    sources = report.provenance.sources
    somewhere = source_paths(report).get(sources[0].path, "") if sources else ""
    return [
        *(_of_remark(one, somewhere) for one in noted),
        *_of_findings(kept.shown),
        *_left(kept, somewhere),
    ]


def _of_findings(rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for cells in zip(*(rows[name].tolist() for name in _COLUMNS), strict=True):
        row = dict(zip(_COLUMNS, cells, strict=True))
        severity = _PREVIEW if row["preview"] else _SEVERITY[row["level"]]
        place = " ".join(filter(None, (row["entry_id"], row["path"])))
        told, line = f"{row['message']} ({place})", max(row["line"], 1)
        yield _element(told, row["rule"], row["fingerprint"], severity, row["source"], line)


def _of_remark(remark: Remark, somewhere: str) -> dict[str, Any]:
    path, line = place_of(remark)
    told, print_ = f"{remark.message}. {remark.fix}", _hashed(f"{remark.rule}:{remark.subject}")
    return _element(told, remark.rule, print_, _SEVERITY[remark.severity.value], path or somewhere, line or 1)


def _left(kept: Cut, somewhere: str) -> Iterator[dict[str, Any]]:
    for row in kept.left.to_dict("records"):
        told = f"{row['count']:,} more findings of {row['rule']}, not shown one by one."
        yield _element(told, row["rule"], _hashed(f"{row['rule']}:more"), _SEVERITY[row["level"]], somewhere, 1)


def _element(told: str, rule: str, fingerprint: str, severity: str, path: str, line: int) -> dict[str, Any]:
    return {
        "description": one_line(told),
        "check_name": rule,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": one_line(path or "source"), "lines": {"begin": line}},
    }


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
