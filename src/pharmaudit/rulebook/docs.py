"""The documentation of the rules, made from the rule files themselves: a page each, in Markdown, and their index."""

import json
import re
from collections.abc import Iterable, Iterator

import yaml

from pharmaudit.conditions import parse
from pharmaudit.facts.meanings import meaning
from pharmaudit.kinds import Example, Rule
from pharmaudit.model import Lifecycle
from pharmaudit.rulebook.keys import first_sentence
from pharmaudit.rulebook.rule_file import changeable

GUIDE = "How a rule is written, key by key: [writing rules](../writing_rules.md)."
VERDICTS = {"pass": "Passes", "fail": "Fails", "not_applicable": "Not applicable"}
_ELSEWHERE = frozenset(Rule.model_fields) - {"kind", "field", "when", "per", "covered_by", "requires", "axis"}
_STATUS = {
    Lifecycle.PREVIEW: "It is in preview: shown, but neither scored nor gated.",
    Lifecycle.DEPRECATED: "It is deprecated and no longer runs.",
}


def pages(rules: Iterable[Rule]) -> dict[str, str]:
    """File name -> Markdown, for every rule and the index."""
    chosen = list(rules)
    rows = [
        f"| [{rule.id}]({rule.id}.md) | {rule.name} | {rule.title} | {rule.severity.value} | {rule.confidence.value} |"
        for rule in chosen
    ]
    index = [
        "# Rules",
        "",
        GUIDE,
        "",
        "| id | name | finds | severity | confidence |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]
    return {"README.md": "\n".join(index)} | {f"{rule.id}.md": page(rule) for rule in chosen}


def is_page(name: str) -> bool:
    """Whether a file name is one that `pages` gives."""
    return name == "README.md" or re.fullmatch(r"[A-Z]{2,6}\d{3}\.md", name) is not None


def page(rule: Rule) -> str:
    """What a curator should know of one rule, as Markdown."""
    parts = [
        f"# {rule.id} {rule.name}",
        f"**{rule.title}**",
        " · ".join(_facts(rule)),
        *(_STATUS[status] for status in [rule.status] if status in _STATUS),
        "## What it does",
        f"A rule of kind `{rule.kind}` over `{rule.field}`: {first_sentence(type(rule))}",
        "\n".join(_keys(rule)),
        f"A finding says: {_quoted(rule.message)}",
        "## Why it matters",
        rule.problem,
        "## How to mend it",
        rule.fix,
        "## Examples",
        "Each is a patch over a complete entry, and is tried by `pharmaudit rules test`.",
        *_examples(rule.examples),
        "## How to change it or switch it off",
        *_switches(rule),
    ]
    if rule.references:
        parts += ["## References", "\n".join(f"- {reference}" for reference in rule.references)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(rule: Rule) -> Iterator[str]:
    yield rule.severity.value
    yield f"confidence {rule.confidence.value}"
    yield rule.dimension.value
    yield rule.section
    yield f"about {rule.effort} min each"
    yield f"{rule.status.value} since {rule.since}"
    if rule.tags:
        yield f"tags: {', '.join(rule.tags)}"


def _judged(rule: Rule) -> list[tuple[str, str]]:
    """The keys that only this kind has, and the condition."""
    own = rule.model_dump(mode="json", by_alias=True, exclude=set(_ELSEWHERE), exclude_defaults=True)
    first = {"kind": rule.kind, "field": rule.field}
    return [(key, _value(value)) for key, value in (first | own).items()]


def _keys(rule: Rule) -> Iterator[str]:
    """The keys one a line; below a condition, what the facts that it names mean."""
    for key, value in _judged(rule):
        yield f"- {key}: `{value}`"
        if key in rule.condition_keys:
            names = dict.fromkeys(name.rstrip(".") for name, _ in parse(value).names)
            yield from (f"    - `{name}`: {told}" for name in names if (told := meaning(name, rule.table)))


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _examples(examples: Iterable[Example]) -> Iterator[str]:
    """The examples as readable YAML, those of one verdict under one heading."""
    for verdict, heading in VERDICTS.items():
        given = [example for example in examples if example.expected == verdict]
        if given:
            yield f"### {heading}"
        for example in given:
            yield f"```yaml\n{_yaml(example)}\n```" if example.patch else "The complete entry as it is."


def _yaml(example: Example) -> str:
    text = yaml.safe_dump(example.patch, allow_unicode=True, sort_keys=False, width=100, default_flow_style=False)
    return text.strip().replace("```", "'''")


def _switches(rule: Rule) -> list[str]:
    severity = "info" if rule.severity.value != "info" else "warning"
    keys = ", ".join(f"`{key}`" for key in changeable(type(rule)))
    profile = f"extends: default\nname: ours\nabout: Our own.\nignore: [{rule.id}]\n# or, to keep it:\n"
    profile += f"# rules:\n#   {rule.id}: {{severity: {severity}}}"
    return [
        f"For one run: `pharmaudit audit --ignore {rule.id}`. For all runs, in a profile of your own:",
        f"```yaml\n{profile}\n```",
        f"Under `rules` a profile may change {keys}. A file with `extends: {rule.id}` and the same keys, in a folder "
        "of your own rules, does the same.",
    ]


def _quoted(message: str) -> str:
    return f"`{message}`" if "`" not in message else message
