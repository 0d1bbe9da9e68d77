"""compare: two dates or numbers of the same row, or of its entry, must stand in an order."""

import operator
from typing import Literal

import numpy as np
import pandas as pd

from pharmaudit.conditions import TEXT, is_known, sort_of
from pharmaudit.facts.derived import DERIVED
from pharmaudit.facts.facts import Facts
from pharmaudit.kinds.base import Complaint, Known, Rule

_OPERATORS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class Compare(Rule):
    """`field operator other`, plus `shift` on the other side (days for dates). `other` may be `as_of`.

    `other: entries.average_mass` names the entry's own column where the table has one of that name. With `==`, values
    up to `tolerance` apart are equal.
    Rows where either side cannot be read are not judged: its form is the business of another rule.
    """

    kind: Literal["compare"]
    operator: Literal["<", "<=", ">", ">=", "==", "!="]
    other: str
    values_are: Literal["dates", "numbers"] = "dates"
    shift: float = 0
    tolerance: float = 0

    @property
    def judges(self) -> str | None:
        return TEXT if self.values_are == "dates" else None

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        return (self._read(values).notna() & self._other(facts).notna()).to_numpy()

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        other = self._other(facts)[values.index]
        shift = pd.Timedelta(days=self.shift) if self.values_are == "dates" else self.shift
        if self.tolerance:
            apart = np.abs((self._read(values) - other - shift).to_numpy(dtype=float))
            return pd.Series(apart <= self.tolerance, index=values.index)
        passed: pd.Series = _OPERATORS[self.operator](self._read(values), other + shift)
        return passed

    def detail(self, rows: np.ndarray, values: pd.Series, facts: Facts) -> list[str]:
        """The other side, as it is read."""
        found = self._other(facts).iloc[rows]
        if self.values_are == "dates":
            return [str(moment.date()) for moment in found]
        return [f"{number:g}" for number in found]

    def _other(self, facts: Facts) -> pd.Series:
        frame = facts.frame(self.table)
        if self.other == "as_of":
            return pd.Series(pd.Timestamp(facts.as_of), index=frame.index)
        if self.other in frame.columns:
            return self._read(frame[self.other])
        name = self.other.removeprefix("entries.")
        value = facts.derived(name) if name in DERIVED else facts.value(name)
        return self._read(value.take(facts.entry_of(self.table)).reset_index(drop=True))

    def _read(self, values: pd.Series) -> pd.Series:
        if self.values_are == "numbers":
            return pd.to_numeric(values, errors="coerce")
        return pd.to_datetime(values.str.slice(0, 10), format="%Y-%m-%d", errors="coerce")

    def complaints(self, known: Known) -> list[Complaint]:
        found = super().complaints(known)
        if self.other != "as_of" and not is_known(self.other, known.fields, self.table):
            found.append((("other",), f"there is no field {self.other!r}"))
        elif self.values_are == "dates" and sort_of(self.other.removeprefix("entries."), self.table) != TEXT:
            found.append((("other",), "a date is read from a text, and this field holds none"))
        if self.tolerance and (self.operator != "==" or self.values_are != "numbers"):
            found.append((("tolerance",), "a tolerance goes with numbers and =="))
        return found
