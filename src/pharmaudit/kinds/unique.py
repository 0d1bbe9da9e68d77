"""unique: no two rows may share a value, in the whole knowledge base or within one entry."""

from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds.base import Rule

SHOWN = 5


class Unique(Rule):
    """`within`: where a value may stand once; rows of the same entry never clash over the whole base.

    `fold`: compare as written, without case, or without case, blanks and punctuation. `at_most`: how many entries of
    the base may share a value; those of one id count once. `mask_name`: take the name of each entry out first, so that
    templates come out equal.
    """

    scope: ClassVar[Literal["row", "corpus"]] = "corpus"

    kind: Literal["unique"]
    within: Literal["base", "entry"] = "base"
    fold: Literal["none", "case", "punctuation"] = "none"
    min_length: int = 1
    at_most: int = 1
    mask_name: bool = False

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        long_enough = (values.fillna("").str.strip().str.len() >= self.min_length).to_numpy()
        return super().applicable(values, facts) & long_enough

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        keys = self._keys(values, facts)
        if self.within == "base":
            entries = keys.drop_duplicates()
            holders = entries["value"].value_counts()
            return ~keys["value"].isin(holders.index[holders > self.at_most])
        return ~keys.duplicated(keep=False)

    def detail(self, rows: np.ndarray, values: pd.Series, facts: Facts) -> list[str]:
        """The other entries that hold the same value."""
        if self.within == "entry":
            return super().detail(rows, values, facts)
        keys = self._keys(values.iloc[rows], facts)
        names = facts.tables.entries["entry_id"].fillna("an entry without an id").to_numpy()
        holders = keys.groupby("value")["entry"].unique()
        told = []
        for entry, value in zip(keys["entry"], keys["value"], strict=True):
            others = sorted(names[other] for other in holders[value] if other != entry)
            more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
            told.append(", ".join(others[:SHOWN]) + more)
        return told

    def _keys(self, values: pd.Series, facts: Facts) -> pd.DataFrame:
        text = values.astype("str")
        if self.fold != "none":
            text = text.str.strip().str.lower()
        if self.fold == "punctuation":
            text = text.str.replace(r"[\s\-_,.;:()\[\]'\"/]+", "", regex=True)
        entries = facts.entry_of(self.table)[values.index]
        own = self.within == "entry" or self.field == "entry_id"
        holders = entries if own else _first_of_its_id(facts)[entries]
        if self.mask_name:
            names = facts.tables.entries["name"].fillna("").to_numpy()[entries]
            pairs = zip(text, names, strict=True)
            text = pd.Series([value.replace(name, "…") if name else value for value, name in pairs], values.index)
        return pd.DataFrame({"entry": holders, "value": text}, index=values.index)


def _first_of_its_id(facts: Facts) -> np.ndarray:
    """Of every entry, the first one of its id: an entry that stands twice clashes with others, not with itself."""
    ids = facts.tables.entries["entry_id"]
    rows = pd.Series(np.arange(len(ids)), ids.index)
    return rows.groupby(ids).transform("first").fillna(rows).to_numpy(dtype=np.int64)
