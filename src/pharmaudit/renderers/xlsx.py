"""xlsx: the worklist for editors, with the findings behind its first rows. Texts are texts, never formulas."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import xlsxwriter
from xlsxwriter.url import Url

from pharmaudit.folders import write_whole
from pharmaudit.progress import Tell
from pharmaudit.readers.verdicts import VERDICTS
from pharmaudit.report import Report
from pharmaudit.report.pages.places import places
from pharmaudit.report.queue import Queue, open_findings_of, queue_of
from pharmaudit.report.result import NOT_ACCURACY

ENTRIES_WITH_FINDINGS = 200
LONGEST_TEXT = 32_767
MOST_LINKS = 65_530
"""Both are limits of the format."""
WIDTHS = {"name": 30, "entry_name": 30, "cohort": 24, "groups": 22, "fields": 44, "sections": 26, "value": 40}
WIDTHS |= {"message": 60, "suggestion": 60, "notes": 40, "fingerprint": 19, "entry_id": 11, "field": 22, "verdict": 14}
DECIMALS = dict.fromkeys(("priority", "completeness", "target", "gain", "safety"), "0.0")
DECIMALS |= {"demand": "0.000", "deficit": "0.000", "rank": "#,##0", "minutes": "#,##0", "stars": "0"}
MEANINGS = {
    "rank, priority": "demand × deficit × safety ÷ (15 + minutes); the first of all entries is 100.",
    "completeness, target": "per cent of the points that the entry could earn; what the best quarter of its cohort "
    "reaches.",
    "deficit": "points that are missing to the target, as a share of the points that any entry could earn.",
    "safety": "higher for approved and withdrawn drugs that lack toxicity, contraindications or interactions.",
    "minutes, fields, sections": "time to write the fields that are proposed first, and where they stand.",
    "gain": "points of completeness that these fields add.",
    "fingerprint": "by what a finding is recognised from run to run; leave it as it is.",
    "verdict": "yours: " + ", ".join(VERDICTS) + ". Add your name, the date and a reason.",
}


@dataclass(frozen=True)
class _Formats:
    head: Any
    link: Any
    numbers: Mapping[str, Any]


def write_xlsx(report: Report, folder: Path, _tell: Tell) -> None:
    """worklist.xlsx; its ids are links to the pages of the report, where the site is written too."""
    pages: dict[str, str] = {}
    if (folder / "entries").is_dir():
        for entry_id, href in zip(report.entries["entry_id"].tolist(), places(report).hrefs, strict=True):
            pages.setdefault(entry_id, href)
    queue = queue_of(report)
    write_book(queue, queue.rows, folder / "worklist.xlsx", pages)


def pages_of(folder: Path, beside: Path) -> dict[str, str]:
    """Links from a file to the entry pages of a report folder, by id; only such as exist under the id's own name."""
    there = os.path.relpath(folder.resolve(), beside.resolve().parent)
    return {
        page.stem: Path(there, "entries", quote(page.name)).as_posix() for page in (folder / "entries").glob("*.html")
    }


def write_book(queue: Queue, rows: pd.DataFrame, path: Path, pages: Mapping[str, str]) -> None:
    """Write rows of a queue into a workbook: worklist, findings, about. The same rows give the same bytes.

    Raises UsageError where the file cannot be written.
    """
    made_of = BytesIO()
    book = xlsxwriter.Workbook(
        made_of, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    made = datetime(queue.as_of.year, queue.as_of.month, queue.as_of.day, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": "Worklist", "created": made, "comments": NOT_ACCURACY})
    formats = _Formats(
        book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        book.add_format({"font_color": "#0b5394", "underline": 1}),
        {name: book.add_format({"num_format": form}) for name, form in DECIMALS.items()},
    )
    found = open_findings_of(rows.head(ENTRIES_WITH_FINDINGS), queue.findings)
    _sheet(book, "worklist", rows, formats, pages)
    _sheet(book, "findings", found, formats, pages)
    _about(book, queue, min(len(rows), ENTRIES_WITH_FINDINGS), formats)
    book.close()
    write_whole(path, made_of.getvalue())


def _sheet(
    book: xlsxwriter.Workbook, name: str, rows: pd.DataFrame, formats: _Formats, pages: Mapping[str, str]
) -> None:
    """A table: frozen head, filter, widths, number formats, the verdicts to choose from, ids that lead to pages."""
    sheet = book.add_worksheet(name)
    columns = [str(column) for column in rows.columns]
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDTHS.get(column, 12))
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.replace("_", " "), formats.head)
    for number, row in enumerate(zip(*(rows[column].tolist() for column in columns), strict=True), start=1):
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            if column == "entry_id" and value in pages and number <= MOST_LINKS:
                sheet.write_url(number, place, _page(pages[value], _text(value)), formats.link)
            elif isinstance(value, str):
                if value:
                    sheet.write_string(number, place, _text(value))
            elif value is not None and value is not pd.NA and value == value:
                sheet.write_number(number, place, value, formats.numbers.get(column))
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    if len(rows):
        place = columns.index("verdict")
        sheet.data_validation(1, place, len(rows), place, {"validate": "list", "source": list(VERDICTS)})


def _about(book: xlsxwriter.Workbook, queue: Queue, entries: int, formats: _Formats) -> None:
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 120)
    findings = {"Findings": f"those that are open of the first {entries:,} entries."}
    lines: Sequence[tuple[str, str]] = [*queue.about.items(), *findings.items(), *MEANINGS.items(), ("", NOT_ACCURACY)]
    for number, (name, told) in enumerate(lines):
        sheet.write_string(number, 0, name, formats.head)
        sheet.write_string(number, 1, _text(told))


def _page(address: str, text: str) -> Url:
    """A link to a file beside the workbook, with slashes: backslashes lead somewhere on Windows only."""
    link = Url(f"external:{address}")
    link._set_object_link()
    link._text = text
    return link


def _text(value: str) -> str:
    """A text that a cell can hold."""
    return value[:LONGEST_TEXT]
