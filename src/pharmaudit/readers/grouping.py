"""Groups of rows as numbers: which rows tell of the same thing, and which of them is believed."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


def groups(*keys: Numbers | pd.Series) -> Numbers:
    """The number of the group of each row: equal where all keys are; a null equals a null."""
    group = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        codes, values = pd.factorize(key)
        group = pd.factorize(group * (len(values) + 1) + codes + 1)[0].astype(np.int64)
    return group


def firsts(group: Numbers, belief: Numbers) -> Numbers:
    """The place of the row of each group that is believed first."""
    order = np.lexsort((belief, group))
    starts = np.ones(len(order), dtype=bool)
    starts[1:] = group[order][1:] != group[order][:-1]
    return np.asarray(order[starts])


def pairs(group: Numbers, belief: Numbers) -> tuple[Numbers, Numbers]:
    """Places of rows that tell of the same thing: the one that is believed first, and each of the others."""
    order = np.lexsort((belief, group))
    same = np.zeros(len(order), dtype=bool)
    same[1:] = group[order][1:] == group[order][:-1]
    first = order[np.maximum.accumulate(np.where(same, 0, np.arange(len(order))))]
    return first[same], order[same]
