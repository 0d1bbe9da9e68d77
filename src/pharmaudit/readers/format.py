"""What a format is: how a reader recognises a file by its beginning, and how it reads it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from pharmaudit.readers.decoding import decode
from pharmaudit.readers.markup import root_element
from pharmaudit.readers.streams import opened
from pharmaudit.readers.tables import Tables

HEAD = 1 << 16

A = TypeVar("A")
B = TypeVar("B")


class Imap(Protocol):
    """How to map a pure function over parts, in order: in this process, or over several."""

    def __call__(self, function: Callable[[A], B], parts: Iterable[A], /) -> Iterator[B]: ...


@dataclass(frozen=True)
class Reading:
    """What a reader may need beside the file.

    `entry_id`: the id of a page that lost its own. `imap`: how to map over parts. `mappings`: mapping files of the
    user, tried before those of the rulebook.
    """

    entry_id: str | None
    imap: Imap
    mappings: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Head:
    """The beginning of a file, unpacked: at most HEAD bytes, and what they say."""

    path: Path
    data: bytes
    text: str
    failure: str = field(default="", compare=False)

    @classmethod
    def of(cls, path: Path) -> "Head":
        """Raises UNPACKING where the file cannot even be begun."""
        with opened(path) as stream:
            data = stream.take(HEAD)
            return cls(path, data, decode(data).text, stream.failure)

    @property
    def suffix(self) -> str:
        """The last suffix in lower case, without that of a packer: `.csv` of `links.csv.xz`."""
        path = self.path
        while path.suffix.lower() in (".gz", ".xz", ".zip"):
            path = path.with_suffix("")
        return path.suffix.lower()

    @property
    def root(self) -> str:
        """Name of the root element, 'unknown' if none is in sight; '' for what is no markup."""
        return root_element(self.text)


@dataclass(frozen=True)
class Format:
    """One format. `takes` must be cheap and sure: a file that two formats take goes to the first of them."""

    name: str
    takes: Callable[[Head], bool]
    read: Callable[[Path, Reading], Tables]
    suffixes: tuple[str, ...]
