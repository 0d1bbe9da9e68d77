"""A baseline file: the fingerprints of findings that were there when auditing began, one a line.

A comment names the version of the format; a line has fingerprint, rule, entry id and field, with tabs between them.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from pharmaudit.errors import UsageError
from pharmaudit.model import Damage, Source

FORMAT = 1
HEADER = "# pharmaudit baseline, format "
CELLS = ("fingerprint", "rule", "entry", "field")
DAMAGES_SHOWN = 20
_PRINT = re.compile(r"[0-9a-f]{16}(-[1-9]\d{0,8})?")
_CONFLICT = re.compile(r"<{7}( |$)|={7}$|>{7}( |$)|\|{7}( |$)")


@dataclass(frozen=True, slots=True)
class Listed:
    """One finding of a baseline; `line` counts from 1."""

    fingerprint: str
    rule: str
    entry_id: str
    field: str
    line: int


@dataclass(frozen=True)
class Baseline:
    """A baseline as it was read: its findings, each once, in the order of the file, and the lines of the file."""

    source: Source
    listed: tuple[Listed, ...]
    text: tuple[str, ...] = ()


def read_baseline(path: Path) -> tuple[Baseline, tuple[Damage, ...]]:
    """The baseline, and a damage for each line that is none, with its number; the other lines count.

    A fingerprint that stands twice counts once. Raises UsageError for a file that cannot be read, is no baseline, is
    of a newer format, or holds a merge that was not finished.
    """
    data = _data(path)
    lines = _lines(data, path)
    for number, line in enumerate(lines, 1):
        if _CONFLICT.match(line):
            raise UsageError(
                f"{path}:{number}: a merge was not finished; keep the lines of both sides, "
                "delete those that begin with <<<<<<<, ======= or >>>>>>>, then run `pharmaudit baseline prune`"
            )
    _check_header(lines, path)
    found: dict[str, Listed] = {}
    bad: list[int] = []
    for number, line in enumerate(lines, 1):
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if line.strip() and not line.startswith("#"):
            if len(cells) == len(CELLS) and _PRINT.fullmatch(cells[0]):
                print_, rule, entry, field = cells
                found.setdefault(print_, Listed(print_, rule, entry, field, number))
            else:
                bad.append(number)
    source = Source(str(path), "baseline", hashlib.sha256(data).hexdigest(), len(found))
    return Baseline(source, tuple(found.values()), tuple(lines)), _damages(path, bad)


def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{path}: there is no such baseline; `pharmaudit baseline write` makes one") from None
    except OSError as error:
        raise UsageError(f"{path}: the baseline cannot be read ({error.strerror})") from None


def _lines(data: bytes, path: Path) -> list[str]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: the baseline is not UTF-8 text (byte {error.start})") from None
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def _check_header(lines: list[str], path: Path) -> None:
    version = lines[0].removeprefix(HEADER).partition(":")[0].strip()
    if not lines[0].startswith(HEADER) or not version.isdecimal():
        raise UsageError(f"{path}:1: this is no baseline: its first line does not begin with {HEADER!r} and a number")
    if int(version) > FORMAT:
        raise UsageError(f"{path}:1: the baseline has format {version[:9]}, this version reads {FORMAT}")


def _damages(path: Path, bad: list[int]) -> tuple[Damage, ...]:
    told = f"this is no line of a baseline ({', '.join(CELLS)}, with tabs between them); it is left out"
    found = [Damage(str(path), told, number) for number in bad[:DAMAGES_SHOWN]]
    if rest := bad[DAMAGES_SHOWN:]:
        found.append(Damage(str(path), f"{len(rest):,} more lines, from here on, are no lines of a baseline", rest[0]))
    return tuple(found)
