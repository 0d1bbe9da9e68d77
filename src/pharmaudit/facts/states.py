"""The state of every cell that an editor sees: one column of states per field, one row per entry."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pharmaudit.facts.catalogue import Catalogue, Field
from pharmaudit.facts.derived import TOLD_BY_ALL, TOLD_BY_ANY
from pharmaudit.facts.matching import matches
from pharmaudit.model import Source, State
from pharmaudit.readers.layout import PROPERTIES, TABLES
from pharmaudit.readers.tables import Tables

DTYPE = pd.CategoricalDtype([state.value for state in State])
_NO_WIDTH = "[\u00ad\u200b-\u200f\u2060\ufeff]"
_BLANKS = "[\u00a0\u2000-\u200a\u202f\u3000]"
_KINDS = {"page text": "page", "saved page": "page", "DrugBank XML": "xml"}
_NAMES = frozenset(
    {*PROPERTIES, *TABLES, *(column.name for column in TABLES["entries"].columns)}
    | {f"{table.name}.{column.name}" for table in TABLES.values() for column in table.columns}
)
_PLACES = _NAMES - {name for name in _NAMES if name.partition(".")[0] in ("origins", "comparisons")}
"""What a source may have a place for; the tables of merging, and whatever else has a name, depend on no source."""
_BOILERPLATE = {"description": "boilerplate-description", "indication": "boilerplate-indication"}


def text_states(values: pd.Series, field: Field, catalogue: Catalogue) -> np.ndarray:
    """States of a column of texts by what they say: blank, placeholder, boilerplate, absent or present."""
    stripped = visible(values)
    states = np.full(len(values), State.PRESENT.value, dtype=object)
    if pattern := catalogue.patterns.get("asserted-absence"):
        states[matches(stripped, pattern)] = State.ABSENT.value
    if pattern := catalogue.patterns.get(_BOILERPLATE.get(field.name, "")):
        states[matches(stripped, pattern)] = State.BOILERPLATE.value
    if pattern := catalogue.patterns.get("no-data"):
        states[matches(stripped, pattern)] = State.PLACEHOLDER.value
    words = catalogue.vocabularies.get("placeholder", frozenset())
    states[stripped.str.lower().str.rstrip(".").isin(words).to_numpy()] = State.PLACEHOLDER.value
    states[(stripped == "").to_numpy()] = State.BLANK.value
    return states


def visible(values: pd.Series) -> pd.Series:
    """What a reader sees of the values: no-break blanks as blanks, nothing of what has no width, stripped."""
    shown = values.fillna("").str.replace(_NO_WIDTH, "", regex=True).str.replace(_BLANKS, " ", regex=True)
    return shown.str.strip()


def list_states(counts: pd.Series, field: Field, tables: Tables) -> np.ndarray:
    """States of a list field: rows make it present; a page may say of an empty one that it is not available."""
    states = np.where(counts.to_numpy() > 0, State.PRESENT.value, State.BLANK.value).astype(object)
    said = tables["headings"]
    entries = said.loc[said["field"] == field.name, "entry"].to_numpy(dtype=np.int64)
    mask = np.zeros(len(counts), dtype=bool)
    mask[entries] = True
    states[mask & (counts.to_numpy() == 0)] = State.PLACEHOLDER.value
    return states


def refine(states: np.ndarray, field: Field, catalogue: Catalogue, tables: Tables, classes: pd.Series) -> pd.Series:
    """Add what the value alone cannot tell: whether the source carries the field, whether the field applies."""
    empty = np.isin(states, [State.BLANK.value, State.PLACEHOLDER.value])
    blank = states == State.BLANK.value
    states[blank & (~carried(field.name, catalogue, tables) | _lost((field.name,), tables))] = State.UNKNOWN.value
    if field.not_applicable_to:
        states[empty & classes.isin(field.not_applicable_to).to_numpy()] = State.NOT_APPLICABLE.value
    return pd.Series(pd.Categorical(states, dtype=DTYPE))


def carried(name: str, catalogue: Catalogue, tables: Tables) -> np.ndarray:
    """Whether a source of each entry has a place for a field, a fact, a table or a column of it (`table.column`).

    A page that lost a field cannot tell a fact that counts it among others.
    """
    return np.asarray(_with_a_place(name, catalogue, tables) & ~_lost(TOLD_BY_ANY.get(name, ()), tables))


def _lost(fields: Sequence[str], tables: Tables) -> np.ndarray:
    """Entries whose page lost one of the fields."""
    lost = tables["lost_fields"]
    mask = np.zeros(len(tables.entries), dtype=bool)
    for field, rows in lost[lost["field"].isin(fields)].groupby("field"):
        entries = rows["entry"].to_numpy(dtype=np.int64)
        if field in tables.entries:  # what was inferred all the same is known
            entries = entries[(visible(tables.entries[str(field)].take(entries)) == "").to_numpy()]
        mask[entries] = True
    return mask


def _with_a_place(name: str, catalogue: Catalogue, tables: Tables) -> np.ndarray:
    told = {source.path: _has_place(source, name, catalogue) for source in tables.sources}
    if all(told.values()):
        return np.ones(len(tables.entries), dtype=bool)
    found = tables.entries["source"].map(told).astype("boolean").fillna(True).to_numpy(dtype=bool, copy=True)
    origins = tables["origins"]
    others = origins["source"].map(told).astype("boolean").fillna(True).to_numpy(dtype=bool)
    found[origins.loc[others, "entry"].to_numpy(dtype=np.int64)] = True
    return found


def _has_place(source: Source, name: str, catalogue: Catalogue) -> bool:
    if source.carries is None:
        field, kind = catalogue.fields.get(name), _KINDS.get(source.format)
        return field is None or not field.carried_by or kind is None or kind in field.carried_by
    if parts := TOLD_BY_ANY.get(name):
        return any(_has_place(source, part, catalogue) for part in parts)
    if parts := TOLD_BY_ALL.get(name):
        return all(_has_place(source, part, catalogue) for part in parts)
    if (table := TABLES.get(name)) and table.nested:
        return any(_has_place(source, owner, catalogue) for owner in table.owners)
    return name in source.carries or name not in _PLACES
