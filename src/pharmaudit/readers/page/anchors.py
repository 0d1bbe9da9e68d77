"""Headings that are seen: which heading each line is, in which order of headings the page was printed."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pharmaudit.readers.page.blocks import Segment, segment
from pharmaudit.readers.page.headings import HEADINGS, ORDERS, PROTEIN_IDS
from pharmaudit.readers.page.lines import Line, is_footer

_MOST_SIGHTINGS = 50
_CARD_SPELLINGS = {spelling for heading_id in PROTEIN_IDS for spelling in HEADINGS[heading_id].spellings}


@dataclass(frozen=True)
class Page:
    """A page cut at its headings. `order` lists the heading ids of its vintage; the first segment is the title's."""

    order: tuple[str, ...]
    segments: tuple[Segment, ...]


@cache
def _places(vintage: str) -> dict[str, tuple[int, ...]]:
    """Spelling -> positions in the order of a vintage, last first."""
    places: dict[str, tuple[int, ...]] = {}
    for position, heading_id in enumerate(ORDERS[vintage]):
        for spelling in HEADINGS[heading_id].spellings:
            places[spelling] = (position, *places.get(spelling, ()))
    return places


@cache
def _any_id(spelling: str) -> str:
    return next(heading.id for heading in HEADINGS.values() if spelling in heading.spellings)


def cut(lines: Sequence[Line]) -> Page:
    """Cut a page at its headings, in the vintage whose order fits most of them."""
    seen = _sightings(lines)
    chains = {vintage: _longest_chain([lines[index].spelling for index in seen], vintage) for vintage in ORDERS}
    vintage = max(chains, key=lambda name: len(chains[name]))
    order, chain = ORDERS[vintage], chains[vintage]
    anchors: list[tuple[int, str, int | None]] = []
    for rank, index in enumerate(seen):
        position = chain.get(rank)
        anchors.append((index, order[position] if position is not None else _any_id(lines[index].spelling), position))
    footer = next((index for index, line in enumerate(lines) if is_footer(line.text)), None)
    if footer is not None:
        # a saved page goes on with the menus of the site: nothing below the footer is a heading
        anchors = [anchor for anchor in anchors if anchor[0] < footer] + [(footer, "footer", len(order) - 1)]
    return Page(order, _segments(lines, anchors))


def _sightings(lines: Sequence[Line]) -> list[int]:
    """Indexes of the lines that are headings of the entry.

    A heading that comes again and again is none; cards of targets, enzymes ... have headings of their own.
    """
    counts: Counter[str] = Counter()
    seen, in_cards = [], False
    for index, line in enumerate(lines):
        if not line.spelling:
            continue
        of_cards = line.spelling in _CARD_SPELLINGS
        in_cards = in_cards or (of_cards and _opens_card(lines, index))
        counts[line.spelling] += 1
        if counts[line.spelling] <= _MOST_SIGHTINGS and (of_cards or not in_cards):
            seen.append(index)
    return seen


def _opens_card(lines: Sequence[Line], index: int) -> bool:
    following = next((line.text for line in lines[index + 1 : index + 6] if line.text), "")
    return following.startswith("1. ")


def _segments(lines: Sequence[Line], anchors: list[tuple[int, str, int | None]]) -> tuple[Segment, ...]:
    starts = [(-1, "title", 0), *anchors]
    ends = [index for index, _, _ in anchors] + [len(lines)]
    return tuple(
        segment(heading_id, lines[index] if index >= 0 else Line(0, ""), position, lines[index + 1 : end])
        for (index, heading_id, position), end in zip(starts, ends, strict=True)
    )


def _longest_chain(spellings: Sequence[str], vintage: str) -> dict[int, int]:
    """Rank of a heading -> its position, for the longest choice of headings whose positions never go back.

    Patience sorting; a spelling that stands for several headings offers its positions last first, so that no heading
    is used twice.
    """
    places = _places(vintage)
    tails: list[int] = []
    nodes: list[tuple[int, int, int]] = []  # rank, position, index of the node before
    tops: list[int] = []
    for rank, spelling in enumerate(spellings):
        for position in places.get(spelling, ()):
            slot = bisect_right(tails, position)
            nodes.append((rank, position, tops[slot - 1] if slot else -1))
            tails[slot : slot + 1] = [position]
            tops[slot : slot + 1] = [len(nodes) - 1]
    chain: dict[int, int] = {}
    node = tops[-1] if tops else -1
    while node >= 0:
        rank, position, node = nodes[node]
        chain[rank] = position
    return chain
