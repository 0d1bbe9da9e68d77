"""Lists of others, given as CSV beside the sources: retracted publications, whether DOIs resolve, entries called stubs.

Nothing is looked up anywhere else: what is not in a list is not known.
"""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pharmaudit.errors import SourceError, UsageError
from pharmaudit.model import Damage, Source
from pharmaudit.readers.decoding import decode
from pharmaudit.readers.mapped.delimited import lines_of
from pharmaudit.readers.mapped.flat import damages_at
from pharmaudit.readers.streams import UNPACKING, whole

Known = Mapping[str, bool]
"""PMID, DOI or entry id in small letters -> whether the list says that it may be cited, or counts as annotated."""

Lists = Mapping[str, Known]
"""Name of a list -> what it knows; a list that was not given has no name here."""

NO_LISTS: Lists = MappingProxyType({})
BEFORE_DOI = r"(?i)^(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)+"
"""What may stand before a DOI and is no part of it."""

RETRACTIONS, DOI_CACHE, LISTED = "retractions", "doi-cache", "listed"
_COLUMNS = {
    RETRACTIONS: (
        ("pmid", ("pmid", "pubmed_id", "originalpaperpubmedid")),
        ("doi", ("doi", "originalpaperdoi")),
        ("nature", ("retractionnature",)),
    ),
    DOI_CACHE: (("doi", ("doi",)), ("resolved", ("resolved",))),
    LISTED: (("entry_id", ("entry_id", "drugbank_id", "drugbank id", "id")),),
}
"""List -> what is read of it, and the names of columns that hold it; the later ones are those of Retraction Watch."""

NAMES = tuple(_COLUMNS)
_NEEDS = {
    RETRACTIONS: "a column pmid or doi, or both",
    DOI_CACHE: "the columns doi and resolved",
    LISTED: "a column entry_id, or one id a line and nothing else",
}
_NAMED = {"pmid": "PMID", "doi": "DOI", "entry_id": "entry id"}
_NONE = ("", "0", "unavailable")
"""What stands where a publication has no PMID or no DOI."""

_PMID = re.compile(r"[1-9]\d{0,8}")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ENTRY = re.compile(r"[\w.:/+-]{1,64}", re.ASCII)
Row = tuple[int, Mapping[str, str]]
"""The line of a row, from 1, and its cells."""


@dataclass(frozen=True)
class ReadLists:
    """What some files of lists hold, where they came from, and the rows that could not be understood."""

    known: Lists = field(default_factory=dict)
    files: tuple[Source, ...] = ()
    damages: tuple[Damage, ...] = ()


NO_FILES = ReadLists()


def read_lists(paths: Mapping[str, Path | None]) -> ReadLists:
    """Read the lists that are given, by name. Raises UsageError for a file that is no list of that sort."""
    known, files, damages = {}, [], []
    for name, path in paths.items():
        if path is not None:
            data = _bytes(path)
            told = decode(data)
            known[name], bad = understood(name, _rows(name, told.text, path))
            if not known[name] and not bad:
                raise UsageError(f"{path}: the list holds no {'entry id' if name == LISTED else 'PMID and no DOI'}")
            files.append(Source(str(path), f"list: {name}", hashlib.sha256(data).hexdigest(), len(known[name])))
            damages += told.damages(str(path))
            damages += [one for reason, lines in bad.items() for one in damages_at(lines, str(path), reason)]
    return ReadLists(known, tuple(files), tuple(damages))


def understood(name: str, rows: Iterable[Row]) -> tuple[dict[str, bool], dict[str, list[int]]]:
    """What rows of a list say, and reason -> lines of the rows that were left out."""
    known: dict[str, bool] = {}
    bad: dict[str, list[int]] = {}
    reinstated: set[str] = set()
    for line, row in rows:
        ids, wrong = _ids(row)
        if name == DOI_CACHE and row.get("resolved") not in ("0", "1"):
            ids, wrong = (), [*wrong, "the column resolved must hold 0 or 1; the row was left out"]
        for reason in wrong:
            bad.setdefault(reason, []).append(line)
        nature = row.get("nature") or "retraction"
        if nature.lower() == "reinstatement":
            reinstated.update(ids)
        elif name == DOI_CACHE or nature.lower() == "retraction":  # an expression of concern is none
            known |= {one: known.get(one, False) or row.get("resolved") == "1" for one in ids}
    return {one: fine for one, fine in known.items() if one not in reinstated}, bad


def _ids(row: Mapping[str, str]) -> tuple[tuple[str, ...], list[str]]:
    """The PMID and the DOI of a row, and what is wrong with them."""
    found, wrong = [], []
    for key, form in (("pmid", _PMID), ("doi", _DOI), ("entry_id", _ENTRY)):
        text = re.sub(BEFORE_DOI, "", row.get(key, "")).lower()
        if form.fullmatch(text):
            found.append(text)
        elif text not in _NONE:
            wrong.append(f"what stands in the column {key} is no {_NAMED[key]}; it was left out")
    return tuple(found), wrong


def _bytes(path: Path) -> bytes:
    try:
        return whole(path)
    except (*UNPACKING, SourceError) as error:
        reason = getattr(error, "strerror", None) or str(error).removeprefix(f"{path}: ")
        raise UsageError(f"{path}: the list cannot be read: {reason}") from None


def _rows(name: str, text: str, path: Path) -> Iterator[Row]:
    """The rows below the header, with what the list needs by our own names."""
    lines = lines_of(text.replace("\0", ""))
    delimiter = max(",;\t", key=lines[0].count) if lines else ","
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begun = 1
    try:
        first = next(reader, [])
        if name == LISTED and len(first) == 1 and _ENTRY.fullmatch(first[0].strip()) and not _found(name, first):
            yield begun, {"entry_id": first[0].strip()}  # ids alone, without a header
            first = ["entry_id"]
        places = _places(name, first, path)
        begun = reader.line_num + 1
        for row in reader:
            yield begun, {key: row[place].strip() for key, place in places.items() if place < len(row)}
            begun = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{path}:{begun}: the row cannot be read ({error}); export the list as CSV anew") from None


def _places(name: str, header: list[str], path: Path) -> dict[str, int]:
    found = _found(name, header)
    if not found.keys() & _NAMED.keys() or (name == DOI_CACHE and len(found) < 2):
        raise UsageError(f"{path}:1: the list needs {_NEEDS[name]}; its header is {', '.join(header)[:200] or 'empty'}")
    return found


def _found(name: str, header: list[str]) -> dict[str, int]:
    """Our name of a column -> its place in the header."""
    columns = [column.strip().lower() for column in header]
    return {key: columns.index(word) for key, words in _COLUMNS[name] for word in reversed(words) if word in columns}
