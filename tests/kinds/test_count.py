"""count: a list field, or a number worked out from several fields, must reach a number."""

import pytest

from tests.building import facts_of, known, rule_of, verdicts

LINKS = [{"url": "a"}, {"url": "b"}, {"url": "c"}]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"min": 2}, "ffpp"),
        ({"min": 1, "max": 2}, "fppf"),
        ({"max": 0}, "pfff"),
        ({}, "pppp"),
        ({"min": 2, "when": "links > 1"}, "--pp"),
        ({"min": 9, "when": "False"}, "----"),
    ],
)
def test_rows_of_a_list(keys: dict[str, object], expected: str) -> None:
    facts = facts_of(*({"links": LINKS[:number]} for number in range(4)))
    assert verdicts(rule_of("count", "links", **keys), facts) == expected


def test_a_number_worked_out() -> None:
    facts = facts_of({"half_life": "1 h", "absorption": "N/A"}, {"half_life": "1 h", "absorption": "Fast."})
    assert verdicts(rule_of("count", "pharmacokinetics_filled", min=2), facts) == "fp"


def test_a_list_that_the_source_cannot_carry_is_not_judged() -> None:
    assert verdicts(rule_of("count", "trials", min=1), facts_of({}, read_as="DrugBank XML")) == "-"
    assert verdicts(rule_of("count", "sequences", min=1), facts_of({"type": "biotech", "name": "A vaccine"})) == "-"


def test_only_numbers_are_counted() -> None:
    for field in ("indication", "articles.doi", "smiles"):
        [(where, what)] = rule_of("count", field, min=1).complaints(known())
        assert (where, what) == (("field",), "a count rule judges a number, and this field holds text")
