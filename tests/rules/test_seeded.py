"""One planted defect, one finding: every rule finds its own, and others fail only for a reason that is written here."""

import pytest

from pharmaudit.facts.facts import Facts
from pharmaudit.rulebook.judge import judge
from tests.building import catalogue, rulebook
from tests.rules import seeded
from tests.rules.seeded import Planted

PROSE = frozenset(catalogue().texts)
TAKEN = {
    "articles": {"CON801", "CON802", "COM803", "CUR801"},  # the new articles have other tags, no PMID, or no date
    "textbooks": {"CON801"},
    "links": {"CON801", "CON804"},
    "attachments": {"CON801"},
    "groups": {"CON702", "CON704", "CON203", "COM206"},  # products and label stay; a withdrawal is not told
    "type": {"CON102"},  # the structure stays
    "description": {"COM214"},  # the new one is short
    "experimental_properties": {"CRE401"},  # the new ones have no source
    "calculated_properties": {"COM402", "COM405", "COM406", "COM407", "COM408"},  # the others are gone
    "targets": {"COM507", "COM504"},  # the new ones have no organism or known action
    "salts": {"CON405"},
    "snp_effects": {"VAL508"},
    "snp_reactions": {"VAL509"},
}
"""What a patch takes away beside the defect: table or column -> rules that may fail for it."""

UNCITED = {"CRE201", "CON804"}
"""A planted text has no tags: it cites nothing, and what the old text cited may now be cited nowhere."""

BLANK = {"COM101", "COM102", "COM201", "COM202", "COM203", "COM204", "COM205"}
KINETICS = {f"COM30{number}" for number in range(1, 8)}
IMPLIED: tuple[tuple[set[str], set[str], str], ...] = (
    (
        BLANK | KINETICS | {"COM308"},
        {"COM210", "COM211"},
        "a gap that a placeholder fills is told by its words as well",
    ),
    ({"COM210", "COM211"}, BLANK | KINETICS, "a placeholder leaves the field as empty as a blank"),
    (
        KINETICS | {"COM210", "COM211", "COM310", "COM313", "COM314"},
        {"COM309"},
        "the one field missing is the quick win",
    ),
    ({"COM309"}, KINETICS, "the quick win is a gap"),
    (
        {"COM308", "COM315"},
        KINETICS,
        "nothing at all is a gap in each of the seven; each has its own points and effort",
    ),
    (
        {"COM215", "COM216", "COM806", "CON901", "CON908"},
        BLANK | {"COM215", "COM216", "COM503", "COM806"},
        "an empty entry lacks each field",
    ),
    ({"COM215"}, {"CON908"}, "the empty entry of the example is on no list and has no banner"),
    ({"VAL219"}, {"VAL102"}, "a CAS number that lost a character is malformed"),
    ({"COM202", "COM311", "COM503"}, {"COM202", "COM503"}, "a drug with targets and no mechanism lacks the mechanism"),
    (
        {"COM310", "COM311", "COM313", "COM314", "COM220", "COM901"},
        BLANK | KINETICS,
        "what stands elsewhere is missing here",
    ),
    ({"COM212", "CON201"}, {"COM212", "CON201"}, "a template as the description of an approved drug is both"),
    ({"COM213", "CON202"}, {"COM213", "CON202"}, "a template as the indication of an approved drug is both"),
    ({"COM101", "COM205", "CON703"}, {"COM206"}, "without a text nothing tells of the withdrawal"),
    ({"COM108", "COM502"}, {"COM403"}, "the biologic of the example has no sequence"),
    ({"COM502"}, {"COM501"}, "an antibody with a mechanism and no target fails as any drug"),
    ({"COM508"}, {"COM512"}, "the same for an unapproved antibody"),
    ({"CON501", "CON502"}, {"COM501"}, "a mechanism that names the target it lacks lacks a target"),
    ({"COM509"}, {"CON302"}, "the enzyme of the example is another one than the text names"),
    ({"COM801"}, {"COM802"}, "without references none is a second one"),
    ({"CON102"}, {"VAL408"}, "the sequence of the example has no heading"),
    ({"COM401", "VAL402"}, {"COM401"}, "a structure that is replaced by nonsense is none"),
    ({"CON402", "CON404"}, {"CON403"}, "another structure has another mass"),
    ({"CON409", "VAL403"}, {"CON409", "VAL403"}, "a value out of every range is also far from the predicted one"),
    ({"CON601"}, {"CON602"}, "an entry that is not there lists nothing back"),
    ({"CON702", "CON703", "CON704"}, {"CON702", "CON704"}, "products, prices and label stand on one entry"),
    ({"CRE804"}, {"COM809"}, "a preprint has no PMID"),
    ({"UNI802"}, {"VAL819"}, "the shared identifier of the example is too short"),
    ({"VAL404", "VAL407", "VAL408"}, {"CON102", "VAL407"}, "the biologic of the example keeps the structure"),
    ({"VAL501", "VAL502"}, {"COM507", "VAL508"}, "the row of the example holds little else"),
    ({"CON803"}, {"CUR801"}, "without label and links the newest article is all there is"),
)
"""(rules, what may fail beside them, why)."""


def allowed(one: Planted) -> set[str]:
    """The rules that may fail on an entry beside the one whose defect was planted."""
    result: set[str] = (
        set(UNCITED) if one.touched & (PROSE | {"articles", "links", "textbooks", "attachments"}) else set()
    )
    for column in one.touched:
        result |= TAKEN.get(column, set())
    for rules, others, _ in IMPLIED:
        if one.rule in rules:
            result |= others
    return result


@pytest.fixture(scope="module")
def found() -> list[tuple[Planted, set[str]]]:
    return seeded.matrix()


def test_nothing_fails_on_clean_entries() -> None:
    facts: Facts = seeded.facts_of_cards([(card, "entry card") for card in seeded.clean().values()])
    judgement = judge(rulebook().rules, facts, lambda: None)
    assert judgement.crashes == ()
    names = facts.tables.entries["name"].to_numpy()
    wrong = {
        (verdict.rule.id, names[entry])
        for verdict in judgement.verdicts
        for entry in facts.entry_of(verdict.table)[verdict.failing]
    }
    assert wrong == set()
    assert facts.cohorts.nunique() == len(names)


def test_every_rule_finds_every_defect_of_its_own(found: list[tuple[Planted, set[str]]]) -> None:
    assert {one.rule for one, _ in found} == {rule.id for rule in rulebook().rules}
    assert [one.rule for one, failed in found if one.rule not in failed] == []


def test_no_other_rule_fails_without_a_reason(found: list[tuple[Planted, set[str]]]) -> None:
    unexplained = {(one.rule, *sorted(rest)) for one, failed in found if (rest := failed - {one.rule} - allowed(one))}
    assert unexplained == set()


def test_every_reason_is_needed(found: list[tuple[Planted, set[str]]]) -> None:
    for rules, others, why in IMPLIED:
        assert any(one.rule in rules and others & failed - {one.rule} for one, failed in found), why


def test_a_defect_is_found_wherever_it_is_planted() -> None:
    defects = seeded.varied(rulebook().rules)
    assert len(defects) > 500
    failed = seeded.fired(defects, rulebook().rules)
    assert [(one.rule, one.into) for one, rules in zip(defects, failed, strict=True) if one.rule not in rules] == []
