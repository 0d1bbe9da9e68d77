"""The pages of the fields: how full is this field, and where is it worth writing?"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

import numpy as np
import pandas as pd

from pharmaudit.facts.catalogue import Field
from pharmaudit.model import Dimension, State
from pharmaudit.report.fill import Fill, fill_of
from pharmaudit.report.pages.charts import Share, percent, shares, step
from pharmaudit.report.pages.found import Member
from pharmaudit.report.pages.overview import Cell
from pharmaudit.report.pages.places import Places, field_names
from pharmaudit.report.pages.rule import RuleLine, rule_index
from pharmaudit.report.pages.site import Site, site
from pharmaudit.report.pages.words import STATES, Mark
from pharmaudit.report.result import Report
from pharmaudit.rulebook.reads import fields_read

LACKING_SHOWN = 25
FIRST = 100
"""Entries of the queue in which the index counts gaps."""

LACKING = (State.BLANK.value, State.PLACEHOLDER.value, State.BOILERPLATE.value)
_CODES = {state: number for number, state in enumerate(STATES)}
_PARTS = {
    "missing": (State.BLANK,),
    "not applicable": (State.NOT_APPLICABLE,),
    "source cannot tell": (State.UNKNOWN,),
    "placeholder or boilerplate": (State.PLACEHOLDER, State.BOILERPLATE),
    "says something": (State.PRESENT, State.ABSENT),
}
"""What a bar shows, the faintest part first."""


@dataclass(frozen=True, slots=True)
class FillRow:
    """How full a field is in some entries. Rates are of the `known` ones, whose sources can tell; `parts` of all."""

    name: str
    entries: int
    known: int
    filled: int
    informative: int
    filled_cell: Cell
    informative_cell: Cell
    parts: tuple[Share, ...]


@dataclass(frozen=True)
class FieldLine:
    """One field in the index. `points` is None where it has none; `gaps`: how many of the first to write lack it."""

    label: str
    section: str
    page: str
    points: float | None
    all: FillRow
    gaps: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """An entry of the queue that lacks a field; `gain` and `minutes` are None where none is to be had by writing."""

    rank: int
    member: Member
    entry_id: str
    cohort: str
    demand: float
    state: str
    gain: float | None
    minutes: int | None


@dataclass(frozen=True)
class FieldPage:
    """Everything that the page of one field shows. `told` are sentences about it since the run before."""

    site: Site
    name: str
    line: FieldLine
    states: tuple[tuple[Mark, int, str], ...]
    cohorts: tuple[FillRow, ...]
    lacking: tuple[Lacking, ...]
    lacked: int
    rules: tuple[RuleLine, ...]
    asking: str
    told: tuple[str, ...]


@dataclass(frozen=True)
class FieldIndex:
    """All fields in page order; `first` is how many entries of the queue `gaps` looks at."""

    site: Site
    lines: tuple[FieldLine, ...]
    first: int


class _Columns:
    """What all fields need, taken out of the frames once."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.pages = field_names(report)
        self.points = dict(zip(report.points.fields, report.points.weights.tolist(), strict=True))
        self.cohorts = pd.Categorical(report.entries["cohort"])
        self.queue = report.worklist["entry"].to_numpy(dtype=np.int64)
        self.everyone = np.zeros(len(report.entries), dtype=np.int64)

    def codes(self, name: str) -> np.ndarray:
        """The state of a field in every entry, as its place among STATES."""
        return self.report.facts.state(name).map(_CODES).to_numpy(dtype=np.int64)

    def line(self, name: str, field: Field) -> FieldLine:
        codes = self.codes(name)
        (whole,) = _rows(["all entries"], self.everyone, fill_of(self.report.facts, name), codes)
        gaps = int(_lacks(codes)[self.queue[:FIRST]].sum())
        return FieldLine(field.label, field.section, self.pages[name], self.points.get(name), whole, gaps)


def field_index(report: Report) -> FieldIndex:
    """The table of all fields."""
    columns = _Columns(report)
    lines = tuple(columns.line(name, field) for name, field in report.facts.catalogue.fields.items())
    return FieldIndex(site(report), lines, min(FIRST, len(columns.queue)))


