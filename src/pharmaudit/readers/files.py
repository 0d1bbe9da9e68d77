"""Which files to read: a file is itself, a folder what it holds with a known suffix, a pattern what it matches."""

import glob
import os
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from pharmaudit.errors import SourceError

MANIFEST = "pharmaudit-tables.json"
"""Stands for its folder, which holds the normalised tables of one conversion and is read as a whole."""


def find_files(path: Path, suffixes: Collection[str]) -> list[Path]:
    """The files to read at `path`, in order of name. Raises SourceError where there is none.

    A pattern (`*`, `?`, `[...]`, `**`) that the shell did not expand is one only where no file has that very name.
    """
    if not str(path).isprintable():
        raise SourceError(f"{str(path)!a}: the name cannot be shown as text; rename the file")
    if os.path.isfile(path):  # noqa: PTH113  # unlike Path.is_file it takes a name that is too long for an answer
        return [path]
    if os.path.isdir(path):  # noqa: PTH112
        return _in_folder(path, suffixes)
    if not os.path.exists(path) and glob.has_magic(str(path)):  # noqa: PTH110
        return _matching(path, suffixes)
    if os.path.exists(path):  # noqa: PTH110
        raise SourceError(f"{path}: this is neither a file nor a folder; save what it gives in a file, and name that")
    raise SourceError(f"{path}: there is no such file or folder; check the spelling")


def left_out(path: Path, suffixes: Collection[str]) -> str:
    """One sentence about the files of a folder that are not read for their names; '' where there is none."""
    if not os.path.isdir(path):  # noqa: PTH112
        return ""
    found = [file for file in _walk(path) if not file.is_dir()]
    tables = {file.parent for file in found if file.name == MANIFEST}
    known = tuple(suffixes)
    strange = [one for one in found if one.parent not in tables and not one.name.lower().endswith(known)]
    counts = Counter(file.suffix.lower() or "no suffix" for file in strange)
    told = ", ".join(f"{name} ({count:,})" for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
    if not told:
        return ""
    return f"files were left out, whose names end in nothing that is read: {told}; name a file to have it read"


def _in_folder(path: Path, suffixes: Collection[str]) -> list[Path]:
    """The files of a folder and of those below it, in order of name; what is hidden is left alone.

    A folder that may not be opened stands for itself, so that reading it tells why.
    """
    files = sorted(
        file
        for file in _walk(path)
        if file.is_dir() or (file.name.lower().endswith(tuple(suffixes)) and file.is_file())
    )
    tables = {file.parent for file in files if file.name == MANIFEST}
    files = [file for file in files if file.parent not in tables or file.name == MANIFEST]
    if not files:
        known = ", ".join(sorted(suffixes))
        raise SourceError(f"{path}: the folder holds no file that could be read (looked for {known})")
    return files


def _walk(top: Path) -> Iterator[Path]:
    """Everything below a folder that is not hidden; links are followed, but into each folder only once."""
    seen: set[str] = set()
    closed: list[Path] = []
    for folder, inner, names in os.walk(
        top, onerror=lambda error: closed.append(Path(error.filename)), followlinks=True
    ):
        real = os.path.realpath(folder)
        inner[:] = [] if real in seen else sorted(name for name in inner if not name.startswith("."))
        if real not in seen:
            yield from (Path(folder, name) for name in names if not name.startswith("."))
        seen.add(real)
    yield from closed


def _matching(path: Path, suffixes: Collection[str]) -> list[Path]:
    """What a pattern matches: pathlib's `**` goes through no link, so that links in a circle do no harm."""
    anchor = Path(path.anchor)
    try:
        found = sorted(anchor.glob(str(path.relative_to(anchor))))
    except ValueError as error:
        raise SourceError(f"{path}: this pattern cannot be read ({error})") from None
    hidden = [part for part in path.parts if part.startswith(".")]
    shown = [one for one in found if hidden or not any(part.startswith(".") for part in one.relative_to(anchor).parts)]
    files: list[Path] = []
    for one in shown:
        if one.is_dir():
            with suppress(SourceError):  # beside other matches, a folder with nothing to read is none
                files += _in_folder(one, suffixes)
        elif one.is_file() or not one.exists():  # a pipe would never end; a dead link tells of itself
            files.append(one)
    if not files:
        what = "what matches this pattern cannot be read" if shown else "no file or folder matches this pattern"
        raise SourceError(f"{path}: {what}")
    return sorted(set(files))
