"""From the text of a page to its lines, with headings split from values that were glued to them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pharmaudit.readers.page.headings import FOOTER, HEADINGS
from pharmaudit.readers.page.noise import BANNER, is_noise

EMPTY = "Not Available"
_AS_SEEN = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)) | {
    0xA0: " ",
    0x202F: " ",
    0x2028: "\n",
    0x2029: "\n",
}
"""A copied page looks the same with other blanks and with characters of no width; so it is read the same."""
_HEADINGS_OF_A_PAGE = 3
_LONGEST_GLUED = 200_000

SPELLINGS: frozenset[str] = frozenset(spelling for heading in HEADINGS.values() for spelling in heading.spellings)
_BEGINNINGS = frozenset(spelling[:3] for spelling in SPELLINGS)
_ALTERNATIVES = "|".join(re.escape(spelling) for spelling in sorted(SPELLINGS, key=len, reverse=True))
_WITH_EMPTY = re.compile(rf"({_ALTERNATIVES}) ?{EMPTY}$")
_WITH_ID = re.compile(r"(?:DrugBank )?Accession Number\s{0,3}DB\d{5}")
# a value starts with a capital, a digit or a sign; "Classification" is no "Class" with a value
_WITH_VALUE = re.compile(rf"({_ALTERNATIVES})(?=[^\Wa-z_]|[~≈<>*\[(\"“+±])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or one half of a glued line: `spelling` is set on headings, `text` is stripped at both ends."""

    number: int
    text: str
    spelling: str = ""
    bullet: bool = False


def split_lines(text: str) -> list[Line]:
    """Lines of a page, blank ones included (text ''); glued headings become a line of their own, same number."""
    raw = text.translate(_AS_SEEN).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    glued = any(
        _WITH_EMPTY.match(line) or _WITH_ID.match(line) for line in raw if line[:3] in _BEGINNINGS or "Acc" in line[:12]
    )
    lines: list[Line] = []
    for number, line in enumerate(raw, start=1):
        lines += _parts(number, line.strip(), glued)
    return lines


def _parts(number: int, text: str, glued: bool) -> list[Line]:
    if text[:1] in "•●▪" and text:
        return [Line(number, text[1:].strip(), bullet=True)]
    if text in SPELLINGS:
        return [Line(number, text, spelling=text)]
    if text[:3] not in _BEGINNINGS:  # much cheaper than the patterns, which most lines cannot match
        return [Line(number, text)]
    match = _WITH_EMPTY.match(text)
    if match is None and glued and len(text) < _LONGEST_GLUED and not is_noise(text):
        match = _WITH_VALUE.match(text)
    if match is None:
        return [Line(number, text)]
    spelling = match[1]
    return [Line(number, spelling, spelling=spelling), Line(number, text[len(spelling) :].strip())]


def looks_like_page(text: str) -> bool:
    """Whether a text is a DrugBank page: the stub banner, or at least three different known headings."""
    return is_page(split_lines(text))


def is_page(lines: Iterable[Line]) -> bool:
    seen: set[str] = set()
    for line in lines:
        if line.spelling:
            seen.add(line.spelling)
        if len(seen) >= _HEADINGS_OF_A_PAGE or line.text.startswith(BANNER):
            return True
    return False


def is_footer(text: str) -> bool:
    return re.match(FOOTER, text) is not None
