"""Percentiles: against the run or against the frozen reference, and what the report says of it."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.rulebook.reference import STEPS, Distribution, Reference
from pharmaudit.scoring.percentiles import ENOUGH, PEERS, percentiles, percentiles_in, standing, yardstick


@cache
def reference() -> Reference:
    small = np.linspace(0, 100, 1001)
    return Reference(
        release="Examplebase 1",
        released=date(2021, 1, 3),
        made=date(2021, 2, 1),
        rulebook="f" * 64,
        makeup="same",
        all=Distribution.of(small),
        cohorts={"a": Distribution.of(small[:500]), "one": Distribution.of(np.array([50.0]))},
    )


def run_of(size: int, **cohorts: int) -> tuple[np.ndarray, pd.Series]:
    names = [name for name, count in cohorts.items() for _ in range(count)]
    return np.linspace(0, 100, size), pd.Series(names + ["rest"] * (size - len(names)))


IN_RUN, FROZEN, NOBODY = "run", "frozen", "nobody"


@pytest.mark.parametrize(
    ("size", "against", "everyone", "cohorts"),
    [
        (ENOUGH - 1, "auto", FROZEN, {"a": FROZEN, "rest": NOBODY}),
        (ENOUGH, "auto", IN_RUN, {"a": IN_RUN, "rest": IN_RUN}),
        (3, "run", IN_RUN, {"a": IN_RUN, "rest": NOBODY}),
        (ENOUGH, "frozen", FROZEN, {"a": FROZEN, "rest": NOBODY}),
    ],
    ids=["small", "whole", "run", "frozen"],
)
def test_whom_a_run_is_compared_with(size, against, everyone, cohorts):
    score, names = run_of(size, a=min(PEERS, size - 1))
    by = yardstick(score, names, reference(), against, "same")

    def kind(basis):
        return NOBODY if basis is None else FROZEN if basis.release else IN_RUN

    assert (kind(by.all), {name: kind(basis) for name, basis in by.cohorts.items()}) == (everyone, cohorts)
    found = standing(score, names, by)
    assert not np.isnan(found[0]).any()
    assert np.array_equal(np.isnan(found[1]), [cohorts[name] == NOBODY for name in names])


def test_a_small_cohort_of_a_whole_release_takes_the_reference():
    by = yardstick(*run_of(ENOUGH, a=PEERS - 1), reference(), "auto", "same")
    assert by.all is not None
    assert (by.all.words, by.cohorts["a"].words) == (
        f"among the {ENOUGH:,} entries of this run",
        "among 500 entries of Examplebase 1 (2021-01-03)",
    )


def test_without_a_reference_it_is_the_run():
    by = yardstick(*run_of(3, a=2), None, "auto", "same")
    assert by.all is not None
    assert not by.all.release
    assert by.cohorts["rest"] is None  # one alone has no peer


@pytest.mark.parametrize(
    ("made", "against", "told"), [("same", "auto", False), ("other", "auto", True), ("other", "run", False)]
)
def test_other_rules_are_told_where_the_reference_is_used(made, against, told):
    assert yardstick(*run_of(5, a=2), reference(), against, made).other_rules is told


@pytest.mark.parametrize("size", [0, 1])
def test_next_to_nothing(size):
    by = yardstick(*run_of(size), None, "auto", "")
    assert by.all is None
    assert np.isnan(standing(*run_of(size), by)).all()


def test_nobody_has_a_score():
    score, cohorts = np.full(3, np.nan), pd.Series(["a"] * 3)
    for kept in (None, reference()):
        assert np.isnan(standing(score, cohorts, yardstick(score, cohorts, kept, "auto", ""))).all()


scores = st.lists(st.integers(0, 1000).map(lambda tenths: tenths / 10), min_size=2, max_size=400)


@given(scores)
@settings(max_examples=50, deadline=None)
def test_the_steps_of_a_run_give_its_own_percentiles(drawn):
    """A hundred steps are within half a step of the exact rank, and half a step more for what stands in its middle."""
    score = np.array(drawn)
    near = percentiles_in(score, np.array(Distribution.of(score).completeness))
    assert np.all(np.abs(near - percentiles(score)) <= 100 / STEPS)


@given(scores)
@settings(max_examples=30, deadline=None)
def test_a_higher_score_has_no_lower_percentile(drawn):
    score = np.sort(np.array(drawn))
    for found in (percentiles(score), percentiles_in(score, np.array(reference().all.completeness))):
        assert np.all(np.diff(found) >= -1e-9)
        assert np.all((found >= 0) & (found <= 100))


def test_one_entry_alone_stands_where_the_reference_says():
    score, cohorts = np.array([25.0]), pd.Series(["a"])
    everyone, cohort = standing(score, cohorts, yardstick(score, cohorts, reference(), "auto", "same"))
    assert (everyone[0], cohort[0]) == (pytest.approx(25, abs=1), pytest.approx(50, abs=1))
