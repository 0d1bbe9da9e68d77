"""Stars and the stub verdict: what completeness and content together say of an entry."""

import numpy as np

from pharmaudit.facts.facts import Facts
from pharmaudit.scoring.points import Points

CONTENT_STARS = {"empty": 1, "stub": 2}
MOST_STARS = 5
POINTS_PER_STAR = 20
REFERENCES = 2
"""So many references that lead somewhere are asked for from the fourth star on."""


def stars(points: Points, open_errors: np.ndarray, facts: Facts, plain: bool = False) -> np.ndarray:
    """1 to 5, NaN without completeness; `plain` by completeness alone.

    4 needs two references and no open error, 5 every core field as well; an empty entry has 1 and a stub 2 at most,
    however little is expected of it.
    """
    steps = np.floor(points.score / POINTS_PER_STAR + 1e-9)  # a sum of shares need not be exact
    result: np.ndarray = np.minimum(MOST_STARS, steps + 1)
    if plain:
        return result
    content = facts.derived("content")
    for kind, most in CONTENT_STARS.items():
        result = np.where((content == kind).to_numpy(), np.minimum(result, most), result)
    sound = (facts.derived("resolvable_references").to_numpy() >= REFERENCES) & (open_errors == 0)
    result[~sound & (result > 3)] = 3
    result[lacks_core(points, facts) & (result > 4)] = 4
    return result


def lacks_core(points: Points, facts: Facts) -> np.ndarray:
    """Entries that miss a core field that applies to them."""
    core = np.array([facts.catalogue.fields[name].core for name in points.fields], dtype=bool)
    return np.asarray(points.missing[core].any(axis=0))


def stub_verdict(points: Points, facts: Facts, annotated_from: float) -> np.ndarray:
    """empty, stub, partial or annotated: what an entry holds, whatever its banner says; unknown if no source tells."""
    content = facts.derived("content").to_numpy(dtype=object)
    rich = (np.nan_to_num(points.score, nan=0.0) >= annotated_from) & ~lacks_core(points, facts)
    told = ["unknown", "empty", "stub"]
    return np.select([*(content == one for one in told), rich], [*told, "annotated"], "partial")
