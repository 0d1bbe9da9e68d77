"""Mappings: what the columns of a flat file mean in the normalised tables, as a YAML file says it.

    entries:
      entry_id: DrugBank ID                                a column of the file
    tables:
      synonyms:                                            a list of rows that every record may give
        - {synonym: {column: Synonyms, split: " | "}}      a row for each value of the list

docs/mappings.md explains every key.
"""

import hashlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from pharmaudit.errors import RulebookError, RuleError
from pharmaudit.readers.layout import PROPERTIES, TABLES
from pharmaudit.strict import build
from pharmaudit.yamltext import Where, did_you_mean, read

NOT_MAPPED = ("headings", "lost_fields", "unattributed", "origins", "comparisons")
"""Tables in which readers keep their own books."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Cell(BaseModel):
    """Where one value comes from; in a file, a word alone is `{column: word}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: Words | None = None
    constant: Words | None = None
    split: Annotated[str, Field(min_length=1)] | None = None
    quoted: bool = False
    match: str | None = None
    lower: bool = False
    values: dict[str, str | None] = {}
    prefix: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        if isinstance(given, dict) and (unknown := [name for name in given if name not in cls.model_fields]):
            raise ValueError(f"there is no key {unknown[0]!r}.{did_you_mean(unknown[0], cls.model_fields)}")
        return {"column": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        if (self.column is None) == (self.constant is None):
            raise ValueError("a cell has either a column or a constant")
        if self.constant is not None and len(self.model_fields_set) > 1:
            raise ValueError("a constant stands alone: nothing is done to it")
        if self.quoted and self.split is None:
            raise ValueError("quoted goes with split: it says that each value of the list stands in quotation marks")
        if self.match is not None and (complaint := _complaint(self.match)):
            raise ValueError(complaint)
        return self

    @property
    def list_of(self) -> tuple[str | None, str | None, bool] | None:
        """What tells the lists of cells apart; None for a cell that holds one value."""
        return None if self.split is None else (self.column, self.split, self.quoted)


def _complaint(pattern: str) -> str | None:
    try:
        found = pc.extract_regex(pa.array(["x"]), pattern).type
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        return f"this is no RE2 pattern: {error}"
    if [field.name for field in found] != ["value"]:
        return "the pattern needs one group, (?P<value>…): what it holds is the value"
    return None


Row = dict[str, Cell]
Complaint = tuple[Where, str]


class Mapping(BaseModel):
    """One mapping. `quotes: false` for a file whose quotation marks belong to its values."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Words
    about: Words
    source: Words
    recognise: Annotated[tuple[Words, ...], Field(min_length=1)]
    quotes: bool = True
    entries: Row
    tables: dict[str, tuple[Row, ...]] = {}

    @model_validator(mode="after")
    def _names_entries(self) -> Self:
        cell = self.entries.get("entry_id") or self.entries.get("name")
        if cell is None:
            raise ValueError("entries needs an entry_id, or at least a name")
        if cell.column not in self.recognise:
            raise ValueError(f"recognise must list the column {cell.column!r}, by which entries are told apart")
        return self

    @cached_property
    def digest(self) -> str:
        """What tells two mappings of the same name apart: the beginning of the sha256 of what they say."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All columns of the file that the mapping reads, each once."""
        cells = [*self.entries.values(), *(cell for _, _, row in self.rows() for cell in row.values())]
        return tuple(dict.fromkeys(cell.column for cell in cells if cell.column is not None))

    @cached_property
    def whole_columns(self) -> frozenset[str]:
        """Columns of which some cell takes the whole text: no list can stand in them."""
        cells = [*self.entries.values(), *(cell for _, _, row in self.rows() for cell in row.values())]
        return frozenset(cell.column for cell in cells if cell.column is not None and cell.split is None)

    def rows(self) -> Iterator[tuple[str, int, Row]]:
        """(table, place in its list, row) of all tables but `entries`."""
        for table, rows in self.tables.items():
            for place, row in enumerate(rows):
                yield table, place, row

    def carries(self, held: set[str]) -> frozenset[str]:
        """What a file with the columns `held` has a place for, as `Source.carries` names it."""
        found = {name for name, cell in self.entries.items() if cell.constant or cell.column in held}
        for table, _, row in self.rows():
            if not any(cell.column in held for cell in row.values()):
                continue
            found.add(table)
            found |= {f"{table}.{name}" for name, cell in row.items() if cell.constant or cell.column in held}
            if "properties" in table and "kind" in row:
                kind = row["kind"].constant
                found |= {field for field, name in PROPERTIES.items() if kind in (None, name)}
        return frozenset(found)


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file. Raises RuleError with file:line:column."""
    document = read(path)
    lines = [f"{document.at(where)}: {what}" for where, what in _names(document.data)]
    try:
        mapping = build(Mapping, document.data, document)
    except RuleError as error:
        raise RulebookError([*lines, *(error.lines if isinstance(error, RulebookError) else [str(error)])]) from None
    for table, place, row in mapping.rows():
        where: Where = ("tables", table, place)
        lines += [f"{document.at(at)}: {what}" for at, what in _lists(row, where)]
    if lines:
        raise RulebookError(lines)
    return mapping


def _names(data: object) -> Iterator[Complaint]:
    """Tables and columns that do not exist, of a file that may lack or misspell other things."""
    given = data if isinstance(data, dict) else {}
    entries, tables = given.get("entries"), given.get("tables")
    yield from _columns(entries, "entries", ("entries",))
    for table, rows in tables.items() if isinstance(tables, dict) else ():
        if complaint := _table(table):
            yield ("tables", table), complaint
        elif isinstance(rows, list):
            for place, row in enumerate(rows):
                yield from _columns(row, table, ("tables", table, place))


def _table(name: str) -> str:
    """Why a mapping cannot fill a table of that name; '' if it can."""
    if name in NOT_MAPPED:
        return f"the table {name!r} is kept by the readers"
    if name in TABLES and TABLES[name].nested:
        return f"the table {name!r} is nested in another one, and a flat file cannot fill it"
    allowed = [table.name for table in TABLES.values() if not table.nested and table.name not in NOT_MAPPED]
    allowed.remove("entries")
    return "" if name in allowed else f"there is no table {name!r}.{did_you_mean(name, allowed)}"


def _columns(row: object, table: str, where: Where) -> Iterator[Complaint]:
    known = [column.name for column in TABLES[table].columns if (table, column.name) != ("entries", "source")]
    for name in row if isinstance(row, dict) else ():
        if name not in known:
            yield (*where, name), f"{table} has no column {name!r} to be mapped.{did_you_mean(name, known)}"


def _lists(row: Row, where: Where) -> Iterator[Complaint]:
    if all(cell.constant for cell in row.values()):
        yield where, "a row needs a cell that comes from a column"
    if len({cell.list_of for cell in row.values()} - {None}) > 1:
        yield where, "lists in one row must come from one column, split in one way"
