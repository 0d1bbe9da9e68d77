"""compare: two dates or numbers of the same row, or of its entry, must stand in an order."""

import pytest

from tests.building import facts_of, known, rule_of, verdicts


@pytest.mark.parametrize(
    ("created", "updated", "expected"),
    [
        ("2020-01-01", "2020-01-02", "p"),
        ("2020-01-01", "2020-01-01", "p"),
        ("2020-01-02", "2020-01-01", "f"),
        ("2020-01-01 23:59:59", "2020-01-01", "p"),  # only the date counts
        ("1600-01-01", "9999-12-31", "p"),
        ("0000-00-00", "2020-01-01", "-"),
        ("2020-02-30", "2020-01-01", "-"),
        ("20200102", "2020-01-01", "-"),
        ("02/01/2020", "2020-01-01", "-"),
        (None, "2020-01-01", "-"),
        ("2020-01-01", "", "-"),
    ],
)
def test_dates(created: str | None, updated: str | None, expected: str) -> None:
    rule = rule_of("compare", "created", operator="<=", other="updated")
    assert verdicts(rule, facts_of({"created": created, "updated": updated})) == expected


@pytest.mark.parametrize(
    ("operator", "expected"), [("<", "pff"), ("<=", "ppf"), (">", "ffp"), (">=", "fpp"), ("==", "fpf"), ("!=", "pfp")]
)
def test_operators(operator: str, expected: str) -> None:
    facts = facts_of(*({"monoisotopic_mass": mass, "average_mass": "2"} for mass in ("1.5", "2.0", "3")))
    keys = {"operator": operator, "other": "average_mass", "values_are": "numbers"}
    assert verdicts(rule_of("compare", "monoisotopic_mass", **keys), facts) == expected


@pytest.mark.parametrize(("tolerance", "expected"), [(0, "pfff"), (0.5, "ppff"), (1, "pppf")])
def test_tolerance(tolerance: float, expected: str) -> None:
    facts = facts_of(*({"monoisotopic_mass": mass, "average_mass": "2"} for mass in ("2", "2.5", "1", "3.25")))
    keys = {"operator": "==", "other": "average_mass", "values_are": "numbers", "tolerance": tolerance}
    assert verdicts(rule_of("compare", "monoisotopic_mass", **keys), facts) == expected


def test_shift_is_in_days_or_in_numbers() -> None:
    facts = facts_of({"created": "2020-01-01", "updated": "2020-01-08", "average_mass": "3", "monoisotopic_mass": "2"})
    for shift, expected in ((-7, "p"), (-8, "f")):
        assert verdicts(rule_of("compare", "created", operator="<=", other="updated", shift=shift), facts) == expected
    numbers = {"operator": ">=", "other": "average_mass", "values_are": "numbers", "shift": -1}
    assert verdicts(rule_of("compare", "monoisotopic_mass", **numbers), facts) == "p"


def test_the_date_of_the_run() -> None:
    facts = facts_of(
        {"updated": "2025-12-31"}, {"updated": "2026-01-01"}, {"updated": "2026-01-02"}, {"updated": "soon"}
    )
    rule = rule_of("compare", "updated", operator="<=", other="as_of")
    assert verdicts(rule, facts) == "ppf-"
    verdict = rule.judge(facts)
    assert rule.detail(verdict.failing, verdict.values, facts) == ["2026-01-01"]


def test_rows_against_a_column_of_their_row_or_of_their_entry() -> None:
    salts = [{"average_mass": "11", "monoisotopic_mass": "12"}, {"average_mass": "9", "monoisotopic_mass": "9"}]
    facts = facts_of(
        {"average_mass": "10", "salts": salts}, {"salts": [{"average_mass": "1", "monoisotopic_mass": "1"}]}
    )
    keys = {"operator": ">=", "values_are": "numbers"}
    assert verdicts(rule_of("compare", "salts.average_mass", other="monoisotopic_mass", **keys), facts) == "fpp"
    rule = rule_of("compare", "salts.average_mass", other="entries.average_mass", **keys)
    assert verdicts(rule, facts) == "pf-"
    verdict = rule.judge(facts)
    assert rule.detail(verdict.failing, verdict.values, facts) == ["10"]


def test_a_fact_and_when() -> None:
    facts = facts_of({"groups": ["approved"]}, {"groups": ["approved", "illicit"]}, {"groups": []})
    keys = {"operator": "<=", "other": "references", "values_are": "numbers", "when": "len(groups) > 0"}
    assert verdicts(rule_of("compare", "groups", **keys), facts) == "ff-"


@pytest.mark.parametrize(
    ("field", "keys", "where"),
    [
        ("created", {"other": "nothing"}, ("other",)),
        ("created", {"other": "references"}, ("other",)),
        ("groups", {"other": "created"}, ("field",)),
        ("created", {"other": "updated", "tolerance": 1}, ("tolerance",)),
        ("average_mass", {"other": "monoisotopic_mass", "tolerance": 1, "values_are": "numbers"}, ("tolerance",)),
    ],
)
def test_complaints(field: str, keys: dict[str, object], where: tuple[str, ...]) -> None:
    [(found, _)] = rule_of("compare", field, operator="<", **keys).complaints(known())
    assert found == where
