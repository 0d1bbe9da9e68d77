"""Scores: laws that must hold for any verdicts, and worked cases."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit import scoring
from pharmaudit.kinds import Rule, Verdict
from pharmaudit.kinds.base import Example
from pharmaudit.kinds.presence import Presence
from pharmaudit.model import Confidence, Dimension, Severity
from pharmaudit.pipeline import Options, judged, rules_of
from pharmaudit.progress import silent
from tests.building import facts_of, tables_of

SEVERITIES = [Severity.ERROR, Severity.WARNING, Severity.INFO]
FIELDS = ["indication", "half_life", "description", "targets"]
SIZE = 6


def make_rule(number: int, dimension: Dimension, severity: Severity, field: str) -> Rule:
    return Presence(
        id=f"COM{number:03}",
        name=f"rule-{number}",
        title="A rule",
        dimension=dimension,
        section="pharmacology",
        kind="presence",
        field=field,
        severity=severity,
        confidence=Confidence.HIGH,
        effort=5,
        message="{entry}",
        problem="none",
        fix="none",
        since="0.1.0",
        examples=(Example(passing={}), Example(failing={})),
    )


def make_verdict(rule: Rule, passed: list[bool | None]) -> Verdict:
    return Verdict(rule, "entries", pd.Series(passed, dtype="boolean"), pd.Series([""] * len(passed)))


columns = st.lists(st.sampled_from([True, False, None]), min_size=SIZE, max_size=SIZE)
verdicts_strategy = st.lists(
    st.tuples(st.sampled_from(SEVERITIES), st.sampled_from(FIELDS), columns), min_size=1, max_size=6
)


@pytest.fixture(scope="module")
def facts():
    return facts_of(*({} for _ in range(SIZE)))


def verdicts_of(drawn, dimension: Dimension) -> list[Verdict]:
    return [
        make_verdict(make_rule(number, dimension, severity, field), passed)
        for number, (severity, field, passed) in enumerate(drawn)
    ]


def score_of(drawn, axis: str, facts) -> np.ndarray:
    if axis == "completeness":
        return scoring.completeness(verdicts_of(drawn, Dimension.COMPLETENESS), facts, {}).score
    verdicts = verdicts_of(drawn, Dimension.CONSISTENCY if axis == "consistency" else Dimension.CREDIBILITY)
    if axis == "evidence":
        return scoring.evidence(verdicts, facts, {})
    tallies = {verdict.rule.id: scoring.tally(verdict, facts) for verdict in verdicts}
    return scoring.consistency(verdicts, tallies, facts.size)


AXES = ["completeness", "consistency", "evidence"]


@pytest.mark.parametrize("axis", AXES)
@given(drawn=verdicts_strategy, where=st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_mending_a_failure_never_lowers_a_score(axis, drawn, where, facts):
    before = score_of(drawn, axis, facts)
    severity, field, passed = drawn[where % len(drawn)]
    mended = list(passed)
    place = where % SIZE
    if mended[place] is not False:
        return
    mended[place] = True
    changed = [*drawn]
    changed[where % len(drawn)] = (severity, field, mended)
    after = score_of(changed, axis, facts)
    assert np.all((after >= before - 1e-9) | np.isnan(before))


@pytest.mark.parametrize("axis", AXES)
@given(drawn=verdicts_strategy, order=st.permutations(range(SIZE)))
@settings(max_examples=40, deadline=None)
def test_the_order_of_entries_never_matters(axis, drawn, order, facts):
    shuffled = [(severity, field, [passed[place] for place in order]) for severity, field, passed in drawn]
    np.testing.assert_allclose(score_of(shuffled, axis, facts), score_of(drawn, axis, facts)[list(order)])


@pytest.mark.parametrize("axis", AXES)
@given(drawn=verdicts_strategy)
@settings(max_examples=60, deadline=None)
def test_bounds_and_the_meaning_of_the_ends(axis, drawn, facts):
    score = scoring.floored(score_of(drawn, axis, facts))
    judged_any = np.array([any(passed[i] is not None for *_, passed in drawn) for i in range(SIZE)])
    failed_any = np.array([any(passed[i] is False for *_, passed in drawn) for i in range(SIZE)])
    assert np.array_equal(np.isnan(score), ~judged_any)
    known = ~np.isnan(score)
    assert np.all((score[known] >= 0) & (score[known] <= 100))
    assert np.array_equal(score[known] == 100, ~failed_any[known])


@given(passed=columns)
@settings(max_examples=30, deadline=None)
def test_tallies_add_up(passed, facts):
    verdict = make_verdict(make_rule(1, Dimension.VALIDITY, Severity.ERROR, "indication"), passed)
    tally = scoring.tally(verdict, facts)
    assert tally.passed.sum() == passed.count(True)
    assert tally.failed.sum() == passed.count(False)
    assert tally.applicable.sum() == len(passed) - passed.count(None)


def test_two_rules_about_one_gap_cost_it_once(facts):
    one = [make_verdict(make_rule(1, Dimension.COMPLETENESS, Severity.ERROR, "indication"), [False] * SIZE)]
    two = [*one, make_verdict(make_rule(2, Dimension.COMPLETENESS, Severity.INFO, "indication"), [True] * SIZE)]
    for verdicts in (one, two):
        points = scoring.completeness(verdicts, facts, {})
        assert points.weights @ points.possible[:, 0] == facts.catalogue.fields["indication"].weight
        assert points.score[0] == 0


def test_the_profile_can_change_a_weight(facts):
    verdicts = [
        make_verdict(make_rule(1, Dimension.COMPLETENESS, Severity.ERROR, "indication"), [True] * SIZE),
        make_verdict(make_rule(2, Dimension.COMPLETENESS, Severity.ERROR, "half_life"), [False] * SIZE),
    ]
    assert scoring.completeness(verdicts, facts, {"indication": 3, "half_life": 1}).score[0] == 75


def test_grades():
    rules = [
        (make_rule(number, Dimension.VALIDITY, severity, "indication"), severity)
        for number, severity in enumerate([Severity.ERROR, Severity.ERROR, Severity.WARNING, Severity.INFO])
    ]
    verdicts = [make_verdict(rule, [None] * SIZE) for rule, _ in rules]
    failing = {0: [], 1: [3], 2: [2, 3], 3: [0, 2], 4: [0, 1, 3], 5: [0, 0]}
    rows = [
        {"entry": entry, "rule": rules[place][0].id, "severity": rules[place][1].value, "status": "open"}
        for entry, places in failing.items()
        for place in places
    ]
    assert list(scoring.grades(pd.DataFrame(rows), verdicts, SIZE)) == ["A", "B", "C", "D", "E", "D"]


def test_percentiles_of_equal_and_missing_scores():
    scores = np.array([np.nan, 50.0, 50.0, 50.0])
    found = scoring.percentiles(scores)
    assert np.isnan(found[0])
    assert list(found[1:]) == [50.0, 50.0, 50.0]
    assert np.isnan(scoring.percentiles(np.array([50.0]))).all()


@pytest.mark.parametrize(("shown", "score"), [(99.9, 99.9999), (100.0, 100.0), (0.0, 0.04), (33.3, 100 / 3)])
def test_shown_numbers_are_rounded_down(shown, score):
    assert scoring.floored(np.array([score]))[0] == shown


@pytest.mark.parametrize("cards", [[], [{}], [{}, {}, {}]], ids=["none", "one", "identical"])
def test_small_bases_are_scored(cards):
    options = Options(as_of=date(2026, 1, 1))
    report = judged(tables_of(*cards), *rules_of(options), options, silent)
    assert len(report.entries) == len(cards)
    assert report.provenance.crashes == ()
    assert report.entries["completeness"].nunique() <= 1
