"""Write a report folder: built beside its place and swapped in whole, so that nobody ever sees half of one."""

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from pharmaudit.errors import UsageError
from pharmaudit.progress import Tell
from pharmaudit.renderers import RENDERERS
from pharmaudit.report import Report
from pharmaudit.yamltext import did_you_mean

MARK = "report.json"
CONTENTS = frozenset(
    {MARK, "index.html", "worklist.html", "worklist.csv", "entries", "rules", "static"}
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
    try:
        if os.path.lexists(out) and not out.is_dir():
            raise UsageError(f"{out}: this is no folder; give a folder for the report")
        if out.is_dir() and any(out.iterdir()) and not _is_report(out):
            raise UsageError(f"{out}: the folder holds something that is no report of ours; give another --out")
    except OSError as error:
        raise UsageError(f"{str(out)[:80]}: the report cannot be written there ({error.strerror})") from None


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
    out = Path(folder).resolve()  # through a link: the folder is replaced, not the link
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise UsageError(f"{folder}: the report cannot be written there ({error.strerror})") from None
    try:
        for name in dict.fromkeys((*formats, "json")):
            RENDERERS[name](report, building, tell)
        building.chmod(0o755)
        _swap(building, out)
    except OSError as error:
        raise UsageError(f"{out}: the report could not be written ({error.strerror})") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _swap(building: Path, out: Path) -> None:
    """Put the new folder in the place of the old one; between the two renames there is none, never half of one."""
    if not out.exists():
        building.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
    out.rename(old / "report")
    building.rename(out)
    shutil.rmtree(old, ignore_errors=True)
