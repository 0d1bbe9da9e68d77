"""Two public formulas, written as rules and a profile of one's own: what they give is what their authors give."""

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import pharmaudit as pa
from pharmaudit import scoring
from pharmaudit.facts.facts import Facts
from pharmaudit.pipeline import Options, judged, rules_of
from pharmaudit.progress import silent
from pharmaudit.report import Report
from pharmaudit.rulebook import Profile, Rulebook
from pharmaudit.rulebook.examples import Examples
from pharmaudit.rulebook.judge import judge
from pharmaudit.rulebook.profile import apply_profile
from pharmaudit.yamltext import read
from tests.building import AS_OF, ROOT, tables_of

HERE = Path(__file__).parent
UNIPROT, OBO = HERE / "uniprot", HERE / "obo"


def options_of(formula: Path) -> Options:
    return Options(profile=str(formula / "profile.yaml"), rules=(formula / "rules",), as_of=AS_OF)


@cache
def made_of(formula: Path) -> tuple[Rulebook, Profile]:
    """The rulebook with the rules of a formula, and its profile."""
    return rules_of(options_of(formula))


def audited(formula: Path, *cards: Mapping[str, Any]) -> Report:
    return judged(tables_of(*cards), *made_of(formula), options_of(formula), silent)


def test_the_worked_example_of_uniprot() -> None:
    report = pa.audit(
        UNIPROT / "Q197E7.yaml", profile=str(UNIPROT / "profile.yaml"), rules=(UNIPROT / "rules",), as_of=AS_OF
    )
    assert report.provenance.crashes == ()
    assert report.entries[["completeness", "stars"]].values.tolist() == [[14.7, 1]]
    earned = {one["field"]: one["earned"] for one in report.entry("Q197E7")["points"]}
    assert {name: round(value, 6) for name, value in earned.items() if value} == {
        "name": 5,
        "experimental_properties": 1 + 4,
        "calculated_properties": 1 + 3,
        "external_identifiers": 0.7,
    }


def comment(kind: str, *evidence: str) -> list[dict[str, str]]:
    return [{"kind": kind, "value": f"Statement {number}.", "source": one} for number, one in enumerate(evidence)]


FOUND, ALIKE = "experimental", "by similarity"


@pytest.mark.parametrize(
    ("kind", "evidence", "points"),
    [
        ("FUNCTION", [FOUND], 9),
        ("FUNCTION", [ALIKE], 3),
        ("FUNCTION", [FOUND, ALIKE, FOUND], 21),
        ("FUNCTION", ["a word that is not known"], 0),
        ("SUBUNIT", [FOUND], 9),
        ("SUBUNIT", [ALIKE, FOUND, FOUND], 9),
        ("SUBUNIT", [ALIKE, ALIKE], 3),
        ("DISEASE", [ALIKE, ALIKE], 18),
        ("COFACTOR", [FOUND, ALIKE], 4),
        ("PTM", [FOUND, ALIKE], 8),
        ("INTERACTION", [FOUND, FOUND, FOUND], 9),
        ("TOXIC DOSE", [FOUND, FOUND], 9),
        ("ALLERGEN", [ALIKE, FOUND], 3),
        ("GO", ["IDA", "IEA", "TAS", "EXP"], 14),
        ("A KIND THAT NOBODY KNOWS", [FOUND], 0),
    ],
)
def test_presence_counts_the_best_item_and_number_every_item(kind: str, evidence: list[str], points: float) -> None:
    report = audited(UNIPROT, {"experimental_properties": comment(kind, *evidence)})
    assert report.entries["completeness"].tolist() == [5 + points]


