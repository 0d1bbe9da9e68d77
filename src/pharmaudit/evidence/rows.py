"""The table of suggestions: its columns, and how a row is made."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

import pandas as pd

from pharmaudit.evidence.sentences import Quotation

COLUMNS = {
    "entry": "int64",
    "field": "str",
    "kind": "str",
    "source_field": "str",
    "item": "int64",
    "start": "int64",
    "end": "int64",
    "sentence": "str",
    "word_start": "int64",
    "word_end": "int64",
    "value": "str",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What an entry holds that would fill one of its fields.

    `source_field` is a column of `entries`, or `table.column` with `item`, the number of the row among those of the
    entry (0 for a column of `entries`). The quotation is counted in the characters of that cell. `value` is what the
    words say, in a form that could be written ("4 h", a name, an identifier); "" where only the sentence tells it.
    """

    entry: int
    field: str
    kind: str
    source_field: str
    item: int
    quotation: Quotation
    value: str = ""


def frame(found: Iterable[Suggestion]) -> pd.DataFrame:
    """The suggestions as a table with the columns of COLUMNS, ordered by entry, field, source and place."""
    rows = [
        (one.entry, one.field, one.kind, one.source_field, one.item, *astuple(one.quotation), one.value)
        for one in found
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    order = ["entry", "field", "source_field", "item", "start", "word_start", "value", "kind"]
    return table.drop_duplicates().sort_values(order, kind="stable", ignore_index=True)
