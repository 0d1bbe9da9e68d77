"""Errors of many files told together: an author mends them in one go, not one run at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from pharmaudit.errors import RulebookError, RuleError


class Gathered:
    """Collects what is wrong while the work goes on."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def __len__(self) -> int:
        return len(self._lines)

    def tell(self, line: str) -> None:
        """Note one more thing that is wrong: `file:line:column: sentence`."""
        self._lines.append(line)

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note the RuleError that ends the block, and go on after it."""
        try:
            yield
        except RulebookError as errors:
            self._lines += errors.lines
        except RuleError as error:
            self._lines.append(str(error))

    def refuse(self) -> None:
        """Raise RulebookError if anything was noted."""
        if self._lines:
            raise RulebookError(self._lines)
