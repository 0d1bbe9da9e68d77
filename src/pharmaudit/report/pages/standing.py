"""Where an entry stands: the state of every field in page order, and the points that make its completeness."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import floor

import numpy as np

from pharmaudit.report.pages.words import STATES, Mark
from pharmaudit.report.result import Report

SECTIONS_KEPT = 8192
_JUDGED_NOT, _OPEN, _EARNED = range(3)


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field of an entry and what it holds."""

    label: str
    mark: Mark


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """The fields of one section, with its points. Entries that stand alike share it, so it is compared by identity."""

    name: str
    earned: float
    possible: float
    score: float | None
    fields: tuple[FieldState, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PointRow:
    """What one field is worth in one entry. Entries share it, so it is compared by identity."""

    label: str
    section: str
    earned: float
    possible: float


@dataclass(frozen=True, slots=True)
class Standing:
    """States and points of one entry; `earned` of `possible` is its completeness."""

    sections: tuple[Section, ...]
    points: tuple[PointRow, ...]
    uncounted: tuple[str, ...]
    earned: float
    possible: float


class _Columns:
    """Everything about fields that entries share, so that an entry only looks things up."""

    def __init__(self, report: Report) -> None:
        points, items = report.points, report.facts.catalogue.fields
        place = {name: number for number, name in enumerate(points.fields)}
        self.states = [[FieldState(item.label, mark) for mark in STATES.values()] for item in items.values()]
        self.sections = [
            (
                section,
                [at for at, item in enumerate(items.values()) if item.section == section],
                [place[name] for name, item in items.items() if item.section == section and name in place],
            )
            for section in dict.fromkeys(item.section for item in items.values())
        ]
        self.labels = [items[name].label for name in points.fields]
        self.weights = points.weights.tolist()
        self.rows = [
            tuple(PointRow(items[name].label, items[name].section, earned, weight) for earned in (0.0, 0.0, weight))
            for name, weight in zip(points.fields, self.weights, strict=True)
        ]
        self.section = lru_cache(SECTIONS_KEPT)(self._section)

    def _section(self, number: int, found: tuple[int, ...], credits: tuple[int, ...]) -> Section:
        name, fields, places = self.sections[number]
        weights = [self.weights[at] for at in places]
        earned, possible = _sums(weights, credits)
        score = floor(1000 * earned / possible + 1e-9) / 10 if possible else None
        cells = tuple(self.states[at][state] for at, state in zip(fields, found, strict=True))
        return Section(name, earned, possible, score, cells)


def standings(report: Report) -> Iterator[Standing]:
    """The standing of every entry, in order of row number."""
    columns = _Columns(report)
    order = {state: number for number, state in enumerate(STATES)}
    codes = [report.facts.state(name).map(order).to_numpy(dtype=np.int64) for name in report.facts.catalogue.fields]
    states = np.array(codes, dtype=np.int64).T.tolist()
    points = (report.points.possible.astype(int) + report.points.earned).T.tolist()
    for found, credits in zip(states, points, strict=True):
        yield _standing(columns, found, credits)


def _standing(columns: _Columns, found: list[int], credits: list[int]) -> Standing:
    sections = tuple(
        columns.section(number, tuple(found[at] for at in fields), tuple(credits[at] for at in places))
        for number, (_, fields, places) in enumerate(columns.sections)
    )
    rows = tuple(rows[credit] for rows, credit in zip(columns.rows, credits, strict=True) if credit != _JUDGED_NOT)
    uncounted = tuple(label for label, credit in zip(columns.labels, credits, strict=True) if credit == _JUDGED_NOT)
    return Standing(sections, rows, uncounted, *_sums(columns.weights, credits))


def _sums(weights: Sequence[float], credits: Sequence[int]) -> tuple[float, float]:
    """Points earned, and points possible."""
    pairs = list(zip(weights, credits, strict=True))
    earned = sum(weight for weight, credit in pairs if credit == _EARNED)
    return earned, earned + sum(weight for weight, credit in pairs if credit == _OPEN)
