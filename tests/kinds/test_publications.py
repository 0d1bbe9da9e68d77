"""What lists of others say of the articles that an entry cites."""

import pytest

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Rule
from pharmaudit.kinds.functions import FUNCTIONS
from pharmaudit.readers.lists import DOI_CACHE, RETRACTIONS
from pharmaudit.rulebook.judge import Judgement, NotRun, judge
from pharmaudit.triage import findings
from tests.building import facts_of, rule_of, verdicts

LISTS = {
    RETRACTIONS: {"11": False, "10.1000/ex.1": False},
    DOI_CACHE: {"10.1000/ex.1": False, "10.1000/182": True, "10.1000/ex.2/full": False},
}
TABLES = ("articles", "protein_articles")


def article(pmid: str | None = None, doi: str | None = None) -> dict[str, str | None]:
    return {"ref_id": "A1", "pubmed_id": pmid, "citation": f"Doe J: A title. doi: {doi}." if doi else "Doe J: A title."}


def rule(function: str, table: str) -> Rule:
    name = function if table == "articles" else f"protein-articles-{function}"
    made = FUNCTIONS[name]
    return rule_of("python", made.field, function=name, requires=made.requires)


def facts(table: str, *articles: dict[str, str | None]) -> Facts:
    rows = list(articles)
    card = {"articles": rows} if table == "articles" else {"targets": [{"name": "An enzyme", table: rows}]}
    return facts_of({}, card, lists=LISTS)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("function", "given", "expected"),
    [
        ("not-retracted", article("11"), "f"),
        ("not-retracted", article(" 11 "), "f"),
        ("not-retracted", article("12"), "p"),
        ("not-retracted", article("12", "10.1000/EX.1"), "f"),
        ("not-retracted", article(None, "doi:https://doi.org/10.1000/ex.1"), "f"),
        ("not-retracted", article(None, "10.1000/182"), "p"),
        ("not-retracted", article(""), "-"),
        ("not-retracted", {"ref_id": "A1", "pubmed_id": "11", "citation": None}, "f"),
        ("doi-resolves", article("11", "10.1000/EX.1"), "f"),
        ("doi-resolves", article(None, "10.1000/182"), "p"),
        ("doi-resolves", article(None, "10.1000/ex.9"), "-"),
        ("doi-resolves", article(None, "10.1000/ex.2/full"), "-"),
        ("doi-resolves", article("11"), "-"),
    ],
)
def test_an_article(table: str, function: str, given: dict[str, str | None], expected: str) -> None:
    made = facts(table, given, article("12", "10.1000/182"))
    assert verdicts(rule(function, table), made) == expected + "p"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("function", ["not-retracted", "doi-resolves"])
def test_nothing_is_judged_without_articles_and_not_run_without_the_list(function: str, table: str) -> None:
    asked = rule(function, table)
    assert verdicts(asked, facts(table)) == ""
    found = judge([asked], facts_of({}), lambda: None)
    assert found.verdicts == found.crashes == ()
    assert found.not_run == (NotRun(asked.id, f"needs a list: --{asked.requires} FILE"),)


def test_a_finding_names_what_is_in_the_list() -> None:
    made = facts("articles", article("11", "10.1000/ex.1"), article("12", "10.1000/ex.1"))
    found, _ = findings(Judgement((rule("not-retracted", "articles").judge(made),), ()), made)
    assert [
        message.endswith(told) for message, told in zip(found["message"], ("PMID 11", "DOI 10.1000/ex.1"), strict=True)
    ]
    assert found["path"].to_list() == ["articles[1].citation", "articles[2].citation"]
