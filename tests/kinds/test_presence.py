"""presence: the field must hold something that informs."""

import pytest

from tests.building import facts_of, rule_of, verdicts


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("For pain.", "p"),
        ("Investigated for use/treatment in pain.", "p"),  # a template is another rule's finding
        ("Not absorbed.", "p"),
        (None, "f"),
        ("", "f"),
        (" \t\n", "f"),
        ("N/A", "f"),
        ("not available.", "f"),
        ("No pharmacokinetic data available.", "f"),
    ],
)
def test_a_text(value: str | None, expected: str) -> None:
    assert verdicts(rule_of("presence", "indication"), facts_of({"indication": value})) == expected


def test_a_list_needs_a_row() -> None:
    assert (
        verdicts(rule_of("presence", "targets"), facts_of({"targets": [{"name": "T"}]}, {"targets": []}, {})) == "pff"
    )


def test_a_derived_number_needs_to_be_above_zero() -> None:
    assert verdicts(rule_of("presence", "references"), facts_of({"links": [{"url": "u"}]}, {})) == "pf"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("10 mg", "p"),
        (None, "f"),
        ("", "f"),
        ("  ", "f"),
        ("Not Available", "f"),
        ("Not available.", "f"),
        ("TBD", "f"),
    ],
)
def test_a_column_of_a_table(value: str | None, expected: str) -> None:
    facts = facts_of({"dosages": [{"form": "Tablet", "strength": value}]})
    assert verdicts(rule_of("presence", "dosages.strength"), facts) == expected


def test_what_does_not_apply_or_is_not_known_is_not_judged() -> None:
    facts = facts_of(
        {"type": "biotech", "name": "Examplavaccine, a vaccine", "clearance": None},
        {"type": "biotech", "name": "Examplavaccine, a vaccine", "clearance": "Slow."},
        {"type": "small molecule", "clearance": None},
    )
    assert verdicts(rule_of("presence", "clearance"), facts) == "-pf"
    assert verdicts(rule_of("presence", "summary"), facts_of({}, read_as="DrugBank XML")) == "-"
    assert verdicts(rule_of("presence", "summary"), facts_of({}, read_as="page text")) == "f"


def test_a_lost_field_is_not_judged() -> None:
    facts = facts_of({"lost_fields": ["half_life"]}, {"lost_fields": ["half_life"], "half_life": "1 h"}, {})
    assert verdicts(rule_of("presence", "half_life"), facts) == "-pf"


def test_when() -> None:
    facts = facts_of({"groups": ["approved"]}, {"groups": ["illicit"]}, {"groups": ["approved"], "toxicity": "None."})
    assert verdicts(rule_of("presence", "toxicity", when='"approved" in groups'), facts) == "f-p"