def field_pages(report: Report, places: Places) -> Iterator[FieldPage]:
    """The page of every field, in page order. `places` says where the entries are."""
    columns, shared = _Columns(report), site(report)
    catalogue = report.facts.catalogue
    reading = [(line, fields_read(line.rule, catalogue)) for line in rule_index(report).lines]
    proposed = {str(name): rows for name, rows in report.proposals.groupby("field")}
    for name, field in catalogue.fields.items():
        codes, line = columns.codes(name), columns.line(name, field)
        lacked = columns.queue[_lacks(codes)[columns.queue]]
        rules = tuple(one for one, read in reading if name in read)
        cohorts = _rows(list(columns.cohorts.categories), columns.cohorts.codes, fill_of(report.facts, name), codes)
        yield FieldPage(
            site=shared,
            name=name,
            line=line,
            states=_states(codes),
            cohorts=tuple(sorted(cohorts, key=lambda row: (-row.entries, row.name))),
            lacking=_lacking(report, places, _lacks(codes), codes, proposed.get(name)),
            lacked=len(lacked),
            rules=rules,
            asking=next((one.rule.id for one in rules if _asks(one, name)), ""),
            told=tuple(one.message for one in report.remarks if one.subject in (name, f"field {name}")),
        )


def _lacks(codes: np.ndarray) -> np.ndarray:
    return np.isin(codes, [_CODES[state] for state in LACKING])


def _asks(line: RuleLine, name: str) -> bool:
    """Whether a rule finds the entries that lack a field, so that its findings are a list of them."""
    return line.rule.dimension == Dimension.COMPLETENESS and line.rule.field == name and line.findings > 0


def _states(codes: np.ndarray) -> tuple[tuple[Mark, int, str], ...]:
    counts = np.bincount(codes, minlength=len(STATES)).tolist()
    return tuple(
        (mark, count, percent(count, len(codes))) for mark, count in zip(STATES.values(), counts, strict=True) if count
    )


def _rows(names: list[str], groups: np.ndarray, fill: Fill, codes: np.ndarray) -> list[FillRow]:
    """A row for each group of entries. `groups` has the place of each entry's group in `names`."""
    masks = (~fill.unknown, fill.filled & ~fill.unknown, fill.informative & ~fill.unknown)
    sizes = np.bincount(groups, minlength=len(names)).tolist()
    counts = [np.bincount(groups[mask], minlength=len(names)).tolist() for mask in masks]
    cells = groups.astype(np.int64) * len(STATES) + codes  # the codes of a categorical are as narrow as they can be
    tallies = np.bincount(cells, minlength=len(names) * len(STATES)).reshape(-1, len(STATES))
    return [
        FillRow(name, size, known, filled, said, _cell(filled, known), _cell(said, known), _parts(tally))
        for name, size, known, filled, said, tally in zip(names, sizes, *counts, tallies.tolist(), strict=True)
    ]


def _cell(part: int, whole: int) -> Cell:
    return Cell(percent(part, whole), step(part, whole), tip=f"{part:,} of {whole:,} entries")


def _parts(tally: list[int]) -> tuple[Share, ...]:
    counts = {word: sum(tally[_CODES[state.value]] for state in states) for word, states in _PARTS.items()}
    return tuple(reversed(shares(counts, dict.fromkeys(_PARTS, ""))))


def _lacking(
    report: Report, places: Places, lacks: np.ndarray, codes: np.ndarray, proposed: pd.DataFrame | None
) -> tuple[Lacking, ...]:
    """The first entries of the queue that lack a field."""
    rows = report.worklist[lacks[report.worklist["entry"].to_numpy(dtype=np.int64)]].head(LACKING_SHOWN)
    worth: dict[int, tuple[float, int]] = {}
    if proposed is not None:
        few = proposed[proposed["entry"].isin(rows["entry"])]
        worth = {
            one: (floor(10 * gain + 1e-9) / 10, int(minutes))
            for one, gain, minutes in zip(*(few[name].tolist() for name in ("entry", "gain", "minutes")), strict=True)
        }
    marks = list(STATES.values())
    columns = ("entry", "rank", "name", "entry_id", "cohort", "demand")
    return tuple(
        Lacking(
            rank=rank,
            member=Member(title or entry_id or places.names[entry], places.hrefs[entry]),
            entry_id=entry_id,
            cohort=cohort,
            demand=demand,
            state=marks[codes[entry]].word,
            gain=worth[entry][0] if entry in worth else None,
            minutes=worth[entry][1] if entry in worth else None,
        )
        for entry, rank, title, entry_id, cohort, demand in zip(*(rows[name].tolist() for name in columns), strict=True)
    )
