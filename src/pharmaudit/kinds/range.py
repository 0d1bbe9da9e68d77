"""range: a number, or the length of a text, must lie between two bounds."""

from typing import Literal

import numpy as np
import pandas as pd

from pharmaudit import conditions
from pharmaudit.facts.facts import Facts
from pharmaudit.kinds.base import Complaint, Known, Rule


class Range(Rule):
    """`of: number` reads the value as a number (what is none is not judged); `of: length` counts characters."""

    kind: Literal["range"]
    of: Literal["number", "length"] = "number"
    min: float | None = None
    max: float | None = None

    @property
    def judges(self) -> str | None:
        return conditions.TEXT if self.of == "length" else None

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        return super().applicable(values, facts) & self._measured(values).notna().to_numpy()

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        measured = self._measured(values)
        inside = pd.Series(True, index=values.index)
        if self.min is not None:
            inside &= measured >= self.min
        if self.max is not None:
            inside &= measured <= self.max
        return inside

    def _measured(self, values: pd.Series) -> pd.Series:
        if self.of == "length":
            return values.str.strip().str.len()
        return pd.to_numeric(values, errors="coerce")

    def complaints(self, known: Known) -> list[Complaint]:
        found = super().complaints(known)
        if self.min is None and self.max is None:
            found.append((("kind",), "a range rule needs min or max"))
        return found
