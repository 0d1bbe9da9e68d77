"""format: a value must have the form of a named check or of a named pattern."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from pharmaudit.checks import CHECKS
from pharmaudit.facts.facts import Facts, columns_of
from pharmaudit.kinds.base import Complaint, Known, Rule, no_such
from pharmaudit.model import Repair


class Format(Rule):
    """One of `check` (a function of pharmaudit.checks), `pattern` (rules/patterns/, whole value) and `checks`.

    `checks` maps what stands in the column `by` of the same row to the check that the value must pass; rows with
    anything else there are not judged.
    """

    kind: Literal["format"]
    check: str | None = None
    pattern: str | None = None
    by: str | None = None
    checks: Mapping[str, str] = {}

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        mask = super().applicable(values, facts)
        return mask & facts.frame(self.table)[self.by].isin(self.checks).to_numpy() if self.by else mask

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        if self.by:
            kinds = facts.frame(self.table)[self.by][values.index]
            judged = [CHECKS[self.checks[str(kind)]].valid(part) for kind, part in values.groupby(kinds)]
            return pd.concat(judged)[values.index]
        if self.check:
            return CHECKS[self.check].valid(values)
        expression = f"^(?:{facts.catalogue.patterns[self.pattern or '']})$"
        return pd.Series(facts.matches(values, expression), index=values.index)

    def detail(self, rows: np.ndarray, values: pd.Series, facts: Facts) -> list[str]:
        """The part of each value that is wrong, where the check can name it."""
        tell = CHECKS[self.check].tell if self.check else None
        return [tell(value) for value in values.iloc[rows]] if tell else super().detail(rows, values, facts)

    def repair(self, value: str) -> Repair:
        suggest = CHECKS[self.check].repair if self.check else None
        found = suggest(value) if suggest else Repair()
        return Repair() if found.values == (value,) else found  # what is there already mends nothing

    def complaints(self, known: Known) -> list[Complaint]:
        found = super().complaints(known)
        if [bool(self.check), bool(self.pattern), bool(self.checks)].count(True) != 1:
            found.append((("kind",), "a format rule names one of check, pattern and checks"))
        if (self.by is None) != (not self.checks) or (self.by and self.by not in columns_of(self.table)):
            found.append((("by",), "`checks` goes with `by`, a column of the same table"))
        named = [(("check",), self.check), *((("checks", key), name) for key, name in self.checks.items())]
        found += [(at, no_such("check", name, CHECKS)) for at, name in named if name is not None and name not in CHECKS]
        if self.pattern is not None and self.pattern not in known.patterns:
            found.append((("pattern",), no_such("pattern", self.pattern, known.patterns)))
        return found
