"""vocabulary: a value must be one of a closed list, or none of a forbidden one."""

import pytest

from tests.building import facts_of, known, rule_of, verdicts


@pytest.mark.parametrize(
    ("value", "expected"),
    [("solid", "p"), ("Solid", "f"), (" solid", "f"), ("plasma", "f"), (None, "-"), ("", "-"), ("N/A", "-")],
)
def test_allowed_is_to_the_letter(value: str | None, expected: str) -> None:
    rule = rule_of("vocabulary", "state", vocabulary="physical-state")
    assert verdicts(rule, facts_of({"state": value})) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("solid", "f"), (" SOLID ", "f"), ("plasma", "p"), (None, "-"), ("  ", "-")]
)
def test_forbidden_ignores_case_and_blanks(value: str | None, expected: str) -> None:
    rule = rule_of("vocabulary", "dosages.form", vocabulary="physical-state", mode="forbidden")
    assert verdicts(rule, facts_of({"dosages": [{"form": value}]})) == expected


def test_rows_and_when() -> None:
    rule = rule_of("vocabulary", "groups.group", vocabulary="group", when='type == "biotech"')
    facts = facts_of({"type": "biotech", "groups": ["approved", "aproved"]}, {"groups": ["aproved"]})
    assert verdicts(rule, facts) == "pf-"


def test_complaints() -> None:
    rule = rule_of("vocabulary", "state", vocabulary="physical_state")
    (complaint,) = rule.complaints(known())
    assert complaint[0] == ("vocabulary",)
    assert complaint[1].startswith("there is no vocabulary 'physical_state'; known: chemical-kingdom, entry-type, ")
    [(where, _)] = rule_of("vocabulary", "groups", vocabulary="group").complaints(known())
    assert where == ("field",)
