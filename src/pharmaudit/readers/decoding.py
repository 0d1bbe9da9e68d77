"""From bytes to text: by byte order mark, by what the file declares, else UTF-8; what cannot be decoded is placed.

For files that are read whole; DrugBank XML, which is not, goes through `streams`.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from pharmaudit.model import Damage

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_DAMAGES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding that it was in, and the places (byte offset, line from 1) of bytes replaced by U+FFFD."""

    text: str
    encoding: str
    bad: tuple[tuple[int, int], ...] = ()

    def damages(self, path: str) -> list[Damage]:
        reason = f"bytes that are not {self.encoding.upper()} were replaced by U+FFFD"
        return [Damage(path, reason, line, offset) for offset, line in self.bad]


def decode(data: bytes, declared: str = "utf-8") -> Decoded:
    """The text of `data`, in the encoding `declared` unless a byte order mark says otherwise.

    Raises LookupError for an encoding that Python does not know.
    """
    mark = next((mark for mark in MARKS if data.startswith(mark)), b"")
    encoding = MARKS.get(mark, declared)
    body = data[len(mark) :]
    bad = []
    for start in _undecodable(body, encoding):
        before = body[:start].decode(encoding, "replace")
        bad.append((start + len(mark), before.count("\n") + 1))
    return Decoded(body.decode(encoding, "replace"), encoding, tuple(bad))


def _undecodable(body: bytes, encoding: str) -> Iterator[int]:
    """Offsets of the first bad bytes; the count is limited because a binary file is bad everywhere."""
    start = 0
    for _ in range(_DAMAGES_SHOWN):
        try:
            body[start:].decode(encoding)
            return
        except UnicodeDecodeError as error:
            yield start + error.start
            start += error.end
