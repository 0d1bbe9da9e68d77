"""schema: what pandera finds out of shape, as one verdict per entry."""

import pytest

from tests.building import facts_of, rule_of, verdicts

RULE = rule_of("schema", "entry_id")


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ({}, "p"),
        ({"created": "2020-01-01", "average_mass": "1.5", "stub_banner": True}, "p"),
        ({"created": None, "average_mass": "", "stub_banner": " "}, "p"),  # presence is the business of other rules
        ({"created": "01/02/2020"}, "f"),
        ({"created": "2020-13-01"}, "f"),
        ({"average_mass": "heavy"}, "f"),
        ({"average_mass": "1,5"}, "f"),
        ({"stub_banner": "yes"}, "f"),
        ({"targets": [{"position": "first"}]}, "f"),
        ({"products": [{"generic": "TRUE"}]}, "f"),
        ({"reactions": [{"sequence": "1"}]}, "p"),
    ],
)
def test_verdicts(card: dict[str, object], expected: str) -> None:
    assert verdicts(RULE, facts_of({}, card, {})) == f"p{expected}p"


def test_the_value_tells_what_is_out_of_shape() -> None:
    bad = {"prices": [{"cost": "free"}, {"cost": "1"}, {"cost": "dear"}], "created": "x", "updated": "y"}
    assert RULE.values(facts_of({}, bad)).to_list() == [
        "",
        "entries.created = x; entries.updated = y; prices.cost = free and 1 more",
    ]


def test_when_and_zero_entries() -> None:
    rule = rule_of("schema", "entry_id", when='type == "biotech"')
    assert verdicts(rule, facts_of({"created": "x"}, {"created": "x", "type": "biotech"})) == "-f"
    assert verdicts(RULE, facts_of()) == ""
