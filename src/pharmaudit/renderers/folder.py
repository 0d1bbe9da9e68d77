"""Write a report folder: the files of all formats, in place of the report that was there."""

import json
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from pharmaudit.errors import UsageError
from pharmaudit.folders import refuse_foreign, replacing
from pharmaudit.progress import Tell
from pharmaudit.renderers import RENDERERS
from pharmaudit.report import Report
from pharmaudit.yamltext import did_you_mean

MARK = "report.json"
ANNOTATIONS = "annotations.txt"
CONTENTS = frozenset(
    {MARK, "index.html", "entry.html", "worklist.html", "worklist.csv", "worklist.xlsx", "entries", "rules", "static"}
    | {"changes.html", "fields"}
    | {ANNOTATIONS, "findings.sarif", "code-scanning.sarif", "junit.xml", "summary.md", "gitlab.json", "badge.json"}
    | {"quality.jsonld", "metrics.prom", "points.parquet"}
    | {f"{name}.{suffix}" for name in ("entries", "findings") for suffix in ("csv", "parquet")}
)
"""All that a report folder may hold: with anything else in it, it is not ours to replace."""


def check_target(out: Path, formats: Sequence[str]) -> None:
    """Refuse, before any work, formats that do not exist and a folder that is not ours to replace."""
    for name in formats:
        if name not in RENDERERS:
            raise UsageError(
                f"there is no format {name!r}; known: {', '.join(RENDERERS)}.{did_you_mean(name, RENDERERS)}"
            )
    if not formats:
        raise UsageError(f"no format is named; known: {', '.join(RENDERERS)}")
    refuse_foreign(out, _is_report, "report")


def _is_report(folder: Path) -> bool:
    """Whether a folder is a report and nothing else, so that replacing it loses nothing but a report."""
    if any(item.name not in CONTENTS for item in folder.iterdir()):
        return False
    try:
        summary = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(summary, dict) and {"format_version", "provenance", "gate"} <= summary.keys()


def write_report(report: Report, folder: str | PathLike[str], formats: Sequence[str], tell: Tell) -> None:
    """Write the files of all formats into `folder`, replacing the report that was there."""
    check_target(Path(folder), formats)
    with replacing(Path(folder), "report") as building:
        for name, write in RENDERERS.items():  # in this order: the workbook links to pages that are there
            if name in (*formats, "json"):
                write(report, building, tell)
