"""reference: a value must exist elsewhere, in the knowledge base or within the same entry."""

from typing import Annotated, ClassVar, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from pharmaudit import conditions
from pharmaudit.facts.facts import Facts, columns_of
from pharmaudit.kinds.base import Complaint, Known, Rule


class Reference(Rule):
    """`to` lists columns such as `articles.ref_id`; `mode: absent` turns it round: the value must not exist there.

    `coverage`: judge only a base that holds at least this share of the values that name another entry; a sample names
    mostly what is outside of it.
    """

    scope: ClassVar[Literal["row", "corpus"]] = "corpus"

    kind: Literal["reference"]
    to: tuple[str, ...]
    within: Literal["base", "entry"] = "base"
    mode: Literal["exists", "absent"] = "exists"
    coverage: Annotated[float, Field(ge=0, le=1)] = 0

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        mask = super().applicable(values, facts)
        if self.mode == "exists":  # what the sources have no place for cannot be missing there
            for column in self.to:
                mask = mask & facts.carried(column.partition(".")[0])[facts.entry_of(self.table)]
        if self.coverage and self.when is not None:
            mask = mask & conditions.mask(conditions.parse(self.when), facts, self.table)
        if self.coverage:
            own = facts.tables.entries["entry_id"].take(facts.entry_of(self.table)).to_numpy()
            others = values[mask & (values.to_numpy() != own)]
            if len(others) and self.holds(others, facts).mean() < self.coverage:
                return np.zeros_like(mask)
        return mask

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        known = pd.concat([self._known(column, facts) for column in self.to], ignore_index=True)
        asked = pd.DataFrame({"entry": facts.entry_of(self.table)[values.index], "value": values.to_numpy()})
        keys = ["entry", "value"] if self.within == "entry" else ["value"]
        if self.mode == "absent" and self.within == "base":
            # a value of the entry itself is no clash: ask for the same value in another entry
            both = asked.reset_index().merge(known, on="value", suffixes=("", "_other"))
            clash = both.loc[both["entry"] != both["entry_other"], "index"].unique()
            return pd.Series(~asked.index.isin(clash), index=values.index)
        found = pd.MultiIndex.from_frame(asked[keys]).isin(pd.MultiIndex.from_frame(known[keys]))
        return pd.Series(found if self.mode == "exists" else ~found, index=values.index)

    @staticmethod
    def _known(column: str, facts: Facts) -> pd.DataFrame:
        table, _, name = column.partition(".")
        frame = facts.frame(table)
        return pd.DataFrame({"entry": facts.entry_of(table), "value": frame[name].to_numpy()}).dropna()

    def complaints(self, known: Known) -> list[Complaint]:
        found = super().complaints(known)
        if not self.to:
            found.append((("to",), "a reference rule needs a column to look in"))
        for index, column in enumerate(self.to):
            table, _, name = column.partition(".")
            if name not in columns_of(table):
                found.append((("to", index), f"there is no column {column!r}"))
        return found