@pytest.mark.parametrize(
    ("card", "points", "stars"),
    [
        ({"name": None}, 0, 1),
        ({}, 5, 1),
        (
            {"synonyms": ["One", "Two", {"synonym": "1.1.1.1", "coder": "EC"}, {"synonym": "exa", "coder": "gene"}]},
            14,
            1,
        ),
        ({"external_identifiers": [{"resource": "PDB", "identifier": name} for name in "ABC"]}, 6, 1),
        ({"external_identifiers": [{"resource": name, "identifier": "1"} for name in "AABBC"]}, 5.3, 1),
        (
            {
                "calculated_properties": [
                    {"kind": "TRANSMEM", "value": "1", "source": ALIKE},
                    {"kind": "TRANSMEM", "value": "2", "source": FOUND},
                    {"kind": "SITE", "value": "3", "source": ALIKE},
                    {"kind": "CHAIN", "value": "4"},
                    {"kind": "CHAIN", "value": "5"},
                ]
            },
            5 + 9 + 3 + 1,
            1,
        ),
        ({"experimental_properties": comment("FUNCTION", FOUND, ALIKE, ALIKE)}, 20, 2),
        ({"experimental_properties": comment("FUNCTION", *[FOUND] * 9)}, 86, 5),
        ({"experimental_properties": comment("FUNCTION", *[FOUND] * 20)}, 185, 5),
    ],
)
def test_stars_are_by_twenties_of_the_sum(card: dict[str, Any], points: float, stars: int) -> None:
    report = audited(UNIPROT, card)
    assert report.entries[["completeness", "stars"]].values.tolist() == [[points, stars]]


ERRORS = ("description", "indication", "toxicity", "metabolism", "half_life")
WARNINGS = ("absorption", "clearance", "protein_binding", "pharmacodynamics", "mechanism_of_action")
INFOS = ("volume_of_distribution", "route_of_elimination", "cas_number", "unii", "state")


def failing(errors: int, warnings: int, infos: int) -> dict[str, str]:
    """An entry that fails so many of the fifteen checks."""
    left = (*ERRORS[errors:], *WARNINGS[warnings:], *INFOS[infos:])
    return dict.fromkeys(left, "Something.")


@pytest.mark.parametrize(
    ("counts", "score"),
    [
        ((0, 0, 0), 100),
        ((2, 3, 1), 100 - 2 * 100 / 15 - 3 * 100 / 45 - 100 / 150),
        ((5, 0, 0), 100 * 2 / 3),
        ((5, 5, 5), 100 - 5 * 100 / 15 - 5 * 100 / 45 - 5 * 100 / 150),
    ],
)
def test_the_dashboard_of_obo_counts_kinds(counts: tuple[int, int, int], score: float) -> None:
    report = audited(OBO, failing(*counts))
    found = report.findings["severity"].value_counts()
    assert tuple(found.get(one, 0) for one in ("error", "warning", "info")) == counts
    assert report.entries["consistency"].iloc[0] == math.floor(10 * score + 1e-9) / 10


def test_the_worked_example_of_obo() -> None:
    rulebook, profile = made_of(OBO)
    facts = Facts(tables_of(failing(2, 3, 1)), rulebook.catalogue, AS_OF)
    verdicts = judge(apply_profile(rulebook.rules, profile), facts, lambda: None).verdicts
    tallies = {verdict.rule.id: scoring.tally(verdict, facts) for verdict in verdicts}
    assert scoring.by_rules(verdicts, tallies, 1)[0] == pytest.approx(79.33, abs=0.005)


@pytest.mark.parametrize("formula", [UNIPROT, OBO], ids=["uniprot", "obo"])
def test_all_examples_are_true(formula: Path) -> None:
    rulebook, profile = made_of(formula)
    examples = Examples(read(ROOT / "seeds" / "complete_entry.yaml"), rulebook.catalogue)
    rules = apply_profile(rulebook.rules, profile)
    assert len(rules) == {UNIPROT: 28, OBO: 15}[formula]
    outcomes = [one for rule in rules for one in examples.run(rule, rulebook.documents[rule.id])]
    assert [str(one) for one in outcomes if not one.passed] == []
