"""Fields of which a text cannot tell whether the page had them."""

from collections.abc import Sequence
from itertools import groupby

from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.page.attribution import Reading
from pharmaudit.readers.page.blocks import UNKNOWN
from pharmaudit.readers.page.headings import HEADINGS, PROTEIN_IDS, TAXON_IDS, TAXON_WITNESSES, Heading, Shape
from pharmaudit.readers.page.lines import Line

_KEPT = frozenset(TABLES) | {column.name for column in TABLES["entries"].columns}
_WITH = {"articles": ("textbooks", "links", "attachments"), "snp_effects": ("snp_reactions",)}
"""Fields that stand under the heading of another."""

_FOOTER = ("created", "updated")
_MOST_LINES_WITHOUT_ONE_WORD = 20


def lost_one_word_lines(lines: Sequence[Line]) -> bool:
    """Whether a copy has no line of one word, which every whole page has by the dozen."""
    count = 0
    for _, parts in groupby((line for line in lines if line.text), key=lambda line: line.number):
        texts = list(parts)
        if not any(line.bullet or " " in line.text for line in texts):
            return False
        count += 1
    return count > _MOST_LINES_WITHOUT_ONE_WORD


def lost_fields(reading: Reading, lossy: bool, type_: str | None) -> list[str]:
    """Fields that an entry may well have, though the text shows none.

    Lines were lost, the text ends before them, or the page is of a vintage that has no place for them.
    """
    ids = reading.ids
    known = {HEADINGS[heading_id].field for heading_id in ids}
    positions = [segment.position for segment in reading.page.segments if segment.position is not None]
    carried = {HEADINGS[heading_id].field for heading_id in reading.page.order}
    others = (heading.field for heading in HEADINGS.values())  # of which this vintage of the page has none
    lost: dict[str, None] = dict.fromkeys(field for field in others if field in _KEPT - known - carried)
    for position, heading_id in enumerate(reading.page.order):
        heading = HEADINGS[heading_id]
        cut_off = position > max(positions)
        if heading.field in _KEPT - known and (cut_off or _may_be_lost(heading, reading, lossy, type_)):
            lost |= dict.fromkeys((heading.field, *_WITH.get(heading.field, ())))
    if "footer" not in {segment.id for segment in reading.page.segments}:
        lost |= dict.fromkeys(_FOOTER)
    return list(lost)


def _may_be_lost(heading: Heading, reading: Reading, lossy: bool, type_: str | None) -> bool:
    if heading.id in PROTEIN_IDS and any(segment.id == UNKNOWN for segment in reading.page.segments):
        return True  # cards of which it cannot be told whether they are targets, enzymes ...
    if heading.id in reading.empty:
        return heading.shape not in (Shape.SECTION, Shape.SKIP, Shape.ADVERT)
    if lossy and heading.id == "external_identifiers":
        # resources and identifiers are lines of one word, and copies that lost those lost this heading with them
        return True
    if lossy and heading.id in ("smiles", "inchi"):
        return type_ == "small molecule"
    # a page prints these headings always: where one is missing, its line was lost
    return heading.printed and heading.one_word and (heading.id not in TAXON_IDS or bool(reading.ids & TAXON_WITNESSES))
