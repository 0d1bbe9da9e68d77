"""JSON Schemas (draft 2020-12) of rule files and profiles, so that editors complete and check them as they are typed.

They are made from the models that the loader uses and from the names that a rulebook knows, and say less than the
loader: what depends on several keys, or on the language of conditions, only the loader can tell.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pharmaudit.checks import CHECKS
from pharmaudit.conditions.parse import MAX_LENGTH
from pharmaudit.facts.facts import VIRTUAL, columns_of
from pharmaudit.kinds import KINDS, Rule
from pharmaudit.kinds.functions import FUNCTIONS
from pharmaudit.readers.layout import TABLES
from pharmaudit.rulebook.keys import first_sentence, told
from pharmaudit.rulebook.load import Rulebook
from pharmaudit.rulebook.profile import Profile
from pharmaudit.rulebook.rule_file import changeable

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
ONE_OF = {"format": ("check", "pattern", "checks")}
ANY_OF = {
    "count": ("min", "max"),
    "points": ("each", "points"),
    "range": ("min", "max"),
    "text": ("forbid", "require", "phrases"),
}
"""Keys of a kind of which a rule gives exactly one, or at least one."""


def rule_schema(book: Rulebook) -> Schema:
    """Of a rule file: the keys of its kind, or, where it says `extends`, of the kind of the rule that it changes."""
    words = _words(book)
    definitions: Schema = {"field": _enum((*book.catalogue.fields, *_columns())), "column": _enum(_columns())}
    for name, kind in KINDS.items():
        made = _kind_schema(kind, words)
        definitions |= made.pop("$defs", {})
        definitions[name] = made | _choices(name)
    for name, kind in KINDS.items():
        definitions[f"{name} overlay"] = _overlay(definitions[name], changeable(kind))
        definitions[f"{name} overlay"]["properties"]["extends"] = {"type": "string"}
    kinds = [_if({"kind": {"const": name}}, name) for name in KINDS]
    overlays = [_if({"extends": _enum(_rule_words(book, name))}, f"{name} overlay") for name in KINDS]
    return {
        "$schema": DRAFT,
        "title": "A rule of pharmaudit, or an overlay",
        "type": "object",
        "oneOf": [{"required": ["kind"]}, {"required": ["extends"]}],
        "properties": {
            "kind": {"enum": list(KINDS), "description": "The form of the rule."},
            "extends": {
                "enum": [word for name in KINDS for word in _rule_words(book, name)],
                "description": "Id or name of the rule that this file changes.",
            },
        },
        "allOf": [*kinds, *overlays],
        "$defs": definitions,
    }


def profile_schema(book: Rulebook) -> Schema:
    """Of a profile: its keys, and under `rules` the keys of each rule that it may change."""
    made = Profile.model_json_schema()
    rules = rule_schema(book)["$defs"]
    for name in KINDS:
        rules.pop(name)
        rules[f"{name} overlay"]["properties"].pop("extends")
    anything = {key: schema for name in KINDS for key, schema in rules[f"{name} overlay"]["properties"].items()}
    keys = made["properties"]
    keys["weights"]["propertyNames"] = {"enum": list(book.catalogue.fields)}
    keys["rules"] |= {
        "properties": {
            word: {"$ref": f"#/$defs/{rule.kind} overlay"} for rule in book.rules for word in (rule.id, rule.name)
        },
        "additionalProperties": {
            "description": "A beginning of rule ids, or tag:NAME.",
            "type": "object",
            "properties": anything,
            "additionalProperties": False,
        },
    }
    return {"$schema": DRAFT, **made, "$defs": made.get("$defs", {}) | rules}


def _kind_schema(kind: type[Rule], words: Mapping[str, Schema]) -> Schema:
    made = kind.model_json_schema()
    made["description"] = first_sentence(kind)
    for key, schema in made["properties"].items():
        schema.pop("title", None)
        schema["description"] = told(kind, key)
        if key in words:
            _narrow(schema, words[key])
    return made


def _choices(kind: str) -> Schema:
    found = {word: keys[kind] for word, keys in (("oneOf", ONE_OF), ("anyOf", ANY_OF)) if kind in keys}
    return {word: [{"required": [key]} for key in keys] for word, keys in found.items()}


def _words(book: Rulebook) -> dict[str, Schema]:
    """Key -> what the texts under it may be, as far as the rulebook knows."""
    patterns, vocabularies = _enum(book.patterns), _enum(book.catalogue.vocabularies)
    condition = {"maxLength": MAX_LENGTH}
    return {
        **dict.fromkeys(("forbid", "require", "pattern"), patterns),
        **dict.fromkeys(("vocabulary", "phrases"), vocabularies),
        **dict.fromkeys(("check", "checks"), _enum(CHECKS)),
        **dict.fromkeys(("when", "then", "where"), condition),
        "function": _enum(FUNCTIONS),
        "section": _enum(book.catalogue.sections),
        "field": {"$ref": "#/$defs/field"},
        "to": {"$ref": "#/$defs/column"},
        "only": _enum(book.catalogue.fields),
        "covered_by": _enum(rule.id for rule in book.rules),
    }


def _columns() -> list[str]:
    return [f"{table}.{column}" for table in (*TABLES, *VIRTUAL) for column in columns_of(table)]


def _enum(words: Iterable[str]) -> Schema:
    return {"enum": sorted(words)}


def _narrow(schema: Schema, more: Schema) -> None:
    """Say more of every free text inside a schema: the text itself, items of a list, values of a mapping."""
    if schema.get("type") == "string" and "const" not in schema and "enum" not in schema:
        schema |= more
    for part in schema.get("anyOf", []):
        _narrow(part, more)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            _narrow(schema[key], more)


def _overlay(kind: Schema, keys: Iterable[str]) -> Schema:
    return {
        "type": "object",
        "description": kind["description"],
        "properties": {key: kind["properties"][key] for key in keys},
        "additionalProperties": False,
    }


def _if(properties: Schema, definition: str) -> Schema:
    condition = {"properties": properties, "required": list(properties)}
    return {"if": condition, "then": {"$ref": f"#/$defs/{definition}"}}


def _rule_words(book: Rulebook, kind: str) -> list[str]:
    """Ids and names of the rules of a kind."""
    return sorted(word for rule in book.rules if rule.kind == kind for word in (rule.id, rule.name))
