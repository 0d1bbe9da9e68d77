"""symmetric: where one entry names another, the other must name it back."""

from typing import ClassVar, Literal

import pandas as pd

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds.base import Rule


class Symmetric(Rule):
    """Only rows whose partner is an entry of this base are judged by the way back; naming oneself always fails."""

    scope: ClassVar[Literal["row", "corpus"]] = "corpus"

    kind: Literal["symmetric"]

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        ids = facts.tables.entries["entry_id"]
        numbers = pd.Series(ids.index, index=ids).groupby(level=0).first()
        # entries that share an id are one partner, whichever comes first
        alike = ids.map(numbers).fillna(ids.index.to_series()).to_numpy()
        source = alike[facts.entry_of(self.table)]
        partner = self.values(facts).map(numbers).to_numpy()  # of rows that are not judged too: they name back as well
        known = pd.DataFrame({"source": source, "partner": partner}).dropna().astype("int64")
        judged = known[known.index.isin(values.index)]
        back = pd.MultiIndex.from_frame(judged[["partner", "source"]]).isin(pd.MultiIndex.from_frame(known))
        result = pd.Series(True, index=values.index)
        result[judged.index] = back & (judged["source"] != judged["partner"]).to_numpy()
        return result
