"""markdown: summary.md, one page for the summary of a CI job or a comment; far under the 1 MiB that GitHub takes."""

import re
from collections.abc import Iterator
from pathlib import Path

from pharmaudit.model import one_line
from pharmaudit.progress import Tell
from pharmaudit.report import Report
from pharmaudit.report.digest import Table, tables
from pharmaudit.report.result import NOT_ACCURACY

LONGEST_CELL = 200
"""Characters. A page has fewer than 200 such cells, and a character takes at most 12 bytes: that is half a MB."""
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$&@^]")
_PINGS = re.compile(r"[@#!~%&$^:](?=[\w\"/])|(?<=\bgh)-(?=\d)|(?<=\bwww)\.", re.IGNORECASE)
_APART = "\u200b"
"""Between a sign and a name it keeps platforms from making a mention, a link or a cross-reference of them."""


def write_markdown(report: Report, folder: Path, _tell: Tell) -> None:
    """summary.md."""
    (folder / "summary.md").write_text(markdown(report), encoding="utf-8")


def markdown(report: Report) -> str:
    """The page."""
    made = report.provenance
    lines = [
        f"# {'✅' if report.gate.passed else '❌'} {escaped(report.gate.sentence)}",
        "",
        f"pharmaudit {escaped(made.tool_version)}, {made.rules:,} rules, profile {escaped(made.profile)}, "
        f"{len(report.entries):,} entries, counted from {made.as_of.isoformat()}.",
        "",
        *(line for table in tables(report) for line in _lines(table)),
        NOT_ACCURACY,
    ]
    return "\n".join(lines) + "\n"


def _lines(table: Table) -> Iterator[str]:
    numbers = [not any(_has_letters(row[place]) for row in table.rows) for place in range(len(table.columns))]
    yield f"## {table.title}"
    yield ""
    yield f"| {' | '.join(table.columns)} |"
    yield f"|{'|'.join('--:' if number else '---' for number in numbers)}|"
    for row in table.rows:
        yield f"| {' | '.join(_cell(cell) for cell in row)} |"
    yield ""
    if table.more:
        yield f"{table.more:,} more."
        yield ""


def _has_letters(cell: str | int | float) -> bool:
    return isinstance(cell, str) and any(letter.isalpha() for letter in cell)


def _cell(cell: str | int | float) -> str:
    if isinstance(cell, str):
        return escaped(cell)
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:,.1f}"


def escaped(text: str) -> str:
    """A text that shows as it is: no markup, HTML, formula, link, mention or cross-reference comes of it."""
    short = one_line(text[: LONGEST_CELL + 1])
    short = short if len(short) <= LONGEST_CELL else short[: LONGEST_CELL - 1] + "…"
    parted = _PINGS.sub(lambda found: found[0] + _APART, short)
    safe = _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", parted)
    return safe.replace(_APART, "&#8203;")
