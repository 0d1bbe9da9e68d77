"""What a scaffold leaves open: a text that begins with TODO. A rule with one is refused, whatever key it stands in."""

import re
from collections.abc import Iterator

from pharmaudit.yamltext import Document, Where

_OPEN = re.compile(r"TODO\b")
_OPEN_IN_DATA = re.compile(r"TODO \S")
"""An example may hold a bare TODO as the value that a rule is about."""


def todos(document: Document) -> Iterator[str]:
    """`file:line:column: sentence` for every place of a rule file that is still to be filled in."""
    yield from _todos(document.data, (), document)


def _todos(data: object, where: Where, document: Document) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _todos(str(key), (*where, key), document)
            yield from _todos(value, (*where, key), document)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _todos(value, (*where, index), document)
    elif isinstance(data, str) and (_OPEN_IN_DATA if "examples" in where else _OPEN).match(data):
        key = ".".join(map(str, where))
        hint = data.removeprefix("TODO").strip(" :")[:100]
        yield f"{document.at(where)}: {key} is still to be filled in{f': {hint}' if hint else ''}"
