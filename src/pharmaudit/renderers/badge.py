"""badge: badge.json, what an endpoint badge of shields.io shows."""

import json
from pathlib import Path
from typing import Any

from pharmaudit.progress import Tell
from pharmaudit.report import Report
from pharmaudit.report.outcome import GATE_FAILED, PASSED, exit_code
from pharmaudit.report.summary import distribution

LABEL = "data quality"


def write_badge(report: Report, folder: Path, _tell: Tell) -> None:
    """badge.json."""
    (folder / "badge.json").write_text(json.dumps(badge(report), indent=1) + "\n", encoding="utf-8")


def badge(report: Report) -> dict[str, Any]:
    """Gate and median completeness; a run that could not judge or read everything says so and is never green."""
    word, color = {PASSED: ("passed", "brightgreen"), GATE_FAILED: ("failed", "red")}.get(
        exit_code(report), ("audit incomplete", "lightgrey")
    )
    median = distribution(report.entries["completeness"])["median"]
    message = word if median is None else f"{word}, {median:.1f} % complete"
    return {
        "schemaVersion": 1,
        "label": LABEL,
        "message": message,
        "color": color,
        "isError": exit_code(report) != PASSED,
    }
