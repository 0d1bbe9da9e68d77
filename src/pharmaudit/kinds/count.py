"""count: a list field, or a number worked out from several fields, must reach a number."""

from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from pharmaudit import conditions
from pharmaudit.facts.facts import Facts
from pharmaudit.kinds.base import Complaint, Known, Rule
from pharmaudit.model import State


class Count(Rule):
    """Fails below `min` or above `max`; an empty list that the source cannot carry is not judged.

    Three of a `min` of four earn three quarters of the points.

    `coverage`: judge only a base where at least this share of the entries have any; an export may leave a list out.
    """

    kind: Literal["count"]
    min: int = 0
    max: int | None = None
    coverage: Annotated[float, Field(ge=0, le=1)] = 0

    @property
    def judges(self) -> str | None:
        return conditions.NUMBER

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        if self.coverage and (values > 0).mean() < self.coverage:
            return np.zeros(len(values), dtype=bool)
        return ~facts.state(self.field).isin([State.NOT_APPLICABLE.value, State.UNKNOWN.value]).to_numpy()

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        enough = values >= self.min
        return enough if self.max is None else enough & (values <= self.max)

    def credit(self, values: pd.Series, facts: Facts) -> pd.Series:
        share = (values / max(self.min, 1)).clip(upper=1)
        return share if self.max is None else share.where(values <= self.max, 0.0)

    def complaints(self, known: Known) -> list[Complaint]:
        found = super().complaints(known)
        if self.min == 0 and self.max is None:
            found.append((("kind",), "a count rule needs min or max"))
        return found
