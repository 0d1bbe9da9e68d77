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
from pharmaudit.readers.xml.places import Places

BLOCK = 1 << 22
MAX_ENTRY = 1 << 26
MAX_LOST = 16
"""So many times MAX_ENTRY bytes are searched for another entry, once one was given up; a bomb has no end."""
MAX_DEPTH = 100
"""Elements of `drug` inside one another; a sound export has two."""

_NOT_A_TAG = rb"<!--|<!\[CDATA\[|<\?|<!DOCTYPE"
_ANY_PREFIX = re.compile(_NOT_A_TAG + rb"|</?(?:[\w.-]{1,32}:)?drug(?=[\s/>])")
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_DOCTYPE_END = re.compile(rb"[\[>]")
# `>` may stand in a value, `<` may not: where one does the tag is broken, and must not swallow what follows.
_TAG_END = re.compile(rb"""(?:[^<>"']++|"[^"<]*"|'[^'<]*')*+(?:>|(?=<)|["'][^<]*+(?=<))""")
_TYPE = re.compile(rb"\stype\s*=")
# An entry for sure: looked for alone once tags are nested beyond MAX_DEPTH, since it costs no step for each of them.
_TYPED = re.compile(rb"<(?:[\w.-]{1,32}:)?drug\s[^<>]{0,400}?\btype\s{0,9}=")
_LONGEST_TYPED = 512
_LONGEST_TOKEN = 64  # no token that matters is longer, so a cut inside one is mended by keeping this much
_ROOT_OPEN = re.compile(rb"""<(?:[\w.-]+:)?(?:drugbank|drugs)((?:\s(?:[^>"']++|"[^"]*"|'[^']*')*+)?)>""")
_PARTNERS = re.compile(rb"<partners(?=[\s>])")
_PARTNERS_END = b"</partners>"
_ROOT_CLOSE = re.compile(rb"</(?:[\w.-]+:)?(?:drugbank|drugs)\s*>")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class Stream(Protocol):
    """Anything that gives bytes block by block, b'' at its end."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Chunk:
    """The bytes of one entry. `offset` counts bytes of the unpacked stream from 0, `line` and `column` from 1."""

    data: bytes
    offset: int
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class _Tag:
    """An opening or closing tag of `drug`, by its places in the buffer."""

    start: int
    end: int
    closing: bool


class Splitter:
    """Iterate over a stream once: entries as Chunk, whatever does not fit as Damage.

    `attributes` holds the attributes of the root element as soon as the first entry has been passed; `partners`, at
    the end, the list of proteins that 3.0 has after its entries.
    An entry beyond MAX_ENTRY bytes is left out. Raises SourceError for a document type with declarations of its own.
    """

    def __init__(self, stream: Stream, name: str, block: int | None = None) -> None:
        self.attributes: dict[str, str] = {}
        self.partners: Chunk | None = None
        self._stream = stream
        self._block = block or BLOCK
        self._name = name
        self._buffer = b""
        self._base = 0  # stream offset of the buffer's first byte
        self._places = Places()
        self._keep = 0  # from here on the buffer is still needed: an open entry, or the gap after the last one
        self._depth = 0
        self._lost_at = 0
        self._lost = False  # tags cannot be paired here: read on at the next that is an entry for sure
        self._prolog_seen = False
        self._rooted = False

    def __iter__(self) -> Iterator[Chunk | Damage]:
        for tag in self._tags():
            if isinstance(tag, Damage):
                yield tag
            elif tag.closing:
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
        if self._depth > MAX_DEPTH:
            reason = f"elements <drug> are nested beyond {MAX_DEPTH} levels; left out up to the next <drug type=...>"
            yield self._damage(self._keep, reason, loss=True)
            self._depth, self._lost, self._keep, self._lost_at = 0, True, tag.end, self._base + tag.end

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
        line, column = self._places.at(self._buffer, start)
        return Chunk(self._buffer[start:end], self._base + start, line, column)

    def _tags(self) -> Iterator[_Tag | Damage]:
        """The tags of `drug` outside comments, CDATA and instructions; reads on where the buffer ends inside one."""
        scan, tokens = 0, _ANY_PREFIX
        while True:
            token = self._found(tokens, scan)
            end = self._end_of(token) if token else None
            if token is None or end is None:
                if len(self._buffer) - self._keep > MAX_ENTRY:
                    scan = token.end() if token else len(self._buffer)
                    yield from self._give_up()
                    continue
                if self._lost and self._base + self._keep - self._lost_at > MAX_LOST * MAX_ENTRY:
                    yield self._damage(self._keep, "no entry was found any more; the rest is not read", loss=True)
                    return
                longest = _LONGEST_TYPED if self._lost else _LONGEST_TOKEN
                resume = token.start() if token else max(scan, len(self._buffer) - longest, self._keep)
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

    def _found(self, tokens: re.Pattern[bytes], scan: int) -> re.Match[bytes] | None:
        if not self._lost:
            return tokens.search(self._buffer, scan)
        token = _TYPED.search(self._buffer, scan)
        self._keep = token.start() if token else max(scan, len(self._buffer) - _LONGEST_TYPED)
        self._lost = token is None
        return token

    def _give_up(self) -> Iterator[Damage]:
        """What is too long to be kept is left out, up to the next entry for sure; the others go on."""
        end = "the end of an entry (is its closing </drug> missing?)" if self._depth else "an entry"
        reason = f"{MAX_ENTRY >> 20} MiB without {end}; left out up to the next <drug type=...>"
        yield self._damage(self._keep, reason, loss=True)
        if self._depth == 0:
            yield from self._between(len(self._buffer))  # the root may stand in it
        self._depth, self._lost, self._lost_at = 0, True, self._base + self._keep

    def _advance(self) -> bool:
        """Drop what is not needed any more and read one more block; False at the end of the stream."""
        # as much again as is kept, so that a long entry is copied a few times, not once for every block
        block = self._stream.read(max(self._block, len(self._buffer) - self._keep))
        if not block:
            return False
        self._places.drop(self._buffer, self._keep)
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
        self._take_partners()
        tail = without_noise(self._buffer[self._keep :])
        close = _ROOT_CLOSE.search(tail)
        if close:
            tail = (tail[: close.start()] + tail[close.end() :]).strip()
        elif self._rooted:
            reason = "the file ends before its closing tag: it is cut off between entries"
            yield self._damage(len(self._buffer), reason, loss=True)
        if tail and self._prolog_seen:
            yield self._damage(self._keep, f"content after the last entry that is not read: {_shown(tail)}")

    def _take_partners(self) -> None:
        opening = _PARTNERS.search(self._buffer, self._keep)
        end = self._buffer.rfind(_PARTNERS_END) + len(_PARTNERS_END)
        if opening and end > opening.end() and not without_noise(self._buffer[self._keep : opening.start()]):
            self._keep = opening.start()
            self.partners = self._chunk(end)

    def _line_at(self, position: int) -> int:
        return self._places.at(self._buffer, position)[0]

    def _damage(self, position: int, reason: str, *, loss: bool = False) -> Damage:
        return Damage(self._name, reason, self._line_at(position), self._base + position, loss=loss)


def _shown(data: bytes) -> str:
    text = data[:60].decode("utf-8", "replace")
    return " ".join(text.split()) + ("…" if len(data) > 60 else "")


def _tokens(name: bytes) -> re.Pattern[bytes]:
    """What to look for once the first tag has told the prefix: a quarter of the time that any prefix takes."""
    return re.compile(_NOT_A_TAG + b"|</?" + re.escape(name) + rb"(?=[\s/>])")
