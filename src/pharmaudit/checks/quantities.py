"""One grammar of quantities in prose: a number, a range or a mean with its deviation, and the unit behind it.

Libraries misread what curators write: `6–10 hours` becomes 60 h, a citation tag a value. So a number counts only where
it stands alone, and a unit only right behind it, in brackets, or behind the next number of a list.
"""

import re
from dataclasses import dataclass, replace

from pharmaudit.checks.units import UNIT, canonical, factor

_TAG = re.compile(r"\[[^\[\]]*?(?:\b[ALFT]\d+|[Ll]abel)[^\[\]]*\]")
_WORDS = dict(
    zip(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), range(1, 11), strict=True)
)

# "1,500" is a thousand and a half, "1,5" and "0,058" have a decimal comma.
_DIGITS = r"(?:[1-9]\d{0,2}(?:,\d{3})+(?![\d,])(?:\.\d+)?|0,\d+|\d+,\d{1,2}(?![\d,])|\d+(?:[.·]\d+)?|\.\d+)"
_POWER = r"(?:\s?[x×*]\s?10\s?(?:\^|<sup>)?\s?[-−–]?\d+(?:</sup>)?|[eE][+-]?\d+(?![\w.]))"
# Not inside a word or a number, not behind a letter and a hyphen (C-14), not in a fraction (t1/2, 3/4).
_ALONE = r"(?<![\w.,^/·])(?<![A-Za-z]-)(?!\d+/\d)"
_NUMBER = rf"(?>{_DIGITS}{_POWER}?|(?i:{'|'.join(_WORDS)})\b)"

_BOUND = (
    r"(?i:[<>≤≥]\s*=?|(?:no\s+|not\s+)?(?:less|more|greater|longer|shorter)\s+than|at\s+(?:least|most)|up\s+to|over|"
    r"under|below|above)"
)
_PLUS_MINUS = r"(?:±|\+\s?/?\s?[-−–]|&plusmn;|&#177;)"
_NO_NAME = rf"(?!-?(?!{UNIT})[A-Za-z])"  # 14C, 5-HT, 2-fold
_TO = r"(?:[-\u2212–—\u2010\u2011~]|&ndash;|(?i:to|through))"
_SPREAD = (
    rf"\s*{_PLUS_MINUS}\s*(?P<deviation>{_NUMBER})(?P<share>\s?%)?"
    rf"|\s*(?:{_TO}|(?(between)and|(?!)))\s*(?P<end_bound>[<>~≈])?\s?(?P<last>{_NUMBER})(?:\s*{_PLUS_MINUS}\s*{_NUMBER})?"
)
# "9.2 (range 6-12) hours": what stands in brackets between a number and its unit.
_ASIDE = rf"\s*\((?P<aside>[^()]{{1,40}})\)(?=[\s-]?{UNIT})"
_QUANTITY = re.compile(
    rf"(?:(?P<bound>{_BOUND})\s*(?:about|approximately)?\s*|(?P<between>(?i:between)\s+))?"
    rf"{_ALONE}(?P<first>{_NUMBER}){_NO_NAME}"
    rf"(?:(?:\s|-|&nbsp;)*(?P<unit1>{UNIT}))?(?:{_SPREAD})?(?:{_ASIDE})?(?:(?:\s|-|&nbsp;|\((?=\w+\)))*(?P<unit2>{UNIT}))?"
)
_ASIDE_SPREAD = re.compile(
    rf"{_PLUS_MINUS}\s?(?P<within>{_NUMBER})|{_ALONE}(?P<low>{_NUMBER})\s*(?:{_TO}|,)\s*(?P<high>{_NUMBER})(?!\s?%)"
)
_LIST = re.compile(r"\s*(?:,\s*(?:and|or)|[,;&/]|and|or|versus|vs\.?)\s*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a text says at `span` (start and end in the text, as in `re`).

    `value` is the number, or the middle of a range; `low` and `high` are the ends of the range or of the mean with its
    deviation, else the value. `unit` is canonical ("h", "L/h/kg", "%"; see units.py), "" where none was found. `bound`
    is "<" or ">" if the text gives only a limit.
    """

    value: float
    low: float
    high: float
    unit: str
    span: tuple[int, int]
    bound: str = ""


def parse(text: str) -> list[Quantity]:
    """All quantities of a text in order, numbers without a unit too; citation tags such as [A123] are left out."""
    plain = without_tags(text)
    found = [_read(match) for match in _QUANTITY.finditer(plain)]
    for place in range(len(found) - 2, -1, -1):  # "4, 36 and 90 minutes": the unit stands behind the last
        here, behind = found[place], found[place + 1]
        if not here.unit and behind.unit and _LIST.fullmatch(plain[here.span[1] : behind.span[0]]):
            found[place] = replace(here, unit=behind.unit)
    return found


def without_tags(text: str) -> str:
    """The text with blanks in place of its citation tags, so that positions stay."""
    return _TAG.sub(lambda tag: " " * len(tag[0]), text)


def number(text: str) -> float:
    """The value of a number as the grammar reads it: "1,500", "0,5", "2.5 × 10^-3", "two"."""
    if text.lower() in _WORDS:
        return float(_WORDS[text.lower()])
    plain = re.sub(r"</?sup>|\s", "", text).replace("·", ".").translate({0x2212: "-", 0x2013: "-"})
    mantissa, *power = re.split(r"[x×*]10\^?|[eE]", plain)
    decimal = re.fullmatch(r"0,\d+|\d+,\d{1,2}", mantissa)
    return float(mantissa.replace(",", "." if decimal else "") + "e" + (power[0] if power else "0"))


def _read(match: re.Match[str]) -> Quantity:
    part = match.groupdict()
    alone = part["unit1"] and not (part["deviation"] or part["last"] or part["aside"])  # "7 min week 2: 9 min"
    before, unit = canonical(part["unit1"] or ""), canonical((not alone and part["unit2"]) or part["unit1"] or "")
    value = low = high = number(part["first"])
    if before and before != unit:  # "30 min to 2 h"
        value = low = high = value * (factor(before, unit) or 1.0)
    aside = _ASIDE_SPREAD.search(part["aside"] or "")
    if deviation := part["deviation"] or (aside and aside["within"]):
        spread = number(deviation) * (value / 100 if part["share"] and unit != "%" else 1.0)
        low, high = value - spread, value + spread
    elif part["last"]:
        high = number(part["last"])
        value = (low + high) / 2
    elif aside:
        low, high = number(aside["low"]), number(aside["high"])
    start = match.start("bound") if part["bound"] else match.start("first")
    return Quantity(
        value,
        low,
        high,
        unit,
        (start, match.end("unit1") if alone else match.end()),
        _bound(part["bound"] or part["end_bound"] or ""),
    )


def _bound(words: str) -> str:
    if not words or words in "~≈":
        return ""
    upper = bool(re.search(r"(?i)^[<≤]|less|shorter|at\s+most|up|under|below", words))
    return "<" if upper is not words.lower().startswith("no") else ">"
