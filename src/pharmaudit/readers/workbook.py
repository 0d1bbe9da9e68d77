"""The sheets of an xlsx workbook as rows of texts and numbers: ECMA-376, as far as Excel and LibreOffice write tables.

No entity is resolved, no formula is worked out (the value that was saved with it is read), no part is read beyond a
size.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePosixPath

from lxml import etree

from pharmaudit.errors import UsageError
from pharmaudit.readers.streams import UNPACKING

MAX_PART = 1 << 27
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_COLUMN = re.compile(r"([A-Z]{1,3})[0-9]*")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""Day 0 of a workbook. The first is right for days from 1900-03-01 on; Excel believes in a 29 February 1900."""

Value = str | float


@dataclass(frozen=True)
class Sheet:
    """One sheet: line (from 1) and cells of each row that has any, '' where a cell is empty."""

    name: str
    rows: tuple[tuple[int, tuple[Value, ...]], ...]
    epoch: date = _EPOCH

    def day(self, number: float) -> date | None:
        """The date that a number stands for; None for none that a calendar has."""
        try:
            return self.epoch + timedelta(days=int(number))
        except (OverflowError, ValueError):
            return None


def read_workbook(path: Path) -> list[Sheet]:
    """All sheets in their order. Raises UsageError for a file that is no workbook, or cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_sheets(archive))
    except (*UNPACKING, KeyError, RuntimeError, NotImplementedError, etree.XMLSyntaxError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise UsageError(f"{path}: this workbook cannot be read ({reason}); save it as .xlsx, or as CSV") from None


def _sheets(archive: zipfile.ZipFile) -> Iterator[Sheet]:
    book = _part(archive, "xl/workbook.xml")
    parts = {one.get("Id"): one.get("Target", "") for one in _part(archive, "xl/_rels/workbook.xml.rels")}
    texts = _shared(archive)
    settings = book.find(f"{_MAIN}workbookPr")
    counts_from_1904 = settings is not None and settings.get("date1904") in ("1", "true")
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = PurePosixPath("/xl", parts[sheet.get(_RELATION)])
        rows = tuple(_rows(_part(archive, str(target).lstrip("/")), texts))
        yield Sheet(sheet.get("name", ""), rows, _EPOCH_1904 if counts_from_1904 else _EPOCH)


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    with archive.open(name) as file:
        data = file.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise ValueError(f"{name} holds more than {MAX_PART >> 20} MiB")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def _shared(archive: zipfile.ZipFile) -> list[str]:
    """Texts that cells share by their number."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_text(one) for one in _part(archive, "xl/sharedStrings.xml").iterfind(f"{_MAIN}si")]


def _rows(sheet: etree._Element, texts: list[str]) -> Iterator[tuple[int, tuple[Value, ...]]]:
    line = 0
    for row in sheet.iter(f"{_MAIN}row"):
        line = int(row.get("r") or line + 1)
        cells: dict[int, Value] = {}
        place = -1
        for cell in row.iterfind(f"{_MAIN}c"):
            place = _place(cell.get("r"), place + 1)
            cells[place] = _value(cell, texts)
        if cells:
            yield line, tuple(cells.get(at, "") for at in range(max(cells) + 1))


def _place(reference: str | None, otherwise: int) -> int:
    """The column of `AB12`, from 0; a cell without a reference follows the one before."""
    found = _COLUMN.fullmatch(reference or "")
    if not found:
        return otherwise
    place = 0
    for letter in found[1]:
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1


def _value(cell: etree._Element, texts: list[str]) -> Value:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return "" if inline is None else _text(inline)
    told = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return texts[int(told)] if told.isascii() and told.isdigit() and int(told) < len(texts) else ""
    return float(told) if kind == "n" and told else _unescaped(told)


def _text(item: etree._Element) -> str:
    """The text of an item, of all its runs; what tells how it is pronounced is no part of it."""
    runs = [*item.iterfind(f"{_MAIN}t"), *item.iterfind(f"{_MAIN}r/{_MAIN}t")]
    return _unescaped("".join(run.text or "" for run in runs))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
