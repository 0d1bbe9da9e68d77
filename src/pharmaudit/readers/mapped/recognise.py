"""Which mapping fits the columns of a file, and what to say where none does."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pharmaudit.errors import RuleError
from pharmaudit.readers.mapped.mapping import Mapping, load_mapping
from pharmaudit.resources import data_dir
from pharmaudit.yamltext import did_you_mean

_NAMED = 8
_LONGEST = 40


def load_mappings(own: Sequence[Path] = ()) -> tuple[Mapping, ...]:
    """The mappings in the order in which they are tried: those of the user, then the bundled ones.

    Raises RuleError with file:line:column.
    """
    if folder := next((path for path in own if path.is_dir()), None):
        raise RuleError(f"{folder}: this is a folder; name the mapping files in it, each with its own --mapping")
    shipped = [load_mapping(path) for path in sorted((data_dir("rules") / "mappings").glob("*.yaml"))]
    shipped.sort(key=lambda mapping: -len(mapping.recognise))  # the one that asks for most is the surest
    return (*(load_mapping(path) for path in own), *shipped)


def key(name: str) -> str:
    """What is compared of a column's name: not its case, not the blanks around and within."""
    return " ".join(name.split()).casefold()


def fitting(columns: Iterable[str], mappings: Sequence[Mapping]) -> Mapping | None:
    """The first mapping whose columns are all there."""
    held = {key(column) for column in columns}
    return next((one for one in mappings if held.issuperset(map(key, one.recognise))), None)


def nearness(columns: Iterable[str], mappings: Sequence[Mapping]) -> float:
    """The largest share of the columns asked for that any mapping finds; 0 without a mapping."""
    held = {key(column) for column in columns}
    return max((len(held.intersection(map(key, one.recognise))) / len(one.recognise) for one in mappings), default=0)


def renamed(columns: Sequence[str], mapping: Mapping) -> dict[str, int]:
    """Name in the mapping -> place of the first column of that name."""
    places: dict[str, int] = {}
    for place, column in enumerate(columns):
        places.setdefault(key(column), place)
    return {name: places[key(name)] for name in mapping.columns if key(name) in places}


def unknown(columns: Sequence[str], mappings: Sequence[Mapping]) -> str:
    """One sentence for columns that no mapping knows: the nearest mapping, what it misses, and what to do."""
    named = ", ".join(" ".join(column.split())[:_LONGEST] for column in columns[:_NAMED] if column.strip())
    what = f"no mapping knows these columns ({named}{', ...' if len(columns) > _NAMED else ''})"
    advice = "say with --mapping FILE what the columns mean; docs/mappings.md shows how"
    shares = [nearness(columns, [one]) for one in mappings]
    if not any(shares):
        return f"{what}; {advice}"
    nearest = mappings[shares.index(max(shares))]
    held = {key(column) for column in columns}
    missing = [name for name in nearest.recognise if key(name) not in held]
    lacks = ", ".join(repr(name) + _hint(name, columns) for name in missing)
    return f"{what}; the nearest, {nearest.name}, also asks for {lacks}; {advice}"


def _hint(name: str, columns: Sequence[str]) -> str:
    near = did_you_mean(name, columns)
    return f" ({near.strip().lower()[:1]}{near.strip()[1:]})" if near else ""
