"""text: a value must not hold what a pattern finds, nor be one of a list of phrases as a whole."""

from typing import Literal

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import VIRTUAL, Facts
from pharmaudit.facts.matching import first_match
from pharmaudit.facts.texts import TAG
from pharmaudit.kinds.base import Complaint, Known, Rule, no_such


class Text(Rule):
    """Over all prose (`field: texts.value`, all of it or the fields of `only`), one field, or a column of a table.

    Fails where `forbid` (a named pattern) is found, or where the whole value is in the vocabulary `phrases`. With
    `require`, fails where that pattern is not found. Inline citation tags are taken out first, unless `keep_tags`.
    """

    kind: Literal["text"]
    forbid: str | None = None
    require: str | None = None
    phrases: str | None = None
    only: tuple[str, ...] = ()
    keep_tags: bool = False

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        filled = (values.fillna("").str.strip() != "").to_numpy()
        if self.only:
            filled = filled & facts.frame(self.table)["field"].isin(self.only).to_numpy()
        return filled

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        patterns, passed = facts.catalogue.patterns, np.ones(len(values), dtype=bool)
        plain = values if self.keep_tags else _without_tags(values)
        if self.forbid:
            passed &= ~facts.matches(plain, patterns[self.forbid])
        if self.require:
            passed &= facts.matches(plain, patterns[self.require])
        if self.phrases:
            words = facts.catalogue.vocabularies[self.phrases]
            passed &= ~plain.str.strip().str.lower().str.rstrip(".").isin(words).to_numpy()
        return pd.Series(passed, index=values.index)

    def detail(self, rows: np.ndarray, values: pd.Series, facts: Facts) -> list[str]:
        """The words that the forbidden pattern found."""
        if not self.forbid:
            return super().detail(rows, values, facts)
        plain = values.iloc[rows] if self.keep_tags else _without_tags(values.iloc[rows])
        pattern = facts.catalogue.patterns[self.forbid]
        flags, body = ("(?i)", pattern[4:]) if pattern.startswith("(?i)") else ("", pattern)
        return first_match(plain, f"{flags}(?P<value>{body})").fillna("").to_list()

    def complaints(self, known: Known) -> list[Complaint]:
        found = super().complaints(known)
        if not (self.forbid or self.require or self.phrases):
            found.append((("kind",), "a text rule needs forbid, require or phrases"))
        for key, names in (("forbid", known.patterns), ("require", known.patterns), ("phrases", known.vocabularies)):
            name = getattr(self, key)
            if name is not None and name not in names:
                found.append(((key,), no_such("vocabulary" if key == "phrases" else "pattern", name, names)))
        if self.only and self.table not in VIRTUAL:
            found.append((("only",), "`only` goes with field: texts.value"))
        found += [
            (("only", index), f"there is no field {name!r}")
            for index, name in enumerate(self.only)
            if name not in known.fields
        ]
        return found


def _without_tags(values: pd.Series) -> pd.Series:
    return values.str.replace(TAG, "", regex=True)
