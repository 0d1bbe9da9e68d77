"""The way to the next star as a page shows it, and the fields that are worth writing beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from pharmaudit.next_star import Plan

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One field to write. `gain` in points of completeness, `peers` the share of the cohort that has it, 0 to 100."""

    label: str
    gain: float
    minutes: int
    peers: int


@dataclass(frozen=True, slots=True)
class Deed:
    """One step of the way: what to do, its points and minutes, and the fields that count as soon as it is done."""

    words: str
    gain: float
    minutes: int
    brings: tuple[str, ...]


@dataclass(frozen=True)
class Climb:
    """What leads to the next star: a sentence and the cheapest way; beside it the fields worth most for a minute."""

    sentence: str
    way: tuple[Deed, ...]
    steps: tuple[Step, ...]
    left_out: int


def climb(stars: int | None, plan: Plan | None, steps: Sequence[Step]) -> Climb:
    """The way up of one entry. `steps` come best first; `plan` is None where there is no next star."""
    shown = tuple(steps[:SHOWN])
    return Climb(sentence(stars, plan, bool(steps)), deeds(plan), shown, len(steps) - len(shown))


def sentence(stars: int | None, plan: Plan | None, more: bool) -> str:
    """What the next star takes; `more` tells whether there is anything left to write."""
    if plan is not None:
        return plan.sentence
    if stars is None:
        return "No completeness rule applies to this entry, so it has no stars."
    return (
        "Five stars; some fields could still be written."
        if more
        else "Five stars, and no field that counts is missing."
    )


def deeds(plan: Plan | None) -> tuple[Deed, ...]:
    """The steps of a plan, with points floored to one decimal."""
    if plan is None:
        return ()
    return tuple(Deed(step.words, floor(10 * step.gain + 1e-9) / 10, step.minutes, step.brings) for step in plan.steps)
