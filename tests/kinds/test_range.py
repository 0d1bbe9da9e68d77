"""range: a number, or the length of a text, must lie between two bounds."""

import pytest

from tests.building import facts_of, known, rule_of, verdicts


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("10", "p"),
        ("1", "p"),
        ("100", "p"),
        ("100.01", "f"),
        ("0.99", "f"),
        ("-5", "f"),
        ("1e9", "f"),
        ("inf", "f"),
        ("nan", "-"),
        ("1,5", "-"),
        ("about 5", "-"),
        ("", "-"),
        (None, "-"),
        ("N/A", "-"),
    ],
)
def test_numbers(value: str | None, expected: str) -> None:
    assert verdicts(rule_of("range", "average_mass", min=1, max=100), facts_of({"average_mass": value})) == expected


@pytest.mark.parametrize(("keys", "expected"), [({"min": 2}, "fp"), ({"max": 2}, "pf"), ({"min": 0}, "pp")])
def test_one_bound_is_enough(keys: dict[str, float], expected: str) -> None:
    assert verdicts(
        rule_of("range", "average_mass", **keys), facts_of({"average_mass": "1"}, {"average_mass": "3"})
    ) == (expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("abc", "p"), ("  abc  ", "p"), ("ab", "f"), ("éèê", "p"), ("abcdef", "f"), (" ", "-"), (None, "-")],
)
def test_length_counts_characters_without_blanks_around(value: str | None, expected: str) -> None:
    facts = facts_of({"synonyms": [{"synonym": value}]})
    assert verdicts(rule_of("range", "synonyms.synonym", of="length", min=3, max=5), facts) == expected


def test_rows_and_when() -> None:
    rows = [{"kind": "logP", "value": "2"}, {"kind": "logP", "value": "99"}, {"kind": "pKa", "value": "99"}]
    rule = rule_of("range", "calculated_properties.value", max=20, when='kind == "logP"')
    assert verdicts(rule, facts_of({"calculated_properties": rows})) == "pf-"


def test_a_list_is_measured_by_its_rows() -> None:
    assert verdicts(rule_of("range", "groups", max=1), facts_of({"groups": ["approved", "illicit"]}, {})) == "f-"


def test_complaints() -> None:
    assert rule_of("range", "average_mass").complaints(known()) == [(("kind",), "a range rule needs min or max")]
    [(where, _)] = rule_of("range", "groups", of="length", min=1).complaints(known())
    assert where == ("field",)
