"""Mapping over parts: in order, lazily, here or over processes."""

from collections.abc import Iterator

import pytest

from pharmaudit.engine import processes, serial
from pharmaudit.engine.local import AHEAD


def double(number: int) -> int:
    return 2 * number


def fail(number: int) -> int:
    raise ValueError(f"part {number}")


@pytest.mark.parametrize("jobs", [1, 2])
def test_keeps_the_order(jobs: int) -> None:
    with processes(jobs) as imap:
        assert list(imap(double, range(20))) == [2 * number for number in range(20)]
        assert list(imap(double, [])) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failure_reaches_the_caller(jobs: int) -> None:
    with processes(jobs) as imap, pytest.raises(ValueError, match="part 7"):
        list(imap(fail, [7]))


def test_parts_are_made_only_as_far_ahead_as_needed() -> None:
    made: list[int] = []

    def parts() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    with processes(2) as imap:
        results = imap(double, parts())
        assert next(results) == 0
        assert len(made) == 2 * AHEAD + 1


def test_serial_is_lazy() -> None:
    results = serial(double, iter([1, 2]))
    assert next(results) == 2
