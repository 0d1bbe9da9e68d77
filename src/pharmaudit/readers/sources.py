"""From paths to tables: find the files, tell their format by their content, read each with its reader.

A file that cannot be read costs no other one: it becomes a fatal Damage of its own.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pharmaudit.errors import PharmauditError, SourceError, UsageError
from pharmaudit.model import Damage
from pharmaudit.readers.drugbank_xml import Imap, Part, PartRows, read_xml
from pharmaudit.readers.entry_card import read_card
from pharmaudit.readers.page import looks_like_page, read_page
from pharmaudit.readers.splitter import without_noise
from pharmaudit.readers.streams import UNPACKING, opened
from pharmaudit.readers.tables import Tables, join

HEAD = 1 << 16
SUFFIXES = frozenset({".xml", ".txt", ".yaml", ".yml", ".gz", ".xz", ".zip"})
MAX_TEXT = 1 << 26

_ROOT = re.compile(r"<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)")
_PLACE = re.compile(r":(?P<line>\d+)(?::\d+)?: (?P<reason>.*)", re.DOTALL)
_ENTRY_ROOTS = frozenset({"drugbank", "drugs", "drug"})


@dataclass(frozen=True)
class Reading:
    """What a reader may need beside the file: an id for a page that lost its own, and how to map over parts."""

    entry_id: str | None
    imap: Imap[Part, PartRows]


def _xml(path: Path, reading: Reading) -> Tables:
    with opened(path) as stream:
        return read_xml(path, stream, reading.imap)


def _page(path: Path, reading: Reading) -> Tables:
    return read_page(path, _whole(path), reading.entry_id)


def _card(path: Path, _reading: Reading) -> Tables:
    return read_card(path, _whole(path))


READERS: Mapping[str, Callable[[Path, Reading], Tables]] = {
    "DrugBank XML": _xml,
    "page text": _page,
    "entry card": _card,
}


def read_sources(paths: Sequence[Path], reading: Reading) -> Tables:
    """Read all files of `paths` (files or folders) into one set of tables.

    Raises SourceError where nothing at all can be read; the message then has a sentence for each source.
    """
    parts, fatal = [], []
    files: list[Path] = []
    for path in paths:
        try:
            files += find_files(path)
        except SourceError as error:
            fatal.append(_damage(path, error))
    if reading.entry_id and len(files) > 1:
        raise UsageError(f"--id names the entry of one page, but {len(files)} files are to be read")
    for file in files:
        try:
            parts.append(READERS[sniff(file)](file, reading))
        except PharmauditError as error:
            fatal.append(_damage(file, error))
        except UNPACKING as error:
            fatal.append(Damage(str(file), f"it cannot be unpacked or read ({error}); is it cut off?", fatal=True))
    if not parts:
        raise SourceError("\n".join(str(damage) for damage in fatal))
    tables = join(parts)
    return Tables(tables.frames, tables.sources, (*fatal, *tables.damages))


def find_files(path: Path) -> list[Path]:
    """The files to read at `path`: itself, or what a folder holds with a suffix that we read, in order of name."""
    if not str(path).isprintable():
        raise SourceError(f"{str(path)!a}: the name cannot be shown as text; rename the file")
    if os.path.isfile(path):  # noqa: PTH113  # unlike Path.is_file it takes a name that is too long for an answer
        return [path]
    if not os.path.exists(path):  # noqa: PTH110
        raise SourceError(f"{path}: there is no such file or folder; check the spelling")
    files = sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and file.suffix.lower() in SUFFIXES and not file.name.startswith(".")
    )
    if not files:
        known = ", ".join(sorted(SUFFIXES))
        raise SourceError(f"{path}: the folder holds no file that could be read (looked for {known})")
    return files


def sniff(path: Path) -> str:
    """The format of a file, by what it begins with. Raises SourceError for what no reader takes."""
    with opened(path) as stream:
        head = stream.read(HEAD)
    if not head.strip():
        if stream.failure:
            raise SourceError(f"{path}: it cannot be unpacked ({stream.failure}); is it cut off?")
        raise SourceError(f"{path}: the file is empty")
    if b"\0" in head:
        raise SourceError(f"{path}: this is a binary file; give DrugBank XML, a page's text or an entry card")
    text = head.decode("utf-8-sig", "replace")
    if path.suffix.lower() in (".yaml", ".yml"):
        return "entry card"
    if text.lstrip().startswith("<"):
        root = _ROOT.search(without_noise(head).decode("utf-8-sig", "replace"))
        if root and root.group(1) in _ENTRY_ROOTS:
            return "DrugBank XML"
        name = root.group(1) if root else "unknown"
        raise SourceError(f"{path}: this is no DrugBank export: its root element is <{name}>, not <drugbank>")
    if looks_like_page(text):
        return "page text"
    raise SourceError(f"{path}: the format is not recognised; give DrugBank XML, a page's text or an entry card")


def _whole(path: Path) -> bytes:
    with opened(path) as stream:
        data = stream.take(MAX_TEXT + 1)
    if stream.failure:
        raise SourceError(f"{path}: it cannot be unpacked to its end ({stream.failure}); is it cut off?")
    if len(data) > MAX_TEXT:
        raise SourceError(f"{path}: the text is larger than {MAX_TEXT >> 20} MiB; one entry is expected")
    return data


def _damage(path: Path, error: PharmauditError) -> Damage:
    """What keeps a source from being read, with the line where its message names one."""
    message = str(error).removeprefix(str(path))
    place = _PLACE.fullmatch(message)
    if place is None:
        return Damage(str(path), message.removeprefix(": "), fatal=True)
    return Damage(str(path), place["reason"], int(place["line"]), fatal=True)
