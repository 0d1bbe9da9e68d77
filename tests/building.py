"""Small knowledge bases of our own making, written as entry cards, for tests of every stage."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from pharmaudit.facts.catalogue import Catalogue
from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import KINDS, Known, Rule
from pharmaudit.model import Source
from pharmaudit.readers.entry_card import add_card
from pharmaudit.readers.lists import NO_LISTS, Lists
from pharmaudit.readers.tables import Tables, empty_rows
from pharmaudit.rulebook import Rulebook, load_rulebook
from pharmaudit.rulebook.catalogue_files import load_catalogue
from pharmaudit.rulebook.load import known_in
from pharmaudit.yamltext import Document

ROOT = Path(__file__).resolve().parents[1]
AS_OF = date(2026, 1, 1)


@cache
def rulebook() -> Rulebook:
    """The project's own rulebook, loaded once."""
    return load_rulebook(ROOT / "rules")


@cache
def catalogue() -> Catalogue:
    """The project's own field catalogue, cohorts, vocabularies and patterns; no rule is read."""
    return load_catalogue(ROOT / "rules")[0]


def tables_of(*cards: Mapping[str, Any], read_as: str = "entry card") -> Tables:
    """Tables of entries written as mappings; each gets an id and a name unless it has one."""
    rows = empty_rows()
    for number, card in enumerate(cards):
        given = {"entry_id": f"DB{90000 + number}", "name": f"Examplamine {number}", "type": "small molecule"}
        add_card(rows, Document("test", given | dict(card)), "test")
    return Tables.from_rows(rows, [Source("test", read_as, "", len(cards))])


def facts_of(
    *cards: Mapping[str, Any], read_as: str = "entry card", as_of: date = AS_OF, lists: Lists = NO_LISTS
) -> Facts:
    """Facts of entries written as mappings, with the project's own field catalogue."""
    return Facts(tables_of(*cards, read_as=read_as), catalogue(), as_of, lists)


def known() -> Known:
    """What rules may refer to in the project's own catalogue."""
    return known_in(catalogue())


def rule_of(kind: str, field: str, **keys: Any) -> Rule:
    """A rule of our own making, with the keys that a test does not care about filled in."""
    given = {
        "id": "VAL999",
        "name": "made-for-a-test",
        "title": "Made for a test",
        "dimension": "validity",
        "section": "identification",
        "severity": "error",
        "confidence": "high",
        "effort": 1,
        "message": "{entry}: {field} is {value} {detail}",
        "problem": "None; it is a test.",
        "fix": "Nothing to do.",
        "since": "0.1.0",
        "examples": (),
    }
    return KINDS[kind].model_validate(given | {"kind": kind, "field": field} | keys)


def verdicts(rule: Rule, facts: Facts) -> str:
    """The verdict column as a word: p (pass), f (fail) or - (not applicable) for every row."""
    passed = rule.judge(facts).passed
    assert len(passed) == len(facts.entry_of(rule.table))
    return "".join("-" if one is pd.NA else "p" if one else "f" for one in passed)
