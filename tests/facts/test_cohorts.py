"""Biologic class, best group and cohort of entries."""

import pytest

from pharmaudit.facts.catalogue import CohortClass
from pharmaudit.facts.cohorts import biologic_class
from tests.building import catalogue, facts_of


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ({"type": "small molecule"}, "small molecule"),
        ({"type": "small molecule", "name": "Example vaccine"}, "small molecule"),  # the type decides
        ({"type": "biotech", "name": "Example vaccine"}, "vaccine"),
        ({"type": "biotech", "biologic_classification": "Vaccines"}, "vaccine"),
        ({"type": "biotech", "categories": [{"category": "Viral Vaccines"}]}, "vaccine"),
        ({"type": "biotech", "name": "Example vaccine immune globulin"}, "other biologic"),
        (
            {"type": "biotech", "name": "Exampleucel", "biologic_classification": "Cell transplant therapies"},
            "cell therapy",
        ),
        ({"type": "biotech", "biologic_classification": "Allergenics"}, "allergen"),
        ({"type": "biotech", "name": "Examplogene exampleparvovec"}, "gene therapy"),
        ({"type": "biotech", "name": "Examplamab"}, "antibody"),
        ({"type": "biotech", "categories": [{"category": "Proteins"}]}, "protein"),
        ({"type": "biotech"}, "other biologic"),
        ({"type": None, "name": "Examplamab"}, "unknown"),
        ({"type": "biotec"}, "unknown"),
    ],
)
def test_class(card: dict[str, object], expected: str) -> None:
    assert facts_of({"name": "Exemplon"} | card).classes.to_list() == [expected]


def test_the_first_class_wins() -> None:
    card = {"type": "biotech", "name": "Examplamab vaccine", "categories": [{"category": "Proteins"}]}
    tables = facts_of(card).tables
    assert biologic_class(tables, catalogue().classes).to_list() == ["vaccine"]
    assert biologic_class(tables, tuple(reversed(catalogue().classes))).to_list() == ["other biologic"]
    assert biologic_class(tables, ()).to_list() == ["unknown"]


def test_not_name_also_stands_against_a_category() -> None:
    item = CohortClass.model_validate({"class": "c", "category": "x", "not_name": "cells"})
    row = [{"category": "x"}]
    tables = facts_of({"type": "biotech", "categories": row}, {"type": "b", "name": "cells", "categories": row}).tables
    assert biologic_class(tables, (item,)).to_list() == ["c", "unknown"]


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (["approved"], "approved"),
        (["experimental", "withdrawn", "approved"], "approved"),
        (["investigational", "withdrawn"], "withdrawn"),
        (["experimental", "investigational"], "investigational"),
        (["experimental"], "experimental"),
        (["nutraceutical"], "other"),
        (["vet_approved"], "other"),
        ([], "other"),
    ],
)
def test_best_group(groups: list[str], expected: str) -> None:
    assert facts_of({"groups": groups}).groups.to_list() == [expected]


def test_cohorts_are_split_where_the_class_is_large() -> None:
    facts = facts_of({"groups": ["approved"]}, {"type": "biotech", "name": "A vaccine", "groups": ["approved"]}, {})
    assert facts.cohorts.to_list() == ["approved small molecule", "vaccine", "other small molecule"]
    assert facts_of().cohorts.to_list() == []
