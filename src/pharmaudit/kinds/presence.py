"""presence: the field must hold something that informs."""

from typing import Literal

import numpy as np
import pandas as pd

from pharmaudit.facts.derived import FILLED
from pharmaudit.facts.facts import Facts
from pharmaudit.kinds.base import Rule
from pharmaudit.model import State

_UNJUDGED = (State.NOT_APPLICABLE.value, State.UNKNOWN.value)


class Presence(Rule):
    """Fails where the field is blank or holds a placeholder; a template sentence is a finding of its own."""

    kind: Literal["presence"]

    @property
    def judges(self) -> str | None:
        return None

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        if self.table != "entries":
            return np.asarray(facts.carried(self.field)[facts.entry_of(self.table)])
        return ~facts.state(self.field).isin(_UNJUDGED).to_numpy()

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        if self.table == "entries":
            return facts.state(self.field)[values.index].isin(FILLED)
        placeholders = facts.catalogue.vocabularies.get("placeholder", frozenset())
        stripped = values.fillna("").str.strip()
        return (stripped != "") & ~stripped.str.lower().str.rstrip(".").isin(placeholders)
