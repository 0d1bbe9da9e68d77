"""Regular expressions over whole columns, by RE2: linear in the text whatever the expression."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def arrow(values: pd.Series) -> pa.Array:
    """The values as an Arrow string array; no copy where they are one already."""
    array = pa.array(values, type=pa.large_string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def matches(values: pd.Series, pattern: str) -> np.ndarray:
    """True where the RE2 pattern is found anywhere in the value; False for nulls."""
    found = pc.match_substring_regex(arrow(values), pattern)
    return np.asarray(pc.fill_null(found, False))


def first_match(values: pd.Series, pattern: str) -> pd.Series:
    """What the group named `value` of the pattern holds at its first match; null where there is none."""
    found = pc.struct_field(pc.extract_regex(arrow(values), pattern), "value")
    return pd.Series(pa.array(found).to_pandas().to_numpy(dtype=object), index=values.index, dtype="str")


def complaint(pattern: str) -> str | None:
    """Why RE2 refuses a pattern, or None. Groups must be `(?:…)`: what a pattern found is taken out as a group."""
    try:
        pc.match_substring_regex(pa.array(["x"]), pattern)
        pc.extract_regex(pa.array(["x"]), f"(?P<value>{pattern})")
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        return str(error)
    return None
