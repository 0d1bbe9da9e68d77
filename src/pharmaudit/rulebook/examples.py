"""Run the examples that every rule carries: each is a patch over the complete entry, judged by the rule itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pharmaudit.errors import RuleError
from pharmaudit.facts.catalogue import Catalogue
from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Rule, Verdict
from pharmaudit.model import Source
from pharmaudit.readers.entry_card import add_card
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.lists import NAMES, Lists, understood
from pharmaudit.readers.tables import Tables, empty_rows, to_frame
from pharmaudit.yamltext import Document

AS_OF = date(2026, 1, 1)
"""The date that examples are judged at."""


BESIDE = ("also", "read_as", "lists")
"""Keys of a patch that are no field of the entry."""


@dataclass(frozen=True)
class Outcome:
    """What one example expected and what the rule said."""

    rule: str
    where: str
    expected: str
    found: str

    @property
    def passed(self) -> bool:
        return self.expected == self.found

    def __str__(self) -> str:
        return f"{self.where}: {self.rule} should say {self.expected} here, but says {self.found}"


class Examples:
    """Judges examples as patches over one complete entry; tables that a patch does not touch are made only once."""

    def __init__(self, complete: Document, catalogue: Catalogue) -> None:
        if not isinstance(complete.data, dict):
            raise RuleError(f"{complete.at(())}: the complete entry must be a mapping of fields")
        self._complete = complete.data
        self._catalogue = catalogue
        self._rows = empty_rows()
        add_card(self._rows, complete, "")
        self._frames = Tables.from_rows(self._rows).frames

    def run(self, rule: Rule, document: Document) -> Iterator[Outcome]:
        """Judge every example of a rule. Raises RuleError where a patch names a column that is not."""
        for number, example in enumerate(rule.examples):
            where = document.at(("examples", number))
            facts = self.facts(example.patch, where)
            yield Outcome(rule.id, where, example.expected, _found(rule.judge(facts), facts))

    def facts(self, patch: dict[str, Any], where: str) -> Facts:
        """What is known of the patched entry; `lists` holds rows of the lists that are given, all others are empty."""
        return Facts(self.patched(patch, where), self._catalogue, AS_OF, lists_of(patch, where))

    def patched(self, patch: dict[str, Any], where: str) -> Tables:
        """The complete entry with some fields replaced.

        `also` adds whole other entries; `read_as` says which format the entry counts as read from. `where` names the
        patch in messages.
        """
        fields = {key: value for key, value in patch.items() if key not in BESIDE}
        also = patch.get("also", [])
        rows = empty_rows()
        add_card(rows, Document(where, {**self._complete, **fields}), where)
        for card in also:
            add_card(rows, Document(where, card), where)
        same = {name: self._frames[name] for name in rows if rows[name] == self._rows[name]}
        frames = same | {name: to_frame(TABLES[name], rows[name]) for name in rows if name not in same}
        return Tables(frames, (Source(where, patch.get("read_as", "entry card"), "", 1 + len(also)),))


def lists_of(patch: dict[str, Any], where: str) -> Lists:
    """What the lists of a patch say, by name, as if each were a file. Raises RuleError for what is none."""
    given = patch.get("lists", {})
    if not isinstance(given, dict) or given.keys() - set(NAMES):
        raise RuleError(f"{where}: lists must be a mapping, with rows under {' or '.join(NAMES)}")
    known = {}
    for name in NAMES:
        rows = given.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise RuleError(f"{where}: lists: {name} must be a list of rows, such as {{doi: 10.1000/182}}")
        known[name], bad = understood(name, ((0, {str(key): str(cell) for key, cell in row.items()}) for row in rows))
        for reason in bad:
            raise RuleError(f"{where}: lists: {name}: {reason}")
    return known


def _found(verdict: Verdict, facts: Facts) -> str:
    """The verdict on the entry itself: fail if any of its rows fails, not applicable if none was judged."""
    own = verdict.passed[facts.entry_of(verdict.table) == 0]
    if own.isna().all():
        return "not_applicable"
    return "fail" if own.eq(False).any() else "pass"
