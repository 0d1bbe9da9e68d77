"""The JSON Schemas accept what the loader accepts, and refuse what a schema can see to be wrong."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pharmaudit.kinds import KINDS, Rule
from pharmaudit.resources import data_dir
from pharmaudit.rulebook.json_schema import profile_schema, rule_schema
from pharmaudit.yamltext import read
from tests.building import rulebook

RULES = {rule.id: rule for rule in rulebook().rules}
POINTS: Any = read(Path(__file__).parents[1] / "formulas" / "uniprot" / "rules" / "XCOM115.yaml").data
"""A rule of the one kind that no rule of the project is of: sums of points are for formulas of others."""
OF_KIND = {rule.kind: rulebook().documents[rule.id].data for rule in RULES.values()} | {"points": POINTS}


@pytest.fixture(scope="module")
def rules() -> Draft202012Validator:
    made = rule_schema(rulebook())
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


@pytest.fixture(scope="module")
def profiles() -> Draft202012Validator:
    made = profile_schema(rulebook())
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_every_rule_of_the_project_is_accepted(rules: Draft202012Validator, rule: Rule) -> None:
    assert [one.message for one in rules.iter_errors(rulebook().documents[rule.id].data)] == []


def test_every_kind_has_been_tried() -> None:
    assert OF_KIND.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "change",
    [
        {"kind": "presense"},
        {"kind": None},
        {"severity": "eror"},
        {"confidence": 1},
        {"dimension": "complete"},
        {"section": "identity"},
        {"field": "nmae"},
        {"field": "articles.dio"},
        {"effort": "soon"},
        {"effort": -1},
        {"name": "No Name"},
        {"id": 901},
        {"wehn": "core"},
        {"when": ["core"]},
        {"when": "x" * 1001},
        {"tags": "doi"},
        {"status": "on"},
        {"title": ""},
        {"covered_by": ["VAL000"]},
        {"examples": {"pass": {}}},
        {"examples": [{"fial": {}}]},
        {"examples": [{"fail": ["name"]}]},
        {"extends": "COM101"},
    ],
    ids=str,
)
def test_a_broken_rule_is_refused(rules: Draft202012Validator, kind: str, change: dict[str, Any]) -> None:
    assert not rules.is_valid(OF_KIND[kind] | change)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("range", {"max": "many"}),
        ("range", {"of": "lenght"}),
        ("range", {"least": 3}),
        ("format", {"check": "ca-number"}),
        ("text", {"forbid": "no-dta"}),
        ("vocabulary", {"vocabulary": "grop"}),
        ("compare", {"operator": "=<"}),
        ("reference", {"to": ["articles.ref"]}),
        ("count", {"coverage": 2}),
        ("presence", {"max": 3}),
        ("points", {"each": -1}),
        ("points", {"mode": "best"}),
        ("points", {"where": "x" * 1001}),
        ("points", {"points": {"a": "much"}}),
        ("points", {"worth": 3}),
    ],
)
def test_keys_and_words_of_a_kind(rules: Draft202012Validator, kind: str, change: dict[str, Any]) -> None:
    assert not rules.is_valid(OF_KIND[kind] | change)


def test_a_rule_of_points_is_accepted(rules: Draft202012Validator) -> None:
    assert [one.message for one in rules.iter_errors(POINTS)] == []
    by_column = {key: value for key, value in POINTS.items() if key != "each"} | {"by": "source", "points": {"a": 2}}
    assert rules.is_valid(by_column)
    assert not rules.is_valid({key: value for key, value in by_column.items() if key != "points"})


def test_a_missing_key_is_refused(rules: Draft202012Validator) -> None:
    for key in ("id", "title", "field", "examples", "kind"):
        assert not rules.is_valid({name: value for name, value in OF_KIND["presence"].items() if name != key})


@pytest.mark.parametrize(
    ("data", "good"),
    [
        ({"extends": "COM214", "min": 80}, True),
        ({"extends": "description-too-short", "severity": "info"}, True),
        ({"extends": "COM214", "mn": 80}, False),
        ({"extends": "COM214", "id": "COM214"}, False),
        ({"extends": "COM214", "kind": "range"}, False),
        ({"extends": "COM101", "min": 80}, False),
        ({"extends": "COM000", "severity": "info"}, False),
    ],
)
def test_overlays(rules: Draft202012Validator, data: dict[str, Any], good: bool) -> None:
    assert rules.is_valid(data) == good


def test_the_profiles_of_the_project_are_accepted(profiles: Draft202012Validator) -> None:
    files = sorted((data_dir("rules") / "profiles").glob("*.yaml"))
    assert files
    for file in files:
        assert [one.message for one in profiles.iter_errors(read(file).data)] == []


@pytest.mark.parametrize(
    ("more", "good"),
    [
        ({"rules": {"COM214": {"min": 3}, "COM2": {"severity": "info"}, "tag:doi": {"status": "active"}}}, True),
        ({"rules": {"COM214": {"mn": 3}}}, False),
        ({"rules": {"COM2": {"severity": "bad"}}}, False),
        ({"weights": {"nmae": 1}}, False),
        ({"severity": {"COM101": "bad"}}, False),
        ({"selct": ["COM"]}, False),
        ({"fail_on": "eror"}, False),
    ],
)
def test_profiles(profiles: Draft202012Validator, more: dict[str, Any], good: bool) -> None:
    assert profiles.is_valid({"name": "mine", "about": "a test", "extends": "default"} | more) == good
