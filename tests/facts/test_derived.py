"""Facts worked out of other fields, and that the conditions know of what sort each is."""

import pandas as pd
import pytest

from pharmaudit.facts.derived import DERIVED, NUMBERS, TRUTHS
from tests.building import catalogue, facts_of

WHOLE = {
    "groups": ["approved"],
    "description": "A drug.",
    "indication": "For pain.[A1]",
    "half_life": "1 h",
    "absorption": "Not absorbed.",
    "toxicity": "N/A",
    "dosages": [{"form": "Tablet", "route": "Intravenous; Oral"}],
    "articles": [{"pubmed_id": "1"}, {"citation": "A paper. doi: 10.1000/x"}, {"citation": "A letter."}],
    "textbooks": [{"isbn": " "}],
    "links": [{"url": "https://example.org"}],
    "calculated_properties": [{"kind": "SMILES", "value": "CC"}, {"kind": "SMILES", "value": "CCC"}],
    "experimental_properties": [
        {"kind": "SMILES", "value": "C"},
        {"kind": "logP", "value": "1.5"},
        {"kind": "Boiling Point", "value": "135.5 °C (dec)"},
    ],
}


@pytest.mark.parametrize(
    ("name", "whole", "bare"),
    [
        ("content", "more", "empty"),
        ("core", True, False),
        ("systemic", True, False),
        ("oral", True, False),
        ("experimental_only", False, False),
        ("uses_citation_tags", True, False),
        ("pharmacology_filled", 3, 0),
        ("pharmacokinetics_filled", 2, 0),
        ("informative_texts", 4, 0),
        ("references", 5, 0),
        ("resolvable_references", 3, 0),
        ("smiles", "CC", None),
        ("predicted_logp", "1.5", None),
        ("boiling_point", "135.5", None),
        ("inchi", None, None),
        ("best_group", "approved", "other"),
        ("biologic_class", "small molecule", "small molecule"),
        ("cohort", "approved small molecule", "other small molecule"),
    ],
)
def test_a_whole_and_a_bare_entry(name: str, whole: object, bare: object) -> None:
    found = facts_of(WHOLE, {}).derived(name)
    assert [None if pd.isna(one) else one for one in found] == [whole, bare]


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ({}, "empty"),
        ({"description": "N/A", "half_life": "-"}, "empty"),
        ({"description": "Examplamine 0 has been used in trials studying the treatment of Asthma."}, "stub"),
        ({"description": "A drug."}, "stub"),
        ({"description": "A drug.", "absorption": "Not absorbed."}, "more"),
    ],
)
def test_content(card: dict[str, str], expected: str) -> None:
    assert facts_of(card).derived("content").to_list() == [expected]


@pytest.mark.parametrize(
    ("groups", "expected"), [(["experimental"], True), (["experimental", "approved"], False), ([], False)]
)
def test_experimental_only(groups: list[str], expected: bool) -> None:
    assert facts_of({"groups": groups}).derived("experimental_only").to_list() == [expected]


@pytest.mark.parametrize(
    ("route", "oral", "systemic"),
    [
        ("Oral", True, True),
        ("oral", True, True),
        ("Topical", False, False),
        ("Peroral", False, False),
        (None, False, False),
    ],
)
def test_routes(route: str | None, oral: bool, systemic: bool) -> None:
    card = {"groups": ["approved"], "indication": "For pain.", "dosages": [{"route": route}]}
    facts = facts_of(card, card | {"indication": "N/A"})
    assert facts.derived("oral").to_list() == [oral, oral]
    assert facts.derived("systemic").to_list() == [systemic, False]


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        (["Oral"], True),
        (["Oral", "Topical"], True),
        (["Oral", "Topical", "Nasal"], False),
        (["Oral", None, " "], True),
        (["Intravenous; Topical", "Topical"], True),
        ([None], False),
        ([], False),
    ],
)
def test_mainly_systemic(routes: list[str | None], expected: bool) -> None:
    facts = facts_of({"dosages": [{"route": route} for route in routes]}, {})
    assert facts.derived("mainly_systemic").to_list() == [expected, False]


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ({}, True),
        ({"indication": None}, False),
        ({"indication": None, "atc_codes": [{"code": "B01AC06"}]}, True),
        ({"groups": ["investigational"]}, False),
        ({"groups": ["approved", "nutraceutical"]}, False),
        ({"classifications": [{"kingdom": "Inorganic compounds"}]}, False),
        ({"classifications": [{"kingdom": "Organic compounds"}]}, True),
        ({"categories": [{"category": "Standardized Chemical Allergen"}]}, False),
        ({"categories": [{"category": "Antihypertensive Agents"}, {"category": None}]}, True),
        ({"type": "biotech", "name": "Example pox vaccine"}, False),
    ],
)
def test_therapeutic(patch: dict[str, object], expected: bool) -> None:
    facts = facts_of({"groups": ["approved"], "indication": "For pain."} | patch, {})
    assert facts.derived("therapeutic").to_list() == [expected, False]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("135 °C", "135"),
        (" -1.5", "-1.5"),
        ("1,5 °C", None),
        ("about 5", None),
        ("5", "5"),
        ("5.", "5"),
        ("5, dec", "5"),
    ],
)
def test_the_number_that_a_measurement_opens_with(value: str, number: str | None) -> None:
    facts = facts_of({"experimental_properties": [{"kind": "Boiling Point", "value": value}]})
    [found] = facts.derived("boiling_point")
    assert found == number or (number is None and pd.isna(found))


@pytest.mark.parametrize("name", DERIVED)
def test_the_sort_is_as_declared(name: str) -> None:
    for facts in (facts_of(), facts_of(WHOLE, {})):
        found = facts.derived(name)
        assert len(found) == facts.size
        assert found.index.equals(pd.RangeIndex(facts.size))
        if facts.size:
            assert pd.api.types.is_bool_dtype(found) == (name in TRUTHS)
            assert pd.api.types.is_numeric_dtype(found) == (name in NUMBERS + TRUTHS)
            assert pd.api.types.is_string_dtype(found) == (name not in TRUTHS + NUMBERS)


def test_every_derived_field_is_worked_out() -> None:
    assert {field.name for field in catalogue().fields.values() if field.kind == "derived"} <= DERIVED.keys()
