"""A small writer of DrugBank XML: entries as nested lists of (tag, content), and the tables as XML again."""

from collections.abc import Iterator, Mapping
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


def element(table: Table, row: Row, tag: str) -> str:
    """A row as the element that `tables.py` says it is, nested tables included."""
    attributes: dict[str, str] = {}  # element -> its attributes; '' is the row's own element
    texts: dict[str, str] = {}
    for column in table.columns:
        value = row.get(column.name)
        if value is None or column.source == "-":
            continue
        name, _, attribute = column.source.partition("@")
        if attribute:
            attributes[name] = attributes.get(name, "") + f" {attribute}={quoteattr(str(value))}"
        else:
            texts["" if name == "." else name] = escape(str(value))
    own = texts.pop("", "")
    names = dict.fromkeys([*texts, *(name.rstrip("/") for name in attributes if name)])
    inside = "".join(f"<{name}{attributes.get(name + '/', '')}>{texts.get(name, '')}</{name}>" for name in names)
    return f"<{tag}{attributes.get('', '')}>{own}{inside}{''.join(_below(table, row))}</{tag}>"


def _below(table: Table, row: Row) -> Iterator[str]:
    for child in children(table):
        rows = row.get(child.name)
        if isinstance(rows, list) and rows:
            *lists, item = child.path.split("/")
            yield from (f"<{step}>" for step in lists)
            yield from (element(child, each, item) for each in rows)
            yield from (f"</{step}>" for step in reversed(lists))


def children(table: Table) -> list[Table]:
    """The tables that XML keeps below the rows of a table."""
    return [child for child in TABLES.values() if table.name in child.owners and child.path and child.name != "entries"]
