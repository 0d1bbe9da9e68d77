"""When a patent cannot have been granted yet: numbers of the United States are given in the order of the grants."""

import pandas as pd

from pharmaudit.facts.matching import matches

BEFORE, FEWEST, SHARE = 20, 5, 0.75
"""Patents with a smaller number that are asked, how many there must be, and which share of them is the earlier one:
some of these dates are wrong themselves, mostly too early."""


def earlier_numbers_granted(patents: pd.DataFrame) -> pd.Series:
    """The day by which the patents of the United States with a smaller number were granted, ISO 8601; null if unknown.

    A number that is listed more than once counts with its latest date, so that the order of entries never matters.
    """
    american = (patents["country"] == "United States").to_numpy(dtype=bool, na_value=False)
    utility = american & matches(patents["number"], "^[0-9]{7,8}$")
    numbers = pd.to_numeric(patents["number"].where(utility), errors="coerce")
    granted = pd.to_datetime(patents["approved"].str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
    days = (granted - pd.Timestamp(0)).dt.days.groupby(numbers).max().dropna()
    earlier = days.shift(1).rolling(BEFORE, min_periods=FEWEST).quantile(SHARE, interpolation="lower")
    return pd.to_datetime(numbers.map(earlier), unit="D").dt.strftime("%Y-%m-%d").astype("str")
