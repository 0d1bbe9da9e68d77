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
from pharmaudit.readers.tables import Tables, empty_rows, to_frame
from pharmaudit.yamltext import Document

AS_OF = date(2026, 1, 1)
"""The date that examples are judged at."""


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
            facts = Facts(self.patched(example.patch, where), self._catalogue, AS_OF)
            yield Outcome(rule.id, where, example.expected, _found(rule.judge(facts), facts))

    def patched(self, patch: dict[str, Any], where: str) -> Tables:
        """The complete entry with some fields replaced.

        `also` adds whole other entries; `read_as` says which format the entry counts as read from. `where` names the
        patch in messages.
        """
        fields = {key: value for key, value in patch.items() if key not in ("also", "read_as")}
        also = patch.get("also", [])
        rows = empty_rows()
        add_card(rows, Document(where, {**self._complete, **fields}), where)
        for card in also:
            add_card(rows, Document(where, card), where)
        same = {name: self._frames[name] for name in rows if rows[name] == self._rows[name]}
        frames = same | {name: to_frame(TABLES[name], rows[name]) for name in rows if name not in same}
        return Tables(frames, (Source(where, patch.get("read_as", "entry card"), "", 1 + len(also)),))


def _found(verdict: Verdict, facts: Facts) -> str:
    """The verdict on the entry itself: fail if any of its rows fails, not applicable if none was judged."""
    own = verdict.passed[facts.entry_of(verdict.table) == 0]
    if own.isna().all():
        return "not_applicable"
    return "fail" if own.eq(False).any() else "pass"
