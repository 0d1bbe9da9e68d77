"""Cut a DrugBank XML stream into the bytes of its entries, without building a tree.

Only the tags of `drug` matter: a top-level one is an entry, one inside it (pathways name drugs by the same tag) is
not. Comments, CDATA and processing instructions are skipped, so that nothing written in them counts. Every cut keeps
its byte offset and line, and whatever does not fit is reported instead of passing silently.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from pharmaudit.errors import SourceError
from pharmaudit.model import Damage
from pharmaudit.readers.markup import without_noise

BLOCK = 1 << 22
MAX_ENTRY = 1 << 28

_NOT_A_TAG = rb"<!--|<!\[CDATA\[|<\?|<!DOCTYPE"
_ANY_PREFIX = re.compile(_NOT_A_TAG + rb"|</?(?:[\w.-]{1,32}:)?drug(?=[\s/>])")
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_DOCTYPE_END = re.compile(rb"[\[>]")
# `>` may stand in a value, `<` may not: where one does the tag is broken, and must not swallow what follows.
_TAG_END = re.compile(rb"""(?:[^<>"']++|"[^"<]*"|'[^'<]*')*+(?:>|(?=<)|["'][^<]*+(?=<))""")
_TYPE = re.compile(rb"\stype\s*=")
_LONGEST_TOKEN = 64  # no token that matters is longer, so a cut inside one is mended by keeping this much
_ROOT_OPEN = re.compile(rb"""<(?:[\w.-]+:)?(?:drugbank|drugs)((?:\s(?:[^>"']++|"[^"]*"|'[^']*')*+)?)>""")
_ROOT_CLOSE = re.compile(rb"</(?:[\w.-]+:)?(?:drugbank|drugs)\s*>")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class Stream(Protocol):
    """Anything that gives bytes block by block, b'' at its end."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Chunk:
    """The bytes of one entry. `offset` counts bytes of the unpacked stream from 0, `line` counts from 1."""

    data: bytes
    offset: int
    line: int


@dataclass(frozen=True, slots=True)
class _Tag:
    """An opening or closing tag of `drug`, by its places in the buffer."""

    start: int
    end: int
    closing: bool


class Splitter:
    """Iterate over a stream once: entries as Chunk, whatever does not fit as Damage.

    `attributes` holds the attributes of the root element as soon as the first entry has been passed.
    Raises SourceError for a document type with declarations of its own, and for an entry beyond MAX_ENTRY bytes.
    """

    def __init__(self, stream: Stream, name: str, block: int = BLOCK) -> None:
        self.attributes: dict[str, str] = {}
        self._stream = stream
        self._block = block
        self._name = name
        self._buffer = b""
        self._base = 0  # stream offset of the buffer's first byte
        self._counted = (0, 1)  # a place in the buffer and its line: lines are counted on from there
        self._keep = 0  # from here on the buffer is still needed: an open entry, or the gap after the last one
        self._depth = 0
        self._prolog_seen = False
        self._rooted = False

    def __iter__(self) -> Iterator[Chunk | Damage]:
        for tag in self._tags():
            if tag.closing:
                yield from self._close(tag)
            else:
                yield from self._open(tag)
        yield from self._ending()

    def _open(self, tag: _Tag) -> Iterator[Chunk | Damage]:
        if self._depth and _TYPE.search(self._buffer, tag.start, tag.end):  # a drug named inside an entry has none
            yield self._damage(self._keep, "an entry is never closed; it is left out", loss=True)
            self._depth = 0
        elif self._depth == 0:
            yield from self._between(tag.start)
        if self._depth == 0:
            self._keep = tag.start
        if self._buffer[tag.end - 2 : tag.end] != b"/>":
            self._depth += 1
        elif self._depth == 0:
            yield self._chunk(tag.end)

    def _close(self, tag: _Tag) -> Iterator[Chunk | Damage]:
        if self._depth == 0:
            yield from self._between(tag.start)
            yield self._damage(tag.start, "a closing </drug> without its opening tag")
            self._keep = tag.end
            return
        self._depth -= 1
        if self._depth == 0:
            yield self._chunk(tag.end)

    def _chunk(self, end: int) -> Chunk:
        start, self._keep = self._keep, end
        return Chunk(self._buffer[start:end], self._base + start, self._line_at(start))

    def _tags(self) -> Iterator[_Tag]:
        """The tags of `drug` outside comments, CDATA and instructions; reads on where the buffer ends inside one."""
        scan, tokens = 0, _ANY_PREFIX
        while True:
            token = tokens.search(self._buffer, scan)
            end = self._end_of(token) if token else None
            if token is None or end is None:
                resume = token.start() if token else max(scan, len(self._buffer) - _LONGEST_TOKEN, self._keep)
                dropped = self._keep
                if self._advance():
                    scan = resume - dropped
                    continue
                return
            scan = end
            word = token.group()
            if word == b"<!DOCTYPE" or word in _ENDS:
                continue
            closing = word.startswith(b"</")
            if tokens is _ANY_PREFIX and not closing:
                tokens = _tokens(word[1:])
            yield _Tag(token.start(), end, closing)

    def _advance(self) -> bool:
        """Drop what is not needed any more and read one more block; False at the end of the stream."""
        if len(self._buffer) - self._keep > MAX_ENTRY:
            raise SourceError(
                f"{self._name}:{self._line_at(self._keep)}: {MAX_ENTRY >> 20} MiB without the end of an entry; "
                "is its closing </drug> missing?"
            )
        # as much again as is kept, so that a long entry is copied a few times, not once for every block
        block = self._stream.read(max(self._block, len(self._buffer) - self._keep))
        if not block:
            return False
        self._counted = (0, self._line_at(self._keep))
        self._base += self._keep
        self._buffer = self._buffer[self._keep :] + block
        self._keep = 0
        return True

    def _end_of(self, token: re.Match[bytes]) -> int | None:
        """Where what the token begins is over; None where that is beyond the buffer."""
        word, after = token.group(), token.end()
        if word == b"<!DOCTYPE":
            end = _DOCTYPE_END.search(self._buffer, after)
            if end and end.group() == b"[":
                raise SourceError(
                    f"{self._name}:{self._line_at(token.start())}: the document type declares entities or elements of "
                    "its own, which is refused for safety; remove the declarations between [ and ]"
                )
            return end.end() if end else None
        if word in _ENDS:
            close = self._buffer.find(_ENDS[word], after)
            return None if close < 0 else close + len(_ENDS[word])
        tag = _TAG_END.match(self._buffer, after)
        return tag.end() if tag else None

    def _between(self, start: int) -> Iterator[Damage]:
        """Judge what stands before an entry: nothing, or the opening of the root before the first."""
        rest = without_noise(self._buffer[self._keep : start])
        if not self._prolog_seen:
            self._prolog_seen = True
            rest = self._root(rest.removeprefix(codecs.BOM_UTF8))
        if _ROOT_CLOSE.search(rest):
            yield self._damage(self._keep, "a second document begins after the closing tag")
            rest = _ROOT_OPEN.sub(b"", _ROOT_CLOSE.sub(b"", rest)).strip()
        if rest:
            yield self._damage(self._keep, f"content between entries that is not read: {_shown(rest)}")

    def _root(self, prolog: bytes) -> bytes:
        root = _ROOT_OPEN.search(prolog)
        if root is None:
            return prolog
        self._rooted = True
        for name, double, single in _ATTRIBUTE.findall(root.group(1)):
            self.attributes[name.decode("utf-8", "replace")] = (double or single).decode("utf-8", "replace")
        return (prolog[: root.start()] + prolog[root.end() :]).strip()

    def _ending(self) -> Iterator[Damage]:
        """Judge what stands after the last entry: the closing of the root, blanks and comments."""
        if self._depth:
            reason = "the file ends inside an entry (is it cut off?); the entry is left out"
            yield self._damage(self._keep, reason, loss=True)
            return
        tail = without_noise(self._buffer[self._keep :])
        close = _ROOT_CLOSE.search(tail)
        if close:
            tail = (tail[: close.start()] + tail[close.end() :]).strip()
        elif self._rooted:
            reason = "the file ends before its closing tag: it is cut off between entries"
            yield self._damage(len(self._buffer), reason, loss=True)
        if tail and self._prolog_seen:
            yield self._damage(self._keep, f"content after the last entry that is not read: {_shown(tail)}")

    def _line_at(self, position: int) -> int:
        place, line = self._counted
        if position >= place:
            line += self._buffer.count(b"\n", place, position)
        else:
            line -= self._buffer.count(b"\n", position, place)
        self._counted = (position, line)
        return line

    def _damage(self, position: int, reason: str, *, loss: bool = False) -> Damage:
        return Damage(self._name, reason, self._line_at(position), self._base + position, loss=loss)


def _shown(data: bytes) -> str:
    text = data[:60].decode("utf-8", "replace")
    return " ".join(text.split()) + ("…" if len(data) > 60 else "")


def _tokens(name: bytes) -> re.Pattern[bytes]:
    """What to look for once the first tag has told the prefix: a quarter of the time that any prefix takes."""
    return re.compile(_NOT_A_TAG + b"|</?" + re.escape(name) + rb"(?=[\s/>])")
