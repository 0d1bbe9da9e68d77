"""One defect, one finding: failed rows that are mended together are told together."""

from collections.abc import Callable, Iterable

import pandas as pd

from pharmaudit.kinds import Rule

LISTED = 5
_KEYS = {"entry": ["entry"], "value": ["entry", "value"]}


def grouped(rows: pd.DataFrame, rule: Rule, label: Callable[[str], str]) -> pd.DataFrame:
    """The failed rows of a rule, one for each finding, as its key `per` asks.

    `rows` has entry, field, path, value (whole), shown (short), detail. The result has `named` as well, the fields in
    words, and `key_field` and `key_value`, what the fingerprint knows beside rule and entry. A finding stands at
    its first row.
    """
    rows = rows.assign(named=[label(field) for field in rows["field"]])
    if rule.per == "row":
        return rows.assign(key_field=rows["field"], key_value=rows["value"])
    keys = _KEYS[rule.per]
    found = rows.drop_duplicates(keys).reset_index(drop=True)
    found["named"] = _together(rows, "named", keys)
    if rule.per == "value":
        return found.assign(key_field="", key_value=found["value"])
    # of an entry the fingerprint knows no value: to mend one of many must not make a new finding of the rest
    words = rows.assign(words=rows["detail"].where(rows["detail"] != "", rows["shown"]))
    found["detail"] = _together(words, "words", keys)
    several = found["entry"].isin(rows.loc[rows["entry"].duplicated(), "entry"])
    found["shown"] = found["shown"].where(~several, found["detail"])
    return found.assign(key_field="", key_value="")


def _together(rows: pd.DataFrame, column: str, keys: list[str]) -> list[str]:
    """The different values of each group in one line, groups in the order of their first rows."""
    first = ~rows.duplicated(keys)
    told = rows.loc[first, [*keys, column]]
    several = rows[rows.duplicated(keys, keep=False)]
    if len(several):  # most groups are one row, and tell it as it is
        alone = told.set_index(keys)[column]
        joined = several.groupby(keys, sort=False)[column].agg(listed).reindex(alone.index).fillna(alone)
        return [str(one) for one in joined]
    return [str(one) for one in told[column]]


def listed(words: Iterable[str]) -> str:
    """Different words in their order, the first few of many: 'A1, A2 and 7 more'."""
    different = list(dict.fromkeys(words))
    more = f" and {len(different) - LISTED} more" if len(different) > LISTED else ""
    return ", ".join(different[:LISTED]) + more
