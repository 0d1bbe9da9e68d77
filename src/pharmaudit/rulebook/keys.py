"""What every key of a rule means, in one sentence: comments of a scaffold, and what an editor shows.

Keys that only one kind has are explained by the docstring of that kind.
"""

from pharmaudit.kinds import Rule

KEYS = {
    "id": "The name of this file. It is never used again; an X in front of it marks a rule of your own.",
    "name": "Names the defect in words joined by hyphens, and reads well after `waive`: missing-indication.",
    "title": "What is wrong with the entry, in a few words and without a full stop.",
    "dimension": "The aspect of quality that the rule is about; it goes with the letters of the id.",
    "section": "The section of the entry in which a curator mends it.",
    "kind": "The form of the rule; every kind has keys of its own.",
    "field": "What is judged: a field of rules/fields.yaml, a column (articles.doi), or all prose (texts.value).",
    "when": "A condition; entries or rows for which it is not true are not applicable.",
    "severity": "How bad it is if a finding is true: error, warning or info.",
    "confidence": "How likely a finding is to be true: high, medium or low.",
    "effort": "Minutes that an editor needs for one finding.",
    "message": "One sentence for the curator; it may name {entry}, {id}, {field}, {value}, {cohort} and {detail}.",
    "problem": "Why it matters, in one or two sentences.",
    "fix": "What to do, in one sentence.",
    "references": "Where the rule comes from: addresses, standards, articles.",
    "tags": "Words to select rules by, as in `--select tag:doi`; rules/tags.yaml explains the built-in ones.",
    "status": "preview: shown, but neither scored nor gated; active; deprecated: no longer run.",
    "since": "The version in which the rule came.",
    "axis": "The score that the rule counts for, if not that of its dimension; none: a hint that costs nothing.",
    "per": "What makes one finding: a failed row, all rows of an entry with the same value, or all rows of an entry.",
    "covered_by": "Rules over the same table that say more: where one of them fails, this one does not apply.",
    "requires": "An extra of the installation, or a list given to the audit, without which the rule is not run.",
    "examples": "Patches over the complete entry, `{}` for none, each under the verdict that it must get.",
}


def told(kind: type[Rule], key: str) -> str:
    """The sentence that explains a key of a kind."""
    return KEYS.get(key) or " ".join((kind.__doc__ or "").split())


def first_sentence(kind: type[Rule]) -> str:
    """What a kind asks for, from the first line of its module: `a number ... must lie between two bounds.`"""
    import sys

    text = " ".join((sys.modules[kind.__module__].__doc__ or "").split())
    return text.partition(": ")[2].partition(". ")[0].rstrip(".") + "."
