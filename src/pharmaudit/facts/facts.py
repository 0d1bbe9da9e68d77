"""Facts: the tables with everything that rules ask of them, worked out once and only when asked."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from pharmaudit.checks.doi_citation import extract_doi
from pharmaudit.facts import cohorts, states, virtual
from pharmaudit.facts.catalogue import Catalogue
from pharmaudit.facts.derived import DERIVED
from pharmaudit.facts.matching import first_match, matches
from pharmaudit.facts.patents import earlier_numbers_granted
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.lists import NO_LISTS, Lists
from pharmaudit.readers.tables import Tables

T = TypeVar("T")

VIRTUAL = {name: table.columns for name, table in virtual.VIRTUAL.items()}
"""Tables that are worked out, not read: name -> columns."""

REQUIRES = {name: table.requires for name, table in virtual.VIRTUAL.items() if table.requires}
"""Those that take an extra of the installation: name -> extra."""

LEADING_NUMBER = r"^\s*(?P<value>-?\d+(?:\.\d+)?)(?:[^\d.,]|[.,]?$|[.,]\D)"
"""The number that a value opens with; not one with a comma inside, which may be a decimal or a thousands mark."""

DERIVED_COLUMNS: dict[str, dict[str, Callable[[pd.DataFrame], pd.Series]]] = {
    "articles": {"doi": lambda frame: extract_doi(frame["citation"])},
    "protein_articles": {"doi": lambda frame: extract_doi(frame["citation"])},
    "categories": {"cyp": lambda frame: "CYP" + frame["category"].str.extract(virtual.CYP, expand=False)},
    "enzymes": {
        "cyp": lambda frame: "CYP" + frame["name"].str.extract(virtual.CYP, expand=False),
        "cyp_subfamily": lambda frame: "CYP" + frame["name"].str.extract(r"P450 ([123][A-Z])", expand=False),
    },
    "patents": {"earlier_numbers_granted": earlier_numbers_granted},
    "experimental_properties": {"leading_number": lambda frame: first_match(frame["value"], LEADING_NUMBER)},
    "drugbank_ids": {"secondary": lambda frame: frame["drugbank_id"].where(~frame["primary"].eq("true").fillna(False))},
}
"""Columns that are worked out: table -> column -> how."""


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table that rules may name, derived ones too; () for an unknown table."""
    if table in VIRTUAL:
        return VIRTUAL[table]
    if table not in TABLES:
        return ()
    return (*(column.name for column in TABLES[table].columns), *DERIVED_COLUMNS.get(table, ()))


class Facts:
    """What is known of a knowledge base before any rule runs. Every result is computed once and kept.

    Entry-level results are Series with one value per entry, on the row numbers of `entries`; row-level ones are on
    the row numbers of their table. `as_of` is the date that rules of age count from, `lists` what lists of others say.
    """

    def __init__(self, tables: Tables, catalogue: Catalogue, as_of: date, lists: Lists = NO_LISTS) -> None:
        self.tables = tables
        self.catalogue = catalogue
        self.as_of = as_of
        self.lists = lists
        self.size = len(tables.entries)
        self._kept: dict[tuple[str, ...], pd.Series] = {}
        self._frames: dict[str, pd.DataFrame] = {}
        self._others: dict[str, Any] = {}

    def frame(self, table: str) -> pd.DataFrame:
        """A table with its derived columns, or a virtual table."""
        if table not in self._frames:
            if table in VIRTUAL:
                frame = virtual.VIRTUAL[table].build(self)
            else:
                frame = self.tables[table]
                columns = DERIVED_COLUMNS.get(table, {})
                frame = frame.assign(**{name: derive(frame) for name, derive in columns.items()})
            self._frames[table] = frame
        return self._frames[table]

    def entry_of(self, table: str) -> np.ndarray:
        """The entry of every row of a table."""
        if table == "entries":
            return np.arange(self.size)
        return self.frame(table)["entry"].to_numpy(dtype=np.int64)

    def count(self, table: str) -> pd.Series:
        """Rows of a table per entry."""
        return self._keep("count", table, lambda: pd.Series(np.bincount(self.entry_of(table), minlength=self.size)))

    def derived(self, name: str) -> pd.Series:
        """An entry-level fact of DERIVED, by name."""
        return self._keep("derived", name, lambda: DERIVED[name](self))

    def value(self, field: str) -> pd.Series:
        """What stands in a field of the catalogue: text for a column, the number of rows for a list."""
        item = self.catalogue.fields[field]
        if item.kind == "list":
            return self.count(field)
        return self.derived(field) if item.kind == "derived" else self.tables.entries[field]

    def state(self, field: str) -> pd.Series:
        """The State of a field in every entry, as a categorical."""
        return self._keep("state", field, lambda: self._state(field))

    def _state(self, field: str) -> pd.Series:
        item, values = self.catalogue.fields[field], self.value(field)
        if pd.api.types.is_numeric_dtype(values):
            found = states.list_states(values, item, self.tables)
        else:
            found = states.text_states(values, item, self.catalogue)
        return states.refine(found, item, self.catalogue, self.tables, self.classes)

    def carried(self, name: str) -> np.ndarray:
        """Whether a source of each entry has a place for a field, a fact, a table or a column of it."""
        known = self._keep("carried", name, lambda: pd.Series(states.carried(name, self.catalogue, self.tables)))
        return known.to_numpy()

    @property
    def classes(self) -> pd.Series:
        return self._keep("classes", "", lambda: cohorts.biologic_class(self.tables, self.catalogue.classes))

    @property
    def groups(self) -> pd.Series:
        return self._keep("groups", "", lambda: cohorts.best_group(self.tables))

    @property
    def cohorts(self) -> pd.Series:
        return self._keep("cohorts", "", lambda: cohorts.cohort(self.classes, self.groups, self.catalogue.classes))

    def matches(self, values: pd.Series, pattern: str) -> np.ndarray:
        """True where an RE2 pattern is found in the value."""
        return matches(values, pattern)

    def once(self, name: str, compute: Callable[[], T]) -> T:
        """Whatever else is worked out from the facts, kept under a name."""
        if name not in self._others:
            self._others[name] = compute()
        result: T = self._others[name]
        return result

    def _keep(self, what: str, name: str, compute: Callable[[], pd.Series]) -> pd.Series:
        key = (what, name)
        if key not in self._kept:
            self._kept[key] = compute()
        return self._kept[key]
