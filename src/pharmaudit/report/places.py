"""Where things stand, as tools want to hear it: a path relative to the folder of the audit, and a line."""

import re
from collections.abc import Mapping

from pharmaudit.facts.sources import source_names
from pharmaudit.model import Remark, one_line
from pharmaudit.report.result import Report

_AT_LINE = re.compile(r"(.+?):(\d{1,9})")
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:")


def source_paths(report: Report) -> Mapping[str, str]:
    """Path of every source and list -> the path that a report tells: one line, with slashes.

    A relative path stays as it was given. One that is absolute or leads upwards says where a machine keeps its
    files: of it stays the part that tells the sources apart.
    """
    names = dict(source_names(report.facts.tables))
    names |= {one.path: one.path for one in report.provenance.lists}
    return {path: told_path(path, name) for path, name in names.items()}


def told_path(path: str, otherwise: str = "") -> str:
    """The path with slashes where it leads downwards from here, else the other name of it, else its last part."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
    if parts and not _ABSOLUTE.match(path) and ".." not in parts:
        return one_line("/".join(parts))
    if otherwise and not _ABSOLUTE.match(otherwise) and ".." not in otherwise.split("/"):
        return one_line(otherwise)
    return one_line(parts[-1]) if parts and parts[-1] != ".." else "source"


def place_of(remark: Remark) -> tuple[str, int | None]:
    """Path and line of what a remark is about; ('', None) where that is no line of a file."""
    found = _AT_LINE.fullmatch(remark.subject)
    return (told_path(found[1]), max(int(found[2]), 1)) if found else ("", None)
