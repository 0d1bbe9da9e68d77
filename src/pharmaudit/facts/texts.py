"""Long tables worked out from the texts: every filled text as a row, every inline citation tag as a row."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from pharmaudit.readers.tables import Tables

TAG = r"\[(?:[ALFT]\d+|[Ll]abel|FDA [Ll]abel)(?:,\s*(?:[ALFT]\d+|[Ll]abel|FDA [Ll]abel))*\]"
_TAG = re.compile(TAG)
_REFERENCE = re.compile(r"[ALFT]\d+")


def texts(tables: Tables, fields: Sequence[str]) -> pd.DataFrame:
    """Columns entry, field, value: a row for every text that is not blank, by entry and then by field."""
    pieces = []
    for name in fields:
        values = tables.entries[name].dropna()
        pieces.append(values[values.str.strip() != ""].astype("str"))
    values = pd.concat(pieces)
    places = np.repeat(np.arange(len(fields)), [len(piece) for piece in pieces])
    entries = values.index.to_numpy(dtype=np.int64)
    order = np.lexsort((places, entries))
    names = pd.Series(fields, dtype="str").take(places[order]).reset_index(drop=True)
    return pd.DataFrame({"entry": entries[order], "field": names, "value": values.iloc[order].reset_index(drop=True)})


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
