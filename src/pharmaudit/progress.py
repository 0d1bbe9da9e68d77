"""What a long run tells of itself, and how to tell nobody."""

from collections.abc import Callable

Tell = Callable[[str, int, int], None]
"""Told of each step: what is being done, how many parts of it are done, and of how many (0: not known)."""


def silent(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""
