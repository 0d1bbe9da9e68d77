"""What can go wrong for a user, each with the exit code that the command line owes them."""

from typing import ClassVar


class PharmauditError(Exception):
    """A failure that one clear sentence explains; the command line prints it without a traceback."""

    exit_code: ClassVar[int] = 3


class UsageError(PharmauditError):
    """The command, its options or a configuration file cannot be followed."""

    exit_code = 2


class RuleError(UsageError):
    """A rule, profile, pattern or vocabulary file is wrong; the message starts with file:line:column."""


class SourceError(PharmauditError):
    """A source could not be read at all; the message names the file, the position where known, and the reason."""

    exit_code = 4
