"""What a single pattern cannot see in a text: brackets that do not pair, ranges that run backwards."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pharmaudit.checks.base import NamedCheck, contains

# "a)", "1)" and "iv)" mark the items of a list: they close nothing.
_LIST_MARK = r"(?:^|[ \t\r\n,;:.])(?:[0-9]{1,2}|[A-Za-z]|[ivxIVX]{1,4})\)"
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_UNIT = "(?:h|hrs?|hours?|min|mins|minutes?|days?|weeks?|months?|m?L(?:/[a-z/]+)?|%)"
_RANGE = rf"{_NUMBER} ?(?:-|\u2013|to) ?{_NUMBER} ?{_UNIT}(?:[^A-Za-z0-9]|$)"
# "Reduced from 67 to 11 %" is a change, not a range.
_ENDS = rf"(?<!from )(?<![0-9.,/^A-Za-z-])({_NUMBER}) ?(?:-|\u2013|to) ?({_NUMBER}) ?{_UNIT}(?:[^A-Za-z0-9]|$)"


def _surplus(values: pd.Series, opening: str, closing: str) -> NDArray[np.int64]:
    """Closing brackets less opening ones, of each value."""
    return np.array(values.str.count(closing) - values.str.count(opening), dtype=np.int64)


def _balanced(values: pd.Series) -> pd.Series:
    round_ = _surplus(values, r"\(", r"\)")
    closed = round_ > 0
    round_[closed] = np.maximum(round_[closed] - values[closed].str.count(_LIST_MARK).to_numpy(), 0)
    others = (_surplus(values, r"\[", r"\]") == 0) & (_surplus(values, r"\{", r"\}") == 0)
    return pd.Series((round_ == 0) & others, index=values.index)


def _ascending(values: pd.Series) -> pd.Series:
    mask = np.ones(len(values), dtype=bool)
    likely = np.flatnonzero(contains(values, _RANGE))
    ends = values.iloc[likely].reset_index(drop=True).str.extractall(_ENDS).astype("float64")
    backwards = ends.index[ends[0] > ends[1]].get_level_values(0)
    mask[likely[backwards]] = False
    return pd.Series(mask, index=values.index)


PROSE: tuple[NamedCheck, ...] = (
    NamedCheck(
        name="balanced-brackets",
        valid=_balanced,
        good=("No brackets at all", "2-(acetyloxy)benzoic acid", "Either a) oral or b) topical use", "[18F](R)-x{2}"),
        bad=("2-(acetyloxybenzoic acid", "antigen B/Example/1/2010) strain", "absorption [fasted (n=6)", "{1,2)"),
        source="Own rule: as many closing as opening brackets of each kind, marks of list items left aside",
    ),
    NamedCheck(
        name="ascending-ranges",
        valid=_ascending,
        good=("2 to 3 hours", "0.7-0.9 L/h/kg", "About 5 hours", "reduced from 67 to 11 %", "10^3-10 mL"),
        bad=("12 to 3 hours", "36 - 28 mL/h", "The half-life is 10–1.5 hours.", "binding of 95-80 %"),
        source="Own rule: in a range with a unit, the left number is not above the right one",
    ),
)
