"""Texts that a spreadsheet would run: how they are told, and how the apostrophe in front of them is taken off again."""

import re

FORMULA = "^\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]"  # full-width signs run as well
ARMED = "^'(?=\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20])"
"""The apostrophe that our CSV files put in front."""

_ARMED = re.compile(ARMED)


def as_it_was(text: str) -> str:
    """A cell of a CSV file of ours without the apostrophe."""
    return _ARMED.sub("", text)
