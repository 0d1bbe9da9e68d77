"""agree: two statements of the same thing, in a row or in an entry, must say the same; `as` tells what counts."""

from typing import Literal

import numpy as np
import pandas as pd
from pydantic import Field

from pharmaudit.checks.alike import READABLE, SAME, same_numbers, shown
from pharmaudit.conditions import TEXT, is_known, sort_of
from pharmaudit.facts.derived import DERIVED
from pharmaudit.facts.facts import Facts, columns_of
from pharmaudit.facts.sources import source_names
from pharmaudit.kinds.base import Complaint, Known, Rule

BEFORE, SHOWN = 20, 60
"""Letters of a long value that a message shows: before the first difference, and in all."""


class Agree(Rule):
    """`field` and `other` agree, read `as`

    - exact: equal but for blanks at the ends;
    - letters: equal letters and digits, whatever the case; citation tags, markup and accents are dropped;
    - number: up to `tolerance` apart, or equal in the decimals that both have;
    - set: the same items, with `|`, `;` or `,` between them;
    - formula: the same count of every element.

    `other: entries.average_mass` names the entry's own column where the table has one of that name. `said_by` names the
    two columns of the row that hold the sources of both. Rows in which a side cannot be read are not judged.
    """

    kind: Literal["agree"]
    other: str
    as_: Literal["exact", "letters", "number", "set", "formula"] = Field(alias="as")
    tolerance: float = Field(default=0, ge=0)
    said_by: tuple[str, str] | None = None

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        mask = super().applicable(values, facts)
        for side in (values, self._other(facts)):
            mask = mask & facts.matches(side, READABLE[self.as_])
        return mask

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        other = self._other(facts)[values.index]
        same = (values == other).to_numpy(dtype=bool, copy=True)
        rest = np.flatnonzero(~same)
        one, two = (side.iloc[rest].reset_index(drop=True) for side in (values, other))
        if len(rest):
            same[rest] = same_numbers(one, two, self.tolerance) if self.as_ == "number" else SAME[self.as_](one, two)
        return pd.Series(same, index=values.index)

    def detail(self, rows: np.ndarray, values: pd.Series, facts: Facts) -> list[str]:
        """Both values, each with its source where the rule knows it; of long ones the part about the difference."""
        sides = (shown(side.iloc[rows]) for side in (values, self._other(facts)))
        told = [_apart(one, two) for one, two in zip(*sides, strict=True)]
        if self.said_by is None:
            return [f"{one} against {two}" for one, two in told]
        frame, names = facts.frame(self.table), source_names(facts.tables)
        sources = [frame[name].iloc[rows].map(lambda path: names.get(path, path)) for name in self.said_by]
        return [
            f"{one} ({first}) against {two} ({second})"
            for (one, two), first, second in zip(told, *sources, strict=True)
        ]

    def _other(self, facts: Facts) -> pd.Series:
        frame = facts.frame(self.table)
        if self.other in frame.columns:
            return frame[self.other]
        name = self.other.removeprefix("entries.")
        value = facts.derived(name) if name in DERIVED else facts.value(name)
        return value.take(facts.entry_of(self.table)).reset_index(drop=True)

    def complaints(self, known: Known) -> list[Complaint]:
        found = super().complaints(known)
        if not is_known(self.other, known.fields, self.table):
            found.append((("other",), f"there is no field {self.other!r}"))
        elif sort_of(self.other.removeprefix("entries."), self.table) != TEXT:
            found.append((("other",), "texts are compared, and this field holds none"))
        if self.tolerance and self.as_ != "number":
            found.append((("tolerance",), "a tolerance goes with numbers"))
        for place, name in enumerate(self.said_by or ()):
            if name not in columns_of(self.table):
                found.append((("said_by", place), f"{self.table} has no column {name!r}"))
        return found


def _apart(one: str, two: str) -> tuple[str, str]:
    """Two texts; of long ones the part about the first difference."""
    letters = enumerate(zip(one.casefold(), two.casefold(), strict=False))
    same = next((place for place, (left, right) in letters if left != right), min(len(one), len(two)))
    start = max(0, same - BEFORE) if max(len(one), len(two)) > SHOWN else 0
    return _cut(one, start), _cut(two, start)


def _cut(text: str, start: int) -> str:
    end = start + SHOWN
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
