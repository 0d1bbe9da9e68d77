"""Scores: weighted folds over the verdict columns, so that findings and scores can never disagree.

Completeness counts fields: the worst of a field's applicable rules decides, so two rules about one gap cost it once.
Consistency counts rules: per rule and entry first, so 3,000 rows cannot drown one contradiction. Evidence counts
statements. Where nothing applies there is no score, shown as a dash.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import VIRTUAL, Facts
from pharmaudit.kinds import Verdict
from pharmaudit.kinds.count import Count
from pharmaudit.kinds.presence import Presence
from pharmaudit.model import Lifecycle, Severity
from pharmaudit.rulebook.profile import Profile

SEVERITY_WEIGHT: Mapping[Severity, float] = {Severity.ERROR: 1.0, Severity.WARNING: 1 / 3, Severity.INFO: 1 / 10}
ASKING = (Presence, Count)
CONTENT_STARS = {"empty": 1, "stub": 2}
GRADES = ("A", "B", "C", "D", "E")


@dataclass(frozen=True)
class Points:
    """Completeness points: rows are `fields`, columns are entries. `earned` is never true where `possible` is not."""

    fields: tuple[str, ...]
    weights: np.ndarray
    possible: np.ndarray
    earned: np.ndarray

    @property
    def score(self) -> np.ndarray:
        """Completeness of every entry, 0 to 100, NaN where nothing applies."""
        return _ratio(self.weights @ self.earned, self.weights @ self.possible)

    @property
    def missing(self) -> np.ndarray:
        return np.asarray(self.possible & ~self.earned)


@dataclass(frozen=True)
class Tally:
    """Counts of one rule: rows per entry that passed and failed."""

    rule: str
    passed: np.ndarray
    failed: np.ndarray

    @property
    def applicable(self) -> np.ndarray:
        return np.asarray(self.passed + self.failed > 0)


@dataclass(frozen=True)
class Scores:
    """Every score of every entry: arrays with one value per entry, NaN where there is none."""

    points: Points
    tallies: Mapping[str, Tally]
    consistency: np.ndarray
    evidence: np.ndarray
    grade: np.ndarray
    stars: np.ndarray
    stub: np.ndarray
    percentile_all: np.ndarray
    percentile_cohort: np.ndarray


def score(verdicts: Sequence[Verdict], findings: pd.DataFrame, facts: Facts, profile: Profile) -> Scores:
    """Fold the verdict columns into all scores."""
    points = completeness(verdicts, facts, profile.weights)
    tallies = {verdict.rule.id: tally(verdict, facts) for verdict in verdicts}
    return Scores(
        points=points,
        tallies=tallies,
        consistency=consistency(verdicts, tallies, facts.size),
        evidence=evidence(verdicts, facts, profile.weights),
        grade=grades(findings, verdicts, facts.size),
        stars=stars(points, open_findings(findings, Severity.ERROR, facts.size), facts),
        stub=stub_verdict(points, facts, profile.annotated_from),
        percentile_all=percentiles(points.score, pd.Series("all", index=range(facts.size))),
        percentile_cohort=percentiles(points.score, facts.cohorts),
    )


def open_findings(findings: pd.DataFrame, severity: Severity, size: int) -> np.ndarray:
    """How many open findings of a severity each entry has."""
    chosen = (findings["status"] == "open") & (findings["severity"] == severity.value)
    return np.bincount(findings.loc[chosen, "entry"].to_numpy(dtype=np.int64), minlength=size)


def tally(verdict: Verdict, facts: Facts) -> Tally:
    """Fold a verdict column into counts per entry."""
    entries = facts.entry_of(verdict.table)
    passed = verdict.passed.eq(True).fillna(False).to_numpy(dtype=bool)
    failed = verdict.passed.eq(False).fillna(False).to_numpy(dtype=bool)
    return Tally(
        verdict.rule.id,
        np.bincount(entries[passed], minlength=facts.size),
        np.bincount(entries[failed], minlength=facts.size),
    )


def completeness(verdicts: Sequence[Verdict], facts: Facts, weights: Mapping[str, float]) -> Points:
    """Points of every field that any active completeness rule judges. `weights` of a profile go before the fields'."""
    worth = {name: weights.get(name, item.weight) for name, item in facts.catalogue.fields.items()}
    fields = tuple(name for name, weight in worth.items() if weight > 0)
    place = {name: number for number, name in enumerate(fields)}
    possible = np.zeros((len(fields), facts.size), dtype=bool)
    failed = np.zeros((len(fields), facts.size), dtype=bool)
    for verdict in _scored(verdicts, "completeness"):
        for field, judged, failing in _by_field(verdict, facts):
            if field in place:
                failed[place[field], failing] = True
                # only a rule that asks for the field can earn it; wording and implications can but cost it
                possible[place[field], judged if isinstance(verdict.rule, ASKING) else failing] = True
    return Points(fields, np.array([worth[name] for name in fields]), possible, possible & ~failed)


