"""Map a pure function over parts, in order, in this process or over a pool of processes."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")

AHEAD = 2
"""Parts in flight for each process: enough to keep it busy, few enough to bound memory."""


def serial(function: Callable[[A], B], parts: Iterable[A]) -> Iterator[B]:
    """One part after the other, here."""
    return map(function, parts)


@contextmanager
def processes(jobs: int) -> Iterator[Callable[[Callable[[A], B], Iterable[A]], Iterator[B]]]:
    """A mapping over `jobs` processes that keeps the order of the parts; `jobs` 1 stays in this process."""
    if jobs <= 1:
        yield serial
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("forkserver")) as pool:

        def imap(function: Callable[[A], B], parts: Iterable[A]) -> Iterator[B]:
            waiting: deque[Future[B]] = deque()
            for part in parts:
                waiting.append(pool.submit(function, part))
                if len(waiting) > AHEAD * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

        yield imap
