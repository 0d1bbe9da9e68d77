"""agree: two statements of one thing must say the same, however they are written."""

import pytest

from tests.building import facts_of, known, rule_of, verdicts

CASES = [
    ("exact", "a", "a", "p"),
    ("exact", " a\n", "a", "p"),
    ("exact", "a", "A", "f"),
    ("exact", "a", "", "-"),
    ("exact", " ", "a", "-"),
    ("exact", None, "a", "-"),
    ("letters", "Small Molecule", "small  molecule", "p"),
    ("letters", "Two hours.[A1,L2]", "two hours.", "p"),
    ("letters", "Two hours.[label]", "Two hours. [FDA label]", "p"),
    ("letters", "Two hours.[A1,L2] Then.", "Two hours.1,2 Then.", "p"),
    ("letters", "Daily[A1].", "Daily12.", "p"),
    ("letters", "CRM197 protein", "crm197 protein", "p"),  # its number is not glued to it
    ("letters", "0.5 mg", "0.7 mg", "f"),
    ("letters", "H<sub>2</sub>O &amp; &lt;i&gt;x&lt;/i&gt;", "H2O & x", "p"),
    ("letters", "a &amp;lt; b", "a < b", "p"),
    ("letters", "3 < 5 > 4", "3 5 4", "p"),
    ("letters", "Cétuximab", "Ce\u0301tuximab", "p"),
    ("letters", "α-methyl", "alpha-methyl", "p"),
    ("letters", "λ", "lambda", "p"),
    ("letters", "10 m²", "10 m2", "p"),
    ("letters", "line\r\nbreak ", "line break", "p"),
    ("letters", "XEN2174", "XEN-2174", "p"),
    ("letters", "50-78-2", "50-78-3", "f"),
    ("letters", "-", "a", "-"),
    ("set", "a | b", "B; a", "p"),
    ("set", "a | b | a", "b,a", "p"),
    ("set", "a | b", "a", "f"),
    ("set", "a", "a | b", "f"),
    ("set", "|", "a", "-"),
    ("formula", "C9H8O4", "O4H8C9", "p"),
    ("formula", "CH4", "C1H4", "p"),
    ("formula", "CH3CH3", "C2H6", "p"),
    ("formula", "Co", "CO", "f"),
    ("formula", "C9H8O4", "C9H8O5", "f"),
    ("formula", "C9H8", "C9H8O", "f"),
    ("formula", "(CH3)2", "C2H6", "-"),
    ("number", "1.50", "1.5", "p"),
    ("number", "180.1574", "180.16", "p"),
    ("number", "180.1574", "180.2", "p"),
    ("number", "180.1574", "180.1", "f"),
    ("number", "1e2", "100", "p"),
    ("number", "1e2", "101", "f"),
    ("number", "2", "3", "f"),
    ("number", "x", "3", "-"),
    ("number", "-1.5", "1.5", "f"),
]


@pytest.mark.parametrize(("as_", "one", "two", "expected"), CASES)
def test_two_columns(as_: str, one: str | None, two: str | None, expected: str) -> None:
    rule = rule_of("agree", "links.title", other="url", **{"as": as_})
    assert verdicts(rule, facts_of({"links": [{"title": one, "url": two}]})) == expected
    assert verdicts(rule, facts_of({"links": [{"title": two, "url": one}]})) == expected


def test_all_cases_at_once_are_judged_as_one_by_one() -> None:
    for as_ in {case[0] for case in CASES}:
        cases = [case for case in CASES if case[0] == as_]
        facts = facts_of({"links": [{"title": one, "url": two} for _, one, two, _ in cases]})
        word = verdicts(rule_of("agree", "links.title", other="url", **{"as": as_}), facts)
        assert word == "".join(case[3] for case in cases)


@pytest.mark.parametrize(("tolerance", "expected"), [(0, "pff"), (0.5, "ppf"), (1, "ppp")])
def test_tolerance(tolerance: float, expected: str) -> None:
    facts = facts_of(*({"average_mass": mass, "monoisotopic_mass": "2.00"} for mass in ("2.0", "2.50", "3.00")))
    rule = rule_of("agree", "average_mass", other="monoisotopic_mass", tolerance=tolerance, **{"as": "number"})
    assert verdicts(rule, facts) == expected


def test_a_field_and_another_one_or_a_fact() -> None:
    key = [{"kind": "InChIKey", "value": "K"}]
    facts = facts_of(
        {"unii": "k", "calculated_properties": key}, {"unii": "k"}, {"unii": "x", "calculated_properties": key}
    )
    assert verdicts(rule_of("agree", "unii", other="inchikey", **{"as": "letters"}), facts) == "p-f"


def test_a_row_and_its_entry() -> None:
    salts = [{"name": "a", "unii": "x"}, {"name": "b", "unii": "n"}]
    facts = facts_of({"name": "n", "salts": salts}, {"name": "x", "salts": salts})
    assert verdicts(rule_of("agree", "salts.unii", other="entries.name", **{"as": "exact"}), facts) == "fppf"


def test_the_detail_tells_both_sides_and_where_they_differ() -> None:
    long = (
        "The same long beginning of a text that goes on and on[A1], then {} hours and so on and on and on for a while."
    )
    cards = [{"indication": "x", "toxicity": "y"}, {"indication": long.format("two"), "toxicity": long.format("three")}]
    facts, rule = facts_of(*cards), rule_of("agree", "indication", other="toxicity", **{"as": "letters"})
    verdict = rule.judge(facts)
    short, cut = rule.detail(verdict.failing, verdict.values, facts)
    assert short == "x against y"
    one, two = cut.split(" against ")
    assert "then two hours" in one
    assert "then three hours" in two
    assert one.startswith("…")
    assert "[A1]" not in cut


def test_the_detail_names_the_sources() -> None:
    row = {"field": "unii", "source": "test", "value": "x", "other_source": "b.csv", "other_value": "y"}
    keys = {"as": "exact", "said_by": ["source", "other_source"]}
    rule = rule_of("agree", "comparisons.value", other="other_value", **keys)
    facts = facts_of({"comparisons": [row]})
    verdict = rule.judge(facts)
    assert rule.detail(verdict.failing, verdict.values, facts) == ["x (test) against y (b.csv)"]


@pytest.mark.parametrize(
    ("field", "keys", "where"),
    [
        ("name", {"other": "nothing", "as": "exact"}, ("other",)),
        ("name", {"other": "groups", "as": "exact"}, ("other",)),
        ("groups", {"other": "name", "as": "exact"}, ("field",)),
        ("name", {"other": "unii", "as": "exact", "tolerance": 1}, ("tolerance",)),
        ("links.url", {"other": "title", "as": "exact", "said_by": ["url", "nothing"]}, ("said_by", 1)),
    ],
)
def test_complaints(field: str, keys: dict[str, object], where: tuple[str, ...]) -> None:
    [(found, _)] = rule_of("agree", field, **keys).complaints(known())
    assert found == where
