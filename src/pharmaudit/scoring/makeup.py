"""What completeness is made of, as a digest: two runs with the same one score the same entry alike."""

import hashlib
import json
from collections.abc import Iterable

from pharmaudit.facts.catalogue import Catalogue
from pharmaudit.kinds import Rule
from pharmaudit.rulebook.profile import Profile

WORDING = frozenset({"name", "title", "message", "problem", "fix", "references", "tags", "since", "examples", "effort"})
"""Keys of a rule that no score depends on."""

_STATES = ("placeholder", "boilerplate-description", "boilerplate-indication", "no-data", "asserted-absence")
"""Vocabulary and patterns that decide what a field holds, whatever rule asks for it."""


def makeup(rules: Iterable[Rule], catalogue: Catalogue, profile: Profile) -> str:
    """The sha256 of the rules that count for completeness, the weights, the classes, and the phrases they name.

    The wording of these rules, and all other rules, may differ.
    """
    counted = [rule.model_dump(mode="json", exclude=set(WORDING)) for rule in rules]
    told = json.dumps(counted, sort_keys=True)
    parts = {
        "rules": counted,
        "weights": profile.model_dump(mode="json", include={"weights", "cohort_weights", "formula"}),
        "fields": [field.model_dump(mode="json", exclude={"label", "section"}) for field in catalogue.fields.values()],
        "classes": [item.model_dump(mode="json") for item in catalogue.classes],
        "patterns": {name: text for name, text in catalogue.patterns.items() if name in _STATES or name in told},
        "vocabularies": {
            name: sorted(words) for name, words in catalogue.vocabularies.items() if name in _STATES or name in told
        },
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
