"""Examples are patches over one complete entry; what they expect is held against what the rule says."""

import pytest

from pharmaudit.errors import RuleError
from pharmaudit.rulebook.examples import Examples
from pharmaudit.yamltext import parse
from tests.building import catalogue, rule_of

COMPLETE = "{entry_id: DB90001, name: Examplamine, type: small molecule, groups: [approved], half_life: 1 h}"


@pytest.fixture(scope="module")
def examples() -> Examples:
    return Examples(parse(COMPLETE, "complete.yaml"), catalogue())


@pytest.mark.parametrize(
    ("keys", "example", "found"),
    [
        ({"kind": "presence", "field": "half_life"}, {"pass": {}}, "pass"),
        ({"kind": "presence", "field": "half_life"}, {"fail": {}}, "pass"),
        ({"kind": "presence", "field": "half_life"}, {"fail": {"half_life": None}}, "fail"),
        ({"kind": "presence", "field": "half_life", "when": "False"}, {"not_applicable": {}}, "not_applicable"),
        ({"kind": "presence", "field": "links.url"}, {"fail": {"links": [{"url": "u"}, {"url": None}]}}, "fail"),
        ({"kind": "presence", "field": "links.url"}, {"pass": {"links": [{"url": "u"}]}}, "pass"),
        ({"kind": "presence", "field": "links.url"}, {"pass": {}}, "not_applicable"),
        ({"kind": "presence", "field": "summary"}, {"fail": {"read_as": "page text"}}, "fail"),
        ({"kind": "presence", "field": "summary"}, {"fail": {"read_as": "DrugBank XML"}}, "not_applicable"),
        ({"kind": "unique", "field": "name"}, {"fail": {"also": [{"name": "Examplamine"}]}}, "fail"),
        ({"kind": "unique", "field": "name"}, {"pass": {"also": [{"name": "B"}, {"name": "B"}]}}, "pass"),
    ],
)
def test_the_verdict_is_on_the_entry_itself(
    examples: Examples, keys: dict[str, str], example: dict[str, object], found: str
) -> None:
    rule = rule_of(**keys, examples=[example])
    [outcome] = examples.run(rule, parse(f"examples:\n  - {next(iter(example))}: x", "VAL999.yaml"))
    assert outcome.found == found
    assert outcome.passed == (found == next(iter(example)))
    told = f"VAL999.yaml:2:5: VAL999 should say {next(iter(example))} here, but says {found}"
    assert str(outcome) == told


def test_a_patch_with_a_column_that_is_not(examples: Examples) -> None:
    for patch in ({"half_live": "1 h"}, {"links": [{"ulr": "u"}]}, {"links": "u"}, {"also": [{"nmae": "x"}]}):
        with pytest.raises(RuleError):
            examples.patched(patch, "VAL999.yaml:1:1")


def test_a_patch_leaves_the_rest_as_it_was(examples: Examples) -> None:
    whole, patched = examples.patched({}, ""), examples.patched({"half_life": "2 h"}, "")
    assert whole["groups"] is patched["groups"]
    assert patched.entries["half_life"].to_list() == ["2 h"]
    assert patched.entries["name"].to_list() == ["Examplamine"]
    assert examples.patched({}, "").entries["half_life"].to_list() == ["1 h"]


def test_the_complete_entry_must_be_a_mapping() -> None:
    with pytest.raises(RuleError, match=r"x.yaml:1:1: the complete entry must be a mapping"):
        Examples(parse("[a]", "x.yaml"), catalogue())


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ("retractions", "lists must be a mapping, with rows under retractions or doi-cache or listed"),
        ({"retraction": []}, "lists must be a mapping"),
        ({"retractions": ["12"]}, "lists: retractions must be a list of rows"),
        ({"retractions": [{"pmid": "PMC1"}]}, "lists: retractions: what stands in the column pmid is no PMID"),
        ({"listed": [{"entry_id": "DB 1"}]}, "lists: listed: what stands in the column entry_id is no entry id"),
        ({"doi-cache": [{"doi": "10.1000/182"}]}, "lists: doi-cache: the column resolved must hold 0 or 1"),
    ],
)
def test_a_patch_with_a_list_that_is_none(examples: Examples, lists: object, said: str) -> None:
    with pytest.raises(RuleError, match=f"VAL999.yaml:1:1: {said}"):
        examples.facts({"lists": lists}, "VAL999.yaml:1:1")


def test_a_patch_gives_lists_as_files_would(examples: Examples) -> None:
    given = {
        "retractions": [{"doi": "https://doi.org/10.1000/EX"}],
        "doi-cache": [{"doi": "10.1000/182", "resolved": 1}],
        "listed": [{"entry_id": "DB00001"}],
    }
    facts = examples.facts({"lists": given}, "VAL999.yaml:1:1")
    assert facts.lists == {
        "retractions": {"10.1000/ex": False},
        "doi-cache": {"10.1000/182": True},
        "listed": {"db00001": False},
    }
    assert examples.facts({}, "").lists == {"retractions": {}, "doi-cache": {}, "listed": {}}
