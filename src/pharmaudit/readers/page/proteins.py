"""Cards of targets, enzymes, carriers and transporters."""

import re
from collections.abc import Iterable

from pharmaudit.readers.page.lines import Line
from pharmaudit.readers.page.values import Row

_NUMBERED = re.compile(r"(\d{1,3})\. (\S.*)")
_LABELS = ("Organism", "Pharmacological action", "Actions", "Gene Name", "Uniprot ID", "Molecular Weight")
_LABEL = re.compile(rf"({'|'.join(_LABELS)})\s*(.*)")
_CITATION = re.compile(r"\[\w+(?::? ?\d+)?\]$")
_REFERENCES = re.compile(r"(?:General )?References")


def cards(lines: Iterable[Line]) -> list[Row]:
    """One row a card: number, name, and the labelled values that could be read.

    A number in order opens a card, except below "References", where a citation has one too unless it is marked.
    """
    found: list[Row] = []
    label, references = "", False
    for line in lines:
        head = _NUMBERED.fullmatch(line.text)
        if head and int(head[1]) == len(found) + 1 and not (references and _CITATION.search(line.text)):
            found.append({"position": head[1], "name": head[2]})
            label, references = "", False
        elif found and _REFERENCES.fullmatch(line.text):
            references = True
        elif found and not references:
            label = _labelled(found[-1], line.text, label)
    return found


def _labelled(card: Row, text: str, label: str) -> str:
    """Put a labelled value on the card; return the label if its value is still to come."""
    if label:
        card.setdefault(label, text)
        return ""
    match = _LABEL.fullmatch(text)
    if match is None:
        return ""
    if match[2]:
        card.setdefault(match[1], match[2])
        return ""
    return match[1]
