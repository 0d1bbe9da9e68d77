"""The tree of a saved page: its encoding, bounded parsing, and which parts of it are never data."""

import codecs
import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from pharmaudit.errors import SourceError
from pharmaudit.model import Damage
from pharmaudit.readers.decoding import Decoded, decode
from pharmaudit.readers.saved_page.tags import widest_tag

Element = etree._Element

MOST_ELEMENTS = 1_000_000
"""The longest pages (12,500 products) have a quarter of that."""
MOST_ATTRIBUTES = 3_000
_CHARSET = re.compile(rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""")
_DECLARED_WITHIN = 1 << 13
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], "\ufffd")
_WHERE = re.compile(r"drugbank\.(?:com|ca)/drugs/(DB\d{5})(?!\d)")
_NO_DATA = (
    "script style noscript template svg math canvas iframe object embed button form input select textarea nav aside "
    "head title video audio"
)
_TAGS = frozenset(_NO_DATA.split())
_CLASSES = re.compile(
    r"(?:advert|upsell|cookie|modal|dataTables_|promo|popover|tooltip|sr-only|visually-hidden|skip-link)[\w-]*"
    r"|ads?|cta|d-none|hidden"
)
_CLOUDFLARE = "data-cfemail"
_MARKUP_SPACE = " \t\n\r\f"


def text_of(path: str, data: bytes) -> tuple[Decoded, list[Damage]]:
    """The page as text, in the encoding that it declares; where that is not known, as UTF-8 with a damage."""
    match = _CHARSET.search(data[:_DECLARED_WITHIN])
    declared = match[1].decode("ascii", "replace") if match else "utf-8"
    try:
        if codecs.lookup(declared).name.startswith(("utf-16", "utf-32")):
            declared = "utf-8"  # what can be read as ASCII so far is neither
        return decode(data, declared), []
    except LookupError:
        line = data.count(b"\n", 0, match.start()) + 1 if match else 1
        reason = f"it declares the encoding {declared!r}, which is not known; it was read as UTF-8"
        return decode(data), [Damage(path, reason, line)]


def parse(path: str, text: str) -> tuple[Element | None, list[Damage]]:
    """The tree; None if there is no element. What is nested too deep, or too long, ends the page with a damage.

    Raises SourceError for more than MOST_ELEMENTS, and for a tag with more than MOST_ATTRIBUTES.
    """
    if widest_tag(text, MOST_ATTRIBUTES):  # the parser takes the square of their number in steps
        raise SourceError(f"{path}: this is no page of one entry, a tag has over {MOST_ATTRIBUTES:,} attributes")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.translate(_CONTROLS).encode(errors="replace"), parser)
    damages = [
        Damage(path, f"the HTML could not be read beyond this line ({error.message.strip()})", error.line)
        for error in parser.error_log
        if error.level == etree.ErrorLevels.FATAL and error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT
    ]
    if root is not None:
        for number, element in enumerate(root.iter()):
            if number == MOST_ELEMENTS:
                raise SourceError(
                    f"{path}: this is no page of one entry, it has over {MOST_ELEMENTS:,} elements; split it"
                )
            _reveal(element)
    return root, damages[:1]


def _reveal(element: Element) -> None:
    """Undo the masking of what looks like an e-mail address (`[C@@H]` of a SMILES does): XOR with the first byte."""
    masked = element.get(_CLOUDFLARE)
    if masked is None or not re.fullmatch(r"(?:[0-9a-fA-F]{2}){2,500}", masked):
        return
    key, *codes = bytes.fromhex(masked)
    for child in list(element):
        element.remove(child)
    element.text = bytes(code ^ key for code in codes).decode("utf-8", "replace")


def line_of(element: Element) -> int:
    """The line of the file where an element begins, 0 if unknown. (The stubs of lxml do not know its type.)"""
    return cast("int | None", element.sourceline) or 0


def plain(element: Element) -> str:
    """All text of an element as it stands in the markup."""
    return "".join(cast(Iterator[str], element.itertext()))


def classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def is_data(element: Element) -> bool:
    """Whether an element may hold data: no script, style, form, menu, advert, cookie banner or hidden help."""
    if element.tag in _TAGS or element.get("hidden") is not None:
        return False
    return not any(_CLASSES.fullmatch(name) for name in classes(element))


def top_level(root: Element, tag: str) -> Iterator[Element]:
    """The elements `tag` that stand in no value, in no card and in nothing that is never data; in order."""
    skip: Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            skip = None if element is skip else skip
        elif skip is None:
            if element.tag == tag:
                yield element
            if element.tag == "dd" or "bond" in classes(element) or (element is not root and not is_data(element)):
                skip = element


def with_class(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if name in classes(element))


def with_id(root: Element, name: str) -> Element | None:
    return next((element for element in root.iter() if element.get("id") == name), None)


def link_of(element: Element) -> str:
    """Where the first link of an element leads, '' if nowhere."""
    return next((link.get("href", "").strip(_MARKUP_SPACE) for link in element.iter("a")), "")


def id_of_page(root: Element, text: str) -> str | None:
    """The id in the canonical link, else in the comment of the browser that saved the page; None if they are silent."""
    for link in root.iter("link"):
        found = _WHERE.search(link.get("href", "")) if link.get("rel", "").lower() == "canonical" else None
        if found:
            return found[1]
    comment = re.search(r"<!-- saved from url=\(\d+\)(\S{1,300})", text[: 1 << 12])
    found = _WHERE.search(comment[1]) if comment else None
    return found[1] if found else None
