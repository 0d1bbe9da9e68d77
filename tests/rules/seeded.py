"""Defects planted in clean entries: what each rule finds of its own, and what other rules find because of it.

Every failing example of a rule is a patch; it is laid over the complete entry, and, where it touches neither type, name
nor groups, over the other clean entries as well; a text is also put into every other prose field. Rules that judge rows
see all planted entries at once; rules that need a whole base see each with the clean entries beside it.
`python tests/rules/seeded.py` prints the matrix.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Rule
from pharmaudit.model import Source
from pharmaudit.readers.entry_card import add_card
from pharmaudit.readers.lists import LISTED, Known
from pharmaudit.readers.tables import Tables, empty_rows
from pharmaudit.rulebook.examples import BESIDE, lists_of
from pharmaudit.rulebook.judge import judge
from pharmaudit.yamltext import Document, read
from tests.building import AS_OF, ROOT, catalogue, rulebook

Card = dict[str, Any]
HERE = Path(__file__).parent
SIMPLE = ("format", "range", "text", "vocabulary")
IDENTITY = {"entry_id", "type", "name", "groups", "biologic_classification", *BESIDE}


@dataclass(frozen=True)
class Planted:
    """A defect: the rule that must find it, the entry that holds it, other entries that it needs, how it is read.

    `touched` are the columns and tables of the entry that the patch replaced; `listed` are the ids of entries that its
    list calls not annotated.
    """

    rule: str
    into: str
    card: Card
    also: Sequence[Card]
    read_as: str
    touched: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()


@cache
def clean() -> Mapping[str, Card]:
    """The clean entries by name, the complete entry first."""
    complete: Any = read(ROOT / "seeds" / "complete_entry.yaml").data
    others: Any = read(HERE / "clean_entries.yaml").data
    return {card["name"]: card for card in (complete, *others)}


def planted(rules: Sequence[Rule]) -> list[Planted]:
    """All defects: of each rule its failing examples over the complete entry."""
    complete = next(iter(clean().values()))
    return [
        Planted(
            rule.id,
            complete["name"],
            complete | _own(patch),
            patch.get("also", ()),
            patch.get("read_as", "entry card"),
            frozenset(patch),
            frozenset(lists_of(patch, rule.id)[LISTED]),
        )
        for rule in rules
        for patch in _failing(rule)
    ]


def varied(rules: Sequence[Rule]) -> list[Planted]:
    """The same defects elsewhere: in the other clean entries, and for rules of all prose in the other prose fields.

    Only of rules that ask nothing else of the entry: a rule with a condition may well not apply there.
    """
    complete, *others = clean().values()
    found = []
    for rule in rules:
        for patch in _failing(rule) if rule.kind in SIMPLE and rule.when is None else ():
            if not IDENTITY & patch.keys():
                found += [Planted(rule.id, card["name"], card | patch, (), "entry card") for card in others]
            if rule.field == "texts.value" and len(patch) == 1 and not getattr(rule, "only", ()):
                [text] = patch.values()
                for field in catalogue().texts:
                    found.append(Planted(rule.id, field, complete | {field: text}, (), "entry card"))
    return found


def _failing(rule: Rule) -> Iterator[Card]:
    yield from (example.patch for example in rule.examples if example.expected == "fail")


def _own(patch: Card) -> Card:
    return {key: value for key, value in patch.items() if key not in BESIDE}


def needs_a_base(rule: Rule) -> bool:
    """Whether other entries of the base decide, so that many planted copies of one entry would disturb each other."""
    corpus = rule.scope == "corpus" and getattr(rule, "within", "base") == "base"
    covered = any(needs_a_base(rulebook().rule(name)) for name in rule.covered_by)
    return corpus or covered or bool(getattr(rule, "coverage", 0))


def facts_of_cards(cards: Sequence[tuple[Card, str]], listed: Iterable[str] = ()) -> Facts:
    """Facts of cards, each with the format that it counts as read from; `listed` are ids of entries not annotated."""
    rows, sources = empty_rows(), []
    for number, (card, read_as) in enumerate(cards):
        add_card(rows, Document(f"card {number}", card), f"card {number}")
        sources.append(Source(f"card {number}", read_as, "", 1))
    return Facts(Tables.from_rows(rows, sources), catalogue(), AS_OF, lists() | {LISTED: dict.fromkeys(listed, False)})


@cache
def lists() -> dict[str, Known]:
    """What the failing examples of all rules list, together: a defect is in the list and in the entry."""
    given = [lists_of(patch, rule.id) for rule in rulebook().rules for patch in _failing(rule)]
    return {name: {key: fine for one in given for key, fine in one[name].items()} for name in given[0]}


def fired(defects: Sequence[Planted], rules: Sequence[Rule]) -> list[set[str]]:
    """The rules of a row or an entry that fail on the entry of each defect, all entries judged at once.

    But for those whose list calls entries not annotated: most defects are in copies of one entry, all of one id.
    """
    found: list[set[str]] = [set() for _ in defects]
    covers = {name for rule in rules for name in rule.covered_by}
    alone = [rule for rule in rules if not needs_a_base(rule) or rule.id in covers]
    for listed in dict.fromkeys(one.listed for one in defects):
        group = [(one, failed) for one, failed in zip(defects, found, strict=True) if one.listed == listed]
        facts = facts_of_cards([(one.card, one.read_as) for one, _ in group], listed)
        _note([failed for _, failed in group], facts, alone)
    return found


def fired_in_base(one: Planted, rules: Sequence[Rule]) -> set[str]:
    """The rules of a base that fail on the entry of a defect, with the clean entries beside it."""
    covers = {name for rule in rules for name in rule.covered_by}
    beside = [card for card in clean().values() if card["entry_id"] not in (one.card.get("entry_id"), _id_of(one))]
    cards = [(one.card, one.read_as), *((card, one.read_as) for card in (*one.also, *beside))]
    found: list[set[str]] = [set()]
    _note(found, facts_of_cards(cards, one.listed), [rule for rule in rules if needs_a_base(rule) or rule.id in covers])
    return found[0]


def _id_of(one: Planted) -> str:
    """The id of the clean entry that the defect was planted in, whatever it has now."""
    card = clean().get(one.into) or next(iter(clean().values()))
    return str(card["entry_id"])


def _note(found: list[set[str]], facts: Facts, rules: Sequence[Rule]) -> None:
    judgement = judge(rules, facts, lambda: None)
    assert judgement.crashes == ()
    for verdict in judgement.verdicts:
        for entry in np.unique(facts.entry_of(verdict.table)[verdict.failing]):
            if entry < len(found):
                found[entry].add(verdict.rule.id)


def matrix() -> list[tuple[Planted, set[str]]]:
    """Every planted defect with the rules that failed on its entry; rules that need a base see theirs only."""
    rules = rulebook().rules
    defects = planted(rules)
    based = {rule.id for rule in rules if needs_a_base(rule)}
    result = []
    for one, failed in zip(defects, fired(defects, rules), strict=True):
        alone = failed - based  # among copies of one entry those mean nothing
        result.append((one, alone | fired_in_base(one, rules) if one.rule in based else alone))
    return result


def main() -> None:
    """Print for every planted defect its rule, the columns that it touched, and the rules that failed."""
    for one, failed in matrix():
        others = sorted(failed - {one.rule})
        print(one.rule, "found" if one.rule in failed else "MISSED", ",".join(sorted(one.touched)), "->", *others)


if __name__ == "__main__":
    main()
