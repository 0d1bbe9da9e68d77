"""From paths to tables: find the files, tell their format by their content, read each with its reader.

A file that cannot be read costs no other one: it becomes a fatal Damage of its own.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pharmaudit.errors import PharmauditError, SourceError, UsageError
from pharmaudit.model import Damage
from pharmaudit.readers import entry_card, exchange, mapped, page, saved_page, xml
from pharmaudit.readers.files import find_files, left_out
from pharmaudit.readers.format import Format, Head, Reading
from pharmaudit.readers.merge import merge
from pharmaudit.readers.streams import UNPACKING
from pharmaudit.readers.tables import Tables, join

FORMATS: tuple[Format, ...] = (
    exchange.FORMAT,
    xml.FORMAT,
    saved_page.FORMAT,
    page.FORMAT,
    entry_card.FORMAT,
    mapped.FORMAT,
)
"""In the order in which they are asked; and believed, where several sources tell of one entry."""

SUFFIXES = frozenset({".gz", ".xz", ".zip"}).union(*(one.suffixes for one in FORMATS))

_PLACE = re.compile(r":(?P<line>\d+)(?::\d+)?: (?P<reason>.*)", re.DOTALL)


def read_sources(paths: Sequence[Path], reading: Reading) -> Tables:
    """Read all files of `paths` (files, folders or patterns) into one set of tables; a file named twice is read once.

    Entries that several files tell of are merged. Raises RuleError for a mapping file that is wrong, and SourceError
    where nothing at all can be read; the message then has a sentence for each source.
    """
    mapped.load_mappings(reading.mappings)  # what is wrong there is no fault of a source
    parts, fatal, aside = [], [], list[Damage]()
    believed: list[tuple[int, int]] = []
    found: dict[str, Path] = {}
    for path in paths:
        try:
            for file in find_files(path, SUFFIXES):
                found.setdefault(os.path.realpath(file), file)
            if reason := left_out(path, SUFFIXES):
                aside.append(Damage(str(path), reason))
        except SourceError as error:
            fatal.append(_damage(path, error))
    if reading.entry_id and len(found) > 1:
        raise UsageError(f"--id names the entry of one page, but {len(found)} files are to be read")
    for file in found.values():
        try:
            format_ = format_of(file)
            parts.append(format_.read(file, reading))
            believed.append((FORMATS.index(format_), len(believed)))
        except PharmauditError as error:
            fatal.append(_damage(file, error))
        except PermissionError:
            fatal.append(Damage(str(file), "it may not be read; ask for the right to read it", fatal=True))
        except UNPACKING as error:
            fatal.append(Damage(str(file), f"it cannot be unpacked or read ({error}); is it cut off?", fatal=True))
    if not parts:
        raise SourceError("\n".join(str(damage) for damage in fatal))
    ranks = np.argsort(np.lexsort(np.transpose(believed)[::-1]))
    tables = merge(_with_plain_ids(join(parts)), np.repeat(ranks, [len(part.entries) for part in parts]))
    return Tables(tables.frames, tables.sources, (*fatal, *aside, *tables.damages))


def _with_plain_ids(tables: Tables) -> Tables:
    """Ids without the blanks around them, or null: everything that names an entry goes by its id."""
    given = tables.entries["entry_id"]
    plain = given.str.strip()
    plain = plain.where(plain != "")
    padded = tables.entries.loc[(given != plain).fillna(False), ["source", "line"]]
    if plain.equals(given):
        return tables
    damages = [
        Damage(str(path), f"blanks around the id of an entry were left out ({len(lines):,} times)", int(lines[0]))
        for path, lines in ((path, rows["line"].to_list()) for path, rows in padded.groupby("source", sort=False))
    ]
    frames = {**tables.frames, "entries": tables.entries.assign(entry_id=plain)}
    return Tables(frames, tables.sources, (*tables.damages, *damages))


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
