"""vocabulary: a value must be one of a closed list, or none of a forbidden one."""

from typing import Literal

import pandas as pd

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds.base import Complaint, Known, Rule, no_such


class Vocabulary(Rule):
    """`vocabulary` names a file of rules/vocabularies, or of `vocabularies` in a folder of your own.

    `mode: forbidden` turns the list round, ignoring case.
    """

    kind: Literal["vocabulary"]
    vocabulary: str
    mode: Literal["allowed", "forbidden"] = "allowed"

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        words = facts.catalogue.vocabularies[self.vocabulary]
        if self.mode == "allowed":
            return values.isin(words)
        return ~values.str.strip().str.lower().isin(words)

    def complaints(self, known: Known) -> list[Complaint]:
        found = super().complaints(known)
        if self.vocabulary not in known.vocabularies:
            found.append((("vocabulary",), no_such("vocabulary", self.vocabulary, known.vocabularies)))
        return found
