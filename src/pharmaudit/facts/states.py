"""The state of every cell that an editor sees: one column of states per field, one row per entry."""

import numpy as np
import pandas as pd

from pharmaudit.facts.catalogue import Catalogue, Field
from pharmaudit.facts.matching import matches
from pharmaudit.model import State
from pharmaudit.readers.tables import Tables

DTYPE = pd.CategoricalDtype([state.value for state in State])
_NO_WIDTH = "[\u00ad\u200b-\u200f\u2060\ufeff]"
_BLANKS = "[\u00a0\u2000-\u200a\u202f\u3000]"
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


def refine(states: np.ndarray, field: Field, tables: Tables, classes: pd.Series) -> pd.Series:
    """Add what the value alone cannot tell: whether the source carries the field, whether the field applies."""
    empty = np.isin(states, [State.BLANK.value, State.PLACEHOLDER.value])
    blank = states == State.BLANK.value
    states[blank & ~_carried(field, tables)] = State.UNKNOWN.value
    lost = tables["lost_fields"]
    mask = np.zeros(len(states), dtype=bool)
    mask[lost.loc[lost["field"] == field.name, "entry"].to_numpy(dtype=np.int64)] = True
    states[mask & blank] = State.UNKNOWN.value
    if field.not_applicable_to:
        states[empty & classes.isin(field.not_applicable_to).to_numpy()] = State.NOT_APPLICABLE.value
    return pd.Series(pd.Categorical(states, dtype=DTYPE))


def _carried(field: Field, tables: Tables) -> np.ndarray:
    """Whether the source of each entry has a place for the field at all."""
    if not field.carried_by:
        return np.ones(len(tables.entries), dtype=bool)
    kinds = {"page text": "page", "DrugBank XML": "xml"}
    formats = {source.path: kinds.get(source.format) for source in tables.sources}
    known = tables.entries["source"].map(formats)
    return (known.isna() | known.isin(field.carried_by)).to_numpy()
