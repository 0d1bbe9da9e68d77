"""Sentences that say in words what a missing field asks for: patterns of rules/patterns, asked of other texts."""

import re
from collections.abc import Iterator

from pharmaudit.checks.pharmacokinetics import ANIMALS
from pharmaudit.evidence.missing import lacks, told
from pharmaudit.evidence.rows import Suggestion
from pharmaudit.evidence.sentences import quoted
from pharmaudit.facts.facts import Facts

_KINETIC = (
    "absorption",
    "metabolism",
    "half_life",
    "route_of_elimination",
    "clearance",
    "pharmacodynamics",
    "description",
)
STATED = (
    ("metabolism", "metabolism-stated", _KINETIC),
    ("route_of_elimination", "elimination-stated", _KINETIC),
    ("mechanism_of_action", "mechanism-stated", ("description", "pharmacodynamics")),
    ("indication", "indication-stated", ("description", "pharmacodynamics")),
)
"""Field, pattern that states it, and the texts that are asked."""


_VAGUE = re.compile(r"(?i)^metabolism|^excretion of (?!the (?:drug|dose))")
"""Words that match a pattern and tell of something else: metabolism of fat in the liver, excretion of sodium."""


def stated(facts: Facts) -> Iterator[Suggestion]:
    """The first sentence of each text that states a field which is missing; nothing about animals alone."""
    for field, name, sources in STATED:
        pattern = facts.catalogue.patterns.get(name)
        if pattern is None:
            continue
        lacking, compiled = lacks(field, facts), re.compile(pattern)
        for source in sources:
            if source == field:
                continue
            for entry, text in told(source, lacking, pattern, facts).items():
                for words in compiled.finditer(text):
                    quotation = quoted(text, *words.span())
                    if not _VAGUE.search(words[0]) and not ANIMALS.search(quotation.sentence):
                        yield Suggestion(int(str(entry)), field, "phrase", source, 0, quotation)
                        break
