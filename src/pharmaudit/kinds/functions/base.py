"""What a function of the registry is."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from pharmaudit.facts.facts import Facts


@dataclass(frozen=True)
class Judged:
    """What a function says of every row of its table, on the row numbers of that table.

    `passed` is a boolean column, <NA> where the function cannot tell. `detail` is text for the message of a failed row.
    """

    passed: pd.Series
    detail: pd.Series


@dataclass(frozen=True)
class Function:
    """A function that rules of kind `python` call by name, over whole columns.

    `field` is what it judges, and the only field that a rule may give it. `requires` names an extra or
    a list, or is ''.
    """

    field: str
    judge: Callable[[Facts], Judged]
    requires: str = ""


def judged(rows: pd.Index, passed: pd.Series, detail: pd.Series) -> Judged:
    """Verdicts on some rows of a table, <NA> on its others. `passed` and `detail` are on row numbers of the table."""
    return Judged(
        passed.astype("boolean").reindex(rows),
        detail.astype("str").reindex(rows).fillna(""),
    )
