"""What holds for every kind: empty tables, no entries, doubled ids, conditions, and no order of entries."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import KINDS, Rule
from tests.building import facts_of, known, rule_of, verdicts

ON_ENTRIES: dict[str, Rule] = {
    "presence": rule_of("presence", "indication"),
    "count": rule_of("count", "links", min=2),
    "points": rule_of("points", "indication", each=1),
    "format": rule_of("format", "cas_number", check="cas-number"),
    "range": rule_of("range", "average_mass", max=100),
    "vocabulary": rule_of("vocabulary", "state", vocabulary="physical-state"),
    "unique": rule_of("unique", "unii"),
    "reference": rule_of("reference", "name", to=["synonyms.synonym"], mode="absent"),
    "symmetric": rule_of("symmetric", "unii"),
    "implies": rule_of("implies", "indication", then="links > 1"),
    "compare": rule_of("compare", "created", operator="<=", other="updated"),
    "agree": rule_of("agree", "indication", other="name", **{"as": "letters"}),
    "text": rule_of("text", "indication", forbid="doi-directory"),
    "schema": rule_of("schema", "entry_id"),
    "python": rule_of("python", "formula", function="same-formula", requires="chem"),
}
ON_ROWS: dict[str, Rule] = {
    "presence": rule_of("presence", "links.url"),
    "format": rule_of("format", "links.title", pattern="positive-integer"),
    "range": rule_of("range", "links.title", min=5),
    "vocabulary": rule_of("vocabulary", "links.url", vocabulary="group"),
    "unique": rule_of("unique", "links.url"),
    "unique within": rule_of("unique", "links.url", within="entry"),
    "reference": rule_of("reference", "links.title", to=["synonyms.synonym", "entries.name"]),
    "reference within": rule_of("reference", "links.title", to=["synonyms.synonym"], within="entry"),
    "reference covered": rule_of("reference", "links.title", to=["synonyms.synonym"], coverage=0.3),
    "symmetric": rule_of("symmetric", "links.title"),
    "implies": rule_of("implies", "links.url", when="links > 1", then="present(url)"),
    "compare": rule_of("compare", "links.title", operator="<", other="entries.average_mass", values_are="numbers"),
    "agree": rule_of("agree", "links.title", other="url", **{"as": "exact"}),
    "text": rule_of("text", "texts.value", forbid="doi-directory"),
}
EVERY = {f"{name} of entries": rule for name, rule in ON_ENTRIES.items()}
EVERY |= {f"{name} of rows": rule for name, rule in ON_ROWS.items()}
each = pytest.mark.parametrize("rule", EVERY.values(), ids=EVERY.keys())

WORDS = st.sampled_from([None, "", "N/A", "approved", "7", "12", "DB1", "DB2", "See 10.1/x."])
CARD = st.fixed_dictionaries(
    {
        "entry_id": st.sampled_from(["DB1", "DB2", "DB3", None]),
        "name": WORDS,
        "indication": WORDS,
        "cas_number": st.sampled_from([None, "50-78-2", "x"]),
        "unii": WORDS,
        "state": st.sampled_from([None, "solid", "x"]),
        "average_mass": st.sampled_from([None, "9", "900", "x"]),
        "created": st.sampled_from([None, "2020-01-01", "2021-01-01", "x"]),
        "updated": st.sampled_from([None, "2020-06-01"]),
        "synonyms": st.lists(WORDS, max_size=2),
        "links": st.lists(st.fixed_dictionaries({"title": WORDS, "url": WORDS}), max_size=3),
    }
)


def test_every_kind_is_here() -> None:
    assert ON_ENTRIES.keys() == KINDS.keys()
    assert all(rule.kind == name.split()[0] for name, rule in EVERY.items())


@each
def test_no_complaint(rule: Rule) -> None:
    assert rule.complaints(known()) == []


@each
def test_no_entries(rule: Rule) -> None:
    assert verdicts(rule, facts_of()) == ""


@each
def test_empty_tables_and_blank_entries(rule: Rule) -> None:
    blank = {"entry_id": None, "name": None, "type": None}
    assert len(verdicts(rule, facts_of(blank, blank))) == (2 if rule.table == "entries" else 0)


@each
def test_a_condition_that_is_false_leaves_nothing_to_judge(rule: Rule) -> None:
    facts = facts_of({"indication": "10.1", "links": [{"url": "a", "title": "1"}]}, {"entry_id": "DB90000"})
    assert set(verdicts(rule.model_copy(update={"when": "False"}), facts)) == {"-"}


@each
def test_values_stand_on_the_rows_of_the_verdict(rule: Rule) -> None:
    facts = facts_of({"indication": "x", "links": [{"url": "a"}]}, {})
    verdict = rule.judge(facts)
    assert verdict.values.index.equals(verdict.passed.index)
    assert verdict.passed.dtype == "boolean"
    assert len(verdict.rule.detail(verdict.failing, verdict.values, facts)) == len(verdict.failing)


def by_card(rule: Rule, facts: Facts, order: list[int]) -> list[tuple[int, str]]:
    """Verdicts by the number of the card that an entry was made of; rows keep their order within it."""
    word = verdicts(rule, facts)
    pairs = zip((order[entry] for entry in facts.entry_of(rule.table)), word, strict=True)
    return sorted(pairs, key=lambda pair: pair[0])


@settings(max_examples=12, deadline=None)
@given(cards=st.lists(CARD, min_size=2, max_size=5), data=st.data())
def test_the_order_of_entries_never_matters(cards: list[dict[str, Any]], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(cards))))
    facts, other = facts_of(*cards), facts_of(*(cards[place] for place in order))
    for rule in EVERY.values():
        if rule.kind == "schema":  # a third of a second each time; tried below
            continue
        assert by_card(rule, facts, list(range(len(cards)))) == by_card(rule, other, list(order)), rule.kind


def test_the_order_of_entries_never_matters_to_shapes() -> None:
    cards = [{"created": "x"}, {"average_mass": "y"}, {}, {"prices": [{"cost": "z"}]}]
    order = [2, 3, 0, 1]
    there = by_card(ON_ENTRIES["schema"], facts_of(*cards), [0, 1, 2, 3])
    assert there == by_card(ON_ENTRIES["schema"], facts_of(*(cards[place] for place in order)), order)
