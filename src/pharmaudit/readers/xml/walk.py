"""Turn the XML of one entry into rows of the normalised tables, in one walk over its elements.

The plans are made once from what `tables.py` declares. Time goes into elements (5 million in 200 MB), so the loops
ask each of them for its tag and its text only, and look both up under the tag as it stands, namespace included.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeVar

from lxml import etree

from pharmaudit.readers.layout import TABLES, Table
from pharmaudit.readers.tables import Cells

V = TypeVar("V")


class _ByTag(dict[str, V | None]):
    """What belongs to a tag, by its local name; learns qualified names `{namespace}name` as it meets them."""

    def __missing__(self, tag: str) -> V | None:
        _, qualified, local = tag.rpartition("}")
        found = self.get(local)
        if qualified and found is not None:
            self[tag] = found
        return found


@dataclass
class _Plan:
    """What to do with the element of a row: where its parts go in the row, which lists hang below it.

    `blank` is the row without its keys; `inner` has the attributes of child elements.
    """

    name: str
    nested: bool
    blank: list[object]
    text: int | None = None
    attributes: list[tuple[str, int]] = field(default_factory=list)
    places: _ByTag[int] = field(default_factory=_ByTag)
    inner: _ByTag[list[tuple[str, int]]] = field(default_factory=_ByTag)
    below: _ByTag["_Node"] = field(default_factory=_ByTag)


@dataclass
class _Node:
    """An element below a row: an item that makes a row of its own, or else a list."""

    plan: _Plan | None = None
    below: _ByTag["_Node"] = field(default_factory=_ByTag)


def _plan(table: Table) -> _Plan:
    plan = _Plan(table.name, table.nested, [None] * len(table.columns))
    for place, column in enumerate(table.columns, start=len(table.keys)):
        element, _, attribute = column.source.partition("@")
        if column.source == "-":
            continue
        if column.source == ".":
            plan.text = place
        elif not attribute:
            plan.places[element] = place
        elif not element:
            plan.attributes.append((attribute, place))
        else:
            tag = element.rstrip("/")
            plan.inner[tag] = [*(plan.inner[tag] or ()), (attribute, place)]
    for child in TABLES.values():
        if child.path and child.name != "entries" and table.name in child.owners:
            below = plan.below
            for step in child.path.split("/"):
                node = below.setdefault(step, _Node()) or _Node()
                below = node.below
            node.plan = _plan(child)
    return plan


_ENTRY = _plan(TABLES["entries"])
_ENTRY_ID, _SOURCE = (
    len(TABLES["entries"].keys) + [column.name for column in TABLES["entries"].columns].index(name)
    for name in ("entry_id", "source")
)


class Walk:
    """Collects the rows of many entries; `unread` counts the elements with content that no table has a place for."""

    def __init__(self) -> None:
        self.cells: Cells = {name: [] for name in TABLES}
        self.unread: Counter[str] = Counter()
        self._entry = 0

    def entry(self, element: etree._Element, source: str, line: int, offset: int) -> None:
        """Add one entry and everything below it."""
        cells, ids = self.cells["entries"], self.cells["drugbank_ids"]
        first = len(ids)
        row: list[object] = [line, offset, *_ENTRY.blank]
        self._entry = len(cells) // len(row)
        self._fill(row, element, _ENTRY, self._entry)
        width = TABLES["drugbank_ids"].width
        values, flags = ids[first + 1 :: width], ids[first + 2 :: width]
        row[_ENTRY_ID] = values[flags.index("true") if "true" in flags else 0] if values else None
        row[_SOURCE] = source
        cells += row

    def _add(self, element: etree._Element, plan: _Plan, owner: str, parent: int) -> None:
        cells = self.cells[plan.name]
        row = [self._entry, owner, parent, *plan.blank] if plan.nested else [self._entry, *plan.blank]
        self._fill(row, element, plan, len(cells) // len(row))
        cells += row

    def _fill(self, row: list[object], element: etree._Element, plan: _Plan, number: int) -> None:
        """Complete the row of an element, which is number `number` of its table, and add the rows below it."""
        for attribute, attribute_place in plan.attributes:
            row[attribute_place] = element.get(attribute)
        if plan.text is not None:
            row[plan.text] = _text(element)
            return
        places = plan.places
        for child in element:
            place = places[child.tag]
            if place is None:
                self._below(child, plan.below[child.tag], plan.name, number)
            elif row[place] is not None:
                self._unread(child, plan.name)  # a second one
            else:
                row[place] = _text(child) if len(child) else (child.text or "")
        if plan.inner:
            for child in element:
                for attribute, attribute_place in plan.inner[child.tag] or ():
                    row[attribute_place] = child.get(attribute)

    def _below(self, element: etree._Element, node: _Node | None, owner: str, parent: int) -> None:
        """Add the rows of an item, or of the items of a list."""
        if node is None:
            self._unread(element, owner)
            return
        if node.plan is not None:
            self._add(element, node.plan, owner, parent)
            return
        items = node.below
        for child in element:
            item = items[child.tag]
            if item is not None and item.plan is not None:
                self._add(child, item.plan, owner, parent)
            else:
                self._below(child, item, owner, parent)
        if element.text and not element.text.isspace():
            self.unread[f"{owner}/{_name(element)} (text)"] += 1

    def _unread(self, element: etree._Element, owner: str) -> None:
        if len(element) or (element.text and not element.text.isspace()):
            self.unread[f"{owner}/{_name(element)}"] += 1


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: etree._Element) -> str:
    """'' for an empty element: a rule can tell it from an absent one, which stays null."""
    return "".join(str(text) for text in element.itertext()) if len(element) else (element.text or "")
