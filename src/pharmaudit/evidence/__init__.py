"""Evidence on hand: for a missing field, what the entry itself already holds. Shown to a person, never written."""

from itertools import chain

import pandas as pd

from pharmaudit.evidence import items, kinetics, names, phrases
from pharmaudit.evidence.rows import COLUMNS, frame
from pharmaudit.facts.facts import Facts

__all__ = ["COLUMNS", "fields_on_hand", "suggestions"]


def suggestions(facts: Facts) -> pd.DataFrame:
    """What the entries hold for the fields that they lack, with the columns of COLUMNS; see Suggestion for them.

    The same base gives the same table. No score reads it, and nothing of it is applied.
    """
    found = chain(kinetics.stated(facts), phrases.stated(facts), names.named(facts), items.held(facts))
    return frame(one for one in found if one.field in facts.catalogue.fields)


def fields_on_hand(queue: pd.DataFrame, proposed: pd.DataFrame, suggested: pd.DataFrame) -> pd.Series:
    """For each row of the worklist, how many of all proposed fields of the entry have evidence on hand."""
    keys = ["entry", "field"]
    both = proposed[keys].merge(suggested[keys].drop_duplicates(), on=keys)
    return queue["entry"].map(both["entry"].value_counts()).fillna(0).astype("int64")
