"""Units of pharmacokinetics as prose spells them: times, volumes, weights, areas and shares, alone and as quotients."""

import re
from functools import lru_cache
from math import prod
from typing import NamedTuple


class Part(NamedTuple):
    """Spellings without regard to case, our name ("": as typed), dimension, and size in h, L, kg, m2 or per cent."""

    spellings: str
    name: str
    dimension: str
    size: float


_PARTS = (
    Part("%|per ?cents?", "%", "share", 1.0),
    Part("msecs?|milliseconds?", "ms", "time", 1 / 3.6e6),
    Part("s|secs?|seconds?", "s", "time", 1 / 3600),
    Part("mins?|minutes?", "min", "time", 1 / 60),
    Part("h|hrs?|hours?", "h", "time", 1.0),
    Part("d|days?", "d", "time", 24.0),
    Part("wks?|weeks?", "week", "time", 168.0),
    Part("mos?|months?", "month", "time", 730.5),
    Part("yrs?|years?", "year", "time", 8766.0),
    Part("l|lit(?:er|re)s?", "L", "volume", 1.0),
    Part("dl|decilit(?:er|re)s?", "dL", "volume", 0.1),
    Part("ml|cc|cm3|cm³|millilit(?:er|re)s?", "mL", "volume", 1e-3),
    Part("[uµμ]l|microlit(?:er|re)s?", "µL", "volume", 1e-6),
    Part("kgs?|kilograms?", "kg", "weight", 1.0),
    Part("(?:1[.·,]73 ?)?(?:m(?:\\^?2|²| ?<sup>2</sup>)|square met(?:er|re)s?)", "m2", "area", 1.0),
    # Doses and concentrations: known so that their numbers are not taken for anything else.
    Part("mcg|[muµμnp]?g|(?:milli|micro|nano)?grams?", "", "dose", 1.0),
    Part("[mµμunp]?mol(?:es?)?|[km]?iu|units?|[munµμ]?ci|[mgk]?bq|[munpµμ]m", "", "dose", 1.0),
)
_ANY = "|".join(part.spellings for part in _PARTS)
_TIMES_OR_WEIGHT = "|".join(part.spellings for part in _PARTS if part.dimension in ("time", "weight"))
_MINUS_ONE = r"(?:\^|<sup>)?[-−–⁻][1¹](?:</sup>)?"
_END = r"(?![A-Za-z])"
_DIVIDED = rf"\s?(?:/|per\b|[·*•.])\s?\(?\s?(?:{_ANY}){_END}\)?"
_INVERSE = rf"\s?[·*•.]?\s?(?:{_TIMES_OR_WEIGHT})\s?{_MINUS_ONE}"
UNIT = rf"(?i:(?:{_ANY}){_END}(?:{_INVERSE}|{_DIVIDED})*)"
"""What the grammar takes for a unit: "h", "L/h/kg", "mL min-1 kg-1", "litres per hour"; it has no groups."""

_PART = re.compile(rf"(?i)(?:{_ANY}){_END}")


@lru_cache(maxsize=1024)
def canonical(text: str) -> str:
    """A unit in our own spelling, divisors by dimension: "liters per hr per kg" is "L/h/kg"; "" for no unit."""
    names = [_known(part).name or part for part in _PART.findall(text)]
    order = ("h", "min", "s", "d", "week", "kg", "m2")
    divisors = sorted(names[1:], key=lambda name: order.index(name) if name in order else len(order))
    return "/".join([*names[:1], *divisors])


@lru_cache(maxsize=1024)
def factor(unit: str, wanted: str) -> float | None:
    """What to multiply by to turn a canonical unit into another; None if they do not measure the same."""
    parts, others = _parts(unit), _parts(wanted)
    if not parts or [part.dimension for part in parts] != [part.dimension for part in others]:
        return None
    return _size(parts) / _size(others)


def _size(parts: list[Part]) -> float:
    return parts[0].size / prod(part.size for part in parts[1:])


def _parts(unit: str) -> list[Part]:
    return [_known(part) for part in unit.split("/") if part]


def _known(text: str) -> Part:
    return next(part for part in _PARTS if re.fullmatch(f"(?i:{part.spellings})", text))
