"""The history store: one SQLite file, one transaction a run; it holds the last complete run whatever happens."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pharmaudit.errors import UsageError
from pharmaudit.history.compare import compare
from pharmaudit.history.reading import past_of
from pharmaudit.history.schema import VERSION, migrate, version_of
from pharmaudit.history.snapshot import Past, Snapshot
from pharmaudit.history.writing import write

TIMEOUT = 60.0
"""Seconds to wait for another run that is writing."""

_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


class StoreError(UsageError):
    """The history store cannot be read or written; the message names it, says why, and what to do."""


def read_past(path: Path, series: str, timeout: float = TIMEOUT) -> Past:
    """What is known of a series; nothing where the store is not there yet. Raises StoreError."""
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        return Past()
    with reading(path, timeout) as db:
        return past_of(db, series)


def check_writable(path: Path) -> None:
    """Refuse, before any work, a place where no store can be written, and a file that is none. Raises StoreError."""
    if path.is_dir():
        raise StoreError(f"{path}: this is a folder; give a file for the history")
    place = path if path.exists() else next(one for one in path.absolute().parents if one.exists())
    folder = place if place.is_dir() else path.absolute().parent
    if not (place.is_dir() or path.is_file()) or not all(os.access(one, os.W_OK) for one in (place, folder)):
        raise StoreError(f"{path}: the history cannot be written there; give a file in a folder that you may write to")
    if path.is_file() and path.stat().st_size:
        with reading(path, TIMEOUT):
            pass


def append(path: Path, run: Snapshot, recorded: str, timeout: float = TIMEOUT) -> int:
    """Add a run to its series, in one transaction; the number that it got. `recorded`: when, ISO 8601.

    What has changed is worked out anew against what the store holds by now: another run may have been faster. Raises
    StoreError; the store is then as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: the history cannot be written there ({error.strerror})") from None
    with _opened(path, "rwc", timeout) as db, _transaction(db):
        version = _checked(db, path)
        if version < VERSION:
            migrate(db, version)
        past = past_of(db, run.info.series)
        return write(db, past, run, compare(past, run), recorded)


@contextmanager
def reading(path: Path, timeout: float = TIMEOUT) -> Iterator[sqlite3.Connection]:
    """A store to read from, of today's version. Raises StoreError where there is none, or it cannot be read."""
    if not path.is_file():
        raise StoreError(f"{path}: there is no history here; audit with --history {path} to begin one")
    writable = os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)
    with _opened(path, "rw" if writable else "ro&immutable=1", timeout) as db:
        version = _checked(db, path)
        if not version:
            raise StoreError(f"{path}: no run is recorded here; audit with --history {path} to begin")
        if version < VERSION:
            if not writable:
                raise StoreError(f"{path}: an older version wrote this history; make it writable once to renew it")
            with _transaction(db):
                migrate(db, _checked(db, path))
        yield db


def _checked(db: sqlite3.Connection, path: Path) -> int:
    version = version_of(db)
    if version is None:
        raise StoreError(f"{path}: this is an SQLite file of something else; give another file for the history")
    if version > VERSION:
        raise StoreError(
            f"{path}: a newer version of pharmaudit wrote this history (form {version}, known is {VERSION}); "
            "update pharmaudit, or give another file"
        )
    return version


@contextmanager
def _opened(path: Path, mode: str, timeout: float) -> Iterator[sqlite3.Connection]:
    """A connection without transactions of its own; everything that SQLite complains of becomes a sentence."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)) as db:
            if mode == "rwc":
                db.execute("pragma journal_mode = wal")
            yield db
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {_sentence(error, timeout)}") from error


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("begin immediate")
    try:
        yield
        db.execute("commit")
    except BaseException:
        if db.in_transaction:
            db.execute("rollback")
        raise


def _sentence(error: sqlite3.Error, timeout: float) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"another run has held the history for more than {timeout:g} seconds; try again when it has ended"
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return f"this is no history of pharmaudit, or it is damaged ({error}); give another file, or restore this one"
    if code in _FULL:
        return f"the history could not be written ({error}): is the disk full?"
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"the history cannot be opened or written ({error}); give a file that you may write to"
    return f"the history cannot be used ({error})"
