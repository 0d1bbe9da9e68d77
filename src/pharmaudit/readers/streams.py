"""The bytes of a source: found behind gz, xz and zip, hashed on their way, in an encoding that can be searched.

Nothing is unpacked to disk. A file that is cut off or spoilt gives what could be unpacked before the failure.
"""

import codecs
import gzip
import hashlib
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol, cast

from pharmaudit.errors import SourceError
from pharmaudit.readers.decoding import wide

UNPACKING = (OSError, EOFError, lzma.LZMAError, zlib.error, zipfile.BadZipFile)
"""What the unpackers raise on a file that is cut off or spoilt."""

MAX_WHOLE = 1 << 26

_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_PROLOG = 1 << 10  # the first block is never shorter, so that it holds the XML declaration
_TABLES = (".csv", ".tsv")
_ODD = "pharmaudit-odd"
codecs.register_error(_ODD, lambda error: ("\udcff", cast(UnicodeDecodeError, error).end))
"""Bad UTF-16 or UTF-32 becomes a bad byte of UTF-8, so that it is found and reported where all others are."""


class Packed(Protocol):
    """What every unpacker offers: some bytes, b'' at the end. (`read` would drop what it has where it then fails.)"""

    def read1(self, size: int, /) -> bytes: ...


@contextmanager
def opened(path: Path) -> Iterator["Unpacked"]:
    """The unpacked bytes of a file; by its first bytes, not by its name. Raises UNPACKING, and SourceError for a zip
    with several files to choose from."""
    with path.open("rb") as raw:
        magic = raw.read(6)
        raw.seek(0)
        if magic.startswith(b"\x1f\x8b"):
            with gzip.open(raw) as packed:
                yield Unpacked(cast(Packed, packed))
        elif magic.startswith(b"\xfd7zXZ"):
            with lzma.open(raw) as packed_xz:
                yield Unpacked(packed_xz)
        elif magic.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(raw) as archive, _member(path, archive) as member:
                yield Unpacked(cast(Packed, member))
        else:
            yield Unpacked(raw)


def _member(path: Path, archive: zipfile.ZipFile) -> IO[bytes]:
    names = [name for name in archive.namelist() if not name.startswith("__MACOSX/") and not name.endswith("/")]
    members = names if len(names) == 1 else [name for name in names if name.lower().endswith(".xml")]
    members = members or [name for name in names if name.lower().endswith(_TABLES)]
    if len(members) != 1:
        raise SourceError(f"{path}: the archive holds {len(names)} files; give one that holds a single source")
    try:
        return archive.open(members[0])
    except RuntimeError as error:  # encrypted, or packed in a way that Python does not know
        raise SourceError(f"{path}: the archive cannot be unpacked: {error}") from None


class Unpacked:
    """One pass over the unpacked bytes of a source.

    Where unpacking fails the stream ends early and `failure` says why, so that what came before is not lost.
    `encoding` is the one to parse with what `read` gives, known after the first block: as the XML declares it, but a
    byte order mark knows better. UTF-16 and UTF-32 are transcoded to UTF-8, since the splitter looks for ASCII tags.
    """

    def __init__(self, stream: Packed) -> None:
        self.digest = hashlib.sha256()
        self.encoding = "utf-8"
        self.failure = ""
        self._stream = stream
        self._begun = False
        self._decoder: codecs.IncrementalDecoder | None = None

    def take(self, size: int) -> bytes:
        """The next `size` bytes as they stand in the source; fewer only at its end, or where unpacking fails."""
        pieces: list[bytes] = []
        try:
            while size > 0 and not self.failure and (piece := self._stream.read1(size)):
                pieces.append(piece)
                size -= len(piece)
        except UNPACKING as error:
            self.failure = str(error) or type(error).__name__
        block = b"".join(pieces)
        self.digest.update(block)
        return block

    def read(self, size: int, /) -> bytes:
        """The next block, of about `size` bytes, in `encoding`; b'' only at the end."""
        if self._begun:
            block = self.take(size)
        else:
            block = self.take(max(size, _PROLOG))
            self._begin(block)
        if self._decoder is None:
            return block
        text = self._decoder.decode(block, final=not block)
        while block and not text:  # less than one character so far
            block = self.take(size)
            text = self._decoder.decode(block, final=not block)
        return text.encode(errors="surrogateescape")

    def _begin(self, block: bytes) -> None:
        self._begun = True
        declared = _DECLARED.match(block)
        if encoding := wide(block):
            self._decoder = codecs.getincrementaldecoder(encoding)(_ODD)
        elif declared and not declared.group(1).lower().startswith(b"utf-16"):
            self.encoding = declared.group(1).decode()


def whole(path: Path) -> bytes:
    """All bytes of a small file. Raises SourceError beyond MAX_WHOLE, and where it is cut off."""
    with opened(path) as stream:
        data = stream.take(MAX_WHOLE + 1)
    if stream.failure:
        raise SourceError(f"{path}: it cannot be unpacked to its end ({stream.failure}); is it cut off?")
    if len(data) > MAX_WHOLE:
        raise SourceError(f"{path}: it holds more than {MAX_WHOLE >> 20} MiB; split it")
    return data
