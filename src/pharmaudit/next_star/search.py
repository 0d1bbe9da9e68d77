"""The cheapest set of fields that reaches a number of points: an exact search, as in a knapsack turned round.

Of every number of points that a choice of fields can bring, only the cheapest choice is kept, so the search grows with
the points and not with the choices of fields, of which there are two to the power of their number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

KEPT = 16384
"""So many answers are remembered: thousands of stubs lack the same fields."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that could be written: its points, its minutes, whether it counts as a text, and what it brings along.

    `brings` names extras: each counts once, as soon as any field that brings it is written. `forced` fields are part
    of every answer.
    """

    name: str
    points: float
    minutes: int
    text: bool = False
    brings: tuple[str, ...] = ()
    forced: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """What a choice of fields must bring: points, texts, and extras (name -> points) of which some are asked for."""

    points: float
    texts: int = 0
    extras: tuple[tuple[str, float], ...] = ()
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class _Way:
    """One choice so far, the cheapest first: of equal minutes the one that loses least, has fewest fields, comes first.

    `loss` is what it brings, below zero; not cut off at what is asked for.
    """

    minutes: int
    loss: float
    count: int
    picks: tuple[int, ...]


_State = tuple[int, frozenset[str]]
"""Texts so far, as far as they are asked for, and extras that are there."""


@lru_cache(KEPT)
def cheapest(choices: tuple[Choice, ...], demand: Demand) -> tuple[int, ...] | None:
    """The places of the choices that meet the demand in the fewest minutes; None where all together do not.

    Of equal minutes those that bring more points, then the fewer fields, then the ones that come first.
    """
    worth = dict(demand.extras)
    fronts: dict[_State, dict[float, _Way]] = {(0, frozenset()): {0.0: _Way(0, 0.0, 0, ())}}
    for place, choice in enumerate(choices):
        grown: dict[_State, dict[float, _Way]] = {}
        for (texts, extras), front in fronts.items():
            brought = frozenset(name for name in choice.brings if name in worth) - extras
            state = (min(demand.texts, texts + choice.text), extras | brought)
            plus = choice.points + sum(worth[name] for name in sorted(brought))
            for points, way in front.items():
                more = _Way(way.minutes + choice.minutes, way.loss - plus, way.count + 1, (*way.picks, place))
                _keep(grown, state, min(demand.points, points + plus), more)
                if not choice.forced:
                    _keep(grown, (texts, extras), points, way)
        fronts = {state: _pruned(front) for state, front in grown.items()}
    return _best(fronts, demand)


def _keep(fronts: dict[_State, dict[float, _Way]], state: _State, points: float, way: _Way) -> None:
    front = fronts.setdefault(state, {})
    if points not in front or way < front[points]:
        front[points] = way


def _pruned(front: Mapping[float, _Way]) -> dict[float, _Way]:
    """Without the ways that cost as much as one that brings more."""
    kept: dict[float, _Way] = {}
    least: _Way | None = None
    for points in sorted(front, reverse=True):
        way = front[points]
        if least is None or way < least:
            kept[points] = least = way
    return kept


def _best(fronts: Mapping[_State, Mapping[float, _Way]], demand: Demand) -> tuple[int, ...] | None:
    enough: Iterable[_Way] = (
        way
        for (texts, extras), front in fronts.items()
        if texts >= demand.texts and demand.asked <= extras
        for points, way in front.items()
        if points >= demand.points - 1e-9
    )
    best = min(enough, default=None)
    return None if best is None else best.picks
