"""schema: gives a failure of a pandera schema an id, a severity and a documentation."""

from typing import Literal

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds.base import Rule
from pharmaudit.readers.layout import TABLES


class Schema(Rule):
    """Fails where the text of any shaped column of the tables is not of its shape: one verdict per entry."""

    kind: Literal["schema"]

    @property
    def judges(self) -> str | None:
        return None

    def values(self, facts: Facts) -> pd.Series:
        """Per entry, the columns that are out of shape, with their first bad value."""
        from pharmaudit.schemas import misshapen  # imported late: pandera takes its time

        told: dict[int, list[str]] = {}
        for name, table in TABLES.items():
            if not any(column.kind != "text" for column in table.columns):
                continue
            frame, entries = facts.tables[name], facts.entry_of(name)
            for column, rows in misshapen(name, frame).items():
                for entry, value in zip(entries[rows], frame[column].loc[rows], strict=True):
                    told.setdefault(int(entry), []).append(f"{name}.{column} = {value}")
        listed = [_summary(told.get(entry, [])) for entry in range(facts.size)]
        return pd.Series(listed, dtype="str")

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        return np.ones(len(values), dtype=bool)

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        return values == ""


def _summary(told: list[str]) -> str:
    more = f" and {len(told) - 3} more" if len(told) > 3 else ""
    return "; ".join(told[:3]) + more
