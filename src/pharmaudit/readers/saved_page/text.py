"""What a reader of the page sees: the lines of an element, with blank lines between paragraphs and bullets kept."""

import re
from dataclasses import dataclass, field

from lxml import etree

from pharmaudit.readers.page.lines import Line
from pharmaudit.readers.saved_page.dom import Element, classes, is_data, line_of, plain

_BREAKING = (
    "address article blockquote body caption dd details div dl dt fieldset figure footer h1 h2 h3 h4 h5 h6 header hr "
    "li main ol p pre section summary table tbody tfoot thead tr ul"
)
_BLOCKS = frozenset(_BREAKING.split())
_PARAGRAPHS = frozenset({"p", "blockquote", "table", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6"})
_NUMBERS = re.compile(r"\[?\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\]?")
_TO_REFERENCE = re.compile(r"#(?:.*ref|[ATLF]\d)", re.IGNORECASE)
_REFERENCE_ID = re.compile(r"#.*?([ATLF]\d+)$")
_BEFORE_CITATION = re.compile(r"(?:[.,;:!?)\]”\"’]|[a-z]{5})\s*$")
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass
class _Page:
    """Lines so far, and the pieces of the one that is being written."""

    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    number: int = 0
    bullet: bool = False
    pre: int = 0

    def write(self, text: str | None, number: int) -> None:
        if not text:
            return
        if self.pre:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self.pieces.append(first)
            for line in rest:
                self.end_line()
                self.pieces.append(line)
                self.number = number
            return
        self.pieces.append(_SPACE.sub(" ", text))
        self.number = self.number or number

    def end_line(self) -> None:
        text = " ".join("".join(self.pieces).replace("\u00a0", " ").split(" ")).strip(" ")
        text = text.strip("\t") if not text.strip() else text
        if text:
            self.lines.append(Line(self.number, re.sub(" {2,}", " ", text), bullet=self.bullet))
        self.pieces, self.number = [], 0
        self.bullet = self.bullet and not text

    def gap(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1].text:
            self.lines.append(Line(self.lines[-1].number, ""))

    def last(self) -> str:
        return "".join(self.pieces[-3:])


def lines_of(element: Element) -> list[Line]:
    """The lines of an element, '' between paragraphs. Cells of a row have tabs between them."""
    page = _Page()
    skip: Element | None = None
    for event, at in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and skip is None:
            skip = at if _start(page, at, at is element) else None
        elif event == "end" and (skip is None or at is skip):
            if skip is None:
                _end(page, at)
            skip = None
            if at is not element:
                page.write(at.tail, line_of(at))
    page.end_line()
    while page.lines and not page.lines[-1].text:
        page.lines.pop()
    return page.lines


def text_of(element: Element) -> str:
    """All that `lines_of` gives, in one line."""
    return " ".join(line.text for line in lines_of(element) if line.text)


def _start(page: _Page, element: Element, top: bool) -> bool:
    """Write the beginning of an element; tell whether the rest of it is to be skipped."""
    tag, number = element.tag, line_of(element)
    if not top and (not is_data(element) or (tag == "table" and _repeats_targets(element))):
        return True
    citation = _citation(element, page.last())
    if citation is not None:
        page.write(citation, number)
        return True
    if tag == "br":
        page.end_line()
    elif tag in _PARAGRAPHS and not top and not _in_item(element):
        page.gap()
    elif tag in _BLOCKS or "badge" in classes(element):
        if not _in_cell(element):
            page.end_line()
        elif page.last().strip(" \t"):
            page.write(" ", number)
    elif tag in ("td", "th") and not top and element.getprevious() is not None:
        page.pieces.append("\t")
    page.bullet = page.bullet or tag == "li"
    page.pre += tag == "pre"
    page.write(element.text, number)
    return False


def _end(page: _Page, element: Element) -> None:
    tag = element.tag
    if tag in _PARAGRAPHS and not _in_item(element):
        page.gap()
    elif tag in _BLOCKS or "badge" in classes(element):
        if not _in_cell(element):
            page.end_line()
        else:
            page.write(" ", line_of(element))
    page.pre -= tag == "pre"


def _repeats_targets(table: Element) -> bool:
    """Whether a table below the mechanism of action only repeats the cards of targets."""
    heads = [plain(cell).strip().lower() for cell in table.iter("th")]
    return heads[:3] == ["target", "actions", "organism"]


def _in_cell(element: Element) -> bool:
    """Whether an element stands in a cell of a table, which is one piece of one line."""
    at = element.getparent()
    while at is not None and at.tag not in ("table", "tr"):
        if at.tag in ("td", "th"):
            return True
        at = at.getparent()
    return False


def _in_item(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and (parent.tag == "li" or _in_cell(element))


def _citation(element: Element, before: str) -> str | None:
    """Numbers of references as "[1,2]", or their ids as "[A1,A2]" where the links tell; other raised text as it looks.

    None for what is neither.
    """
    raised = element.tag == "sup"
    if not (raised or element.tag in ("label", "span", "a")):
        return None
    links = [href for link in element.iter("a") if (href := link.get("href", ""))]
    if not raised and not any(_TO_REFERENCE.search(href) for href in links):
        return None
    text = plain(element).strip()
    if _NUMBERS.fullmatch(text) and (links or _BEFORE_CITATION.search(before)):
        ids = [found[1] for href in links if (found := _REFERENCE_ID.search(href))]
        return f"[{','.join(ids) if ids and len(ids) == len(links) else text.strip('[] ')}]"
    if not raised or element.find(".//*") is not None:
        return None
    high = text.translate(_RAISED)
    return high if high and not set(high) & set(text) else None
