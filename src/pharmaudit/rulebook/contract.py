"""What a rule owes beside being readable: an example for every verdict that it can reach."""

from collections.abc import Iterator

import pandas as pd

from pharmaudit.facts.matching import matches
from pharmaudit.kinds import Rule
from pharmaudit.rulebook.catalogue_files import Pattern
from pharmaudit.yamltext import Document


def complaints(rule: Rule, document: Document) -> Iterator[str]:
    """`file:line:column: sentence` for every example that a rule lacks."""
    given = {example.expected for example in rule.examples}
    wanted = {"pass": "", "fail": ""} | ({"not_applicable": ", because the rule has a `when`"} if rule.when else {})
    for verdict, why in wanted.items():
        if verdict not in given:
            yield f"{document.at(('examples',))}: {rule.id} needs an example under `{verdict}`{why}"


def untrue(name: str, pattern: Pattern) -> Iterator[str]:
    """A sentence for every good value that a pattern does not find, and every bad one that it does."""
    for values, wanted, what in ((pattern.good, True, "does not find its good"), (pattern.bad, False, "finds its bad")):
        found = matches(pd.Series(values, dtype="str"), pattern.pattern)
        for value, hit in zip(values, found, strict=True):
            if hit != wanted:
                yield f"the pattern {name!r} {what} value {value!r}"
