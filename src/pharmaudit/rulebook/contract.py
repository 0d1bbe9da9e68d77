"""What a rule owes beside being readable: an example for every verdict that it can reach."""

from collections.abc import Iterator

from pharmaudit.kinds import Rule
from pharmaudit.yamltext import Document


def complaints(rule: Rule, document: Document) -> Iterator[str]:
    """`file:line:column: sentence` for every example that a rule lacks."""
    given = {example.expected for example in rule.examples}
    wanted = {"pass": "", "fail": ""} | ({"not_applicable": ", because the rule has a `when`"} if rule.when else {})
    for verdict, why in wanted.items():
        if verdict not in given:
            yield f"{document.at(('examples',))}: {rule.id} needs an example under `{verdict}`{why}"
