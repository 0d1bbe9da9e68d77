"""Lists of cards whose heading was lost: targets, enzymes, carriers, transporters stand in this order, each from 1."""

import re
from collections.abc import Mapping, Sequence

from pharmaudit.readers.page.blocks import UNKNOWN
from pharmaudit.readers.page.headings import ORDERS, PROTEIN_IDS
from pharmaudit.readers.page.lines import Line

_ORDER = tuple(name for name in ORDERS["2020"] if name in PROTEIN_IDS)
_FIRST = re.compile(r"1\. \S.*[^\]]")
_NUMBERED = re.compile(r"\d{1,3}\. \S")
_LABELS = (
    *("Kind", "Organism", "Pharmacological action", "Actions", "General Function", "Specific Function"),
    *("Gene Name", "Uniprot ID", "UniProt ID", "Uniprot Name", "UniProt Name", "Molecular Weight"),
)
_WITHIN = 8


def starts(lines: Sequence[Line]) -> list[int]:
    """Indexes of the lines that open a list: a number 1 and a name, with a label of a card soon below it."""
    return [index for index, line in enumerate(lines) if _FIRST.fullmatch(line.text) and _is_card(lines, index)]


def _is_card(lines: Sequence[Line], index: int) -> bool:
    below = [line.text for line in lines[index + 1 : index + 1 + 2 * _WITHIN] if line.text][:_WITHIN]
    for text in below:
        if _NUMBERED.match(text):
            return False
        if text in _LABELS:
            return True
    return any(text.startswith(label) and text[len(label)].isupper() for text in below for label in _LABELS)


def kinds(lists: Sequence[int], seen: Mapping[int, str], lines: Sequence[Line]) -> dict[int, str]:
    """Index of each list without a heading of its own -> its kind, UNKNOWN where the order leaves more than one.

    `seen` maps the indexes of the headings that are seen to their ids.
    """
    known = {index: _own(index, seen, lines) for index in lists}
    unnamed: dict[int, str] = {}
    group: list[int] = []
    below = -1
    for index in (*lists, None):
        kind = known[index] if index is not None else None
        if index is not None and kind is None:
            group.append(index)
            continue
        above = _ORDER.index(kind) if kind else len(_ORDER)
        between = _ORDER[below + 1 : above]
        told = between if len(between) == len(group) else [UNKNOWN] * len(group)
        unnamed |= dict(zip(group, told, strict=True))
        group, below = [], above
    return unnamed


def _own(index: int, seen: Mapping[int, str], lines: Sequence[Line]) -> str | None:
    """The kind that the heading directly above a list names."""
    above = index - 1
    while above >= 0 and not lines[above].text:
        above -= 1
    kind = seen.get(above)
    return kind if kind in PROTEIN_IDS else None
