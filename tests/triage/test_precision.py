"""Measured precision: counts of verdicts, and the interval of Wilson."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmaudit.readers.verdicts import Review
from pharmaudit.triage.precision import Precision, precision_of, wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [  # Newcombe, Statistics in Medicine 17, 857 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 1 - 0.1170, 1.0),
    ],
)
def test_published_intervals(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_an_interval_holds_its_share_and_shrinks(hits: int, misses: int) -> None:
    if hits + misses:
        low, high = wilson(hits, hits + misses)
        assert 0 <= low <= hits / (hits + misses) <= high <= 1
        more_low, more_high = wilson(4 * hits, 4 * (hits + misses))
        assert more_high - more_low < high - low


def review(rule: str, verdict: str, number: int) -> Review:
    return Review(rule, "DB1", f"{number:016x}", verdict, "Anna", date(2026, 11, 22))


def test_what_is_counted() -> None:
    words = ["confirmed"] * 3 + ["false positive", "won't fix", "won't fix"]
    reviews = [review("VAL2", word, number) for number, word in enumerate(words)] + [review("VAL1", "won't fix", 9)]
    assert precision_of(reviews) == {"VAL2": Precision(3, 1)}
    measured = precision_of(reviews)["VAL2"]
    assert (measured.judged, measured.value) == (4, 0.75)
    assert measured.interval == wilson(3, 4)
    assert precision_of([]) == {}
