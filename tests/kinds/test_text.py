"""text: a value must not hold what a pattern finds, nor be one of a list of phrases as a whole."""

import pytest

from tests.building import facts_of, known, rule_of, verdicts


@pytest.mark.parametrize(
    ("value", "keys", "expected"),
    [
        ("A plain text.", {"forbid": "doi-directory"}, "p"),
        ("See 10.1000/1.", {"forbid": "doi-directory"}, "f"),
        ("See 10.1000/1.", {"require": "doi-directory"}, "p"),
        ("A plain text.", {"require": "doi-directory"}, "f"),
        (None, {"require": "doi-directory"}, "-"),
        (" \n", {"require": "doi-directory"}, "-"),
        ("Not available", {"phrases": "placeholder"}, "f"),
        (" NOT AVAILABLE. ", {"phrases": "placeholder"}, "f"),
        ("Not available in Europe.", {"phrases": "placeholder"}, "p"),
        ("Not available.[A12]", {"phrases": "placeholder"}, "f"),
        ("Not available.[A12]", {"phrases": "placeholder", "keep_tags": True}, "p"),
        ("10[A1].5", {"forbid": "doi-directory"}, "f"),
        ("10[A1].5", {"forbid": "doi-directory", "keep_tags": True}, "p"),
        ("See 10.1000/1.", {"forbid": "doi-directory", "when": "present(toxicity)"}, "-"),
    ],
)
def test_one_field(value: str | None, keys: dict[str, object], expected: str) -> None:
    assert verdicts(rule_of("text", "indication", **keys), facts_of({"indication": value})) == expected


def test_all_prose_or_some_of_it() -> None:
    facts = facts_of({"description": "10.1", "half_life": "10.1", "name": "10.1"}, {"toxicity": "Fine."}, {})
    rule = rule_of("text", "texts.value", forbid="doi-directory")
    assert verdicts(rule, facts) == "ffp"  # a row for each text that is not blank
    assert verdicts(rule_of("text", "texts.value", forbid="doi-directory", only=["half_life"]), facts) == "-f-"
    assert verdicts(rule_of("text", "texts.value", forbid="doi-directory", when='field == "toxicity"'), facts) == "--p"


def test_a_column_of_a_table() -> None:
    facts = facts_of({"links": [{"title": "10.1"}, {"title": None}, {"title": "t"}]})
    assert verdicts(rule_of("text", "links.title", forbid="doi-directory"), facts) == "f-p"


def test_the_detail_is_what_was_found() -> None:
    facts = facts_of({"indication": "No human[A1] data available."}, {"indication": "For pain."}, {})
    rule = rule_of("text", "indication", forbid="no-data")
    verdict = rule.judge(facts)
    assert rule.detail(verdict.failing, verdict.values, facts) == ["No human data available."]
    phrases = rule_of("text", "indication", phrases="placeholder")
    assert phrases.detail(verdict.failing, verdict.values, facts) == [""]


@pytest.mark.parametrize("pattern", sorted(known().patterns))
def test_every_pattern_can_show_what_it_found(pattern: str) -> None:
    facts = facts_of({"indication": "For pain."})
    rule = rule_of("text", "indication", forbid=pattern)
    judged = rule.judge(facts)
    assert len(rule.detail(judged.failing, judged.values, facts)) == len(judged.failing)


@pytest.mark.parametrize(
    ("field", "keys", "where"),
    [
        ("name", {}, ("kind",)),
        ("name", {"forbid": "nothing"}, ("forbid",)),
        ("name", {"require": "nothing"}, ("require",)),
        ("name", {"phrases": "nothing"}, ("phrases",)),
        ("name", {"forbid": "no-data", "only": ["name"]}, ("only",)),
        ("texts.value", {"forbid": "no-data", "only": ["nmae"]}, ("only", 0)),
        ("groups", {"forbid": "no-data"}, ("field",)),
    ],
)
def test_complaints(field: str, keys: dict[str, object], where: tuple[str, ...]) -> None:
    [(found, _)] = rule_of("text", field, **keys).complaints(known())
    assert found == where
