"""Cards of proteins and lists of references in a saved page."""

import re
from collections.abc import Iterator

from pharmaudit.readers.page.lines import Line
from pharmaudit.readers.page.proteins import LABELS, Card, component
from pharmaudit.readers.page.values import Row, reference
from pharmaudit.readers.saved_page.dom import Element, classes, line_of, link_of, with_class
from pharmaudit.readers.saved_page.text import lines_of, text_of

_HEAD = re.compile(r"(\d{1,4})\. +(\S.*)")
_PROTEIN = re.compile(r"/(?:bio_entities|polypeptides)/(BE\d{7}|\w+)")
_PUBMED = re.compile(r"pubmed(?:\.ncbi\.nlm\.nih\.gov)?/(\d{1,9})(?!\d)")
_REFERENCE_ID = re.compile(r"(?:reference-)?([ATLF]\d{1,9})")
_ISBN = re.compile(r"(?i)isbn[=:/ ]*([\dX-]{10,17})")
_ARTICLE_MARK = re.compile(r"\s*\[?\(?(?:PubMed:? ?\d*|Article)\)?\]?$")


def cards(section: Element) -> tuple[list[Card], list[Line]]:
    """The cards in one section, and the labelled values of which it cannot be told what they are."""
    found: list[Card] = []
    left: list[Line] = []
    for element in with_class(section, "bond"):
        if "card" in classes(element):
            card = _card(element, len(found) + 1)
            if card is None:
                left += [line for line in lines_of(element) if line.text]
                continue
            found.append(card)
            left += _values(card, element)
            for item in _references(element):
                read = cited(item)
                if read:
                    card.references.append(read)
                else:
                    left.append(Line(line_of(item), text_of(item)))
    return found, left


def _card(element: Element, position: int) -> Card | None:
    header = next(with_class(element, "card-header"), element)
    name = next(header.iter("strong"), None)
    text = text_of(name) if name is not None else ""
    numbered = _HEAD.fullmatch(text)
    if not text:
        return None
    link = _PROTEIN.search(link_of(header))
    own = re.fullmatch(r"BE\d{7}", element.get("id") or "")
    protein = own[0] if own else link[1] if link and link[1].startswith("BE") else None
    return Card(numbered[1] if numbered else str(position), numbered[2] if numbered else text, protein)


def _values(card: Card, element: Element) -> list[Line]:
    left = []
    for term in element.iter("dt"):
        label = LABELS.get(text_of(term).rstrip(":"))
        value = term.getnext()
        if value is None or value.tag != "dd":
            continue
        lines = [line for line in lines_of(value) if line.text and line.text != "Not Available"]
        for line in lines:
            if label is None or (label.key and not re.fullmatch(label.form, line.text)):
                left.append(Line(line.number, f"{text_of(term)}: {line.text}"))
            elif label.key:
                card.add(label.key, line.text)
    for row in element.iter("tr"):
        cells = [text_of(cell) for cell in row.iter("td")]
        if len(cells) == 2 and component("\t".join(cells)):
            card.add("components", "\t".join(cells))
    return left


def _references(element: Element) -> Iterator[Element]:
    for kind in ("ol", "ul"):
        for items in element.iter(kind):
            if not any(at.tag in ("dd", "li", "table") for at in items.iterancestors()):
                yield from items.iter("li")


def cited(item: Element) -> tuple[str, Row] | None:
    """Table and row of one reference, with what its links tell; None if its kind can be told by nothing."""
    text, link = text_of(item), [href for at in item.iter("a") if (href := at.get("href", ""))]
    pubmed = next((found[1] for href in link if (found := _PUBMED.search(href))), None)
    read = reference(text)
    if read is None and pubmed:
        read = "articles", {"citation": _ARTICLE_MARK.sub("", text)}
    if read is None:
        return None
    table, row = read
    marks = (at.get("id") or "" for at in item.iter())
    row = row | {"ref_id": next((found[1] for mark in marks if (found := _REFERENCE_ID.fullmatch(mark))), None)}
    if table == "articles" and pubmed:
        row = {"pubmed_id": pubmed} | row
    elif table in ("links", "attachments"):
        row = row | {"url": link[-1] if link else None}
    elif table == "textbooks":
        isbn = next((found[1] for href in link if (found := _ISBN.search(href))), None)
        row = row | {"isbn": isbn}
    return table, row
