"""Where an entry stands: the state of every field in page order, and the points that make its completeness."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import floor

import numpy as np

from pharmaudit.model import State
from pharmaudit.report.pages.places import field_names
from pharmaudit.report.pages.words import STATES, Mark
from pharmaudit.report.result import Report

SECTIONS_KEPT = 8192
_JUDGED_NOT = -1.0
"""In place of the credit of a field, from 0 to 1 (more where points are summed), that does not count in an entry."""


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field of an entry and what it holds; `page` is the name of the field's own page."""

    label: str
    page: str
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
    state: str
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
    """Everything about fields that entries share, so that an entry only looks things up.

    `weights` has one set of weights, or several where they differ by cohort; `set_of` says which each entry has.
    """

    def __init__(self, report: Report) -> None:
        points, items = report.points, report.facts.catalogue.fields
        place = {name: number for number, name in enumerate(points.fields)}
        pages = field_names(report)
        self.states = [
            [FieldState(item.label, pages[name], mark) for mark in STATES.values()] for name, item in items.items()
        ]
        self.sections = [
            (
                section,
                [at for at, item in enumerate(items.values()) if item.section == section],
                [place[name] for name, item in items.items() if item.section == section and name in place],
            )
            for section in dict.fromkeys(item.section for item in items.values())
        ]
        self.labels = [items[name].label for name in points.fields]
        self.owners = [items[name].section for name in points.fields]
        every = points.weights[None] if points.by_entry is None else points.by_entry.T
        sets, of = np.unique(every, axis=0, return_inverse=True)
        self.weights: list[list[float]] = sets.tolist()
        self.set_of = np.broadcast_to(of.ravel(), points.possible.shape[1]).tolist()
        self.words = [mark.word for mark in STATES.values()]
        self.telling = [list(STATES).index(state) for state in (State.NOT_APPLICABLE, State.UNKNOWN)]
        self.at = [list(items).index(name) for name in points.fields]
        self.row = lru_cache(SECTIONS_KEPT)(self._row)
        self.section = lru_cache(SECTIONS_KEPT)(self._section)

    def _row(self, kind: int, place: int, state: int, credit: float) -> PointRow:
        weight, word = self.weights[kind][place], self.words[state]
        return PointRow(self.labels[place], self.owners[place], word, weight * credit, weight * max(1.0, credit))

    def uncounted(self, place: int, state: int) -> str:
        """A field that does not count, with the reason where its state is one."""
        return f"{self.labels[place]} ({self.words[state]})" if state in self.telling else self.labels[place]

    def _section(self, kind: int, number: int, found: tuple[int, ...], credits: tuple[float, ...]) -> Section:
        name, fields, places = self.sections[number]
        weights = [self.weights[kind][at] for at in places]
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
    points = np.where(report.points.possible, report.points.earned, _JUDGED_NOT).T.tolist()
    for kind, found, credits in zip(columns.set_of, states, points, strict=True):
        yield _standing(columns, kind, found, credits)


def _standing(columns: _Columns, kind: int, found: list[int], credits: list[float]) -> Standing:
    sections = tuple(
        columns.section(kind, number, tuple(found[at] for at in fields), tuple(credits[at] for at in places))
        for number, (_, fields, places) in enumerate(columns.sections)
    )
    worth = [(at, found[field], credit) for at, (field, credit) in enumerate(zip(columns.at, credits, strict=True))]
    rows = tuple(columns.row(kind, at, state, credit) for at, state, credit in worth if credit != _JUDGED_NOT)
    uncounted = tuple(columns.uncounted(at, state) for at, state, credit in worth if credit == _JUDGED_NOT)
    return Standing(sections, rows, uncounted, *_sums(columns.weights[kind], credits))


def _sums(weights: Sequence[float], credits: Sequence[float]) -> tuple[float, float]:
    """Points earned, and points possible."""
    pairs = [(weight, credit) for weight, credit in zip(weights, credits, strict=True) if credit != _JUDGED_NOT]
    return sum(weight * credit for weight, credit in pairs), sum(weight * max(1.0, credit) for weight, credit in pairs)
