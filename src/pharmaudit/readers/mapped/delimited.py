"""Files with delimiters (CSV, TSV and their kin) as flat columns, however a spreadsheet or an editor left them."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from pharmaudit.errors import SourceError
from pharmaudit.model import Damage
from pharmaudit.readers.decoding import decode
from pharmaudit.readers.mapped.flat import Flat, damages_at, texts
from pharmaudit.readers.mapped.mapping import Mapping
from pharmaudit.readers.mapped.recognise import fitting, nearness, renamed, unknown
from pharmaudit.readers.streams import MAX_WHOLE

DELIMITERS = (",", ";", "\t", "|")
HEADER_WITHIN = 5
"""A header stands in one of the first lines; spreadsheets like to put one of their own before it."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
Line = tuple[int, list[str]]
"""The line on which a row begins, from 1, and its cells."""


def lines_of(text: str) -> list[str]:
    """Lines with their ends: LF, CRLF or CR, and no other letter that Unicode calls an end of line."""
    return _LINE.findall(text)


@dataclass
class _Reader:
    """Rows of delimited lines; where quotation marks do not pair, that line is taken as it stands."""

    lines: Sequence[str]
    delimiter: str
    quotes: bool
    unpaired: list[int] = field(default_factory=list)

    @property
    def _dialect(self) -> type[csv.Dialect]:
        class Told(csv.excel):
            delimiter = self.delimiter
            quoting = csv.QUOTE_MINIMAL if self.quotes else csv.QUOTE_NONE
            strict = True

        return Told

    def rows(self) -> Iterator[Line]:
        place = 0
        while place < len(self.lines):
            following = (self.lines[number] for number in range(place, len(self.lines)))
            reader = csv.reader(following, self._dialect)
            begun = place
            try:
                for row in reader:
                    yield begun + 1, row
                    begun = place + reader.line_num
                return
            except csv.Error:
                self.unpaired.append(begun + 1)
                yield begun + 1, self.lines[begun].rstrip("\r\n").split(self.delimiter)
                place = begun + 1


def looks_delimited(text: str) -> bool:
    """Whether the first lines of a text have three columns or more, and equally many."""
    if "\0" in text:
        return False
    first = [line for line in lines_of(text) if line.strip()][:2]
    for delimiter in DELIMITERS:
        widths = [len(row) for _, row in _Reader(first, delimiter, True).rows()]
        if len(widths) == 2 and widths[0] == widths[1] > 2:
            return True
    return False


def read_delimited(data: bytes, path: str, mappings: Sequence[Mapping]) -> tuple[Flat, Mapping]:
    """The columns that the mapping of the file asks for. Raises SourceError where no mapping knows the header."""
    told = decode(data)
    damages, lines = told.damages(path), lines_of(told.text)
    nul = [number for number, line in enumerate(lines, 1) if "\0" in line]
    if len(nul) * 2 > len(lines):
        raise SourceError(f"{path}: this is a binary file, not a table; export it as CSV")
    damages += damages_at(nul, path, "a NUL character was left out")
    if nul:
        lines = [line.replace("\0", "") for line in lines]
    limit = csv.field_size_limit(MAX_WHOLE)
    try:
        delimiter, at, header, mapping = find_header(lines, path, mappings)
        reader = _Reader(lines[at:], delimiter, mapping.quotes)
        rows = [(line + at, row) for line, row in reader.rows() if any(map(str.strip, row))]
    finally:
        csv.field_size_limit(limit)
    if at and any(line.strip() for line in lines[:at]):
        damages.append(Damage(path, "what stands before the header was left out", 1))
    unpaired = [line + at for line in reader.unpaired]
    damages += damages_at(unpaired, path, "quotation marks do not pair; the line was read as it stands")
    return _flat(header, rows[1:], mapping, path, at + 1, damages), mapping


def find_header(lines: Sequence[str], path: str, mappings: Sequence[Mapping]) -> tuple[str, int, list[str], Mapping]:
    """(delimiter, lines before the header, its cells, the mapping that knows it). Raises SourceError."""
    nearest: tuple[float, int, int, list[str]] = (-1, 0, 0, [])
    for delimiter in DELIMITERS:
        for at in range(min(HEADER_WITHIN, len(lines))):
            _, header = next(_Reader(lines[at:], delimiter, True).rows())
            if mapping := fitting(header, mappings):
                return delimiter, at, header, mapping
            nearest = max(nearest, (nearness(header, mappings), len(header), -at, header))
    raise SourceError(f"{path}: {unknown(nearest[-1], mappings)}")


def _flat(header: list[str], rows: list[Line], mapping: Mapping, path: str, line: int, damages: list[Damage]) -> Flat:
    damages += _odd_columns(header, rows, mapping, path, line)
    damages += _ragged(len(header), rows, path)
    places = renamed(header, mapping)
    columns = {
        name: texts([row[place] if place < len(row) else None for _, row in rows]) for name, place in places.items()
    }
    return Flat(columns, np.array([number for number, _ in rows], dtype=np.int64), tuple(damages))


def _odd_columns(header: list[str], rows: list[Line], mapping: Mapping, path: str, line: int) -> Iterator[Damage]:
    """Columns that no mapping could name: two of one name, or values below no name."""
    for name, place in renamed(header, mapping).items():
        same = [other + 1 for other, column in enumerate(header) if column.strip() == header[place].strip()]
        if len(same) > 1:
            columns = ", ".join(map(str, same[1:]))
            yield Damage(path, f"several columns are called {name!r}; the first one was read, not {columns}", line)
    for place in [place for place, column in enumerate(header) if not column.strip()][:HEADER_WITHIN]:
        first = next((number for number, row in rows if place < len(row) and row[place].strip()), None)
        if first is not None:
            yield Damage(path, f"column {place + 1} has values but no name; it was left out", first)


def _ragged(width: int, rows: list[Line], path: str) -> list[Damage]:
    short = [line for line, row in rows if len(row) < width]
    long = [line for line, row in rows if len(row) > width and any(map(str.strip, row[width:]))]
    return [
        *damages_at(short, path, f"the row has fewer than {width} cells; those that are missing count as blank"),
        *damages_at(long, path, f"the row has more than {width} cells; the surplus was left out"),
    ]
