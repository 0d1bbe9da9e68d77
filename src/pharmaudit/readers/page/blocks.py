"""The text under one heading, cut into blocks that belong to one field each."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pharmaudit.readers.page.headings import HEADINGS, Shape
from pharmaudit.readers.page.lines import EMPTY, Line
from pharmaudit.readers.page.noise import advert_lines

_NUMBERED = re.compile(r"\d{1,3}\. \S")
_RESIDUES = re.compile(r"[A-Z*]{5,}$")
_WORDS_OF_PROSE = 8
_WORDS_OF_LONG_PROSE = 15
UNKNOWN = ""
"""Id of a segment whose heading is lost and cannot be told."""
ADVERT_GAP = 2
"""An advert between two blocks separates them as a lost line does."""


class Look(StrEnum):
    """What a block looks like."""

    EMPTY = "empty"
    PROSE = "prose"
    SHORT = "short"
    BULLETS = "bullets"
    NUMBERED = "numbered"
    FASTA = "fasta"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that cannot belong to different fields; `gap` counts the blank lines before it."""

    look: Look
    lines: tuple[Line, ...]
    gap: int

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Segment:
    """What stands between a heading and the next. `position` is its place in the order, None out of order.

    Not `seen`: the heading was lost, and what stands there tells where it was (cards of proteins), perhaps not which
    (then `id` is UNKNOWN).
    """

    id: str
    line: Line
    position: int | None
    blocks: tuple[Block, ...]
    advert: bool = False
    seen: bool = True


def look_of(line: Line) -> Look:
    if line.text == EMPTY:
        return Look.EMPTY
    if line.bullet:
        return Look.BULLETS
    if line.text.startswith(">"):
        return Look.FASTA
    if _NUMBERED.match(line.text):
        return Look.NUMBERED
    words = line.text.count(" ") + 1
    sentence = words >= _WORDS_OF_PROSE and line.text[-1] in ".:;?!)"
    return Look.PROSE if sentence or words >= _WORDS_OF_LONG_PROSE else Look.SHORT


def segment(heading_id: str, heading: Line, position: int | None, lines: Sequence[Line], seen: bool = True) -> Segment:
    """Drop adverts and disclaimers and cut what is left into blocks."""
    of_advert = heading_id != UNKNOWN and HEADINGS[heading_id].shape is Shape.ADVERT
    numbered, advert = _without_adverts(lines, of_advert)
    return Segment(heading_id, heading, position, tuple(_blocks(numbered)), advert, seen)


def _without_adverts(lines: Sequence[Line], advert_heading: bool) -> tuple[list[tuple[int, Line]], bool]:
    """Pairs of (blank lines before, line), and whether an advert stood first."""
    kept: list[tuple[int, Line]] = []
    advert_first = False
    gap = 0
    for run_number, (blanks, run) in enumerate(_runs(lines)):
        gap = max(gap, blanks)
        dropped = advert_lines([line.text for line in run], advert_heading and run_number == 0)
        advert_first |= run_number == 0 and 0 in dropped
        for index, line in enumerate(run):
            if index in dropped:
                gap = max(gap, ADVERT_GAP)
            else:
                kept.append((gap, line))
                gap = 0
    return kept, advert_first


def _runs(lines: Iterable[Line]) -> list[tuple[int, list[Line]]]:
    """Runs of lines without a blank one between them, each with the number of blank lines before it."""
    runs: list[tuple[int, list[Line]]] = []
    blanks = 0
    for line in lines:
        if not line.text:
            blanks += 1
        elif blanks or not runs:
            runs.append((blanks, [line]))
            blanks = 0
        else:
            runs[-1][1].append(line)
    return runs


def _blocks(lines: Iterable[tuple[int, Line]]) -> list[Block]:
    groups: list[tuple[Look, int, list[Line]]] = []
    for gap, line in lines:
        look = look_of(line)
        if groups and gap == 0 and _continues(groups[-1][0], look, line):
            groups[-1][2].append(line)
        else:
            groups.append((look, gap, [line]))
    return [Block(look, tuple(members), gap) for look, gap, members in groups]


def _continues(previous: Look, look: Look, line: Line) -> bool:
    if previous is Look.FASTA:
        return look is Look.FASTA or _RESIDUES.match(line.text) is not None
    return previous is look and look is Look.NUMBERED
