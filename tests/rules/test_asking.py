"""Completeness asks for every field that matters, in every cohort where a gap stands out; and the page says so."""

from datetime import date
from typing import Any

import pytest
import yaml

from pharmaudit.facts.facts import Facts
from pharmaudit.readers.tables import Tables
from pharmaudit.yamltext import read
from tests.building import catalogue
from tests.rules import asking


def fill() -> Any:
    return read(asking.MEASURED).data


def test_the_entries_stand_for_the_cohorts() -> None:
    cohorts = asking.representatives().cohorts
    assert cohorts.is_unique
    assert {cohort for cells in fill().values() for cohort in cells} == set(cohorts)


def test_every_field_with_points_is_asked_for_somewhere() -> None:
    asked = asking.asked()
    worth = [name for name, item in catalogue().fields.items() if item.weight > 0]
    counted = {name: [one for told in asked.loc[name] for one in told.split() if "(" not in one] for name in worth}
    assert [name for name, rules in counted.items() if not rules] == []


def test_nothing_is_asked_for_where_it_is_not_applicable() -> None:
    asked = asking.asked()
    for name, item in catalogue().fields.items():
        for cohort, told in asked.loc[name].items():
            assert not told or not str(cohort).endswith(item.not_applicable_to), (name, cohort, told)


def test_what_most_peers_have_is_asked_for_or_there_is_a_reason() -> None:
    assert asking.unexplained(fill()) == []
    assert set(asking.REASONS) <= catalogue().fields.keys()


def test_the_page_is_fresh(request: pytest.FixtureRequest) -> None:
    made = asking.page(fill())
    if request.config.getoption("--update-golden"):
        asking.PAGE.write_text(made, encoding="utf-8")
    assert asking.PAGE.read_text(encoding="utf-8") == made


def test_the_shares_are_those_of_the_release(release: Tables, request: pytest.FixtureRequest) -> None:
    found = asking.fill_by_cohort(Facts(release, catalogue(), date(2021, 1, 3)))
    if request.config.getoption("--update-golden"):
        head = "# Per cent of the entries of a cohort that have a field, in release 5.1.8. Made by test_asking.py.\n"
        asking.MEASURED.write_text(head + yaml.safe_dump(found, sort_keys=False, default_flow_style=None, width=1000))
    assert found == fill()
