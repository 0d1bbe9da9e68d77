"""implies: where `when` is true, `then` must be true as well."""

import pytest

from tests.building import facts_of, known, rule_of, verdicts


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"then": "present(indication)"}, "fpf"),
        ({"when": '"approved" in groups', "then": "present(indication)"}, "fp-"),
        ({"when": "False", "then": "False"}, "---"),
        ({"then": "True"}, "ppp"),
    ],
)
def test_entries(keys: dict[str, str], expected: str) -> None:
    facts = facts_of({"groups": ["approved"]}, {"groups": ["approved"], "indication": "For pain."}, {})
    assert verdicts(rule_of("implies", "indication", **keys), facts) == expected


def test_rows_of_a_table() -> None:
    rows = [{"rs_id": "rs1"}, {"allele": "C"}, {"rs_id": ""}, {"rs_id": None, "allele": " "}]
    rule = rule_of("implies", "snp_effects.rs_id", then="present(rs_id) or present(allele)")
    assert verdicts(rule, facts_of({"snp_effects": rows})) == "ppff"


def test_both_conditions_are_checked() -> None:
    rule = rule_of("implies", "indication", when="nmae", then="name > 3")
    assert [where for where, _ in rule.complaints(known())] == [("when",), ("then",)]
