"""Long tables worked out from the texts: every filled text as a row, every inline citation tag as a row."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.mapped.mapping import NOT_MAPPED
from pharmaudit.readers.tables import Tables

TAG = r"\[(?:[ALFT]\d+|[Ll]abel|FDA [Ll]abel)(?:,\s*(?:[ALFT]\d+|[Ll]abel|FDA [Ll]abel))*\]"
_TAG = re.compile(TAG)
_LOST = "\ufffd"
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


def other_texts(tables: Tables, prose: Sequence[str]) -> pd.DataFrame:
    """Columns entry, field, value: the name of every entry, and every other cell that lost a character (U+FFFD).

    Cells of the columns `prose` of entries are left out. `field` is the column of an entry, or the table of a row.
    """
    names = tables.entries["name"].dropna()
    pieces = [pd.DataFrame({"entry": names.index, "field": "name", "value": names})]
    for table in TABLES.values():
        if table.name in NOT_MAPPED:
            continue
        frame, whole = tables[table.name], table.name == "entries"
        for column in table.columns if len(frame) else ():
            if whole and column.name in (*prose, "name", "source"):
                continue
            values = frame[column.name]
            values = values[values.str.contains(_LOST, regex=False).fillna(False).astype(bool)]
            entries = values.index if whole else frame["entry"].loc[values.index]
            field = column.name if whole else table.name
            pieces.append(pd.DataFrame({"entry": np.asarray(entries), "field": field, "value": values.to_numpy()}))
    rows = pd.concat([piece for piece in pieces if len(piece)] or pieces[:1], ignore_index=True)
    rows = rows.astype({"entry": "int64", "field": "str", "value": "str"})
    return rows.sort_values("entry", kind="stable", ignore_index=True)


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
