"""From a cut page to attributions: which lines belong to which heading, what belongs to none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pharmaudit.model import Confidence
from pharmaudit.readers.page.align import Gap
from pharmaudit.readers.page.anchors import Page
from pharmaudit.readers.page.blocks import UNKNOWN, Block, Look, Segment
from pharmaudit.readers.page.headings import HEADINGS, TAXON_IDS, TAXON_WITNESSES, Heading, Shape
from pharmaudit.readers.page.lines import EMPTY, Line
from pharmaudit.readers.page.proteins import Card
from pharmaudit.readers.page.values import Row

_NOTHING_LOST = 4.0
_WORST_FIRST = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


@dataclass
class Attribution:
    """The blocks of one heading; `line_number` is that of the value.

    Markup tells more than text: `rows` are pairs of (table, row), `cards` those of targets, enzymes ...; where either
    is given, the lines are not asked.
    """

    heading: Heading
    inferred: bool
    confidence: Confidence = Confidence.HIGH
    blocks: list[Block] = field(default_factory=list)
    rows: list[tuple[str, Row]] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [line for block in self.blocks for line in block.lines]

    @property
    def texts(self) -> list[str]:
        """Lines of the value; empty if the page says "Not Available"."""
        return [line.text for line in self.lines if line.text != EMPTY]

    @property
    def line_number(self) -> int:
        return self.lines[0].number

    @property
    def text(self) -> str:
        """Paragraphs joined by a blank line, inner text untouched."""
        text = ""
        for block in self.blocks:
            inner = "\n".join(f"• {line.text}" if line.bullet else line.text for line in block.lines)
            text += ("\n\n" if block.gap else "\n") + inner if text else inner
        return text


@dataclass(frozen=True)
class Reading:
    """All attributions of a page. `empty` names the headings that are seen but show no value."""

    page: Page
    attributions: tuple[Attribution, ...]
    unattributed: tuple[Line, ...]
    empty: frozenset[str]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(attribution.heading.id for attribution in self.attributions)

    def get(self, heading_id: str) -> Attribution | None:
        return next((found for found in self.attributions if found.heading.id == heading_id), None)


def attribute(page: Page) -> Reading:
    """Give every block of a page to a heading or to none."""
    seen = {segment.id for segment in page.segments}
    found: dict[str, Attribution] = {}
    unattributed: list[Line] = []
    title = _title(page.segments[0])
    reluctance = _NOTHING_LOST if _is_whole(page, seen) else 0.0
    for segment, candidates, closed in _gaps(page, seen):
        if segment.id == UNKNOWN:
            unattributed += [line for block in segment.blocks for line in block.lines]
            continue
        gap = Gap(segment, candidates, title, reluctance, closed)
        fresh: dict[str, Attribution] = {}
        for block, place in zip(segment.blocks, gap.place(), strict=True):
            if place.owner is None:
                unattributed += block.lines
                continue
            lost = place.owner > 0
            heading = HEADINGS[candidates[place.owner - 1] if lost else segment.id]
            target = fresh.setdefault(heading.id, Attribution(heading, lost or not segment.seen))
            target.blocks.append(block)
            if lost or (heading.shape is Shape.WORD and not heading.form):
                # under a heading that is seen too: its own value of one word may be lost, and this be the next one's
                target.confidence = min(target.confidence, place.confidence, key=_WORST_FIRST.index)
        unattributed += _merge(found, fresh)
    headings = (segment for segment in page.segments if segment.id != UNKNOWN and not segment.advert)
    empty = frozenset(segment.id for segment in headings if segment.id not in found)
    ordered = sorted(unattributed, key=lambda line: line.number)
    return Reading(page, tuple(found.values()), tuple(ordered), empty)


def _gaps(page: Page, seen: set[str]) -> Iterator[tuple[Segment, tuple[str, ...], bool]]:
    """Segments with the headings that may be lost in them, and whether a heading follows."""
    limit: int | None = None
    gaps = []
    for segment in reversed(page.segments):
        between: Sequence[str] = ()
        if segment.position is not None:
            between = page.order[segment.position + 1 : limit]
            closed = limit is not None
            limit = segment.position
        else:
            closed = True
        gaps.append((segment, tuple(name for name in between if _may_be_lost(name, seen)), closed))
    return reversed(gaps)


def _is_whole(page: Page, seen: set[str]) -> bool:
    """Whether every heading of one word that pages always print is seen, as far as the text goes."""
    positions = [segment.position for segment in page.segments[1:] if segment.position is not None]
    between = page.order[min(positions, default=0) : max(positions, default=0)]
    return not any(HEADINGS[name].printed and _may_be_lost(name, seen) for name in between)


def _may_be_lost(heading_id: str, seen: set[str]) -> bool:
    heading = HEADINGS[heading_id]
    if heading_id in TAXON_IDS and not seen & TAXON_WITNESSES:
        return False
    can = heading.shape is not Shape.SECTION and (heading.one_word or heading.evident)
    return can and heading_id not in seen


def _merge(found: dict[str, Attribution], fresh: dict[str, Attribution]) -> list[Line]:
    """Add the attributions of one gap; tables may come in parts, a second value of anything else has no place."""
    left: list[Line] = []
    for heading_id, attribution in fresh.items():
        known = found.get(heading_id)
        if known is None:
            found[heading_id] = attribution
        elif known.heading.shape in (Shape.TABLE, Shape.SKIP):
            known.blocks += attribution.blocks
        else:
            left += attribution.lines
    return left


def _title(segment: Segment) -> str:
    first = segment.blocks[0] if segment.blocks else None
    return first.text if first is not None and first.look is Look.SHORT else ""
