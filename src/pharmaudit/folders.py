"""Folders and files that the tool writes: made beside their place and moved in whole; nobody sees half of one."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from pharmaudit.errors import UsageError


def refuse_foreign(folder: Path, is_ours: Callable[[Path], bool], what: str) -> None:
    """Refuse a place that is neither free nor a folder of ours: replacing it would lose something else."""
    try:
        if os.path.lexists(folder) and not folder.is_dir():
            raise UsageError(f"{folder}: this is no folder; give a folder for the {what}")
        if folder.is_dir() and any(folder.iterdir()) and not is_ours(folder):
            raise UsageError(f"{folder}: the folder holds something that is no {what} of ours; give another --out")
    except OSError as error:
        raise UsageError(f"{str(folder)[:80]}: the {what} cannot be written there ({error.strerror})") from None


@contextmanager
def replacing(folder: Path, what: str) -> Iterator[Path]:
    """A new folder to build in, which takes the place of `folder` if the block ends without an error."""
    out = folder.resolve()  # through a link: the folder is replaced, not the link
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise UsageError(f"{folder}: the {what} cannot be written there ({error.strerror})") from None
    try:
        yield building
        building.chmod(0o755)
        _swap(building, out)
    except OSError as error:
        raise UsageError(f"{out}: the {what} could not be written ({error.strerror})") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _swap(building: Path, out: Path) -> None:
    """Put the new folder in the place of the old one; between the two renames there is none, never half of one."""
    if not out.exists():
        building.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
    out.rename(old / "replaced")
    building.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file in one move. Raises UsageError."""
    write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write files, each in one move: where one of them cannot be made, none is replaced. Raises UsageError."""
    made: dict[Path, Path] = {}
    path = Path()
    try:
        for path, data in files.items():
            there = path.resolve()  # through a link: the file is replaced, not the link
            handle, name = tempfile.mkstemp(prefix=f".{there.name}-", dir=there.parent)
            made[there] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            made[there].chmod(there.stat().st_mode & 0o777 if there.exists() else 0o644)
        for there, building in made.items():
            building.replace(there)
    except OSError as error:
        for building in made.values():
            with suppress(OSError):
                building.unlink()
        raise UsageError(f"{path}: the file cannot be written there ({error.strerror or error})") from None
