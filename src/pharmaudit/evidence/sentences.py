"""Where sentences stand in a text, so that a suggestion can quote one and say where it is."""

from bisect import bisect_right
from dataclasses import dataclass

from pharmaudit.checks.pharmacokinetics import SENTENCE_END
from pharmaudit.checks.quantities import without_tags

LONGEST = 400
"""Characters of a quotation; of a longer sentence only what stands around the words is quoted."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A piece of a text: `text[start:end] == sentence`. The words that matter are `sentence[word_start:word_end]`."""

    start: int
    end: int
    sentence: str
    word_start: int
    word_end: int


def boundaries(plain: str) -> list[int]:
    """Where the sentences of a text begin, 0 in front; `plain` is free of citation tags (`without_tags`)."""
    return [0, *(end.end() for end in SENTENCE_END.finditer(plain))]


def quoted(text: str, start: int, end: int) -> Quotation:
    """The sentence in which text[start:end] stands. Words that cross a boundary are quoted with all their sentences."""
    starts = boundaries(without_tags(text))
    left = starts[bisect_right(starts, start) - 1]
    right = next((place for place in starts if place >= end), len(text))
    return trimmed(text, left, right, start, end)


def trimmed(text: str, left: int, right: int, start: int, end: int) -> Quotation:
    """text[left:right] without blanks at its ends, cut at blanks where it is too long; the words always stay."""
    spare = max(0, LONGEST - (end - start)) // 2
    if right - left > LONGEST:
        left, right = _after_blank(text, left, start, spare), _before_blank(text, right, end, spare)
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return Quotation(left, right, text[left:right], start - left, end - left)


def _after_blank(text: str, left: int, start: int, spare: int) -> int:
    if start - left <= spare:
        return left
    blank = text.find(" ", start - spare, start)
    return start if blank < 0 else blank + 1


def _before_blank(text: str, right: int, end: int, spare: int) -> int:
    if right - end <= spare:
        return right
    blank = text.rfind(" ", end, end + spare)
    return end if blank < 0 else blank
