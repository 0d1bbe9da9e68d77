"""What every rule of the project keeps to, and everything that rules speak of."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

import pandas as pd
import pytest

from pharmaudit import conditions
from pharmaudit.facts.derived import DERIVED
from pharmaudit.facts.facts import Facts, columns_of
from pharmaudit.facts.matching import matches
from pharmaudit.kinds import KINDS, Rule
from pharmaudit.kinds.base import PREFIXES
from pharmaudit.kinds.text import Text
from pharmaudit.kinds.vocabulary import Vocabulary
from pharmaudit.model import Dimension
from pharmaudit.readers.layout import TABLES
from pharmaudit.rulebook.examples import BESIDE, Examples
from pharmaudit.rulebook.extras import missing
from pharmaudit.rulebook.judge import Judgement, judge
from pharmaudit.rulebook.load import RULE_FOLDERS
from pharmaudit.triage import findings
from pharmaudit.yamltext import read
from tests.building import ROOT, facts_of, known, rulebook
from tests.rules.seeded import lists

RULES = {rule.id: rule for rule in rulebook().rules}
CATALOGUE = rulebook().catalogue
RUN = {name: rule for name, rule in RULES.items() if not missing(rule)}
"""Those that this installation can run."""
each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())

# What no rule file names, because the states of values are worked out with it (pharmaudit.facts.states).
PATTERNS_OF_THE_CODE = {
    "boilerplate-description",
    "boilerplate-indication",
    "no-data",
    "asserted-absence",
    "minor-category",
}
VOCABULARIES_OF_THE_CODE = {"placeholder"}


@pytest.fixture(scope="module")
def examples() -> Examples:
    return Examples(read(ROOT / "seeds" / "complete_entry.yaml"), CATALOGUE)


@pytest.fixture(scope="module")
def complete(examples: Examples) -> Facts:
    return examples.facts({}, "complete_entry.yaml")


@each_rule
def test_id_name_and_folder(rule: Rule) -> None:
    file = ROOT / "rules" / rule.dimension.value / f"{rule.id}.yaml"
    assert file.is_file()
    assert str(file) == rulebook().documents[rule.id].file
    assert rule.id.startswith(PREFIXES[rule.dimension])
    assert rule.complaints(known()) == []


def test_no_rule_lies_where_it_is_not_loaded() -> None:
    names = {f"{folder}/{file.name}" for folder in RULE_FOLDERS for file in (ROOT / "rules" / folder).iterdir()}
    assert names == {f"{rule.dimension.value}/{rule.id}.yaml" for rule in RULES.values()}


@pytest.mark.parametrize("key", ["name", "title", "problem", "fix"])
def test_no_two_rules_say_the_same(key: str) -> None:
    said = Counter(" ".join(getattr(rule, key).lower().split()) for rule in RULES.values())
    assert [text for text, times in said.items() if times > 1] == []


@each_rule
def test_texts_are_whole_sentences(rule: Rule) -> None:
    assert rule.problem.endswith((".", "?"))
    assert rule.fix.endswith(".")
    assert not re.search(r"[a-z)]\.$", rule.title)
    assert len(rule.problem) > 20
    assert len(rule.fix) > 5
    told = " ".join((rule.title, rule.message, rule.problem, rule.fix)).lower()
    assert not re.search(r"\b(?:issues?|violations?|violates?)\b", told)


@each_rule
def test_has_an_example_of_every_verdict_that_it_can_reach(rule: Rule) -> None:
    expected = {example.expected for example in rule.examples}
    assert expected >= {"pass", "fail"}
    assert rule.when is None or "not_applicable" in expected


def _skip_unless_run(rule: Rule) -> None:
    if reason := missing(rule):
        pytest.skip(f"{rule.id} {reason}")


@each_rule
def test_every_example_gives_its_verdict(rule: Rule, examples: Examples) -> None:
    _skip_unless_run(rule)
    wrong = [str(one) for one in examples.run(rule, rulebook().documents[rule.id]) if not one.passed]
    assert wrong == []


@each_rule
def test_every_failing_example_becomes_a_finding(rule: Rule, examples: Examples) -> None:
    _skip_unless_run(rule)
    for example in rule.examples:
        if example.expected == "fail":
            facts = examples.facts(example.patch, rule.id)
            found, _ = findings(Judgement((rule.judge(facts),), ()), facts)
            assert len(found) > 0
            assert found["message"].str.len().gt(10).all()
            assert found["fingerprint"].is_unique
            assert not found["message"].str.contains(r"\{(?:entry|id|field|value|cohort|detail)\b").any()
            return


def test_the_complete_entry_fails_no_rule(complete: Facts) -> None:
    found = judge(RULES.values(), complete, lambda: None)
    assert found.crashes == ()
    assert {verdict.rule.id: verdict.values[verdict.passed.eq(False)].to_list() for verdict in found.verdicts} == {
        rule: [] for rule in RUN
    }


@pytest.mark.parametrize("cards", [[], [{}], [{"entry_id": None, "name": None, "type": None}] * 2], ids=["0", "1", "2"])
def test_no_rule_crashes_on_next_to_nothing(cards: list[dict[str, None]]) -> None:
    facts = facts_of(*cards)
    found = judge(RULES.values(), facts, lambda: None)
    assert found.crashes == ()
    findings(found, facts)


def _failing_patches() -> Iterator[dict[str, object]]:
    for rule in RULES.values():
        yield from (example.patch for example in rule.examples if example.expected == "fail")


def test_the_order_of_entries_never_matters(examples: Examples) -> None:
    """All failing examples of all rules as one base, forwards and backwards, compared by entry."""
    seed = examples.patched({}, "")
    assert len(seed.entries) == 1
    cards = []
    for number, patch in enumerate(_failing_patches()):
        own = {key: value for key, value in patch.items() if key not in BESIDE}
        cards.append(read(ROOT / "seeds" / "complete_entry.yaml").data | own | {"entry_id": f"DB{10000 + number}"})  # type: ignore[operator]
    cards = cards[:: max(1, len(cards) // 40)]
    there, back = facts_of(*cards, lists=lists()), facts_of(*reversed(cards), lists=lists())
    for rule in RUN.values():
        assert _by_entry(rule, there) == _by_entry(rule, back), rule.id


def _by_entry(rule: Rule, facts: Facts) -> dict[str, list[object]]:
    ids = facts.tables.entries["entry_id"].to_numpy()[facts.entry_of(rule.table)]
    passed = rule.judge(facts).passed.astype("object").where(lambda column: column.notna(), None)
    return pd.Series(passed.to_numpy(), index=ids, dtype=object).groupby(level=0).agg(list).to_dict()


def test_tags_are_declared_and_of_use() -> None:
    declared = read(ROOT / "rules" / "tags.yaml").data
    assert isinstance(declared, dict)
    used = Counter(tag for rule in RULES.values() for tag in rule.tags)
    assert used.keys() == declared.keys()
    assert [tag for tag, times in used.items() if times < 3] == []
    assert list(declared) == sorted(declared)
    assert all(text.endswith(".") for text in declared.values())
    assert [rule.id for rule in RULES.values() if list(rule.tags) != sorted(set(rule.tags))] == []


def test_there_are_rules_of_every_dimension_and_of_most_kinds() -> None:
    assert {rule.dimension for rule in RULES.values()} == set(Dimension)
    # sums of points are for formulas of others: tests/formulas has rules of that kind
    assert {rule.kind for rule in RULES.values()} == KINDS.keys() - {"points"}
    assert len(RULES) >= 60
    assert len(KINDS) >= 8


def _conditions(rule: Rule) -> Iterator[conditions.Condition]:
    for key in rule.condition_keys:
        if getattr(rule, key) is not None:
            yield conditions.parse(getattr(rule, key))


def test_every_pattern_is_used() -> None:
    keys = ("forbid", "require", "pattern")
    named = {getattr(rule, key, None) for rule in RULES.values() for key in keys}
    for condition in chain.from_iterable(map(_conditions, RULES.values())):
        named |= {name for name, _ in condition.patterns}
    assert sorted(rulebook().patterns.keys() - named - PATTERNS_OF_THE_CODE) == []


def test_every_vocabulary_is_used() -> None:
    named = {getattr(rule, key, None) for rule in RULES.values() for key in ("vocabulary", "phrases")}
    assert sorted(CATALOGUE.vocabularies.keys() - named - VOCABULARIES_OF_THE_CODE) == []


def test_what_the_code_names_is_there() -> None:
    assert rulebook().patterns.keys() >= PATTERNS_OF_THE_CODE
    assert CATALOGUE.vocabularies.keys() >= VOCABULARIES_OF_THE_CODE


@pytest.mark.parametrize("name", rulebook().patterns)
def test_a_pattern_finds_its_good_values_and_none_of_its_bad_ones(name: str) -> None:
    pattern = rulebook().patterns[name]
    assert len(pattern.good) >= 2
    assert len(pattern.bad) >= 2
    good, bad = pd.Series(pattern.good, dtype="str"), pd.Series(pattern.bad, dtype="str")
    assert good[~matches(good, pattern.pattern)].to_list() == []
    assert bad[matches(bad, pattern.pattern)].to_list() == []
    assert len(pattern.source) > 10


@pytest.mark.parametrize("name", CATALOGUE.vocabularies)
def test_a_vocabulary_says_each_word_once(name: str) -> None:
    values = read(ROOT / "rules" / "vocabularies" / f"{name}.yaml").data["values"]  # type: ignore[index, call-overload]
    assert len(values) == len(set(values)) > 0
    assert all(isinstance(value, str) and value == value.strip() != "" for value in values)


def test_phrases_are_written_as_they_are_compared() -> None:
    forbidden = {
        rule.vocabulary for rule in RULES.values() if isinstance(rule, Vocabulary) and rule.mode == "forbidden"
    }
    phrases = {rule.phrases for rule in RULES.values() if isinstance(rule, Text) and rule.phrases}
    for name in VOCABULARIES_OF_THE_CODE | forbidden | phrases:
        assert [word for word in CATALOGUE.vocabularies[name] if word != word.lower()] == []
    for name in VOCABULARIES_OF_THE_CODE | phrases:
        assert [word for word in CATALOGUE.vocabularies[name] if word.endswith(".")] == []


@each_rule
def test_section_and_field_exist(rule: Rule) -> None:
    assert rule.section in CATALOGUE.sections
    table, _, column = rule.field.partition(".")
    assert column in columns_of(table) if column else rule.field in CATALOGUE.fields


@pytest.mark.parametrize("name", CATALOGUE.fields)
def test_a_field_of_the_catalogue_is_there(name: str) -> None:
    field = CATALOGUE.fields[name]
    where = {"list": TABLES, "derived": DERIVED}.get(field.kind, columns_of("entries"))
    assert name in where
    assert field.weight >= 0
    assert not field.core or field.weight > 0
    assert set(field.not_applicable_to) <= {item.label for item in CATALOGUE.classes}
