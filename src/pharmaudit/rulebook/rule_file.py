"""One file of a rule: a whole rule, or an overlay that changes some keys of another."""

from typing import Any

from pharmaudit.checks import CHECKS
from pharmaudit.errors import RulebookError, RuleError
from pharmaudit.kinds import KINDS, Known, Rule
from pharmaudit.rulebook.gather import Gathered
from pharmaudit.rulebook.todo import todos
from pharmaudit.strict import NEAR, build, shown
from pharmaudit.yamltext import Document, Where, did_you_mean

CHANGEABLE = ("severity", "confidence", "effort", "status", "when")
"""What an overlay may change of a rule of any kind, beside the keys of its kind."""


def load_rule(document: Document, stem: str, known: Known) -> Rule:
    """One rule of its kind, with everything it refers to in place. Raises RuleError."""
    data = document.data
    if not isinstance(data, dict):
        raise RuleError(f"{document.at(())}: a rule file is a mapping of keys")
    if still_open := list(todos(document)):
        raise RulebookError(still_open)
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        place = document.at(("kind",))
        near = did_you_mean(str(kind), KINDS)
        raise RuleError(f"{place}: kind must be one of {', '.join(KINDS)}, not {shown(kind)}.{near}")
    rule = _checked(KINDS[kind], data, document, known)
    if rule.id != stem:
        raise RuleError(f"{document.at(('id',))}: the id {rule.id!r} is not the name of its file, {stem!r}")
    return rule


def overlaid(rule: Rule, change: Document, known: Known) -> Rule:
    """The rule with some keys changed, checked as if it had been written so. Raises RuleError."""
    if not isinstance(change.data, dict):
        raise RuleError(f"{change.at(())}: expected a mapping of what changes in {rule.id}")
    kind = KINDS[rule.kind]
    allowed = changeable(kind)
    gathered = Gathered()
    for key in change.data:
        if key not in allowed:
            near = (len(gathered) < NEAR and did_you_mean(str(key), allowed)) or f" It may change {', '.join(allowed)}."
            what = f"an overlay of {rule.id}, a {rule.kind} rule, has no key {key!r}.{near}"
            gathered.tell(f"{change.at((key,))}: {what}")
    gathered.refuse()
    written = rule.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return _checked(kind, written | change.data, change, known)


def changeable(kind: type[Rule]) -> tuple[str, ...]:
    """The keys of a rule that an overlay may change."""
    own = (info.alias or key for key, info in kind.model_fields.items() if key not in Rule.model_fields)
    return (*CHANGEABLE, *own)


def part(document: Document, where: Where) -> Document:
    """What stands at a place of a document, as a document of its own that keeps file, lines and columns."""
    data: Any = document.data
    for step in where:
        data = data[step]
    marks = {place[len(where) :]: mark for place, mark in document.marks.items() if place[: len(where)] == where}
    return Document(document.file, data, marks)


def _checked(kind: type[Rule], data: object, document: Document, known: Known) -> Rule:
    rule = build(kind, data, document)
    gathered = Gathered()
    for where, what in rule.complaints(known):
        word = what.partition("'")[2].partition("'")[0]
        words = CHECKS.keys() if where[0] in ("check", "checks") else known.names
        near = did_you_mean(word, words) if word else ""
        gathered.tell(f"{document.at(where)}: {what}.{near}")
    gathered.refuse()
    return rule
