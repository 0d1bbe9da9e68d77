"""What can go wrong for a user, each with the exit code that the command line owes them."""

import re
from collections.abc import Iterable
from typing import ClassVar

SHOWN = 50
LONGEST = 400
_PLACE = re.compile(r"(?P<file>.*?):(?P<line>\d+):(?P<column>\d+): ")
_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


class PharmauditError(Exception):
    """A failure that one clear sentence explains; the command line prints it without a traceback."""

    exit_code: ClassVar[int] = 3


class UsageError(PharmauditError):
    """The command, its options or a configuration file cannot be followed."""

    exit_code = 2


class RuleError(UsageError):
    """A rule, profile, pattern or vocabulary file is wrong; the message starts with file:line:column."""


class RulebookError(RuleError):
    """One line for each thing that is wrong, in order of file, line and column; at most SHOWN of them are printed."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(sorted(dict.fromkeys(map(_one_line, lines)), key=_order))
        super().__init__(_told(self.lines))


class SourceError(PharmauditError):
    """A source could not be read at all; the message names the file, the position where known, and the reason."""

    exit_code = 4


def _one_line(text: str) -> str:
    line = _BREAK.sub(" ", text)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} …"


def _order(line: str) -> tuple[str, int, int, str]:
    found = _PLACE.match(line)
    return (found["file"], int(found["line"]), int(found["column"]), line) if found else ("", 0, 0, line)


def _told(lines: tuple[str, ...]) -> str:
    if len(lines) == 1:
        return lines[0]
    more = [f"and {len(lines) - SHOWN:,} more"] if len(lines) > SHOWN else []
    return "\n".join([f"{len(lines):,} things are wrong in the files:", *lines[:SHOWN], *more])
