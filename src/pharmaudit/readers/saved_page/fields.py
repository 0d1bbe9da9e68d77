"""The fields of a saved page: each `dt` with its `dd`s, as attributions and as what belongs nowhere."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pharmaudit.model import Damage
from pharmaudit.readers.page.anchors import Page
from pharmaudit.readers.page.attribution import Attribution, Reading
from pharmaudit.readers.page.blocks import Block, Look, Segment, segment
from pharmaudit.readers.page.headings import HEADINGS, ORDERS, PROTEIN_IDS, Heading, Shape
from pharmaudit.readers.page.lines import EMPTY, Line
from pharmaudit.readers.page.values import Row
from pharmaudit.readers.saved_page.cards import cards, cited
from pharmaudit.readers.saved_page.dom import Element, line_of, link_of, top_level, with_class, with_id
from pharmaudit.readers.saved_page.tables import partly_shown, rows_of
from pharmaudit.readers.saved_page.text import lines_of, text_of

ORDER = ORDERS["2020"]
_TAXA = tuple(name for name in ORDER[ORDER.index("taxon_description") : ORDER.index("descriptors") + 1])
_LINKS = frozenset({"RxList", "Drugs.com", "PDRhealth"})
_ADDED = re.compile(r"-?provided-by-classyfire$")
_MOST_FIELDS = 2_000


@dataclass
class Found:
    """What a page says, heading by heading."""

    path: str
    attributions: dict[str, Attribution] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)
    unattributed: list[Line] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)

    def reading(self) -> Reading:
        empty = {one.id for one in self.segments if one.id not in self.attributions and not one.advert}
        found = tuple(self.attributions.values())
        return Reading(Page(ORDER, tuple(self.segments)), found, tuple(self.unattributed), frozenset(empty))

    def see(self, heading: Heading, label: str, number: int, lines: Sequence[Line] = ()) -> Attribution | None:
        """Keep a heading and the lines of its value, without adverts; None if nothing is left of the value."""
        position = ORDER.index(heading.id) if heading.id in ORDER else None
        one = segment(heading.id, Line(number, label, label), position, lines)
        self.segments.append(one)
        if not one.blocks:
            return None
        attribution = self.attributions.setdefault(heading.id, Attribution(heading, inferred=False))
        attribution.blocks += one.blocks
        return attribution


@cache
def headings_by_slug() -> Mapping[str, str]:
    """Slug -> heading, first as the new site has it; "Description" is the drug's own, not that of its taxon."""
    found: dict[str, str] = {}
    for name in (*ORDER, *(name for name in HEADINGS if name not in ORDER)):
        for spelling in HEADINGS[name].spellings:
            found.setdefault(slug_of(spelling), name)
    return found


def slug_of(text: str) -> str:
    return _ADDED.sub("", re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-"))


def fields(root: Element, path: str) -> Found:
    """Everything that the page says in its fields and cards."""
    found = Found(path)
    for number, term in enumerate(top_level(root, "dt")):
        if number == _MOST_FIELDS:
            found.damages.append(Damage(path, f"it has over {_MOST_FIELDS:,} fields; the rest was left", line_of(term)))
            break
        _field(found, term, headings_by_slug())
    for name in sorted(PROTEIN_IDS, key=ORDER.index):
        _cards(found, root, name)
    return found


def _values(term: Element) -> Iterator[Element]:
    """The `dd`s of a `dt`: its next siblings up to the next `dt`."""
    for element in term.itersiblings():
        if element.tag == "dt":
            return
        if element.tag == "dd":
            yield element


def _field(found: Found, term: Element, names: Mapping[str, str]) -> None:
    label, number = text_of(term), line_of(term)
    given = slug_of(term.get("id") or "")
    name = names.get(given) or names.get(slug_of(label))
    heading = HEADINGS.get(name or "")
    values = list(_values(term))
    if heading is None or heading.shape is Shape.SECTION:
        _unknown(found, label or given, values)
    elif heading.shape is Shape.SKIP and not heading.field:
        found.see(heading, label, number)
    elif heading.id == "classifications" and any(True for value in values for _ in value.iter("dt")):
        found.see(heading, label, number)
        taxa = {slug_of(spelling): taxon for taxon in _TAXA for spelling in HEADINGS[taxon].spellings}
        for value in values:
            for inner in top_level_of(value):
                _field(found, inner, taxa)
    else:
        _known(found, heading, label, number, slug_of(term.get("id") or label), values)


def top_level_of(value: Element) -> Iterator[Element]:
    return (inner for inner in value.iter("dt") if next(inner.iterancestors("dd")) is value)


def _unknown(found: Found, label: str, values: Sequence[Element]) -> None:
    lines = [line for value in values for line in lines_of(value) if line.text and line.text != EMPTY]
    found.unattributed += [Line(line.number, f"{label}: {line.text}") for line in lines]
    found.unknown.append(label)


def _known(found: Found, heading: Heading, label: str, number: int, slug: str, values: Sequence[Element]) -> None:
    lines = [line for value in values for line in (*lines_of(value), Line(0, ""))]
    if heading.id in ("fda_label", "msds"):
        link = next((href for value in values if (href := link_of(value))), "")
        lines = [Line(number, link)] if link else lines
    attribution = found.see(heading, label, number, lines)
    if attribution is None:
        return
    for value in values:
        if heading.id == "articles":
            _references(found, attribution, value)
        elif heading.id == "external_identifiers":
            attribution.rows += _links(value)
        else:
            read = rows_of(heading.id, slug, value)
            attribution.rows += read.rows
            found.unattributed += [Line(line_of(line), text_of(line)) for line in read.left]
            if read.left and not attribution.rows:
                # the heading was seen, but what it says is not known: never by the place of cells alone
                found.attributions.pop(heading.id, None)
        shown = partly_shown(value)
        if shown:
            reason = f"the saved page shows {shown[0]:,} of {shown[1]:,} rows of {label!r}; the others are not in it"
            found.damages.append(Damage(found.path, reason, number))


def _references(found: Found, attribution: Attribution, value: Element) -> None:
    for item in value.iter("li"):
        read = cited(item)
        if read:
            attribution.rows.append(read)
        else:
            found.unattributed.append(Line(line_of(item), text_of(item)))


def _links(value: Element) -> list[tuple[str, Row]]:
    """Resources with their identifiers; of links to pages the address."""
    rows: list[tuple[str, Row]] = []
    for term in value.iter("dt"):
        resource = text_of(term)
        for one in _values(term):
            text = text_of(one)
            if resource in _LINKS:
                rows.append(("external_links", {"resource": resource, "url": link_of(one) or text}))
            elif text and text != EMPTY:
                rows.append(("external_identifiers", {"resource": resource, "identifier": text}))
    return rows


def _cards(found: Found, root: Element, name: str) -> None:
    section = with_id(root, name)
    if section is None or next(with_class(section, "bond"), None) is None:
        section = next(
            (one for one in with_class(root, "bond-list-container") if name in (one.get("class") or "")), None
        )
    if section is None:
        return
    heading = HEADINGS[name]
    number = line_of(section)
    read, left = cards(section)
    found.unattributed += left
    lines = [Line(number, f"{card.position}. {card.name}") for card in read]
    found.segments.append(Segment(name, Line(number, name, name), ORDER.index(name), ()))
    if read:
        blocks = [Block(Look.NUMBERED, tuple(lines), 0)]
        found.attributions[name] = Attribution(heading, inferred=False, blocks=blocks, cards=read)
