"""Conditions about what a source has no place for: neither true nor false, and never the reason of a finding."""

import pytest

from pharmaudit.conditions import decided, mask, parse
from pharmaudit.facts.facts import Facts
from pharmaudit.model import Source
from pharmaudit.readers.tables import Tables
from tests.building import facts_of, rule_of, verdicts

CARD = {
    "description": "Examplamine was withdrawn.",
    "groups": [],
    "targets": [{"name": "T"}],
    "articles": [{"citation": "A."}],
}
CARRIES = frozenset({"name", "description", "targets", "targets.name", "articles", "articles.citation"})


@pytest.fixture(scope="module")
def facts() -> Facts:
    """One entry whose source tells of names, descriptions, targets and citations only."""
    whole = facts_of(CARD)
    source = Source("test", "list", "", 1, carries=CARRIES)
    return Facts(Tables(whole.tables.frames, (source,)), whole.catalogue, whole.as_of)


CONDITIONS = [
    # condition, true, decided
    ("present(description)", True, True),
    ("not present(description)", False, True),
    ('"approved" in groups', False, False),
    ('not ("approved" in groups)', False, False),
    ('"approved" in groups or present(description)', True, True),
    ('"approved" in groups or blank(description)', False, False),
    ('"approved" in groups and blank(description)', False, True),
    ('not ("approved" in groups and blank(description))', True, True),
    ("targets > 0", True, True),
    ("enzymes == 0", False, False),
    ("not core", False, False),
    ("references == 0", False, True),
    ("pharmacology_filled == 0", False, False),
    ('state(unii) == "unknown"', True, True),
    ('matches(targets.name, "cyp3a")', False, True),
    ('matches(texts.value, "withdrawal-told")', False, False),
]


@pytest.mark.parametrize(("text", "true", "sure"), CONDITIONS)
def test_undecided_conditions(text: str, true: bool, sure: bool, facts: Facts) -> None:
    condition = parse(text)
    assert mask(condition, facts, "entries").tolist() == [true]
    assert decided(condition, facts, "entries").tolist() == [sure]


@pytest.mark.parametrize("text", [text for text, _, _ in CONDITIONS])
def test_a_source_that_carries_all_decides_all(text: str) -> None:
    assert decided(parse(text), facts_of(CARD), "entries").all()


def test_columns_of_a_table_may_be_missing_too(facts: Facts) -> None:
    assert decided(parse("present(citation)"), facts, "articles").tolist() == [True]
    assert decided(parse("blank(pubmed_id)"), facts, "articles").tolist() == [False]


RULES = [
    ("implies", "groups", {"when": "present(description)", "then": '"withdrawn" in groups'}, "-"),
    ("implies", "targets", {"when": "present(description)", "then": "targets > 1"}, "f"),
    ("presence", "targets.organism", {}, "-"),
    ("presence", "targets.name", {}, "p"),
    ("presence", "indication", {}, "-"),
    ("count", "pharmacology_filled", {"min": 1}, "-"),
    ("reference", "articles.citation", {"to": ["links.title"]}, "-"),
    ("reference", "articles.citation", {"to": ["articles.citation"]}, "p"),
    ("reference", "articles.citation", {"to": ["links.title"], "mode": "absent"}, "p"),
]


@pytest.mark.parametrize(("kind", "field", "keys", "expected"), RULES)
def test_rules_do_not_judge_what_no_source_can_tell(
    kind: str, field: str, keys: dict[str, object], expected: str, facts: Facts
) -> None:
    assert verdicts(rule_of(kind, field, **keys), facts) == expected
