"""From bytes to text: by byte order mark, by what the file declares, else UTF-8; what cannot be decoded is placed.

What is told without being declared: UTF-16 by its zero bytes, UTF-32 by those of a first `<`, and Windows-1252 where
nothing in the text is UTF-8 beyond ASCII. For files that are read whole; DrugBank XML, which is not, goes through
`streams`.
"""

import codecs
import re
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
_FIRST = {"<".encode(encoding): encoding for encoding in ("utf-32-le", "utf-32-be")}
"""How markup in UTF-32 begins without a byte order mark (XML 1.0, appendix F)."""

_DAMAGES_SHOWN = 5
_KNOWN = re.compile(
    r"utf-?(8|16|32)([-_](le|be))?|ascii|iso8859-\d{1,2}|cp\d{3,4}|koi8-[rut]|mac-\w+"
    r"|gbk|gb2312|gb18030|big5(hkscs)?|euc_\w+|shift_jis\w*|iso2022_\w+|johab|hz|tis-620|ptcp154"
)
"""Encodings of text by Python's own names; its others turn text into something else (idna, rot13, unicode_escape)."""
_SAME = {"utf-8-sig": "utf-8", "ascii": "cp1252", "iso8859-1": "cp1252"}
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_NOT_WINDOWS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\xfe\xff]")
"""Bytes that stand for nothing in Windows-1252, for a control, or (FE, FF) for a letter of Icelandic or hardly any."""
_SAMPLE = 1 << 12
_ZEROS = (0.4, 0.05)
"""Shares of zero bytes: at least in the one half of UTF-16 text in a Latin script, at most in the other."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding that it was in, and the places (byte offset, line from 1) of bytes replaced by U+FFFD.

    `guess` is the place of the first byte that showed that the text is in no UTF-8, where the encoding was guessed.
    """

    text: str
    encoding: str
    bad: tuple[tuple[int, int], ...] = ()
    guess: tuple[int, int] | None = None

    def damages(self, path: str) -> list[Damage]:
        """One damage for each place of bad bytes (at most five), and one for a guess."""
        reason = f"bytes that are not {self.encoding.upper()} were replaced by U+FFFD"
        damages = [Damage(path, reason, line, offset) for offset, line in self.bad]
        if self.guess:
            offset, line = self.guess
            reason = "the text is not UTF-8 and declares no other encoding; it was read as Windows-1252"
            damages.append(
                Damage(path, f"{reason}: look at its letters with accents, or save it as UTF-8", line, offset)
            )
        return damages


def decode(data: bytes, declared: str = "utf-8") -> Decoded:
    """The text of `data`, in the encoding `declared` unless a byte order mark or its zero bytes say otherwise.

    As in browsers, Latin-1 and ASCII mean Windows-1252. Raises LookupError for an encoding that is not known.
    """
    encoding = _known(declared)
    mark = next((mark for mark in MARKS if data.startswith(mark)), b"")
    body = data[len(mark) :]
    encoding = wide(data) or MARKS.get(mark) or encoding
    bad = tuple(_places(body, encoding, len(mark)))
    if bad and not mark and encoding == "utf-8" and _is_windows(body):
        return Decoded(body.decode("cp1252"), "windows-1252", (), bad[0])
    return Decoded(body.decode(encoding, "replace"), encoding, bad)


def _known(declared: str) -> str:
    name = codecs.lookup(declared.strip()).name if declared.strip().isascii() else declared
    name = _SAME.get(name, name)
    if not _KNOWN.fullmatch(name):
        raise LookupError(f"unknown encoding: {declared}")
    return name


def wide(data: bytes) -> str | None:
    """The encoding of a text that has two or four bytes for each character; None for any other text."""
    found = next((name for mark, name in MARKS.items() if data.startswith(mark)), None)
    found = found or next((name for first, name in _FIRST.items() if data.startswith(first)), None) or _utf16(data)
    return None if found == "utf-8" else found


def _utf16(body: bytes) -> str | None:
    """UTF-16 without a byte order mark: text in a Latin script has a zero in every other byte, and no other ones."""
    sample = body[:_SAMPLE]
    half = len(sample) // 2
    if half < 2 or b"\0" not in sample:
        return None
    shares = (sample[0::2].count(0) / half, sample[1::2].count(0) / half)
    many, few = _ZEROS
    if max(shares) < many or min(shares) > few:
        return None
    return "utf-16-be" if shares[0] > shares[1] else "utf-16-le"


def _is_windows(body: bytes) -> bool:
    """Whether nothing shows that a text is UTF-8, and all of it can be Windows-1252."""
    return not _MULTIBYTE.search(body) and not _NOT_WINDOWS.search(body)


def _places(body: bytes, encoding: str, skipped: int) -> Iterator[tuple[int, int]]:
    """Byte offset and line of the first bad bytes; their number is limited because a binary file is bad everywhere."""
    start, line = 0, 1
    for _ in range(_DAMAGES_SHOWN):
        try:
            body[start:].decode(encoding)
        except UnicodeDecodeError as error:
            line += body[start : start + error.start].decode(encoding, "replace").count("\n")
            yield start + error.start + skipped, line
            start += error.end
        else:
            return
