"""The one number that a pharmacokinetic text gives, in hours and litres; none where it gives several, or is unclear."""

import re
from bisect import bisect_right
from collections.abc import Callable

import numpy as np
import pandas as pd

from pharmaudit.checks.quantities import Quantity, parse, without_tags
from pharmaudit.checks.units import factor

TOGETHER = 3.0
"""Numbers further apart than this speak of different things: phases, dose groups, metabolites."""

SENTENCE_END = re.compile(r"(?<=[a-z)\]%])[.;](?=\s|$)|(?<=\s)[.;]|(?<=\d)\.(?=\s+[A-Z]|\s*$)|[\r\n]+")
_CUE = re.compile(r"(?i)half[\s\xad-]?(?:life|lives|time)|\bt\s?(?:<sub>)?(?:1/2|½|1\u20442)|t½")
# Words that may open a text before its first number; the name of the field is the cue then.
_OPENING = re.compile(
    r"(?i)^(?:\W|\b(?:approximately|about|around|roughly|estimated|mean|median|average|the|is|of|to|be|range[sd]?|from|"
    r"between|elimination|terminal|plasma|serum|biological|oral|intravenous|iv|adults?|single|dose)\b|"
    r"[\w -]{1,40}[:=])*$"
)
# A time before or behind which one of these stands is when something was done, or how old somebody was.
_BEFORE = re.compile(
    r"(?i)(?:\b(?:after|for|over|within|every|during|until|aged?|(?:older|younger|more|less)\s+than|post|the\s+(?:first|last))|"
    r"\bday)\s*$"
)
_BEHIND = re.compile(
    r"(?i)^[\s-]*(?:of\s+age|old\b|post\b|later|apart|(?:infusion|period|interval|stud(?:y|ies)|treatment)s?\b)"
)
ANIMALS = re.compile(
    r"(?i)\b(?:rats?|mice|mouse|dogs?|rabbits?|monkeys?|animals?|swine|pigs?|cats?|horses?|in vitro)\b"
)
_PARTLY = re.compile(
    rf"(?i)\b(?:renal|creatinine|non-?renal|biliary|CrCL)\b.{{0,20}}\bclear|creatinine|{ANIMALS.pattern[4:]}"
)


def half_lives(text: str) -> list[Quantity]:
    """The quantities of a text on half-life that are half-lives: times behind a cue, or that open the text.

    A time after "aged", "over" or "after", or before "old" or "infusion", is none, nor is one in animals; years need
    the cue close by, or they are an age.
    """
    return [
        quantity
        for quantity, sentence, start in in_sentences(text)
        if factor(quantity.unit, "h")
        and (_CUE.search(sentence) or _OPENING.search(_lead(sentence)))
        and (quantity.unit != "year" or _CUE.search(text[max(start, quantity.span[0] - 40) : quantity.span[0]]))
        and not _BEFORE.search(text[start : quantity.span[0]])
        and not _BEHIND.search(text[quantity.span[1] : start + len(sentence)])
        and not ANIMALS.search(sentence)
    ]


def half_life_hours(texts: pd.Series) -> pd.Series:
    """The half-life of each text in hours; null where it gives none, several far apart, or a limit only.

    Takes text with nulls and returns float64 on the same index, as do the others here.
    """
    return _single(texts, half_lives, "h")


def clearance(texts: pd.Series, unit: str) -> pd.Series:
    """The clearance of each text in `unit`, "L/h" or "L/h/kg"; null where another kind of unit stands."""
    return _single(texts, _total, unit)


def volume(texts: pd.Series, unit: str) -> pd.Series:
    """The volume of distribution of each text in `unit`, "L" or "L/kg"; null where another kind of unit stands."""
    return _single(texts, _of_humans, unit)


def _total(text: str) -> list[Quantity]:
    """Renal clearance and that of creatinine are parts of the whole, or no clearance of the drug."""
    return [quantity for quantity, sentence, _ in in_sentences(text) if not _PARTLY.search(sentence)]


def _of_humans(text: str) -> list[Quantity]:
    return [quantity for quantity, sentence, _ in in_sentences(text) if not ANIMALS.search(sentence)]


def in_sentences(text: str) -> list[tuple[Quantity, str, int]]:
    """Each quantity with the sentence that it stands in and where that starts in the text."""
    plain = without_tags(text)
    ends = [0, *(end.end() for end in SENTENCE_END.finditer(plain)), len(plain)]
    starts = ((quantity, bisect_right(ends, quantity.span[0], hi=len(ends) - 1) - 1) for quantity in parse(plain))
    return [(quantity, plain[ends[place] : ends[place + 1]], ends[place]) for quantity, place in starts]


def _lead(sentence: str) -> str:
    """What a sentence says before its first number."""
    return re.split(r"(?<![\w-])[<>~]?[.\d]", sentence, maxsplit=1)[0]


def _single(texts: pd.Series, select: Callable[[str], list[Quantity]], unit: str) -> pd.Series:
    likely = texts.str.contains("[0-9]").fillna(False).to_numpy(dtype=bool)
    values = np.full(len(texts), np.nan)
    values[likely] = [_agreed(select(text), unit) for text in texts[likely].to_list()]
    return pd.Series(values, index=texts.index)


def _agreed(quantities: list[Quantity], unit: str) -> float:
    """The first of quantities that lie together, in `unit`; NaN if they do not, or if only limits are given."""
    values = [quantity.value * size for quantity in quantities if (size := factor(quantity.unit, unit))]
    values = [value for value in values if value > 0]
    limited = any(quantity.bound for quantity in quantities if factor(quantity.unit, unit))
    if not values or limited or max(values) > TOGETHER * min(values):
        return np.nan
    return values[0]
