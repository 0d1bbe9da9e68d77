"""DrugBank XML: entries cut out of the stream, walked into tables in parts, a damaged entry never costs another."""

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pharmaudit.errors import SourceError
from pharmaudit.model import Damage, Source
from pharmaudit.readers.format import Imap
from pharmaudit.readers.streams import Unpacked
from pharmaudit.readers.tables import Tables, join
from pharmaudit.readers.xml.parsing import Parser
from pharmaudit.readers.xml.partners import Partners, resolve
from pharmaudit.readers.xml.splitter import Chunk, Splitter
from pharmaudit.readers.xml.walk import Walk

PART_BYTES = 1 << 24
UNREAD_SHOWN = 50


@dataclass(frozen=True)
class Part:
    """Some entries of one source: the unit of parallelism. `opening` binds the namespace prefixes of the root."""

    source: str
    chunks: tuple[Chunk, ...]
    opening: bytes
    encoding: str


@dataclass(frozen=True)
class PartRows:
    """What one part gave."""

    tables: Tables
    unread: Counter[str] = field(default_factory=Counter)


def read_part(part: Part) -> PartRows:
    """Parse and walk the entries of a part; a malformed entry becomes a Damage and the others go on."""
    walk, damages, parser = Walk(), list[Damage](), Parser(part.source, part.opening, part.encoding)
    with _no_collecting():
        for chunk in part.chunks:
            element, found = parser.parse(chunk)
            damages += found
            if element is not None:
                walk.entry(element, part.source, chunk.line, chunk.offset)
        return PartRows(Tables.from_cells(walk.cells, damages=damages), walk.unread)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Without the garbage collector: the walk makes no cycles, and collecting costs a fifth of its time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def read_xml(path: Path, stream: Unpacked, imap: Imap) -> Tables:
    """Read a DrugBank XML stream of `path`. Raises SourceError where no entry can be read."""
    name = str(path)
    splitter = Splitter(stream, name)
    damages: list[Damage] = []
    parts, unread = [], Counter[str]()
    for result in imap(read_part, _parts(splitter, name, stream, damages)):
        parts.append(result.tables)
        unread += result.unread
    proteins = None
    if splitter.partners:
        proteins = Partners.read(splitter.partners, Parser(name, _opening(splitter.attributes), stream.encoding))
        unread += proteins.walk.unread
    damages += [damage for part in parts for damage in part.damages]
    if not any(len(part.entries) for part in parts):
        reason = stream.failure or (damages[0].reason if damages else "it has no <drug> element")
        raise SourceError(f"{name}: no entry could be read: {reason}; is this a DrugBank XML export?")
    damages += _unread(name, unread)
    if stream.failure:
        reason = f"it could not be unpacked to its end ({stream.failure}); is it cut off?"
        damages.append(Damage(name, reason, loss=True))
    tables = Tables(join(parts).frames, damages=tuple(damages))
    if proteins:
        tables = resolve(tables, proteins.tables, name)
    source = Source(
        name,
        "DrugBank XML",
        stream.digest.hexdigest(),
        len(tables.entries),
        splitter.attributes.get("version") or splitter.attributes.get("schemaVersion", ""),
        splitter.attributes.get("exported-on", ""),
    )
    return Tables(tables.frames, (source,), tables.damages)


def _unread(name: str, unread: Counter[str]) -> Iterator[Damage]:
    told = sorted(unread.items())
    for where, count in told[:UNREAD_SHOWN]:
        yield Damage(name, f"{count} elements <{where}> have content that no table has a place for")
    if more := told[UNREAD_SHOWN:]:
        count = sum(count for _, count in more)
        yield Damage(name, f"{count} elements by {len(more)} more names have content that no table has a place for")


def _parts(splitter: Splitter, name: str, stream: Unpacked, damages: list[Damage]) -> Iterator[Part]:
    chunks: list[Chunk] = []
    size = 0
    for item in splitter:
        if isinstance(item, Damage):
            damages.append(item)
            continue
        chunks.append(item)
        size += len(item.data)
        if size >= PART_BYTES:
            yield Part(name, tuple(chunks), _opening(splitter.attributes), stream.encoding)
            chunks, size = [], 0
    if chunks:
        yield Part(name, tuple(chunks), _opening(splitter.attributes), stream.encoding)


def _opening(attributes: dict[str, str]) -> bytes:
    """A root for a lone entry, so that prefixes bound by the file's own root stay bound.

    It begins no new line, so that line numbers in messages of the parser can be added to the entry's own.
    """
    bound = {"xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"} | {
        key: " ".join(value.replace('"', "&quot;").split())
        for key, value in attributes.items()
        if key.startswith("xmlns:")
    }
    names = "".join(f' {key}="{value}"' for key, value in bound.items())
    return f"<entries{names}>".encode()
