"""Which files to read: a file is itself, a folder what it holds with a known suffix, a pattern what it matches."""

import glob
import os
from collections.abc import Collection
from pathlib import Path

from pharmaudit.errors import SourceError


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
    raise SourceError(f"{path}: there is no such file or folder; check the spelling")


def _in_folder(path: Path, suffixes: Collection[str]) -> list[Path]:
    files = sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and file.suffix.lower() in suffixes and not file.name.startswith(".")
    )
    if not files:
        known = ", ".join(sorted(suffixes))
        raise SourceError(f"{path}: the folder holds no file that could be read (looked for {known})")
    return files


def _matching(path: Path, suffixes: Collection[str]) -> list[Path]:
    found = sorted(Path(name) for name in glob.glob(str(path), recursive=True))  # noqa: PTH207  # absolute ones too
    if not found:
        raise SourceError(f"{path}: no file or folder matches this pattern")
    files: list[Path] = []
    for one in found:
        files += [one] if one.is_file() else _in_folder(one, suffixes)
    return sorted(set(files))
