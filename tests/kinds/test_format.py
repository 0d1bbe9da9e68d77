"""format: a value must have the form of a named check or of a named pattern."""

import pytest

from pharmaudit.model import RepairStatus
from tests.building import facts_of, known, rule_of, verdicts


@pytest.mark.parametrize(
    ("value", "expected"),
    [("50-78-2", "p"), ("50-78-3", "f"), ("nonsense", "f"), (None, "-"), ("", "-"), (" ", "-"), ("N/A", "-")],
)
def test_a_field_by_a_check(value: str | None, expected: str) -> None:
    assert verdicts(rule_of("format", "cas_number", check="cas-number"), facts_of({"cas_number": value})) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("7", "p"), ("0", "f"), ("7 ", "f"), ("x7", "f"), ("7\n", "f"), (None, "-"), ("  ", "-"), ("N/A", "f")],
)
def test_a_column_by_a_pattern_that_is_the_whole_value(value: str | None, expected: str) -> None:
    facts = facts_of({"external_identifiers": [{"resource": "ChemSpider", "identifier": value}]})
    rule = rule_of("format", "external_identifiers.identifier", pattern="positive-integer")
    assert verdicts(rule, facts) == expected


def test_checks_by_what_stands_beside() -> None:
    rows = [("ChEBI", "15365"), ("UniProt", "P23219"), ("ChEBI", "x"), ("Other", "x"), (None, "x"), ("UniProt", None)]
    facts = facts_of({"external_identifiers": [{"resource": kind, "identifier": value} for kind, value in rows]})
    keys = {"by": "resource", "checks": {"ChEBI": "chebi", "UniProt": "uniprot"}}
    assert verdicts(rule_of("format", "external_identifiers.identifier", **keys), facts) == "ppf---"
    keys["when"] = 'resource != "ChEBI"'
    assert verdicts(rule_of("format", "external_identifiers.identifier", **keys), facts) == "-p----"


def test_repairs_are_those_of_the_check() -> None:
    rule = rule_of("format", "cas_number", check="cas-number")
    assert rule.repair("50-78-3").status in RepairStatus
    assert rule_of("format", "name", pattern="positive-integer").repair("x").status == RepairStatus.NONE


def test_what_is_there_already_is_no_repair() -> None:
    rule = rule_of("format", "articles.doi", check="doi-citation-tail")
    assert rule.repair("10.31711/giw.v5.pp227-244").status == RepairStatus.NONE
    assert rule.repair("10.1038/srep34516.").values == ("10.1038/srep34516",)


def test_blanks_around_a_value_are_named() -> None:
    rule = rule_of("format", "drugbank_ids.drugbank_id", check="drugbank-id-any")
    facts = facts_of({"drugbank_ids": [{"drugbank_id": "DB00001 "}, {"drugbank_id": "DB1"}]})
    verdict = rule.judge(facts)
    assert rule.detail(verdict.failing, verdict.values, facts) == [" (with blanks around it)", ""]


def test_a_check_may_name_what_is_wrong() -> None:
    said = "Examplamine lowers the blood pressure of nearly all patients.[A1]"
    facts = facts_of({"toxicity": f"{said} Stop it before surgery. {said}"})
    rule = rule_of("format", "toxicity", check="no-repeated-sentence")
    verdict = rule.judge(facts)
    assert rule.detail(verdict.failing, verdict.values, facts) == [said.removesuffix(".[A1]")]
    assert rule_of("format", "name", check="cas-number").detail(verdict.failing, verdict.values, facts) == [""]


@pytest.mark.parametrize(
    ("keys", "where", "what"),
    [
        ({}, ("kind",), "a format rule names one of check, pattern and checks"),
        ({"check": "cas-number", "pattern": "positive-integer"}, ("kind",), "a format rule names one of"),
        ({"check": "sac"}, ("check",), "there is no check 'sac'"),
        ({"pattern": "nothing"}, ("pattern",), "there is no pattern 'nothing'"),
        ({"checks": {"a": "cas-number"}}, ("by",), "`checks` goes with `by`"),
        ({"checks": {"a": "sac"}, "by": "type"}, ("checks", "a"), "there is no check 'sac'"),
        ({"checks": {"a": "cas-number"}, "by": "resource"}, ("by",), "`checks` goes with `by`"),
    ],
)
def test_complaints(keys: dict[str, object], where: tuple[str, ...], what: str) -> None:
    [(found, told), *_] = rule_of("format", "name", **keys).complaints(known())
    assert found == where
    assert told.startswith(what)