def consistency(verdicts: Sequence[Verdict], tallies: Mapping[str, Tally], size: int) -> np.ndarray:
    """Weighted mean over applicable rules of the share of rows that passed, 0 to 100; NaN where nothing applies."""
    earned, possible = np.zeros(size), np.zeros(size)
    for verdict in _scored(verdicts, "consistency"):
        counts, weight = tallies[verdict.rule.id], SEVERITY_WEIGHT[verdict.rule.severity]
        judged = counts.applicable
        share = np.divide(counts.passed, counts.passed + counts.failed, out=np.zeros(size), where=judged)
        earned += weight * share
        possible += weight * judged
    return _ratio(earned, possible)


def evidence(verdicts: Sequence[Verdict], facts: Facts, weights: Mapping[str, float]) -> np.ndarray:
    """Share of statements with a reference that leads somewhere, weighted by field, 0 to 100; NaN where none is."""
    worth = {name: weights.get(name, item.weight or 1.0) for name, item in facts.catalogue.fields.items()}
    earned, possible = np.zeros(facts.size), np.zeros(facts.size)
    for verdict in _scored(verdicts, "evidence"):
        judged = verdict.passed.notna().to_numpy()
        entries = facts.entry_of(verdict.table)
        if verdict.table in VIRTUAL:
            weight = facts.frame(verdict.table)["field"].map(worth).fillna(1.0).to_numpy()
        else:
            rows = np.bincount(entries[judged], minlength=facts.size)
            field = verdict.rule.field.partition(".")[0]
            weight = worth.get(field, 1.0) / np.maximum(rows, 1)[entries]
        passed = verdict.passed.eq(True).fillna(False).to_numpy(dtype=bool)
        possible += np.bincount(entries[judged], weight[judged], minlength=facts.size)
        earned += np.bincount(entries[passed], weight[passed], minlength=facts.size)
    return _ratio(earned, possible)


def grades(findings: pd.DataFrame, verdicts: Sequence[Verdict], size: int) -> np.ndarray:
    """A nothing open, B infos only, C a warning, D one kind of error, E two or more; of the consistency axis."""
    counted = [verdict.rule.id for verdict in _scored(verdicts, "consistency")]
    open_ = findings[(findings["status"] == "open") & findings["rule"].isin(counted)]
    kinds = open_.drop_duplicates(["entry", "rule"])
    level = np.zeros(size, dtype=int)
    for severity, value in (("info", 1), ("warning", 2), ("error", 3)):
        level[open_.loc[open_["severity"] == severity, "entry"].to_numpy(dtype=np.int64)] = value
    errors = np.bincount(kinds.loc[kinds["severity"] == "error", "entry"].to_numpy(dtype=np.int64), minlength=size)
    return np.asarray(np.array(GRADES)[level + (errors > 1)])


def stars(points: Points, open_errors: np.ndarray, facts: Facts) -> np.ndarray:
    """1 to 5, NaN without completeness.

    4 needs two references and no open error, 5 every core field as well; an empty entry has 1 and a stub 2 at most,
    however little is expected of it.
    """
    score = points.score
    result: np.ndarray = np.minimum(5, np.floor(score / 20) + 1)
    content = facts.derived("content")
    for kind, most in CONTENT_STARS.items():
        result = np.where((content == kind).to_numpy(), np.minimum(result, most), result)
    sound = (facts.derived("resolvable_references").to_numpy() >= 2) & (open_errors == 0)
    result[~sound & (result > 3)] = 3
    result[lacks_core(points, facts) & (result > 4)] = 4
    return result


def lacks_core(points: Points, facts: Facts) -> np.ndarray:
    """Entries that miss a core field that applies to them."""
    core = np.array([facts.catalogue.fields[name].core for name in points.fields], dtype=bool)
    return np.asarray(points.missing[core].any(axis=0))


def stub_verdict(points: Points, facts: Facts, annotated_from: float) -> np.ndarray:
    """empty, stub, partial or annotated: what an entry holds, whatever its banner says; unknown if no source tells."""
    content = facts.derived("content").to_numpy(dtype=object)
    rich = (np.nan_to_num(points.score, nan=0.0) >= annotated_from) & ~lacks_core(points, facts)
    told = ["unknown", "empty", "stub"]
    return np.select([*(content == one for one in told), rich], [*told, "annotated"], "partial")


def percentiles(score: np.ndarray, groups: pd.Series) -> np.ndarray:
    """Share of peers with a lower score plus half of the equal ones, 0 to 100; NaN without a score or a peer."""
    ranks = pd.Series(score).groupby(groups.to_numpy()).rank(method="average")
    sizes = pd.Series(score).groupby(groups.to_numpy()).transform("count")
    return (100 * (ranks - 0.5) / sizes).where(sizes > 1).to_numpy()


def floored(score: np.ndarray) -> np.ndarray:
    """One decimal, rounded down: 100 is shown only where nothing failed."""
    return np.floor(score * 10 + 1e-9) / 10


def _scored(verdicts: Sequence[Verdict], axis: str) -> list[Verdict]:
    return [one for one in verdicts if one.rule.scored_on == axis and one.rule.status == Lifecycle.ACTIVE]


def _by_field(verdict: Verdict, facts: Facts) -> list[tuple[str, np.ndarray, np.ndarray]]:
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


def _ratio(earned: np.ndarray, possible: np.ndarray) -> np.ndarray:
    ratio: np.ndarray = np.divide(earned, possible, out=np.full(len(earned), np.nan), where=possible > 0)
    return 100 * ratio
