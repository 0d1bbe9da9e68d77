"""The search is exact: no other choice of fields meets the demand in fewer minutes."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.next_star.search import Choice, Demand, cheapest

EXTRAS = ("first", "second")
CHOICES = st.lists(
    st.builds(
        Choice,
        name=st.just("field"),
        points=st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0, 5.0]),
        minutes=st.integers(0, 30),
        text=st.booleans(),
        brings=st.sampled_from([(), ("first",), ("second",), EXTRAS]),
        forced=st.sampled_from([False, False, False, True]),
    ),
    max_size=7,
).map(tuple)
DEMANDS = st.builds(
    Demand,
    points=st.sampled_from([0.0, 0.5, 3.0, 7.0, 12.0]),
    texts=st.integers(0, 3),
    extras=st.sampled_from([(), (("first", 4.0),), (("first", 4.0), ("second", 1.5))]),
    asked=st.just(frozenset()),
)


def meets(chosen: tuple[Choice, ...], choices: tuple[Choice, ...], demand: Demand) -> bool:
    brought = {name for choice in chosen for name in choice.brings}
    points = sum(choice.points for choice in chosen)
    points += sum(worth for name, worth in demand.extras if name in brought)
    forced = all(choice in chosen for choice in choices if choice.forced)
    texts = sum(choice.text for choice in chosen)
    return forced and texts >= demand.texts and demand.asked <= brought and points >= demand.points - 1e-9


def by_trying_all(choices: tuple[Choice, ...], demand: Demand) -> int | None:
    """The fewest minutes of any subset that meets the demand."""
    places = range(len(choices))
    forced = {place for place in places if choices[place].forced}
    every = (set(some) for size in range(len(choices) + 1) for some in combinations(places, size))
    minutes = [
        sum(choices[place].minutes for place in some)
        for some in every
        if forced <= some and meets(tuple(choices[place] for place in sorted(some)), (), demand)
    ]
    return min(minutes, default=None)


@given(choices=CHOICES, demand=DEMANDS)
@settings(max_examples=150, deadline=None)
def test_no_subset_is_cheaper(choices: tuple[Choice, ...], demand: Demand) -> None:
    found = cheapest(choices, demand)
    least = by_trying_all(choices, demand)
    if found is None:
        assert least is None
        return
    assert list(found) == sorted(set(found))
    chosen = tuple(choices[place] for place in found)
    assert meets(chosen, choices, demand)
    assert sum(choice.minutes for choice in chosen) == least


def pick(*told: tuple[float, int], points: float, **keys: object) -> tuple[int, ...] | None:
    choices = tuple(Choice(f"field {place}", worth, minutes) for place, (worth, minutes) in enumerate(told))
    return cheapest(choices, Demand(points, **keys))


@pytest.mark.parametrize(
    ("told", "points", "expected"),
    [
        ([(4, 10), (2, 5), (2, 5)], 3, (0,)),
        ([(3, 10), (2, 5), (2, 5)], 3, (1, 2)),
        ([(3, 11), (2, 5), (2, 5)], 3, (1, 2)),
        ([(3, 10), (4, 10)], 3, (1,)),
        ([(3, 10), (3, 10)], 3, (0,)),
        ([(3, 10)], 4, None),
        ([], 0, ()),
        ([(3, 10)], 0, ()),
    ],
)
def test_of_equal_minutes_more_points_then_fewer_fields(
    told: list[tuple[float, int]], points: float, expected: tuple[int, ...] | None
) -> None:
    assert pick(*told, points=points) == expected


def test_an_extra_counts_once_and_can_be_asked_for() -> None:
    choices = tuple(Choice(name, 1.0, 10, brings=("any",)) for name in "ab")
    assert cheapest(choices, Demand(5.0, extras=(("any", 4.0),))) == (0,)
    assert cheapest(choices, Demand(7.0, extras=(("any", 4.0),))) is None
    assert cheapest(choices, Demand(0.0, extras=(("any", 4.0),), asked=frozenset({"any"}))) == (0,)


def test_texts_and_forced_fields_are_in_every_answer() -> None:
    choices = (Choice("a", 0.0, 1), Choice("b", 0.0, 9, text=True), Choice("c", 0.0, 50, forced=True))
    assert cheapest(choices, Demand(0.0, texts=1)) == (1, 2)
    assert cheapest(choices, Demand(0.0, texts=2)) is None
