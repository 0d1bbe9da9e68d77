"""Headings that are seen: which heading each line is, in which order of headings the page was printed."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pharmaudit.readers.page.blocks import UNKNOWN, Segment, segment
from pharmaudit.readers.page.card_lists import kinds, starts
from pharmaudit.readers.page.headings import HEADINGS, ORDERS, PROTEIN_IDS
from pharmaudit.readers.page.lines import Line, is_footer

_MOST_SIGHTINGS = 50
_CARD_SPELLINGS = {spelling for heading_id in PROTEIN_IDS for spelling in HEADINGS[heading_id].spellings}


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where a segment begins: at the line of its heading, or, if that was lost, at the first line of its value."""

    index: int
    heading_id: str
    position: int | None
    seen: bool = True

    @property
    def first(self) -> int:
        """Index of the first line of the value."""
        return self.index + 1 if self.seen else self.index


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
    lists = starts(lines)
    seen = _sightings(lines, lists[0] if lists else len(lines))
    chains = {vintage: _longest_chain([lines[index].spelling for index in seen], vintage) for vintage in ORDERS}
    vintage = max(chains, key=lambda name: len(chains[name]))
    order, chain = ORDERS[vintage], chains[vintage]
    anchors: list[_Anchor] = []
    for rank, index in enumerate(seen):
        position = chain.get(rank)
        heading_id = order[position] if position is not None else _any_id(lines[index].spelling)
        anchors.append(_Anchor(index, heading_id, position))
    for index, kind in kinds(lists, {anchor.index: anchor.heading_id for anchor in anchors}, lines).items():
        anchors.append(_Anchor(index, kind, None if kind == UNKNOWN else order.index(kind), seen=False))
    anchors.sort(key=lambda anchor: anchor.index)
    footer = next((index for index, line in enumerate(lines) if is_footer(line.text)), None)
    if footer is not None:
        # a saved page goes on with the menus of the site: nothing below the footer is a heading
        anchors = [anchor for anchor in anchors if anchor.index < footer] + [_Anchor(footer, "footer", len(order) - 1)]
    return Page(order, _segments(lines, anchors))


def _sightings(lines: Sequence[Line], first_card: int) -> list[int]:
    """Indexes of the lines that are headings of the entry; `first_card` is that of the first card of a protein.

    A heading that comes again and again is none; cards of targets, enzymes ... have headings of their own.
    """
    counts: Counter[str] = Counter()
    seen, in_cards = [], False
    for index, line in enumerate(lines):
        if not line.spelling:
            continue
        of_cards = line.spelling in _CARD_SPELLINGS
        in_cards = in_cards or index > first_card or (of_cards and _opens_card(lines, index))
        counts[line.spelling] += 1
        if counts[line.spelling] <= _MOST_SIGHTINGS and (of_cards or not in_cards):
            seen.append(index)
    return seen


def _opens_card(lines: Sequence[Line], index: int) -> bool:
    following = next((line.text for line in lines[index + 1 : index + 6] if line.text), "")
    return following.startswith("1. ")


def _segments(lines: Sequence[Line], anchors: list[_Anchor]) -> tuple[Segment, ...]:
    begun = [_Anchor(-1, "title", 0), *anchors]
    ends = [anchor.index for anchor in anchors] + [len(lines)]
    return tuple(
        segment(
            anchor.heading_id,
            lines[anchor.index] if anchor.index >= 0 else Line(0, ""),
            anchor.position,
            lines[anchor.first : end],
            anchor.seen,
        )
        for anchor, end in zip(begun, ends, strict=True)
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
