"""points: what an entry says must earn points; each row of a table earns some, by what stands in a column of it."""

from collections.abc import Mapping
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from pharmaudit import conditions
from pharmaudit.facts.derived import INFORMATIVE
from pharmaudit.facts.facts import Facts, columns_of
from pharmaudit.kinds.base import Complaint, Known, Rule, condition_complaints, no_such
from pharmaudit.model import State

Worth = Annotated[float, Field(ge=0, le=1000)]
_UNJUDGED = (State.NOT_APPLICABLE.value, State.UNKNOWN.value)


class Points(Rule):
    """Fails where an entry earns less than one row could at best; what it earns is the value.

    The rows are those of the field's table (`field: links.url`), or the entry itself, that hold something and for which
    `where` is true; `when` chooses entries, as in other kinds. A row earns what `points` has for its value in the
    column `by`, otherwise `each`. `mode` - number: every row counts; - presence: the best one; - different: the best
    one of each different value of the field. A profile with `formula: {completeness: sum}` adds the points up.
    """

    kind: Literal["points"]
    where: str | None = None
    by: str | None = None
    points: Mapping[str, Worth] = {}
    each: Worth = 0
    mode: Literal["number", "presence", "different"] = "number"

    @property
    def best(self) -> float:
        """The most that one row can earn."""
        return max(self.each, *self.points.values(), 0.0)

    @property
    def rows(self) -> str:
        """The table whose rows earn points."""
        head, _, column = self.field.partition(".")
        return head if column else "entries"

    @property
    def table(self) -> str:
        return "entries"  # one verdict for each entry, whatever its rows are in

    @property
    def judges(self) -> str | None:
        return None

    def values(self, facts: Facts) -> pd.Series:
        """The points that each entry earns."""
        earning = self._earning(facts)
        entries = facts.entry_of(self.rows)[earning]
        earned = self._worth(facts)[earning]
        if self.mode == "number":
            return pd.Series(np.bincount(entries, earned, minlength=facts.size))
        keys = [pd.Series(entries)]
        if self.mode == "different":
            keys.append(pd.Series(self._held(facts).to_numpy(dtype=object)[earning]).str.strip())
        best = pd.Series(earned).groupby(keys).max()
        return best.groupby(level=0).sum().reindex(range(facts.size), fill_value=0.0).astype("float64")

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        if self.rows == "entries":
            return ~facts.state(self.field).isin(_UNJUDGED).to_numpy()
        return np.asarray(facts.carried(self.field) & facts.carried(self.rows))

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        return values >= self.best

    def credit(self, values: pd.Series, facts: Facts) -> pd.Series:
        return values / self.best

    def _held(self, facts: Facts) -> pd.Series:
        column = self.field.partition(".")[2]
        return facts.frame(self.rows)[column] if column else facts.value(self.field)

    def _earning(self, facts: Facts) -> np.ndarray:
        """Which rows count at all."""
        if self.rows == "entries":
            earning = facts.state(self.field).isin(INFORMATIVE).to_numpy()
        else:
            earning = (self._held(facts).fillna("").str.strip() != "").to_numpy(dtype=bool)
        if self.where is not None:
            earning = earning & conditions.mask(conditions.parse(self.where), facts, self.rows)
        return np.asarray(earning)

    def _worth(self, facts: Facts) -> np.ndarray:
        """What each row of the table would earn if it counts."""
        if self.by is None:
            return np.full(len(facts.entry_of(self.rows)), self.each)
        found = facts.frame(self.rows)[self.by].str.strip().map(dict(self.points))
        return found.astype("float64").fillna(self.each).to_numpy()

    def complaints(self, known: Known) -> list[Complaint]:
        found = super().complaints(known)
        found += condition_complaints("where", self.where, self.rows, known)
        if self.best <= 0:
            found.append((("kind",), "a points rule needs each or points, and one of them above 0"))
        if self.mode == "different" and self.rows == "entries":
            found.append((("mode",), "an entry has one value of its field; different is for rows of a table"))
        if (self.by is None) != (not self.points):
            found.append((("points",), "by and points go together: a column, and what its values earn"))
        elif self.by is not None and self.by not in columns_of(self.rows):
            found.append((("by",), no_such(f"column of {self.rows}", self.by, columns_of(self.rows))))
        return found
