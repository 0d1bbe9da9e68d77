"""DrugBank XML: entries cut out of the stream, walked into tables in parts, a damaged entry never costs another."""

import gc
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from pharmaudit.errors import SourceError
from pharmaudit.model import Damage, Source
from pharmaudit.readers.format import Imap
from pharmaudit.readers.streams import Unpacked
from pharmaudit.readers.tables import Tables, join
from pharmaudit.readers.xml.splitter import Chunk, Splitter
from pharmaudit.readers.xml.walk import Walk

PART_BYTES = 1 << 24
_ID = re.compile(rb"<drugbank-id[^>]*>\s*([A-Z]+\d+)")


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
    walk, damages, parser = Walk(), [], _parser(part)
    with _no_collecting():
        for chunk in part.chunks:
            try:
                root = etree.fromstring(part.opening + chunk.data + b"</entries>", parser)
            except etree.XMLSyntaxError as error:
                damages.append(_malformed(part.source, chunk, error))
                continue
            walk.entry(root[0], part.source, chunk.line, chunk.offset)
        return PartRows(Tables.from_cells(walk.cells, damages=damages), walk.unread)


def _parser(part: Part) -> etree.XMLParser:
    try:
        return etree.XMLParser(
            huge_tree=True,
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
            collect_ids=False,
            encoding=part.encoding,
        )
    except LookupError:
        raise SourceError(f"{part.source}: the encoding {part.encoding!r} that it declares is not known") from None


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


def _malformed(source: str, chunk: Chunk, error: etree.XMLSyntaxError) -> Damage:
    found = _ID.search(chunk.data)
    name = found.group(1).decode() if found else "an entry without an id"
    line = chunk.line + (error.lineno or 1) - 1
    return Damage(source, f"{name} is not well-formed ({error.msg}); it is left out", line, chunk.offset, loss=True)


def read_xml(path: Path, stream: Unpacked, imap: Imap) -> Tables:
    """Read a DrugBank XML stream of `path`. Raises SourceError where no entry can be read."""
    name = str(path)
    splitter = Splitter(stream, name)
    damages: list[Damage] = []
    parts, unread = [], Counter[str]()
    for result in imap(read_part, _parts(splitter, name, stream, damages)):
        parts.append(result.tables)
        unread += result.unread
    damages += [damage for part in parts for damage in part.damages]
    if not any(len(part.entries) for part in parts):
        reason = stream.failure or (damages[0].reason if damages else "it has no <drug> element")
        raise SourceError(f"{name}: no entry could be read: {reason}; is this a DrugBank XML export?")
    damages += [
        Damage(name, f"{count} elements <{where}> have content that no table has a place for")
        for where, count in sorted(unread.items())
    ]
    if stream.failure:
        reason = f"it could not be unpacked to its end ({stream.failure}); is it cut off?"
        damages.append(Damage(name, reason, loss=True))
    tables = join(parts)
    source = Source(
        name,
        "DrugBank XML",
        stream.digest.hexdigest(),
        len(tables.entries),
        splitter.attributes.get("version") or splitter.attributes.get("schemaVersion", ""),
        splitter.attributes.get("exported-on", ""),
    )
    return Tables(tables.frames, (source,), tuple(damages))


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
