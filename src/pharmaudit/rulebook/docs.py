"""The documentation of the rules, made from the rule files themselves."""

import json
import re
from collections.abc import Iterable

from pharmaudit.kinds import Example, Rule


def pages(rules: Iterable[Rule]) -> dict[str, str]:
    """File name -> Markdown, for every rule and the index."""
    chosen = list(rules)
    rows = [
        f"| [{rule.id}]({rule.id}.md) | {rule.name} | {rule.title} | {rule.severity.value} | {rule.confidence.value} |"
        for rule in chosen
    ]
    index = ["# Rules", "", "| id | name | finds | severity | confidence |", "|---|---|---|---|---|", *rows, ""]
    return {"README.md": "\n".join(index)} | {f"{rule.id}.md": page(rule) for rule in chosen}


def is_page(name: str) -> bool:
    """Whether a file name is one that `pages` gives."""
    return name == "README.md" or re.fullmatch(r"[A-Z]{2,6}\d{3}\.md", name) is not None


def page(rule: Rule) -> str:
    """What a curator should know of one rule, as Markdown."""
    lines = [f"# {rule.id} {rule.name}", "", f"**{rule.title}**", ""]
    lines += [f"{rule.severity.value} · confidence {rule.confidence.value} · {rule.dimension.value} · about "]
    lines[-1] += f"{rule.effort} min each · {rule.status.value} since {rule.since}"
    lines += [
        "",
        "## Why it matters",
        "",
        rule.problem,
        "",
        "## How to mend it",
        "",
        rule.fix,
        "",
        "## How it is judged",
        "",
    ]
    lines += [f"- {key}: `{value}`" for key, value in _judged(rule)]
    lines += ["", "## Examples", ""]
    lines += [f"- {example.expected.replace('_', ' ')}: `{_patch(example)}`" for example in rule.examples]
    if rule.references:
        lines += ["", "## References", "", *(f"- {reference}" for reference in rule.references)]
    return "\n".join([*lines, ""])


def _judged(rule: Rule) -> list[tuple[str, str]]:
    """The keys that only this kind has, and the condition."""
    common = set(Rule.model_fields) - {"kind", "field", "when"}
    shown = rule.model_dump(mode="json", exclude=common, exclude_defaults=True)
    first = {"kind": rule.kind, "field": rule.field}
    return [(key, value if isinstance(value, str) else json.dumps(value)) for key, value in (first | shown).items()]


def _patch(example: Example) -> str:
    text = json.dumps(example.patch, ensure_ascii=False) if example.patch else "the complete entry as it is"
    return text.replace("`", "'")
