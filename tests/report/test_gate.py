"""The gate: every condition at its boundary, without anything to judge, and in words."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from pharmaudit.errors import RuleError
from pharmaudit.history.changes import Changes, Drift, Ids, Median, Ratio, RunInfo
from pharmaudit.model import Damage
from pharmaudit.report.condition import Condition
from pharmaudit.report.gate import Ground, gate_of
from pharmaudit.rulebook import Profile
from pharmaudit.rulebook.gate import Demands, check_gate
from pharmaudit.rulebook.profile import load_profile
from pharmaudit.yamltext import parse
from tests.building import ROOT, rule_of, rulebook

RULES = (
    rule_of("presence", "name", id="VAL101", name="first-of-all", tags=("doi",)),
    rule_of("presence", "name", id="VAL102", name="second-of-all"),
    rule_of("presence", "name", id="COM101", name="third-of-all", dimension="completeness"),
)
RUN = RunInfo(1, "main", date(2026, 1, 1), "0", "digest", "ci", "digest", (), 4)
SINCE = Changes(RUN, {}, pd.DataFrame({"why": []}), pd.DataFrame(), Ids())
MEDIAN = Median("completeness", 90.0, 10.0, 61.3, 60.3)
DRIFT = Drift("field", "indication", Ratio(9, 10), Ratio(5, 10), Ratio(9, 10), Ratio(5, 10))


def findings(**counts: int) -> pd.DataFrame:
    """Findings by `severity_status`, such as error_open=2; all of VAL101."""
    rows = [tuple(key.split("_")) for key, count in counts.items() for _ in range(count)]
    frame = pd.DataFrame(rows, columns=["severity", "status"], dtype="str")
    return frame.assign(rule="VAL101", change="", fingerprint=[str(number) for number in range(len(frame))])


def entries(grades: str = "", stubs: tuple[str, ...] = (), scores: tuple[float, ...] = ()) -> pd.DataFrame:
    size = max(len(grades), len(stubs), len(scores))
    return pd.DataFrame(
        {
            "grade": list(grades) or ["A"] * size,
            "stub_computed": list(stubs) or ["partial"] * size,
            **{axis: list(scores) or [np.nan] * size for axis in ("completeness", "consistency", "evidence")},
        }
    )


def judge(demands: dict, ground: Ground, fail_on: str = "never"):
    profile = Profile.model_validate({"name": "mine", "about": "a test", "fail_on": fail_on, "gate": demands})
    return gate_of(profile, replace(ground, rules=RULES))


def ground(found: pd.DataFrame | None = None, of: pd.DataFrame | None = None, **keys: object) -> Ground:
    return Ground(findings() if found is None else found, entries() if of is None else of, **keys)


def new(*changes: str) -> pd.DataFrame:
    return findings(error_open=len(changes)).assign(change=list(changes))


NONE = ground()
FOUR = entries("ACDE", ("empty", "stub", "partial", "annotated"), (40.0, 60.0, np.nan, 80.0))
WARNED = findings(warning_open=2, warning_waived=5, warning_baselined=5)
SOUND = {"damages": (Damage("a", "lost", loss=True), Damage("a", "odd")), "crashes": 2}
TELLS_NOTHING = entries("A", ("unknown",))

CASES = [
    # open by severity and by rule, at the ceiling and one above
    ({"open": {"warning": 2}}, ground(WARNED), True, "2", ""),
    ({"open": {"warning": 1}}, ground(WARNED), False, "2", "1 too many"),
    ({"open": {"error": 0}}, ground(WARNED), True, "0", ""),
    ({"open": {"VAL101": 2}}, ground(WARNED), True, "2", ""),
    ({"open": {"VAL101": 1}}, ground(WARNED), False, "2", "1 too many"),
    ({"open": {"VAL": 1}}, ground(WARNED), False, "2", "1 too many"),
    ({"open": {"first-of-all": 1}}, ground(WARNED), False, "2", "1 too many"),
    ({"open": {"tag:doi": 1}}, ground(WARNED), False, "2", "1 too many"),
    ({"open": {"VAL102": 0}}, ground(WARNED), True, "0", ""),
    ({"open": {"info": 1000}}, ground(findings(info_open=2000)), False, "2,000", "1,000 too many"),
    # new: without a run before, all that are open
    ({"new": {"warning": 2}}, ground(WARNED), True, "2 (all that are open: there is no run before)", ""),
    ({"new": {"warning": 1}}, ground(WARNED), False, "2 (all that are open: there is no run before)", "1 too many"),
    ({"new": {"error": 0}}, NONE, True, "0", ""),
    ({"new": {"error": 0}}, ground(new("persisting"), changes=SINCE), True, "0", ""),
    ({"new": {"error": 1}}, ground(new("new", "persisting"), changes=SINCE), True, "1 (since the run before)", ""),
    (
        {"new": {"error": 0}},
        ground(new("new", "reopened"), changes=replace(SINCE, by_rules=frozenset({"1", "9"}))),
        False,
        "2 (since the run before, 1 of them by changed rules alone)",
        "2 too many",
    ),
    (
        {"new": {"error": 0}},
        ground(new(""), changes=replace(SINCE, previous=None)),
        False,
        "1 (all that are open: there is no run before)",
        "1 too many",
    ),
    # shares
    ({"below_grade": {"D": 0.25}}, ground(of=FOUR), True, "25 % (1 of 4 entries)", ""),
    ({"below_grade": {"D": 0.2}}, ground(of=FOUR), False, "25 % (1 of 4 entries)", "5 percentage points too high"),
    ({"below_grade": {"A": 0.75}}, ground(of=FOUR), True, "75 % (3 of 4 entries)", ""),
    ({"below_grade": {"B": 0.74}}, ground(of=FOUR), False, "75 % (3 of 4 entries)", "1 percentage point too high"),
    ({"below_grade": {"D": 0.0}}, ground(of=entries("AAAA")), True, "0 % (0 of 4 entries)", ""),
    ({"below_grade": {"D": 0.02}}, NONE, None, "there are no entries that can tell", ""),
    ({"stub_share": 0.5}, ground(of=FOUR), True, "50 % (2 of 4 entries)", ""),
    ({"stub_share": 0.4999}, ground(of=FOUR), False, "50 % (2 of 4 entries)", "0.01 percentage points too high"),
    ({"stub_share": 0.0}, NONE, None, "there are no entries that can tell", ""),
    ({"stub_share": 0.0}, ground(of=TELLS_NOTHING), None, "there are no entries that can tell", ""),
    # medians: entries without a score are left out
    ({"median": {"completeness": 60}}, ground(of=FOUR), True, "60 (3 of 4 entries have one)", ""),
    ({"median": {"completeness": 60.1}}, ground(of=FOUR), False, "60 (3 of 4 entries have one)", "0.1 points too low"),
    (
        {"median": {"completeness": 60}},
        ground(of=entries(scores=(59.99,))),
        False,
        "59.9 (1 of 1 entries have one)",
        "0.1 points too low",
    ),
    ({"median": {"completeness": 1}}, ground(of=entries(scores=(np.nan,))), None, "no entry has this score", ""),
    ({"median": {"evidence": 0}}, NONE, None, "no entry has this score", ""),
    # against the run before
    ({"drop": {"completeness": 1}}, NONE, None, "there is no run before to compare with", ""),
    (
        {"drop": {"completeness": 1}},
        ground(changes=replace(SINCE, medians=(MEDIAN,))),
        True,
        "1 (from 61.3 to 60.3, entries of both runs)",
        "",
    ),
    (
        {"drop": {"completeness": 0.9}},
        ground(changes=replace(SINCE, medians=(MEDIAN,))),
        False,
        "1 (from 61.3 to 60.3, entries of both runs)",
        "0.1 points too high",
    ),
    (
        {"drop": {"completeness": 0}},
        ground(changes=replace(SINCE, medians=(replace(MEDIAN, same_after=70.0),))),
        True,
        "0 (from 61.3 to 70, entries of both runs)",
        "",
    ),
    (
        {"drop": {"completeness": 0}},
        ground(changes=replace(SINCE, medians=(replace(MEDIAN, same_after=None),))),
        None,
        "no entry of both runs has this score",
        "",
    ),
    ({"drop": {"evidence": 0}}, ground(changes=SINCE), None, "no entry of both runs has this score", ""),
    (
        {"drop": {"completeness": 0}},
        ground(changes=replace(SINCE, medians=(MEDIAN,), judged_alike=False)),
        None,
        "rules, profile, lists or tool have changed since the run before",
        "",
    ),
    ({"drift": 0}, NONE, None, "there is no run before to compare with", ""),
    ({"drift": 0}, ground(changes=replace(SINCE, previous=None)), None, "there is no run before to compare with", ""),
    ({"drift": 0}, ground(changes=SINCE), True, "0", ""),
    ({"drift": 1}, ground(changes=replace(SINCE, drift=(DRIFT,))), True, "1 (field indication)", ""),
    ({"drift": 0}, ground(changes=replace(SINCE, drift=(DRIFT,))), False, "1 (field indication)", "1 too many"),
    (
        {"drift": 0},
        ground(changes=replace(SINCE, drift=(replace(DRIFT, rules_changed=True),))),
        True,
        "0 (1 where rules changed left aside)",
        "",
    ),
    # soundness
    ({"crashes": 2}, ground(**SOUND), True, "2", ""),
    ({"crashes": 1}, ground(**SOUND), False, "2", "1 too many"),
    ({"damages": 2}, ground(**SOUND), True, "2", ""),
    ({"damages": 1}, ground(**SOUND), False, "2", "1 too many"),
    ({"lost": 1}, ground(**SOUND), True, "1", ""),
    ({"lost": 0}, ground(**SOUND), False, "1", "1 too many"),
    ({"lost": 0}, NONE, True, "0", ""),
]


@pytest.mark.parametrize(("demands", "on", "passed", "found", "difference"), CASES)
def test_a_condition(demands, on, passed, found, difference):
    gate = judge(demands, on)
    (one,) = gate.conditions
    assert (one.passed, one.found, one.difference) == (passed, found, difference)
    assert gate.passed is (passed is not False)
    assert one.data["passed"] is passed


@pytest.mark.parametrize(
    ("fail_on", "passed", "expected"),
    [("error", True, 0), ("warning", False, 1), ("info", False, 3), ("never", True, 0)],
)
def test_fail_on_is_the_short_form(fail_on, passed, expected):
    gate = judge({}, ground(findings(warning_open=1, info_open=2, error_waived=1, error_baselined=1)), fail_on)
    assert (gate.passed, gate.closing) == (passed, expected)
    assert [one.name for one in gate.conditions] == (["fail_on"] if fail_on != "never" else [])


@pytest.mark.parametrize(
    ("demands", "on", "fail_on", "sentence"),
    [
        ({}, NONE, "error", "Gate passed: 0 open errors."),
        ({}, ground(findings(error_open=1)), "error", "Gate failed: 1 open error."),
        ({}, ground(WARNED), "warning", "Gate failed: 2 open errors or warnings."),
        ({}, ground(WARNED), "never", "Gate passed: nothing closes it."),
        ({"lost": 0}, NONE, "error", "Gate passed: 2 of 2 conditions are met."),
        ({"drift": 0}, NONE, "error", "Gate passed: 1 of 2 conditions are met, 1 not judged."),
        (
            {"lost": 0},
            ground(**SOUND),
            "never",
            "Gate failed: 1 of 1 conditions not met: places of the sources at which entries were lost.",
        ),
        (
            {"lost": 0, "crashes": 0, "damages": 0, "drift": 0},
            ground(findings(error_open=1), **SOUND),
            "error",
            "Gate failed: 4 of 5 conditions not met, 1 not judged: open errors, rules that crashed and 2 more.",
        ),
    ],
)
def test_the_gate_in_one_line(demands, on, fail_on, sentence):
    assert judge(demands, on, fail_on).sentence == sentence


def test_pages_to_open():
    mixed = findings(error_open=3).assign(rule=["VAL102", "VAL102", "VAL101"])
    pages = {
        "open.error": "rules/VAL102.html",
        "new.warning": "rules/index.html",
        "below_grade.B": "worklist.html?show=all&grade=E",
        "stub_share": "worklist.html?show=all&stub=empty",
        "median.completeness": "index.html#completeness",
        "drop.evidence": "changes.html",
        "drift": "changes.html",
        "lost": "index.html#damage",
    }
    demands = {
        "open": {"error": 0},
        "new": {"warning": 0},
        "below_grade": {"B": 0},
        "stub_share": 0,
        "median": {"completeness": 99},
        "drop": {"evidence": 0},
        "drift": 0,
        "lost": 0,
    }
    gate = judge(demands, ground(mixed, FOUR, changes=SINCE))
    assert {one.name: one.open for one in gate.conditions} == pages


@pytest.mark.parametrize(
    ("value", "limit", "unit", "expected", "found", "difference"),
    [
        (0.020001, 0.02, "share", "at most 2 %", "2.0001 %", "0.0001 percentage points too high"),
        (0.5, 0.07, "share", "at most 7 %", "50 %", "43 percentage points too high"),
        (1.04, 1.0, "points", "at most 1", "1.04", "0.04 points too high"),
        (1234.0, 1000.0, "findings", "at most 1,000", "1,234", "234 too many"),
    ],
)
def test_a_number_never_looks_like_its_limit(value, limit, unit, expected, found, difference):
    one = Condition("x", "x", limit, value, unit)
    assert (one.expected, one.found, one.difference) == (expected, found, difference)


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        ("  colour: 0", ":5:3: there is no key 'gate.colour'"),
        ("  new: {fatal: 0}", ":5:9: gate.new.fatal"),
        ("  new: {error: -1}", ":5:9: gate.new.error"),
        ("  new: {error: 1.5}", ":5:9: gate.new.error"),
        ("  below_grade: {E: 0.1}", ":5:17: gate.below_grade.E"),
        ("  below_grade: {D: 2}", ":5:17: gate.below_grade.D"),
        ("  stub_share: 1.01", ":5:3: gate.stub_share"),
        ("  median: {beauty: 1}", ":5:12: gate.median.beauty"),
        ("  median: {evidence: .nan}", ":5:12: gate.median.evidence"),
        ("  drift: many", ":5:3: gate.drift"),
        ("  - drift", ":4:1: gate: a mapping of conditions is expected: new, open,"),
        ("", ":4:1: gate: a mapping of conditions is expected: new, open,"),
    ],
)
def test_a_wrong_block_is_refused_with_its_place(tmp_path, block, sentence):
    file = tmp_path / "mine.yaml"
    file.write_text(f"name: mine\nabout: a test\nfail_on: error\ngate:\n{block}\n", encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        load_profile(str(file), tmp_path)
    assert f"mine.yaml{sentence}" in str(refused.value)


@pytest.mark.parametrize(
    ("word", "refused"), [("error", False), ("VAL101", False), ("tag:doi", False), ("eror", True), ("VAL999", True)]
)
def test_a_ceiling_is_for_a_severity_or_a_rule(word, refused):
    document = parse(f"gate:\n  open:\n    {word}: 1\n", "mine.yaml")
    if refused:
        with pytest.raises(RuleError, match=r"mine\.yaml:3:5: no rule is named"):
            check_gate([document], RULES)
    else:
        check_gate([document], RULES)


def test_conditions_are_taken_over_and_replaced_one_by_one(tmp_path):
    (tmp_path / "base.yaml").write_text(
        "name: base\nabout: a test\ngate: {new: {error: 0, warning: 5}, lost: 0, drift: 3}\n", encoding="utf-8"
    )
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "name: mine\nabout: a test\nextends: base.yaml\ngate: {new: {error: 1}, drift: null}\n", encoding="utf-8"
    )
    gate = load_profile(str(mine), tmp_path).gate
    assert (dict(gate.new), gate.lost, gate.drift) == ({"error": 1}, 0, None)


@pytest.mark.parametrize(("name", "conditions"), [("default", 0), ("strict", 0), ("ci", 5)])
def test_the_ready_profiles(name, conditions):
    profile = load_profile(name, ROOT / "rules" / "profiles")
    check_gate(profile.documents, rulebook().rules)
    assert len(gate_of(profile, NONE).conditions) == conditions + 1


@pytest.mark.parametrize("given", [{"crashes": True}, {"open": {"error": True}}, {"stub_share": True}, {"drift": "1"}])
def test_what_is_no_number_is_no_limit(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Demands.model_validate(given)


def test_a_whole_number_is_a_limit_for_a_share_too() -> None:
    assert Demands.model_validate({"stub_share": 1, "median": {"evidence": 50}}).stub_share == 1
