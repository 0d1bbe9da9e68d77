"""github: annotations.txt, workflow commands that GitHub shows beside a run; the command line prints them as well."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pharmaudit.model import one_line
from pharmaudit.progress import Tell
from pharmaudit.report import Report
from pharmaudit.report.places import place_of, source_paths, told_path
from pharmaudit.report.worst import LEVELS, OPEN, remarks, worst

MOST = 10
"""Annotations of a kind that GitHub shows for one step."""
LONGEST = 1_000
_COMMAND = {"error": "error", "warning": "warning", "info": "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = _DATA | {":": "%3A", ",": "%2C"}


@dataclass(frozen=True, slots=True)
class _Note:
    level: str
    title: str
    text: str
    path: str = ""
    line: int | None = None

    @property
    def command(self) -> str:
        """The workflow command: no text can end it, or begin another."""
        place = [("file", self.path), ("line", str(self.line))] if self.path and self.line else [("file", self.path)]
        given = [*(place if self.path else []), ("title", self.title)]
        properties = ",".join(f"{name}={_escaped(value, _PROPERTY)}" for name, value in given)
        return f"::{_COMMAND[self.level]} {properties}::{_escaped(self.text, _DATA)}"


def write_github(report: Report, folder: Path, _tell: Tell) -> None:
    """annotations.txt."""
    (folder / "annotations.txt").write_text(annotations(report), encoding="utf-8")


def annotations(report: Report) -> str:
    """A command a line: the worst ten of each kind, the last notice with the counts of those that are not shown."""
    found = worst(report)
    found = found[found["status"] == OPEN]
    lines: list[str] = []
    left = dict.fromkeys(LEVELS, 0)
    for level in LEVELS:
        rows = found[found["level"] == level]
        first = [note for note in _first(report) if note.level == level]
        total = len(first) + len(rows)
        most = MOST if level != LEVELS[-1] or (total <= MOST and not any(left.values())) else MOST - 1
        notes = [*first, *_of_findings(rows.head(most))][:most]
        left[level] = total - len(notes)
        lines += [note.command for note in notes]
    if any(left.values()):
        more = ", ".join(f"{count:,} {_COMMAND[level]}{'s' * (count != 1)}" for level, count in left.items() if count)
        lines.append(_Note("info", "pharmaudit", f"{more} more are not shown here; the report has them all.").command)
    return "".join(f"{line}\n" for line in lines)


def _first(report: Report) -> Iterator[_Note]:
    """What goes before all findings: crashed rules, damaged sources, remarks."""
    paths = source_paths(report)
    for crash in report.provenance.crashes:
        yield _Note("error", f"Rule {crash.rule} crashed", crash.reason)
    for damage in report.provenance.damages:
        path = paths.get(damage.source) or told_path(damage.source)
        yield _Note("error" if damage.grave else "warning", "Damaged source", damage.reason, path, damage.line)
    for one in remarks(report):
        path, line = place_of(one)
        yield _Note(one.severity.value, f"{one.rule} {one.subject}", f"{one.message}. {one.fix}", path, line)


def _of_findings(rows: pd.DataFrame) -> Iterator[_Note]:
    for row in rows.to_dict("records"):
        name = row["entry_id"] or row["entry_name"]
        text = f"{row['message']}\n{row['suggestion']}" if row["suggestion"] else row["message"]
        yield _Note(
            row["level"], " ".join(filter(None, (row["rule"], name, row["path"]))), text, row["source"], row["line"]
        )


def _escaped(text: str, how: dict[str, str]) -> str:
    """One line's worth of text; breaks stay breaks for GitHub, and nothing steers a terminal or a reader's eye."""
    lines = "\n".join(one_line(line) for line in text.split("\n"))
    short = lines if len(lines) <= LONGEST else lines[: LONGEST - 1] + "…"
    return "".join(how.get(letter, letter) for letter in short)
