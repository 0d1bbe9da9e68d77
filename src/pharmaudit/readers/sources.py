"""From paths to tables: find the files, tell their format by their content, read each with its reader.

A file that cannot be read costs no other one: it becomes a fatal Damage of its own.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from pharmaudit.errors import PharmauditError, SourceError, UsageError
from pharmaudit.model import Damage
from pharmaudit.readers import entry_card, page, xml
from pharmaudit.readers.files import find_files
from pharmaudit.readers.format import Format, Head, Reading
from pharmaudit.readers.streams import UNPACKING
from pharmaudit.readers.tables import Tables, join

FORMATS: tuple[Format, ...] = (xml.FORMAT, page.FORMAT, entry_card.FORMAT)
"""In the order in which they are asked; and believed, where several sources tell of one entry."""

SUFFIXES = frozenset({".gz", ".xz", ".zip"}).union(*(one.suffixes for one in FORMATS))

_PLACE = re.compile(r":(?P<line>\d+)(?::\d+)?: (?P<reason>.*)", re.DOTALL)


def read_sources(paths: Sequence[Path], reading: Reading) -> Tables:
    """Read all files of `paths` (files, folders or patterns) into one set of tables.

    Raises SourceError where nothing at all can be read; the message then has a sentence for each source.
    """
    parts, fatal = [], []
    files: list[Path] = []
    for path in paths:
        try:
            files += find_files(path, SUFFIXES)
        except SourceError as error:
            fatal.append(_damage(path, error))
    if reading.entry_id and len(files) > 1:
        raise UsageError(f"--id names the entry of one page, but {len(files)} files are to be read")
    for file in files:
        try:
            parts.append(format_of(file).read(file, reading))
        except PharmauditError as error:
            fatal.append(_damage(file, error))
        except UNPACKING as error:
            fatal.append(Damage(str(file), f"it cannot be unpacked or read ({error}); is it cut off?", fatal=True))
    if not parts:
        raise SourceError("\n".join(str(damage) for damage in fatal))
    tables = join(parts)
    return Tables(tables.frames, tables.sources, (*fatal, *tables.damages))


def format_of(path: Path) -> Format:
    """The format of a file, by what it begins with. Raises SourceError for what no reader takes."""
    head = Head.of(path)
    if not head.data.strip():
        if head.failure:
            raise SourceError(f"{path}: it cannot be unpacked ({head.failure}); is it cut off?")
        raise SourceError(f"{path}: the file is empty")
    for one in FORMATS:
        if one.takes(head):
            return one
    raise SourceError(f"{path}: {_unknown(head)}")


def _unknown(head: Head) -> str:
    if head.root:
        return f"this is no DrugBank export: its root element is <{head.root}>, not <drugbank>"
    names = f"give one of these: {', '.join(one.name for one in FORMATS)}"
    if "\0" in head.text:
        return f"this is a binary file; {names}"
    return f"the format is not recognised; {names}"


def _damage(path: Path, error: PharmauditError) -> Damage:
    """What keeps a source from being read, with the line where its message names one."""
    message = str(error).removeprefix(str(path))
    place = _PLACE.fullmatch(message)
    if place is None:
        return Damage(str(path), message.removeprefix(": "), fatal=True)
    return Damage(str(path), place["reason"], int(place["line"]), fatal=True)
