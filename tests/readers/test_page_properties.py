"""Made-up pages with lines of one word dropped: a value reaches its own heading, or none."""

import random
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.page_attribution import LOSSES, outcomes
from pharmaudit.errors import SourceError
from pharmaudit.readers.page import read_page
from pharmaudit.readers.page.lines import SPELLINGS
from tests.pages import EMPTY, Outcome, make, tally

PAGES = 70
LEAST_RIGHT = {
    "nothing lost": 1.0,
    "values of one word, at random": 1.0,
    "all values of one word": 1.0,
    "headings of one word, at random": 0.8,
    "all headings of one word": 0.6,
    "any line of one word, at random": 0.84,
    "every line of one word": 0.69,
}
"""Two to six points below what 1,400 pages give: cards of proteins without their heading make most of the rest."""


@pytest.mark.parametrize(("title", "what", "share"), LOSSES, ids=[title for title, _, _ in LOSSES])
def test_rates(title: str, what: str, share: float | None) -> None:
    found = outcomes(what, share, PAGES)
    assert tally(found)["right"] / len(found) >= LEAST_RIGHT[title], tally(found)
    assert not misleading(found)


def test_what_the_order_determines_is_told() -> None:
    """Every value whose heading is seen, where no heading is lost; most of what only the order tells."""
    found = outcomes("headings", None, 2 * PAGES)
    rights = Counter(one.case for one in found if one.verdict == "right")
    shares = {case: rights[case] / count for case, count in Counter(one.case for one in found).items()}
    assert shares["heading seen"] >= 0.99
    assert shares["heading lost: Not Available"] >= 0.93
    assert shares["heading lost: prose"] >= 0.85


def misleading(found: list[Outcome]) -> list[Outcome]:
    """What was given to another field without a doubt."""
    return [one for one in found if one.verdict == "wrong" and one.confidence != "low"]


@settings(deadline=None, max_examples=60)
@given(st.integers(min_value=0), st.booleans(), st.floats(0, 1), st.sampled_from(["any", "headings", "values"]))
def test_no_value_is_given_to_another_field_without_a_doubt(seed: int, blank: bool, share: float, what: str) -> None:
    chance = random.Random(seed)  # noqa: S311
    assert not misleading(make(chance, blank).dropped(share, chance, what).outcomes())


@settings(deadline=None, max_examples=40)
@given(st.integers(min_value=0), st.booleans(), st.floats(0, 1))
def test_where_every_heading_is_seen_every_value_is_right(seed: int, blank: bool, share: float) -> None:
    chance = random.Random(seed)  # noqa: S311
    found = make(chance, blank).dropped(share, chance, "values").outcomes()
    assert tally(found) == {"right": len(found)}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([*sorted(SPELLINGS), EMPTY, "", "Some words", "  • item", "x", "1. A b"]), max_size=60))
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    with suppress(SourceError):
        read_page(Path("DB99999.txt"), "\n".join(lines).encode())
