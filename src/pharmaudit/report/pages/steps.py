"""The way to the next star: which fields to write, for how many points and minutes."""

from collections.abc import Sequence
from dataclasses import dataclass

POINTS_PER_STAR = 20
MOST_STARS = 5
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One field to write. `gain` in points of completeness, `peers` the share of the cohort that has it, 0 to 100."""

    label: str
    gain: float
    minutes: int
    peers: int


@dataclass(frozen=True)
class Climb:
    """What leads to the next star: a sentence, and the steps that are worth most for their minutes."""

    sentence: str
    steps: tuple[Step, ...]
    left_out: int


def climb(stars: int | None, completeness: float | None, steps: Sequence[Step], errors: int) -> Climb:
    """The cheapest way up. `steps` come best first; `errors` are open ones."""
    if stars is None or completeness is None:
        return Climb("No completeness rule applies to this entry, so it has no stars.", (), 0)
    if stars >= MOST_STARS and not steps:
        return Climb("Five stars, and no field that counts is missing.", (), 0)
    wanted = max(0.0, POINTS_PER_STAR * stars - completeness)
    chosen, gained = 0, 0.0
    for step in steps:
        if gained >= wanted and chosen:
            break
        gained += step.gain
        chosen += 1
    shown = max(min(chosen, SHOWN), min(3, len(steps)))
    return Climb(_sentence(stars, wanted, steps[:chosen], errors), tuple(steps[:shown]), len(steps) - shown)


def _sentence(stars: int, wanted: float, way: Sequence[Step], errors: int) -> str:
    if stars >= MOST_STARS:
        return "Five stars; what could still be written:"
    goal = f"{stars + 1} stars"
    if wanted <= 0:
        return f"Completeness is enough for {goal}. {_in_the_way(stars, errors)}"
    gained = sum(step.gain for step in way)
    if gained < wanted:
        return f"{goal} need {wanted:.1f} more points, more than the fields that are missing would give."
    minutes = sum(step.minutes for step in way)
    first = way[0].label if len(way) == 1 else f"the first {len(way)} of these fields"
    return f"To {goal}: {wanted:.1f} more points. Writing {first} brings {gained:.1f} in about {minutes} min."


def _in_the_way(stars: int, errors: int) -> str:
    """What keeps an entry from a star that its completeness would allow."""
    if stars < 3:
        return "What it lacks are texts: write the description and a field of pharmacology."
    if stars == 4:
        return "What it lacks is a core field."
    mend = f"; {errors:,} open {'error stands' if errors == 1 else 'errors stand'} in the way" if errors else ""
    return f"It needs two references that lead somewhere, and no open error{mend}."
