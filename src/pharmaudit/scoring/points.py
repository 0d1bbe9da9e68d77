"""Completeness: points per field and entry.

As a share of what could be earned, where the worst of a field's applicable rules decides, so that two rules about one
gap cost it once; or, where a profile asks for it, as a sum of what rules of kind points give.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import VIRTUAL, Facts
from pharmaudit.kinds import Verdict
from pharmaudit.kinds import points as kind
from pharmaudit.kinds.count import Count
from pharmaudit.kinds.presence import Presence
from pharmaudit.model import Lifecycle
from pharmaudit.scoring.worth import CohortWeights, by_cohort

ASKING = (Presence, Count, kind.Points)
NO_WEIGHTS: CohortWeights = MappingProxyType({})
NONE = np.zeros(0)
WHOLE = 1 - 1e-9
"""A credit from which a field counts as earned: a sum of tenths need not be exact."""


@dataclass(frozen=True)
class Points:
    """Completeness points: rows are `fields`, columns are entries.

    `possible` says where a field counts; `earned` is its credit there, as a share of its weight, and 0 elsewhere. A
    share lies in 0 to 1; where points are `summed`, the weight is what a field gives once, and several items earn more.
    `by_entry` has the weights of every entry, fields by entries, where they differ by cohort.
    """

    fields: tuple[str, ...]
    weights: np.ndarray
    possible: np.ndarray
    earned: np.ndarray
    summed: bool = False
    by_entry: np.ndarray | None = None

    @property
    def worth(self) -> np.ndarray:
        """The weight of every field in every entry: fields by entries."""
        if self.by_entry is not None:
            return self.by_entry
        return np.broadcast_to(self.weights[:, None], self.possible.shape)

    @property
    def score(self) -> np.ndarray:
        """Completeness of every entry, NaN where nothing applies: 0 to 100, or the sum of the points."""
        earned = (self.worth * self.earned).sum(axis=0)
        return np.where(self.possible.any(axis=0), earned, np.nan) if self.summed else ratio(earned, self.expected)

    @property
    def expected(self) -> np.ndarray:
        """The points of every entry if every field that counts were there, each once."""
        return np.asarray((self.worth * self.possible).sum(axis=0))

    @property
    def most(self) -> np.ndarray:
        """The score of every entry if every field that counts were there."""
        return self.expected if self.summed else np.full(self.possible.shape[1], 100.0)

    @property
    def missing(self) -> np.ndarray:
        return np.asarray(self.possible & (self.earned < WHOLE))

    @property
    def gain(self) -> np.ndarray:
        """What each missing field would add to the score: fields by entries, 0 where nothing is missing."""
        lacking = np.where(self.missing, self.worth * (1 - self.earned), 0.0)
        return lacking if self.summed else np.asarray(100 * lacking / np.maximum(self.expected, 1e-9))


def completeness(
    verdicts: Sequence[Verdict], facts: Facts, weights: Mapping[str, float], cohorts: CohortWeights = NO_WEIGHTS
) -> Points:
    """Points of every field that any active completeness rule judges.

    `weights` of a profile go before the fields', those of `cohorts` before both; where a field weighs nothing, it does
    not count.
    """
    worth = {name: weights.get(name, item.weight) for name, item in facts.catalogue.fields.items()}
    special = by_cohort(facts, worth, cohorts)
    fields = tuple(name for name, weight in worth.items() if weight > 0 or special.get(name, NONE).any())
    place = {name: number for number, name in enumerate(fields)}
    possible = np.zeros((len(fields), facts.size), dtype=bool)
    credit = np.ones((len(fields), facts.size))
    for verdict in scored(verdicts, "completeness"):
        for field, judged, failing in by_field(verdict, facts):
            if field in place:
                row = credit[place[field]]
                row[failing] = np.minimum(row[failing], _credit(verdict, failing))
                # only a rule that asks for the field can earn it; wording and implications can but cost it
                possible[place[field], judged if isinstance(verdict.rule, ASKING) else failing] = True
    weight = np.array([worth[name] for name in fields])
    if not special:
        return Points(fields, weight, possible, possible * credit)
    every = np.array([special.get(name, np.full(facts.size, worth[name])) for name in fields]).reshape(possible.shape)
    possible &= every > 0
    return Points(fields, weight, possible, possible * credit, by_entry=every)


def sums(verdicts: Sequence[Verdict], facts: Facts, weights: Mapping[str, float]) -> Points:
    """What the active rules of kind points give, added up by field. `weights` of a profile multiply it."""
    counted = scored(verdicts, "completeness")
    giving = [(one, one.rule.best) for one in counted if isinstance(one.rule, kind.Points)]
    names = [verdict.rule.field.partition(".")[0] for verdict, _ in giving]
    fields = tuple(name for name in facts.catalogue.fields if name in names)
    place = {name: number for number, name in enumerate(fields)}
    most, earned = np.zeros((2, len(fields), facts.size))
    for name, (verdict, best) in zip(names, giving, strict=True):
        judged = verdict.passed.notna().to_numpy()
        given = verdict.values.to_numpy(dtype=float)
        most[place[name]] += np.where(judged, best, 0.0)
        earned[place[name]] += np.where(judged, given, 0.0)
    weight = most.max(axis=1, initial=0.0)
    scale = np.array([weights.get(name, 1.0) for name in fields])
    share = np.divide(earned, weight[:, None], out=np.zeros_like(earned), where=weight[:, None] > 0)
    return Points(fields, weight * scale, most > 0, share, summed=True)


def _credit(verdict: Verdict, failing: np.ndarray) -> np.ndarray | float:
    """What entries that fail still earn; a verdict with credit has one row for each entry."""
    if verdict.credit is None or verdict.table != "entries":
        return 0.0
    return np.asarray(verdict.credit.to_numpy(dtype=float)[failing].clip(0, 1))


def floored(score: np.ndarray) -> np.ndarray:
    """One decimal, rounded down: 100 is shown only where nothing failed."""
    return np.floor(score * 10 + 1e-9) / 10


def scored(verdicts: Sequence[Verdict], axis: str) -> list[Verdict]:
    """The verdicts of the active rules that count on an axis."""
    return [one for one in verdicts if one.rule.scored_on == axis and one.rule.status == Lifecycle.ACTIVE]


def by_field(verdict: Verdict, facts: Facts) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """(field, entries judged, entries that failed) of a completeness rule; of texts, field by field."""
    entries = facts.entry_of(verdict.table)
    judged = verdict.passed.notna().to_numpy()
    failed = verdict.passed.eq(False).fillna(False).to_numpy(dtype=bool)
    if verdict.table not in VIRTUAL:
        return [(verdict.rule.field.partition(".")[0], entries[judged], entries[failed])]
    fields = facts.frame(verdict.table)["field"].to_numpy()
    return [
        (field, entries[judged & (fields == field)], entries[failed & (fields == field)])
        for field in pd.unique(fields[judged])
    ]


def ratio(earned: np.ndarray, possible: np.ndarray) -> np.ndarray:
    """100 x earned / possible, NaN where nothing is possible."""
    ratio: np.ndarray = np.divide(earned, possible, out=np.full(len(earned), np.nan), where=possible > 0)
    return 100 * ratio
