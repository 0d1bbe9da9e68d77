"""Numbers made ready for charts: shares, distributions, sliders. No drawing here."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from pharmaudit.report.pages.words import UNKNOWN

BINS = 10
STEPS = 5


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a whole. `percent` is floored and for print, `width` (0 to 100) for drawing."""

    word: str
    meaning: str
    count: int
    percent: str
    width: float
    step: int
    link: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a histogram over scores from `low` to below `high`; `height` is 0 to 100."""

    low: int
    high: int
    count: int
    height: float


@dataclass(frozen=True)
class Distribution:
    """Scores of many entries; those without a score are counted apart. `median` is None where none has one."""

    bars: tuple[Bar, ...]
    median: float | None
    scored: int
    unscored: int


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The middle half of some scores and their median, floored to one decimal."""

    lower: float
    median: float
    upper: float


def percent(part: float, whole: float) -> str:
    """A floored percentage that never hides anything: '<1' above 0, never 100 unless all."""
    if not whole:
        return "–"
    value = math.floor(100 * part / whole + 1e-9)
    return "<1" if part and value < 1 else str(value)


def step(part: float, whole: float) -> int:
    """Which of the steps of the sequential scale a share falls on: 0 for none, STEPS for most."""
    return 0 if not part or not whole else min(STEPS, 1 + int(STEPS * part / whole))


def shares(counts: Mapping[str, int], meanings: Mapping[str, str], link: str = "") -> tuple[Share, ...]:
    """The parts in the order of `meanings`; the first is the lightest step. `link` has {} for the word."""
    whole = sum(counts.values())
    return tuple(
        Share(
            word,
            meaning,
            counts.get(word, 0),
            percent(counts.get(word, 0), whole),
            round(100 * counts.get(word, 0) / whole, 2) if whole else 0.0,
            number,
            link.format(word),
        )
        for number, (word, meaning) in enumerate(meanings.items(), start=1)
        if word != UNKNOWN or word in counts
    )


def distribution(scores: np.ndarray) -> Distribution:
    """Histogram of scores from 0 to 100 in ten bars; the last one holds 100 as well, and sums of points above it."""
    valid = scores[~np.isnan(scores)]
    counts = np.histogram(np.minimum(valid, 100), bins=BINS, range=(0, 100))[0].tolist()
    most = max(counts, default=0)
    width = 100 // BINS
    bars = tuple(
        Bar(number * width, (number + 1) * width, count, round(100 * count / most, 1) if most else 0.0)
        for number, count in enumerate(counts)
    )
    return Distribution(bars, median(valid), len(valid), len(scores) - len(valid))


def median(scores: np.ndarray) -> float | None:
    """Median of the scores that there are, floored to one decimal."""
    found = quartiles(scores)
    return found.median if found else None


def quartiles(scores: np.ndarray) -> Quartiles | None:
    """Quartiles of the scores that there are; None where there are none."""
    valid = scores[~np.isnan(scores)]
    if not len(valid):
        return None
    return Quartiles(*(math.floor(10 * value + 1e-9) / 10 for value in np.quantile(valid, [0.25, 0.5, 0.75]).tolist()))


def tally_words(words: Iterable[str]) -> dict[str, int]:
    """How often each word occurs."""
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts
