"""Percentiles: where an entry stands among all and among its cohort, of this run or of a reference that ships."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pharmaudit.rulebook.profile import Against
from pharmaudit.rulebook.reference import Distribution, Reference
from pharmaudit.scoring.points import floored

ENOUGH = 1000
"""Entries with a score from which a run says enough of itself, unless the profile decides."""

PEERS = 20
"""Entries of a cohort from which that cohort does."""


@dataclass(frozen=True)
class Basis:
    """Whom a percentile compares with: `entries` of a release, or of the run itself where `release` is ''."""

    entries: int
    release: str = ""

    @property
    def words(self) -> str:
        if self.release:
            return f"among {self.entries:,} entries of {self.release}"
        return f"among the {self.entries:,} entries of this run"


@dataclass(frozen=True)
class Yardstick:
    """Whom the percentiles of a run compare with; None where there is nobody, and hence no percentile.

    `reference` is the one at hand, used or not; `makeup` says what completeness is made of in this run.
    """

    all: Basis | None
    cohorts: Mapping[str, Basis | None]
    reference: Reference | None
    makeup: str

    @property
    def other_rules(self) -> bool:
        """Whether a percentile compares with scores that other rules or weights gave."""
        if self.reference is None or self.reference.makeup == self.makeup:
            return False
        return any(basis is not None and basis.release != "" for basis in (self.all, *self.cohorts.values()))


def yardstick(
    score: np.ndarray, cohorts: pd.Series, reference: Reference | None, against: Against, makeup: str
) -> Yardstick:
    """Decide whom to compare with.

    With `auto` it is the run itself where it is large enough, and for a cohort where that is large enough too; else the
    reference. Without a reference it is the run.
    """
    counts = pd.Series(score).groupby(cohorts.to_numpy()).count()
    scored = int(counts.sum())
    own = reference is None or against == "run"
    large = against == "auto" and scored >= ENOUGH
    kept = {} if reference is None else reference.cohorts
    everyone = None if reference is None else reference.all
    return Yardstick(
        _basis(scored, own or large, everyone, reference),
        {
            str(name): _basis(int(size), own or (large and size >= PEERS), kept.get(str(name)), reference)
            for name, size in counts.items()
        },
        reference,
        makeup,
    )


def _basis(size: int, own: bool, kept: Distribution | None, reference: Reference | None) -> Basis | None:
    if own:
        return Basis(size) if size > 1 else None
    return None if kept is None or reference is None else Basis(kept.entries, reference.title)


def standing(score: np.ndarray, cohorts: pd.Series, by: Yardstick) -> tuple[np.ndarray, np.ndarray]:
    """Percentiles of every entry, 0 to 100, against all and against its cohort; NaN without a score or a basis."""
    kept = {} if by.reference is None else by.reference.cohorts
    everyone = _against(score, by.all, None if by.reference is None else by.reference.all)
    among = np.full(len(score), np.nan)
    for name, basis in by.cohorts.items():
        members = (cohorts == name).to_numpy()
        among[members] = _against(score[members], basis, kept.get(name))
    return everyone, among


def _against(score: np.ndarray, basis: Basis | None, kept: Distribution | None) -> np.ndarray:
    if basis is None:
        return np.full(len(score), np.nan)
    if basis.release and kept is not None:
        return percentiles_in(score, np.array(kept.completeness))
    return percentiles(score)


def percentiles(score: np.ndarray) -> np.ndarray:
    """Share of the others with a lower score plus half of the equal ones, itself among them; NaN where alone."""
    known = pd.Series(score)
    size = known.count()
    return np.asarray(100 * (known.rank(method="average") - 0.5) / size if size > 1 else np.full(len(known), np.nan))


def percentiles_in(score: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """The same against the steps of a distribution, each of which stands for a hundredth; of scores as shown."""
    shown = floored(score)
    places = np.searchsorted(steps, shown, side="left") + np.searchsorted(steps, shown, side="right")
    return np.where(np.isnan(score), np.nan, 100 * places / 2 / len(steps))
