"""Fill rates: what counts as filled and as informative, per population; and the measured ones of a real release."""

from datetime import date

import pytest

from pharmaudit.facts.facts import Facts
from pharmaudit.readers.tables import Tables
from pharmaudit.report.fill import POPULATIONS, fill_rates
from tests.building import catalogue, facts_of


def counts(facts: Facts, field: str) -> dict[str, tuple[int, int, int]]:
    rates = fill_rates(facts)
    rows = rates[rates["field"] == field].set_index("population")
    return {name: tuple(map(int, rows.loc[name, ["entries", "filled", "informative"]])) for name in POPULATIONS}


def test_counts_by_population_and_by_what_is_said() -> None:
    facts = facts_of(
        {"groups": ["approved"], "half_life": "2 hours"},
        {"groups": ["approved", "experimental"], "type": "biotech", "half_life": "Not Available"},
        {"groups": ["experimental"], "half_life": " \u200b"},
        {"half_life": None},
    )
    assert counts(facts, "half_life") == {
        "all": (4, 2, 1),
        "approved": (2, 2, 1),
        "approved small molecule": (1, 1, 1),
        "approved biotech": (1, 1, 0),
        "experimental": (2, 1, 0),
    }
    assert counts(facts, "groups")["all"] == (4, 3, 3)


def test_an_empty_base_counts_nothing() -> None:
    facts = facts_of({"name": "x"})
    assert counts(facts, "targets") == {"all": (1, 0, 0)} | dict.fromkeys(POPULATIONS[1:], (0, 0, 0))


def test_what_a_source_does_not_carry_is_unknown() -> None:
    rates = fill_rates(facts_of({"name": "x"}, read_as="DrugBank XML"))
    unknown = rates[(rates["population"] == "all") & (rates["unknown"] == 1)]["field"]
    assert "summary" in set(unknown)
    assert "description" not in set(unknown)


# measured by others on DrugBank 5.1.8: per cent of all, of approved, their small molecules and biotech, experimental
MEASURED = {
    "description": "58.7/94.1/93.7/94.8/16.8",
    "cas_number": "62.5/73.0/98.5/25.5/43.2",
    "unii": "69.3/98.7/99.3/97.5/42.4",
    "indication": "28.2/64.5/84.3/27.6/3.9",
    "mechanism_of_action": "26.0/62.5/82.1/26.0/3.6",
    "absorption": "15.7/50.2/67.1/18.6/1.8",
    "half_life": "15.5/49.5/64.7/21.2/1.9",
    "protein_binding": "12.4/40.4/56.3/10.5/1.3",
    "volume_of_distribution": "10.5/34.9/44.0/17.9/1.1",
    "clearance": "9.7/32.1/39.6/18.3/1.2",
    "synonyms": "48.0/83.8/93.2/66.3/35.0",
    "targets": "53.7/55.6/73.6/22.0/69.7",
    "atc_codes": "22.5/55.0/74.7/18.4/11.8",
    "references": "24.3/53.3/68.4/25.1/6.8",
}


@pytest.fixture(scope="module")
def rates_of_release(release: Tables) -> dict[str, dict[str, tuple[int, int, int]]]:
    rates = fill_rates(Facts(release, catalogue(), date(2021, 1, 3)))
    return {
        str(field): {str(row.population): (row.entries, row.filled, row.informative) for row in rows.itertuples()}
        for field, rows in rates.groupby("field")
    }


@pytest.mark.parametrize(("field", "expected"), MEASURED.items(), ids=MEASURED)
def test_fill_rates_of_a_release_to_the_digit(
    rates_of_release: dict[str, dict[str, tuple[int, int, int]]], field: str, expected: str
) -> None:
    rates = rates_of_release[field]
    assert "/".join(f"{100 * rates[name][1] / rates[name][0]:.1f}" for name in POPULATIONS) == expected
    assert all(informative <= filled for _, filled, informative in rates.values())
