"""Turn the XML of one entry into rows of the normalised tables, in one walk over its elements.

The plans are made once from what `layout.py` declares. Time goes into elements (5 million in 200 MB), so the loops
ask each of them for its tag and its text only, and look both up under the tag as it stands, namespace included.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeVar

from lxml import etree

from pharmaudit.readers.layout import TABLES, Table
from pharmaudit.readers.tables import Cells
from pharmaudit.readers.xml import older

MAX_ATTRIBUTES = 64
"""Of an element: looking one up takes as long as there are many of them."""

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

    `blank` is the row without its keys; `inner` has the attributes of child elements. `bare`: a row has nothing but
    text, so that markup within is part of it; otherwise text counts only in a row without child elements.
    """

    name: str
    nested: bool
    blank: list[object]
    text: int | None = None
    bare: bool = True
    attributes: dict[str, int] = field(default_factory=dict)
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
        for source in column.sources:
            element, _, attribute = source.partition("@")
            if source == ".":
                plan.text = place
            elif not attribute:
                plan.places[element] = place
            elif not element:
                plan.attributes[attribute] = place
            else:
                tag = element.rstrip("/")
                plan.inner[tag] = [*(plan.inner[tag] or ()), (attribute, place)]
    for child in TABLES.values():
        if child.name != "entries" and table.name in child.owners:
            _hang(plan, child)
    plan.bare = not (plan.places or plan.below)
    return plan


def _hang(plan: _Plan, child: Table) -> None:
    """Put the rows of a table below a plan, under each of the paths that name them."""
    below_child = _plan(child)
    for path in child.paths:
        below = plan.below
        for step in path.split("/"):
            node = below.setdefault(step, _Node()) or _Node()
            below = node.below
        node.plan = below_child


_ENTRY = _plan(TABLES["entries"])
_ENTRY_ID, _SOURCE, *_DATES = (
    len(TABLES["entries"].keys) + [column.name for column in TABLES["entries"].columns].index(name)
    for name in ("entry_id", "source", "created", "updated")
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
        for place in _DATES:
            row[place] = older.date(row[place])
        cells += row

    def _add(self, element: etree._Element, plan: _Plan, owner: str, parent: int) -> None:
        cells = self.cells[plan.name]
        row = [self._entry, owner, parent, *plan.blank] if plan.nested else [self._entry, *plan.blank]
        self._fill(row, element, plan, len(cells) // len(row))
        cells += row

    def _fill(self, row: list[object], element: etree._Element, plan: _Plan, number: int) -> None:
        """Complete the row of an element, which is number `number` of its table, and add the rows below it."""
        if plan.attributes:
            self._attributes(row, element, plan)
        text = plan.text
        if text is not None and (plan.bare or not len(element)):
            if row[text] is None and (plan.bare or element.text):
                row[text] = _text(element)
            return
        places = plan.places
        for child in element:
            place = places[child.tag]
            if place is None:
                self._below(child, plan.below[child.tag], plan, number)
            elif row[place] is not None:
                self._unread(child, plan.name)  # a second one
            else:
                row[place] = _text(child) if len(child) else (child.text or "")
        if plan.inner:
            for child in element:
                for name, place in plan.inner[child.tag] or ():
                    row[place] = child.get(name)
        if element.text and not element.text.isspace():
            self.unread[f"{plan.name}/{_name(element)} (text)"] += 1

    def _attributes(self, row: list[object], element: etree._Element, plan: _Plan) -> None:
        names = [str(name) for name in element.keys()]  # noqa: SIM118  # an element is no dict; its `items` take the square of their number
        if not names:
            return
        for name, place in plan.attributes.items():
            row[place] = element.get(name)
        for name in names[:MAX_ATTRIBUTES]:
            if name not in plan.attributes and name[0] != "{" and (element.get(name) or "").strip():
                self.unread[f"{plan.name}/@{name}"] += 1  # those of other namespaces say nothing of drugs
        if len(names) > MAX_ATTRIBUTES:
            self.unread[f"{plan.name}/@ (beyond {MAX_ATTRIBUTES})"] += 1

    def _below(self, element: etree._Element, node: _Node | None, owner: _Plan, parent: int) -> None:
        """Add the rows of an item, or of the items of a list."""
        if node is None and older.renewed(element):
            node = owner.below[element.tag]
        if node is None:
            self._unread(element, owner.name)
            return
        if node.plan is not None:
            self._add(element, node.plan, owner.name, parent)
            return
        if element.text and not element.text.isspace() and not older.renewed(element):
            self.unread[f"{owner.name}/{_name(element)} (text)"] += 1
        items = node.below
        for child in element:
            item = items[child.tag]
            if item is not None and item.plan is not None:
                self._add(child, item.plan, owner.name, parent)
            else:
                self._below(child, item, owner, parent)

    def _unread(self, element: etree._Element, owner: str) -> None:
        if len(element) or (element.text and not element.text.isspace()):
            self.unread[f"{owner}/{_name(element)}"] += 1


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: etree._Element) -> str:
    """'' for an empty element: a rule can tell it from an absent one, which stays null."""
    return "".join(str(text) for text in element.itertext()) if len(element) else (element.text or "")
