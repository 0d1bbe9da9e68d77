"""A small writer of DrugBank XML: entries as nested lists of (tag, content), and the tables as XML again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from pharmaudit.engine import serial
from pharmaudit.readers.format import Reading
from pharmaudit.readers.layout import TABLES, Table
from pharmaudit.readers.sources import read_sources
from pharmaudit.readers.tables import Tables

Row = Mapping[str, object]
"""Columns as text; nested tables as lists of rows."""

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
OPEN = '<drugbank xmlns="http://www.drugbank.ca" version="5.1" exported-on="2024-01-03">\n'
CLOSE = "</drugbank>\n"


def drug(number: int, inside: str = "") -> str:
    """One small entry, ended by a line break."""
    return (
        f'<drug type="biotech" created="2020-01-0{number}" updated="2021-01-01">\n'
        f'  <drugbank-id primary="true">DB9000{number}</drugbank-id>\n'
        f"  <name>Examplamine {number}</name>\n{inside}</drug>\n"
    )


def export(*entries: str) -> str:
    """A whole file of entries."""
    return HEAD + OPEN + "".join(entries) + CLOSE


def read(path: Path, data: str | bytes) -> Tables:
    """Write a file and read it in this process."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_sources([path], Reading(None, serial))


def ids(tables: Tables) -> list[str]:
    return list(tables.entries["entry_id"])


Pick = Callable[[Sequence[str]], str]
"""Chooses among the names that a thing has, the present one first."""


def present(names: Sequence[str]) -> str:
    return names[0]


def element(table: Table, row: Row, tag: str, pick: Pick = present) -> str:
    """A row as the element that `layout.py` says it is, nested tables included.

    The row's own text is picked as an older form of a column only where the row holds nothing else.
    """
    alone = sum(value is not None for value in row.values() if not isinstance(value, list) or value) == 1
    attributes: dict[str, str] = {}  # element -> its attributes; '' is the row's own element
    texts: dict[str, str] = {}
    for column in table.columns:
        value = row.get(column.name)
        if value is None or column.source == "-":
            continue
        names = [source for source in column.sources if source == column.source or source != "." or (alone and value)]
        name, _, attribute = pick(names).partition("@")
        if attribute:
            attributes[name] = attributes.get(name, "") + f" {attribute}={quoteattr(str(value))}"
        else:
            texts["" if name == "." else name] = escape(str(value))
    own = texts.pop("", "")
    names = dict.fromkeys([*texts, *(name.rstrip("/") for name in attributes if name)])
    inside = "".join(f"<{name}{attributes.get(name + '/', '')}>{texts.get(name, '')}</{name}>" for name in names)
    return f"<{tag}{attributes.get('', '')}>{own}{inside}{''.join(_below(table, row, pick))}</{tag}>"


def _below(table: Table, row: Row, pick: Pick) -> Iterator[str]:
    for child in children(table):
        rows = row.get(child.name)
        if isinstance(rows, list) and rows:
            *lists, item = pick(child.paths).split("/")
            yield from (f"<{step}>" for step in lists)
            yield from (element(child, each, item, pick) for each in rows)
            yield from (f"</{step}>" for step in reversed(lists))


def children(table: Table) -> list[Table]:
    """The tables that XML keeps below the rows of a table."""
    return [child for child in TABLES.values() if table.name in child.owners and child.path and child.name != "entries"]
