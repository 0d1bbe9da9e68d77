"""implies: where `when` is true, `then` must be true as well."""

from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from pharmaudit import conditions
from pharmaudit.facts.facts import Facts
from pharmaudit.kinds.base import Rule


class Implies(Rule):
    """Both conditions are about the rows of the field's table; the field is the one that a curator would mend.

    Rows for which the sources cannot tell whether `then` is true are not judged.
    """

    condition_keys: ClassVar[tuple[str, ...]] = ("when", "then")

    kind: Literal["implies"]
    then: str

    @property
    def judges(self) -> str | None:
        return None

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        return conditions.decided(conditions.parse(self.then), facts, self.table)

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        truths = conditions.mask(conditions.parse(self.then), facts, self.table)
        return pd.Series(truths[values.index], index=values.index)
