"""Parse the bytes of one entry, with positions in the whole file: bytes that are not in the encoding are replaced."""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from lxml import etree

from pharmaudit.errors import SourceError
from pharmaudit.model import Damage
from pharmaudit.readers.xml.splitter import Chunk

BAD_SHOWN = 5

_ID = re.compile(rb"<(?:[\w.-]+:)?drugbank-id[^>]*>\s*([A-Z]+\d+)")
_PLACE = re.compile(r", line \d+, column \d+$")
_LINE = re.compile(r"\bline (\d+)\b")
_ESCAPED = re.compile("[\udc80-\udcff]")
_UTF8 = "utf-8"


class _Failure(NamedTuple):
    """What is kept of an exception: held itself, it and its frame would hold each other."""

    message: str
    line: int
    column: int


@dataclass
class Parser:
    """Parses chunks of `source`. `opening` binds the namespace prefixes of the root; it begins no new line."""

    source: str
    opening: bytes
    encoding: str
    _lxml: etree.XMLParser = field(init=False, compare=False)

    def __post_init__(self) -> None:
        self._lxml = self._made(self.encoding)

    def parse(
        self, chunk: Chunk, unnamed: str = "an entry without an id"
    ) -> tuple[etree._Element | None, list[Damage]]:
        """The element of a chunk, None where it is not well-formed, and what is damaged."""
        try:
            return self._element(chunk.data, self._lxml), []
        except etree.XMLSyntaxError as error:
            failure = _Failure(error.msg or "", *error.position)
            self._lxml = self._made(self.encoding)  # the old one keeps every error that it ever met
        data, damages = self._mended(chunk)
        if damages:
            try:
                return self._element(data, self._made(_UTF8)), damages
            except etree.XMLSyntaxError as error:
                failure = _Failure(error.msg or "", *error.position)
        return None, [*damages, self._malformed(chunk, failure, unnamed)]

    def _element(self, data: bytes, parser: etree.XMLParser) -> etree._Element:
        return etree.fromstring(self.opening + data + b"</entries>", parser)[0]

    def _made(self, encoding: str) -> etree.XMLParser:
        try:
            return etree.XMLParser(
                huge_tree=True,
                resolve_entities=False,
                no_network=True,
                remove_comments=True,
                remove_pis=True,
                collect_ids=False,
                encoding=encoding,
            )
        except LookupError:
            reason = f"the encoding {encoding!r} that it declares is not known"
            raise SourceError(f"{self.source}: {reason}") from None

    def _mended(self, chunk: Chunk) -> tuple[bytes, list[Damage]]:
        """The chunk in UTF-8, with U+FFFD for each byte that cannot be decoded, and the first of their places."""
        try:
            text = chunk.data.decode(self.encoding, "surrogateescape")
        except (LookupError, UnicodeError):  # an encoding that Python does not know, or that has no single bytes
            return chunk.data, []
        mended = _ESCAPED.sub("\ufffd", text)
        bad = len(text) - len(_ESCAPED.sub("", text))
        damages = []
        for found in islice(_ESCAPED.finditer(text), BAD_SHOWN):
            start = len(text[: found.start()].encode(self.encoding, "surrogateescape"))
            reason = f"a byte that is not {self.encoding.upper()} was replaced by U+FFFD"
            line = chunk.line + text.count("\n", 0, found.start())
            damages.append(Damage(self.source, reason, line, chunk.offset + start))
        if bad > BAD_SHOWN:
            reason = f"{bad - BAD_SHOWN} more bytes of {_name(chunk, 'an entry')} were replaced by U+FFFD"
            damages.append(Damage(self.source, reason, chunk.line, chunk.offset))
        return mended.encode(), damages

    def _malformed(self, chunk: Chunk, failure: "_Failure", unnamed: str) -> Damage:
        """Lines and columns of the parser's message count from the entry; those of the damage in the whole file."""
        line, column = failure.line, failure.column
        if line <= 1:
            column += chunk.column - 1 - len(self.opening)
        before = chunk.line - 1
        told = _LINE.sub(lambda found: f"line {int(found[1]) + before}", _PLACE.sub("", failure.message))
        place = f"line {max(line, 1) + before}, column {max(column, 1)}"
        reason = f"{_name(chunk, unnamed)} is not well-formed ({told}, {place}); it is left out"
        return Damage(self.source, reason, max(line, 1) + before, chunk.offset, loss=True)


def _name(chunk: Chunk, unnamed: str) -> str:
    found = _ID.search(chunk.data)
    return found.group(1).decode() if found else unnamed
