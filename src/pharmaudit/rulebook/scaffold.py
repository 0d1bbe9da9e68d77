"""A new rule file: every key with its meaning, what cannot be guessed left open. Filling in the TODOs completes it."""

import json
import re
import shlex
import textwrap
from collections.abc import Iterator

from pydantic.fields import FieldInfo

from pharmaudit.errors import UsageError
from pharmaudit.kinds import KINDS, Rule
from pharmaudit.kinds.base import PREFIXES
from pharmaudit.model import Dimension
from pharmaudit.rulebook.keys import first_sentence, told
from pharmaudit.yamltext import did_you_mean

WIDTH = 118
_ID = re.compile(r"(?P<own>X?)(?P<prefix>[A-Z]{3})\d{3}")
_ONE_OF = {"count": "min", "points": "each", "format": "check", "range": "max", "text": "forbid"}
"""Of several keys that a kind may be used with, the one that is most often meant."""
_HINTS = {
    "name": "the defect in words joined by hyphens",
    "title": "what is wrong, in a few words",
    "section": "a section of the field catalogue",
    "field": "a field, or table.column",
    "message": "a sentence such as {entry} has no indication",
    "problem": "why it matters",
    "fix": "what to do",
}
_SET = {"severity": "warning", "confidence": "medium", "effort": "5", "status": "preview"}


def dimension_of(rule_id: str, built_in: bool = False) -> Dimension:
    """The dimension that an id belongs to. Raises UsageError for an id that a rule of this place cannot have."""
    found, letters = _ID.fullmatch(rule_id), {prefix: dimension for dimension, prefix in PREFIXES.items()}
    x = "" if built_in else "X"
    if found is None or found["prefix"] not in letters:
        known = ", ".join(x + prefix for prefix in letters)
        near = did_you_mean(rule_id.rstrip("0123456789"), [x + prefix for prefix in letters])
        raise UsageError(f"the id {rule_id!r} is not {known} and three digits.{near}")
    if found["own"] != x:
        whose = "a built-in rule has no X in front" if built_in else "the id of a rule of your own begins with X"
        raise UsageError(f"{whose}: {x}{rule_id.removeprefix('X')}")
    return letters[found["prefix"]]


def trial(rule_id: str, folder: str = "") -> str:
    """The command that tries the examples of a rule; `folder` is that of a rule of one's own."""
    where = f" --rules {shlex.quote(folder) if folder.isprintable() else 'DIR'}" if folder else ""
    return f"pharmaudit rules test{where} --select {rule_id}"


def scaffold(rule_id: str, kind: str, name: str, since: str, dimension: Dimension, folder: str = "") -> str:
    """The text of a new rule file; a `name` of '' is left open like the rest. Raises UsageError for an unknown kind.

    `folder` is that of a rule of one's own, as the command line names it.
    """
    if kind not in KINDS:
        raise UsageError(f"there is no kind {kind!r}; known: {', '.join(KINDS)}.{did_you_mean(kind, KINDS)}")
    given = {"id": rule_id, "dimension": dimension.value, "kind": kind, "since": since} | _SET
    if name:
        given["name"] = name
    lines = list(
        _comment(
            f"{rule_id}: {kind}: {first_sentence(KINDS[kind])} Every TODO has to go; until then the rule"
            " is refused. docs/writing_rules.md explains conditions, fields and facts. Then try its examples:"
        )
    )
    lines.append(f"#   {trial(rule_id, folder)}")
    for key, info in Rule.model_fields.items():
        if key in ("axis", "per", "covered_by", "requires"):
            continue
        lines += ["", *_comment(told(KINDS[kind], key))]
        if key == "kind":
            lines += [f"kind: {kind}", *_own_keys(kind)]
        elif key == "when":
            lines.append("# With a `when`, give an example under not_applicable as well.")
            lines.append("# when: '\"approved\" in groups'")
        elif key in ("references", "tags"):
            lines.append(f"# {key}: []")
        elif key == "examples":
            lines += _examples()
        else:
            value = given.get(key, f"TODO {_HINTS.get(key, info.annotation)}")
            lines.append(f'{key}: "{value}"' if key == "message" else f"{key}: {value}")  # it may begin with a brace
    return "\n".join([*lines, ""])


def _own_keys(kind: str) -> Iterator[str]:
    """The keys of a kind: those without a default and the likeliest of a choice left open, the others as comments."""
    model = KINDS[kind]
    own = {info.alias or key: info for key, info in model.model_fields.items() if key not in Rule.model_fields}
    if own:
        yield from ("", *_comment(" ".join((model.__doc__ or "").split())))
    for key, info in own.items():
        if info.is_required() or _ONE_OF.get(kind) == key:
            yield f"{key}: TODO"
        else:
            yield f"# {key}: {_default(info)}"


def _default(info: FieldInfo) -> str:
    return info.default if isinstance(info.default, str) else json.dumps(info.default)


def _examples() -> list[str]:
    return [
        "examples:",
        "  - pass: TODO a field and a value in braces, with which it must pass; {} for the complete entry as it is",
        "  - fail: TODO a field and a value in braces, with which it must fail",
    ]


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
