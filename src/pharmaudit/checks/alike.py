"""Whether two columns say the same, row by row, whatever the way of writing: letters, numbers, sets, formulas.

All functions take two Series of text without nulls, of equal length, and compare them by place.
"""

import html
import unicodedata
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Truths = NDArray[np.bool_]

_TAGS = r"\[(?i:[ALFT]\d+|label|fda label)(?:,\s*(?i:[ALFT]\d+|label|fda label))*\]"
_MARKUP = r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>"
_GLUED = r"([\p{Ll})%][.,;:]?|\])(?:\d{1,3}|Label)(?:[,\x{2013}-](?:\d{1,3}|Label))*(\s|$|[A-Z.,;)])"
"""Numbers of references that a copied page glues to the words before them: `daily.4,12 The`."""

_GREEK = {
    code: unicodedata.name(chr(code)).rpartition(" ")[2].lower().replace("lamda", "lambda")
    for code in range(ord("\u03b1"), ord("\u03c9") + 1)
}
_NO_LETTER = r"[^\p{L}\p{N}]+"
_DECIMAL = r"[+-]?\d+(?:\.(\d+))?"
_ATOMS = r"([A-Z][a-z]?)(\d*)"

READABLE: Mapping[str, str] = {
    "exact": r"\S",
    "letters": r"[\p{L}\p{N}]",
    "set": r"[\p{L}\p{N}]",
    "formula": r"^\s*(?:[A-Z][a-z]?\d*)+\s*$",
    "number": r"^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$",
}
"""What a text must hold (RE2) to be compared in that way."""


def shown(values: pd.Series) -> pd.Series:
    """Texts as a reader sees them, in one line: without markup and citation tags."""
    return _replaced(_replaced(_replaced(_unescaped(values), _MARKUP), _TAGS), r"\s+", " ").str.strip()


def letters(values: pd.Series) -> pd.Series:
    """Letters and digits in lower case, Greek letters by name; markup, citation tags and accents are dropped."""
    text = _replaced(_replaced(_unescaped(values), _MARKUP), _TAGS, " ")
    decomposed = pc.utf8_normalize(_arrow(text), form="NFKD").to_pandas().to_numpy(dtype=object)
    folded = pd.Series(decomposed, index=values.index, dtype="str").str.casefold()
    return _replaced(folded.str.translate(_GREEK), _NO_LETTER)


def same_letters(one: pd.Series, two: pd.Series) -> Truths:
    """Equal letters and digits, as they stand or without the numbers that a copied page glues to its words."""
    same = np.asarray(letters(one).to_numpy() == letters(two).to_numpy(), dtype=bool)
    rest = np.flatnonzero(~same)
    sides = [letters(_replaced(_replaced(side.iloc[rest], _TAGS, " "), _GLUED, r"\1 \2")) for side in (one, two)]
    same[rest] = sides[0].to_numpy() == sides[1].to_numpy()
    return same


def same_text(one: pd.Series, two: pd.Series) -> Truths:
    """Equal but for blanks at the ends."""
    return np.asarray(one.str.strip().to_numpy() == two.str.strip().to_numpy(), dtype=bool)


def same_items(one: pd.Series, two: pd.Series) -> Truths:
    """The same items, whatever their order and case; `|`, `;` and `,` stand between items."""
    return _no_difference(_items(one), _items(two), len(one))


def same_atoms(one: pd.Series, two: pd.Series) -> Truths:
    """The same count of every element, in whatever order a formula names them."""
    return _no_difference(_atoms(one), _atoms(two), len(one))


def same_numbers(one: pd.Series, two: pd.Series, tolerance: float = 0) -> Truths:
    """Up to `tolerance` apart, or equal when rounded to the decimals that both have."""
    apart = np.abs(pd.to_numeric(one).to_numpy(dtype=float) - pd.to_numeric(two).to_numpy(dtype=float))
    rounding = np.maximum(_rounding(one), _rounding(two))
    return np.asarray(apart <= np.maximum(tolerance, rounding) * (1 + 1e-9) + 1e-12)


SAME: Mapping[str, Callable[[pd.Series, pd.Series], Truths]] = {
    "exact": same_text,
    "letters": same_letters,
    "set": same_items,
    "formula": same_atoms,
    "number": same_numbers,
}


def _arrow(values: pd.Series) -> pa.Array:
    array = pa.array(values, type=pa.large_string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _replaced(values: pd.Series, pattern: str, instead: str = "") -> pd.Series:
    replaced = pc.replace_substring_regex(_arrow(values), pattern=pattern, replacement=instead)
    return pd.Series(replaced.to_pandas().to_numpy(dtype=object), index=values.index, dtype="str")


def _unescaped(values: pd.Series) -> pd.Series:
    """Character references resolved: `&lt;` and `&amp;#945;` too."""
    escaped = values.str.contains("&", regex=False)
    return values.where(~escaped, values[escaped].map(lambda text: html.unescape(html.unescape(text))))


def _items(values: pd.Series) -> pd.DataFrame:
    items = values.str.lower().str.split(r"[|;,]", regex=True).reset_index(drop=True).explode()
    items = items.astype("str").str.strip()
    return pd.DataFrame({"row": items.index, "item": items.to_numpy()})[(items != "").to_numpy()]


def _atoms(values: pd.Series) -> pd.DataFrame:
    found = values.reset_index(drop=True).str.extractall(_ATOMS)
    digits = found[1].fillna("")
    counts = pd.to_numeric(digits.where(digits != "", "1")).to_numpy()
    rows = pd.DataFrame({"row": found.index.get_level_values(0), "item": found[0].to_numpy(), "count": counts})
    return rows.groupby(["row", "item"])[["count"]].sum().reset_index()


def _no_difference(one: pd.DataFrame, two: pd.DataFrame, size: int) -> Truths:
    """Rows for which both frames hold the same lines."""
    lines = pd.concat([one.drop_duplicates(), two.drop_duplicates()])
    odd = lines[~lines.duplicated(keep=False)]
    same = np.ones(size, dtype=bool)
    same[odd["row"].to_numpy(dtype=np.int64)] = False
    return same


def _rounding(values: pd.Series) -> NDArray[np.float64]:
    """Half of the last decimal of a number; 0 where it is not written with decimals or as a whole number."""
    text = values.str.strip()
    decimals = text.str.extract(f"^{_DECIMAL}$", expand=False).str.len().fillna(0).to_numpy(dtype=float)
    return np.where(text.str.fullmatch(_DECIMAL).to_numpy(dtype=bool), 0.5 * 10.0**-decimals, 0)
