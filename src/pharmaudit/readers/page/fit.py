"""Costs: how badly a block fits a heading, and how unlikely it is that a heading has nothing to show.

Costs are in steps of "one small oddity"; NEVER rules an attribution out. A block goes to a heading only if every other
place costs clearly more (see `align`), so what matters are the differences.
"""

import re
from collections.abc import Mapping
from functools import cache

from pharmaudit.readers.page.blocks import Block, Look
from pharmaudit.readers.page.headings import HEADINGS, PROTEIN_IDS, Heading, Shape

NEVER = 1000.0
_ANY = dict.fromkeys(Look, 1.0)

# under a heading that is seen
_SEEN: Mapping[Shape, Mapping[Look, float]] = {
    Shape.SECTION: {},
    Shape.PROSE: {Look.PROSE: 0, Look.SHORT: 0.5, Look.BULLETS: 1, Look.NUMBERED: 1},
    Shape.WORD: {Look.SHORT: 0, Look.PROSE: 2, Look.BULLETS: 1, Look.NUMBERED: 2, Look.EMPTY: 2},
    Shape.LIST: {Look.BULLETS: 0, Look.SHORT: 0.5, Look.PROSE: 1.5, Look.NUMBERED: 1.5},
    Shape.TABLE: {Look.SHORT: 0.5, Look.PROSE: 0.5, Look.BULLETS: 0.5, Look.NUMBERED: 0, Look.EMPTY: 1},
    Shape.NUMBERED: {Look.NUMBERED: 0, Look.PROSE: 1, Look.SHORT: 1.5, Look.BULLETS: 1},
    Shape.FASTA: {Look.FASTA: 0, Look.SHORT: 3, Look.EMPTY: 1},
    Shape.ADVERT: {Look.PROSE: 0, Look.SHORT: 1, Look.BULLETS: 1, Look.EMPTY: 1},
    Shape.SKIP: _ANY,
}
# under a heading that was lost: only what the heading's usual look allows
_LOST: Mapping[Shape, Mapping[Look, float]] = {
    Shape.PROSE: {Look.PROSE: 0, Look.SHORT: 1.5, Look.BULLETS: 3, Look.NUMBERED: 3},
    Shape.LIST: {Look.BULLETS: 0, Look.SHORT: 1.5, Look.PROSE: 4, Look.NUMBERED: 4},
    Shape.FASTA: {Look.FASTA: 0},
    Shape.WORD: {Look.SHORT: 1.5},
}
_NOTHING_TO_SHOW = {Shape.PROSE: 3.0, Shape.TABLE: 2.5, Shape.LIST: 1.2, Shape.NUMBERED: 2.0, Shape.WORD: 0.2}
_ONE_WORD_ROWS = frozenset({"patents"})
"""Tables whose rows have no blank once their cells have run together."""
_BAD_FORM = 4.5
_PROSE_FOR_FORM = 6.0
_ABSENT_WHEN_EMPTY = 1.5
_MISTAKEN_FORM = 4.0
_AFTER_LOST_LINE = 4.0


@cache
def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def has_form(block: Block, heading: Heading) -> bool:
    """Whether the first line of a block can be told to be this heading's value without seeing the heading."""
    if heading.id in PROTEIN_IDS:
        return block.text.startswith("1. ") and not block.lines[0].text.endswith("]")
    return bool(heading.form) and _form(heading.form).fullmatch(block.lines[0].text) is not None


def under_seen(block: Block, heading: Heading, advert: bool) -> float:
    """Cost of a block under a heading that is seen; `advert`: the value was an advert, so nothing else is."""
    if advert and heading.shape is Shape.ADVERT:
        return NEVER
    if block.look is Look.EMPTY and heading.printed:
        return 0
    if heading.shape is Shape.WORD and heading.form and block.look is not Look.EMPTY:
        if has_form(block, heading):
            return 0
        return _BAD_FORM if block.look is Look.SHORT else _PROSE_FOR_FORM
    if heading.id == "title" and block.look is Look.PROSE and block.text.endswith("."):
        return NEVER
    return _SEEN[heading.shape].get(block.look, NEVER)


def under_lost(block: Block, heading: Heading, title: str) -> float:
    """Cost of a block as the first under a heading that was lost."""
    if block.look is Look.EMPTY:
        return 0 if heading.printed else NEVER
    if heading.form or heading.id in PROTEIN_IDS:
        return 0 if has_form(block, heading) else NEVER
    if heading.id == "name":
        return 0 if title and block.text == title else NEVER
    return _by_look(block, heading)


def _by_look(block: Block, heading: Heading) -> float:
    """Cost by the usual look of a lost heading's value; tabs are between the cells of a table, which has another."""
    return NEVER if "\t" in block.text else _LOST.get(heading.shape, {}).get(block.look, NEVER)


def further_under_lost(block: Block, heading: Heading) -> float:
    """Cost of the look of a further block under a heading that was lost; tables hold rows of any look."""
    if heading.shape in _LOST:
        return _by_look(block, heading)
    return 0.5 if block.look is not Look.EMPTY else NEVER


def start(block: Block, heading: Heading) -> float:
    """Cost of starting a lost heading at a block."""
    prior = 0 if heading.printed or heading.evident else _ABSENT_WHEN_EMPTY
    return prior + (0 if block.gap else 0.5)


def more(before: Block, block: Block, heading: Heading) -> float:
    """Cost of a further block under the same heading; blank lines in a row show that a line was lost between."""
    closed = heading.shape in (Shape.WORD, Shape.SECTION) or heading.evident
    if (closed and heading.id != "trials") or Look.EMPTY in (before.look, block.look):
        return NEVER
    mixed = 0.0 if before.look is block.look or heading.shape is not Shape.LIST else 2.0
    if block.gap >= 2:
        return mixed + _AFTER_LOST_LINE
    return mixed + {Shape.LIST: 1.5, Shape.SKIP: 0.0}.get(heading.shape, 0.3) * (
        block.gap or heading.shape is Shape.PROSE
    )


def nothing(heading: Heading) -> float:
    """Cost of a heading without any value on the page: a value of one word may have been lost, prose hardly."""
    if not heading.printed:
        return 0
    return _NOTHING_TO_SHOW[Shape.WORD if heading.id in _ONE_WORD_ROWS else heading.shape]


def mistaken(block: Block, owner: Heading, candidates: tuple[str, ...]) -> float:
    """Cost of a block that has another candidate's form, and not the owner's."""
    if has_form(block, owner) or not any(has_form(block, HEADINGS[other]) for other in candidates):
        return 0
    return _MISTAKEN_FORM
