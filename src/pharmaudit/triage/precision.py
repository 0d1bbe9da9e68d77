"""Measured precision: of the findings of a rule that people judged, the share that is true."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from pharmaudit.readers.verdicts import CONFIRMED, FALSE_POSITIVE, Review

Z95 = 1.959963984540054
"""The 97.5 % quantile of the normal distribution: two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Precision:
    """Findings of a rule that people confirmed, and those that they called false positives."""

    confirmed: int
    rejected: int

    @property
    def judged(self) -> int:
        """How many judgements there are; `won't fix` says nothing about whether a finding is true."""
        return self.confirmed + self.rejected

    @property
    def value(self) -> float:
        """The share of confirmed findings, 0 to 1."""
        return self.confirmed / self.judged

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of Wilson (1927), which holds for few judgements and for shares of 0 and 1 too."""
        return wilson(self.confirmed, self.judged)


def wilson(hits: int, of: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a share, both ends from 0 to 1; `of` is 1 or more. E. B. Wilson, JASA 22, 209 (1927).

    No share is outside its own interval, whatever rounding does.
    """
    share, square = hits / of, z * z / of
    middle = (share + square / 2) / (1 + square)
    half = z * sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


def precision_of(reviews: Iterable[Review]) -> Mapping[str, Precision]:
    """Id of a rule -> its measured precision, for rules of which a finding was confirmed or called false."""
    counts: dict[str, list[int]] = {}
    for one in reviews:
        if one.verdict in (CONFIRMED, FALSE_POSITIVE):
            counts.setdefault(one.rule, [0, 0])[one.verdict == FALSE_POSITIVE] += 1
    return {rule: Precision(*counts[rule]) for rule in sorted(counts)}
