"""python: a function of the project judges, where no other kind can say it. The last resort."""

from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds.base import Complaint, Known, Rule
from pharmaudit.kinds.functions import FUNCTIONS, Judged


class Python(Rule):
    """`function` is a name of pharmaudit.kinds.functions; the field must be the one that it judges."""

    scope: ClassVar[Literal["row", "corpus"]] = "corpus"

    kind: Literal["python"]
    function: str

    @property
    def judges(self) -> str | None:
        return None

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        return self._judged_by(facts).passed.notna().to_numpy()

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        return self._judged_by(facts).passed[values.index]

    def detail(self, rows: np.ndarray, values: pd.Series, facts: Facts) -> list[str]:
        """What the function has to say of each failing row."""
        return self._judged_by(facts).detail.iloc[rows].to_list()

    def _judged_by(self, facts: Facts) -> Judged:
        return facts.once(f"function {self.function}", lambda: FUNCTIONS[self.function].judge(facts))

    def complaints(self, known: Known) -> list[Complaint]:
        found = super().complaints(known)
        function = FUNCTIONS.get(self.function)
        if function is None:
            found.append((("function",), f"there is no function {self.function!r}; known: {', '.join(FUNCTIONS)}"))
        elif function.field != self.field:
            found.append((("field",), f"the function {self.function!r} judges {function.field!r}"))
        elif function.requires and self.requires != function.requires:
            found.append((("function",), f"a rule with {self.function!r} needs `requires: {function.requires}`"))
        return found
