"""Entry cards: one entry written as YAML, in the names of the normalised tables.

    name: Exemplamab                 a column of `entries`
    groups: [approved]               a table with one column: its values
    articles:                        a table: its rows
      - {pubmed_id: "1234567", citation: ...}
    atc_codes:
      - {code: X01AA01, atc_levels: [{code: X01AA, label: ...}]}     a nested table inside its row

Seeds and the examples of rules are written this way.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pharmaudit.errors import RuleError
from pharmaudit.model import Source
from pharmaudit.readers.format import Format, Head, Reading
from pharmaudit.readers.layout import TABLES, Table
from pharmaudit.readers.streams import whole
from pharmaudit.readers.tables import Rows, Tables, empty_rows
from pharmaudit.yamltext import Document, Where, decode, did_you_mean, parse

_ENTRY_TABLES = tuple(name for name, table in TABLES.items() if name != "entries" and not table.nested)


def read_card(path: Path, data: bytes) -> Tables:
    """Read an entry card. Raises RuleError with file:line:column."""
    document = parse(decode(data, str(path)), str(path))
    rows = empty_rows()
    add_card(rows, document, str(path))
    return Tables.from_rows(rows, [Source(str(path), "entry card", hashlib.sha256(data).hexdigest(), 1)])


def add_card(rows: Rows, document: Document, source: str, where: Where = ()) -> None:
    """Add the entry at `where` of a document to `rows`. Raises RuleError for a name that no table or column has."""
    card = _at(document, where)
    if not isinstance(card, Mapping):
        raise RuleError(f"{document.at(where)}: an entry card must be a mapping of fields")
    number = len(rows["entries"])
    line = document.marks.get(where, (1, 1))[0]
    rows["entries"].append([line, 0])
    _fill(rows, "entries", rows["entries"][-1], document, where, (number, "entries", number))
    place = len(TABLES["entries"].keys) + [column.name for column in TABLES["entries"].columns].index("source")
    rows["entries"][-1][place] = source
    if not any(row[0] == number for row in rows["drugbank_ids"]):
        rows["drugbank_ids"].append([number, card.get("entry_id"), "true"])


def _fill(
    rows: Rows, name: str, row: list[object], document: Document, where: Where, key: tuple[int, str, int]
) -> None:
    """Complete `row` of table `name` with its columns, then add the rows of the tables inside it."""
    table, (entry, _, number) = TABLES[name], key
    card = _at(document, where)
    inner = _ENTRY_TABLES if name == "entries" else [t.name for t in TABLES.values() if name in t.owners]
    columns = [column.name for column in table.columns]
    if not isinstance(card, Mapping):
        if len(columns) > 1 and name not in ("synonyms", "drugbank_ids", "manufacturers", "sequences"):
            raise RuleError(f"{document.at(where)}: a row of {name} must be a mapping of {', '.join(columns)}")
        card = {columns[0]: card}
    for key_name in card:
        if key_name not in columns and key_name not in inner:
            place = document.at((*where, key_name))
            raise RuleError(f"{place}: {name} has no column {key_name!r}.{did_you_mean(key_name, [*columns, *inner])}")
        if key_name in columns and isinstance(card[key_name], (Mapping, list)):
            raise RuleError(f"{document.at((*where, key_name))}: {name}.{key_name} must be one value")
    row.extend(_text(card.get(column)) for column in columns)
    for inner_name in inner:
        values = card.get(inner_name)
        if values is None:
            continue
        if not isinstance(values, list):
            raise RuleError(f"{document.at((*where, inner_name))}: {inner_name} must be a list of rows")
        for index in range(len(values)):
            _add(rows, TABLES[inner_name], document, (*where, inner_name, index), (entry, name, number))


def _add(rows: Rows, table: Table, document: Document, where: Where, owner: tuple[int, str, int]) -> None:
    number = len(rows[table.name])
    row: list[object] = list(owner) if table.nested else [owner[0]]
    rows[table.name].append(row)
    _fill(rows, table.name, row, document, where, (owner[0], table.name, number))


def _at(document: Document, where: Where) -> object:
    value: Any = document.data
    for step in where:
        value = value[step]
    return value


def _text(value: object) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _takes(head: Head) -> bool:
    return head.suffix in (".yaml", ".yml") and "\0" not in head.text


def _read(path: Path, _reading: Reading) -> Tables:
    return read_card(path, whole(path))


FORMAT = Format("entry card", _takes, _read, (".yaml", ".yml"))
