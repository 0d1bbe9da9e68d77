"""unique: no two rows may share a value, in the whole knowledge base or within one entry."""

import pytest

from tests.building import facts_of, rule_of, verdicts


@pytest.mark.parametrize(
    ("values", "keys", "expected"),
    [
        (["a", "b", "a"], {}, "fpf"),
        (["a", "A", "a "], {}, "ppp"),
        (["a", "A", "a "], {"fold": "case"}, "fff"),
        (["a-1", "A (1)", "a2"], {"fold": "punctuation"}, "ffp"),
        ([None, None, ""], {}, "---"),
        ([" ", " ", "a"], {}, "--p"),
        (["ab", "ab", "abc", "abc"], {"min_length": 3}, "--ff"),
        (["a", "a", "b", "b", "b"], {"at_most": 2}, "ppfff"),
        (["a", "a"], {"when": 'lower(synthesis_reference) != "a"'}, "--"),
    ],
)
def test_over_the_base(values: list[str | None], keys: dict[str, object], expected: str) -> None:
    facts = facts_of(*({"synthesis_reference": value} for value in values))
    assert verdicts(rule_of("unique", "synthesis_reference", **keys), facts) == expected


def test_rows_of_one_entry_do_not_clash_over_the_base() -> None:
    facts = facts_of({"synonyms": ["a", "a", "b"]}, {"synonyms": ["b", "c"]})
    assert verdicts(rule_of("unique", "synonyms.synonym"), facts) == "ppffp"
    assert verdicts(rule_of("unique", "synonyms.synonym", within="entry"), facts) == "ffppp"


def test_an_entry_that_stands_twice_clashes_by_its_id_alone() -> None:
    card = {"entry_id": "DB1", "unii": "U", "synonyms": ["a"]}
    facts = facts_of(card, card, {"entry_id": None, "unii": "V"}, {"entry_id": None, "unii": "V"})
    assert verdicts(rule_of("unique", "entry_id"), facts) == "ff--"
    assert verdicts(rule_of("unique", "unii"), facts) == "ppff"
    assert verdicts(rule_of("unique", "synonyms.synonym", within="entry"), facts) == "pp"
    clash = facts_of({"entry_id": "DB2", "unii": "U"}, card, card)
    rule = rule_of("unique", "unii")
    verdict = rule.judge(clash)
    assert rule.detail(verdict.failing, verdict.values, clash) == ["DB1", "DB2", "DB2"]


def test_rows_outside_of_the_condition_do_not_clash() -> None:
    facts = facts_of({"unii": "U", "groups": ["approved"]}, {"unii": "U"})
    assert verdicts(rule_of("unique", "unii", when='"approved" in groups'), facts) == "p-"


def test_the_detail_is_the_same_in_any_order() -> None:
    cards = [{"entry_id": f"DB{number}", "unii": "U"} for number in (3, 1, 2)]
    rule, told = rule_of("unique", "unii"), []
    for facts in (facts_of(*cards), facts_of(*reversed(cards))):
        verdict = rule.judge(facts)
        told.append(sorted(rule.detail(verdict.failing, verdict.values, facts)))
    assert told == [["DB1, DB2", "DB1, DB3", "DB2, DB3"]] * 2


def test_the_detail_names_the_other_entries() -> None:
    facts = facts_of(*({"unii": "U"} for _ in range(8)), {"entry_id": None, "unii": "V"}, {"unii": "V"})
    rule = rule_of("unique", "unii")
    verdict = rule.judge(facts)
    told = rule.detail(verdict.failing, verdict.values, facts)
    assert told[0] == "DB90001, DB90002, DB90003, DB90004, DB90005 and 2 more"
    assert told[8:] == ["DB90009", "an entry without an id"]
    within = rule_of("unique", "unii", within="entry")
    assert within.detail(verdict.failing, verdict.values, facts) == [""] * 10
