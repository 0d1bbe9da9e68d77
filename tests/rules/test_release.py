"""What every rule finds on the whole of DrugBank 5.1.8, and figures by which its reading is known to be right."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pharmaudit.facts.catalogue import PHARMACOKINETICS
from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Rule, Verdict
from pharmaudit.readers.tables import Tables
from pharmaudit.rulebook.judge import Judgement, judge
from pharmaudit.triage import findings
from pharmaudit.yamltext import read
from tests.building import catalogue, rulebook

FILE = Path(__file__).with_name("expected_hits.yaml")
RELEASED = date(2021, 1, 3)
CLOSE = 0.03
RULES = {rule.id: rule for rule in rulebook().rules}
EXPECTED: Mapping[str, Any] = read(FILE).data  # type: ignore[assignment]


@pytest.fixture(scope="module")
def facts(release: Tables) -> Facts:
    return Facts(release, catalogue(), RELEASED)


@pytest.fixture(scope="module")
def judgement(facts: Facts) -> Judgement:
    return judge(RULES.values(), facts, lambda: None)


def measured(verdict: Verdict, facts: Facts) -> list[int]:
    """Failing rows, rows judged, entries with a failing row."""
    entries = facts.entry_of(verdict.table)[verdict.failing]
    return [len(verdict.failing), int(verdict.passed.notna().sum()), len(np.unique(entries))]


def test_no_rule_crashes(judgement: Judgement) -> None:
    assert judgement.crashes == ()


def test_every_rule_finds_what_it_found(judgement: Judgement, facts: Facts, request: pytest.FixtureRequest) -> None:
    found = {verdict.rule.id: measured(verdict, facts) for verdict in judgement.verdicts}
    skipped = RULES.keys() - found.keys()  # rules that need a package that is not here
    if request.config.getoption("--update-golden"):
        _write(found)
        return
    pinned = {rule: given["measured"] for rule, given in EXPECTED.items() if rule not in skipped}
    assert found == pinned


def _write(found: Mapping[str, list[int]]) -> None:
    head = [line for line in FILE.read_text().splitlines() if line.startswith("#")]
    body = []
    for rule, numbers in sorted(found.items()):
        given = EXPECTED.get(rule, {}) | {"measured": numbers}
        body.append(f"{rule}:")
        body += [
            f"  {key}: {json.dumps(given[key], ensure_ascii=False)}"
            for key in ("measured", "expected", "why")
            if key in given
        ]
    FILE.write_text("\n".join([*head, *body, ""]))


def _differs(ours: int, theirs: int) -> bool:
    return ours != 0 if theirs == 0 else abs(ours - theirs) > CLOSE * theirs


def _unexplained() -> Iterator[str]:
    for rule, given in EXPECTED.items():
        pairs = zip(given["measured"], given.get("expected", ()), strict=False)
        if any(_differs(ours, theirs) for ours, theirs in pairs) and "why" not in given:
            yield rule


def test_what_differs_from_the_catalogue_has_its_reason() -> None:
    assert list(_unexplained()) == []
    assert EXPECTED.keys() <= RULES.keys()
    assert all(given["why"].endswith(".") for given in EXPECTED.values() if "why" in given)


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.per != "row"], ids=lambda rule: rule.id)
def test_one_defect_is_one_finding(rule: Rule, judgement: Judgement, facts: Facts) -> None:
    """Rows that are mended together are told together, and none is lost."""
    [verdict] = [one for one in judgement.verdicts if one.rule.id == rule.id]
    told, _ = findings(Judgement((verdict,), ()), facts)
    _, _, entries = measured(verdict, facts)
    assert told["entry"].nunique() == entries
    assert len(told) == entries if rule.per == "entry" else len(told) <= len(verdict.failing)


def _filled(facts: Facts, field: str, group: str | None = None, type_: str | None = None) -> float:
    """Share of entries with anything but blanks in a field, in percent; placeholders count."""
    values = facts.value(field)
    filled = values > 0 if values.dtype.kind in "iu" else values.fillna("").str.strip() != ""
    chosen = np.ones(facts.size, dtype=bool)
    if group:
        groups = facts.frame("groups")
        chosen &= np.isin(np.arange(facts.size), groups.loc[groups["group"] == group, "entry"])
    if type_:
        chosen &= (facts.tables.entries["type"] == type_).to_numpy()
    return round(100 * float(filled[chosen].mean()), 1)


FILL = {  # all, approved, approved small molecule, approved biotech, experimental
    "description": (58.7, 94.1, 93.7, 94.8, 16.8),
    "cas_number": (62.5, 73.0, 98.5, 25.5, 43.2),
    "unii": (69.3, 98.7, 99.3, 97.5, 42.4),
    "indication": (28.2, 64.5, 84.3, 27.6, 3.9),
    "mechanism_of_action": (26.0, 62.5, 82.1, 26.0, 3.6),
    "absorption": (15.7, 50.2, 67.1, 18.6, 1.8),
    "half_life": (15.5, 49.5, 64.7, 21.2, 1.9),
    "protein_binding": (12.4, 40.4, 56.3, 10.5, 1.3),
    "volume_of_distribution": (10.5, 34.9, 44.0, 17.9, 1.1),
    "clearance": (9.7, 32.1, 39.6, 18.3, 1.2),
    "synonyms": (48.0, 83.8, 93.2, 66.3, 35.0),
    "targets": (53.7, 55.6, 73.6, 22.0, 69.7),
    "atc_codes": (22.5, 55.0, 74.7, 18.4, 11.8),
    "references": (24.3, 53.3, 68.4, 25.1, 6.8),
}
SHARES = (
    (None, None),
    ("approved", None),
    ("approved", "small molecule"),
    ("approved", "biotech"),
    ("experimental", None),
)


@pytest.mark.parametrize("field", FILL)
def test_fill_rates(field: str, facts: Facts) -> None:
    found = [_filled(facts, field, *chosen) for chosen in SHARES]
    assert found == pytest.approx(FILL[field], abs=0.11)  # the last digit was rounded elsewhere


COUNTS = {
    "entries": 14_315,
    "empty": 5_652,
    "nothing in any of the seven pharmacokinetic fields": 11_623,
    "several accession numbers": 551,  # with 616 secondary accession numbers between them
    "textbooks": 437,
    "articles without a PMID": 54,  # 73 with those of proteins, which the rebuilt file does not hold
    "references of proteins": 0,
    "tags in entries": 10_448,
}


def test_counts_of_what_is_there(facts: Facts) -> None:
    frame = facts.frame
    texts, ids = frame("filled_texts"), frame("drugbank_ids")
    own = ids[ids["drugbank_id"].str.fullmatch("DB[0-9]{5}")]
    kinetic = texts.loc[texts["field"].isin(PHARMACOKINETICS), "entry"].nunique()
    assert {
        "entries": facts.size,
        "empty": int((facts.derived("content") == "empty").sum()),
        "nothing in any of the seven pharmacokinetic fields": facts.size - kinetic,
        "several accession numbers": int((own.groupby("entry").size() > 1).sum()),
        "textbooks": len(frame("textbooks")),
        "articles without a PMID": int((frame("articles")["pubmed_id"].fillna("") == "").sum()),
        "references of proteins": len(frame("protein_articles")) + len(frame("protein_links")),
        "tags in entries": len(frame("citation_tags").drop_duplicates(["entry", "tag"])),
    } == COUNTS
