"""Long tables worked out from the texts: every filled text as a row, every inline citation tag as a row."""

import re
from collections.abc import Sequence

import pandas as pd

from pharmaudit.readers.tables import Tables

TAG = r"\[(?:[ALFT]\d+|[Ll]abel|FDA [Ll]abel)(?:,\s*(?:[ALFT]\d+|[Ll]abel|FDA [Ll]abel))*\]"
_TAG = re.compile(TAG)
_REFERENCE = re.compile(r"[ALFT]\d+")


def texts(tables: Tables, fields: Sequence[str]) -> pd.DataFrame:
    """Columns entry, field, value: a row for every text that is not blank, by entry and then by field."""
    entries = tables.entries
    pieces = []
    for place, name in enumerate(fields):
        values = entries[name]
        filled = values[values.notna() & (values.str.strip() != "")]
        pieces.append(pd.DataFrame({"entry": filled.index, "field": name, "place": place, "value": filled.to_numpy()}))
    frame = pd.concat(pieces, ignore_index=True).sort_values(["entry", "place"], ignore_index=True)
    return frame.astype({"field": "str", "value": "str"}).drop(columns="place")


def citation_tags(rows: pd.DataFrame) -> pd.DataFrame:
    """Columns entry, field, tag: the references that the inline tags of a text ([A12,L3]) name, each once."""
    tagged = rows[rows["value"].str.contains("[", regex=False)]
    found = [
        (entry, field, reference)
        for entry, field, value in zip(tagged["entry"], tagged["field"], tagged["value"], strict=True)
        for tag in _TAG.findall(value)
        for reference in _REFERENCE.findall(tag)
    ]
    frame = pd.DataFrame(found, columns=["entry", "field", "tag"]).drop_duplicates(ignore_index=True)
    return frame.astype({"entry": "int64", "field": "str", "tag": "str"})
