"""Which fields an entry lacks, and which of its texts say something."""

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import Facts
from pharmaudit.model import State

WANTING = (State.BLANK.value, State.PLACEHOLDER.value, State.BOILERPLATE.value)
"""What a field holds that is to be written; not where a source has no place for it, nor where it does not apply."""


def lacks(field: str, facts: Facts) -> np.ndarray:
    """True for every entry in which the field waits to be written; nowhere if the catalogue does not declare it."""
    if field not in facts.catalogue.fields:
        return np.zeros(facts.size, dtype=bool)
    return facts.state(field).isin(WANTING).to_numpy()


def told(source: str, lacking: np.ndarray, pattern: str, facts: Facts) -> pd.Series:
    """The texts of a field, by row number of the entry, where an entry lacks another one and the pattern is found."""
    if source not in facts.catalogue.fields:
        return facts.tables.entries[source].iloc[:0]
    texts = facts.tables.entries[source]
    texts = texts[lacking & (facts.state(source) == State.PRESENT.value).to_numpy()]
    return texts[facts.matches(texts, pattern)]
