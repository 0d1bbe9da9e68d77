"""Consistency, evidence and grade: folds over the verdict columns, per rule and entry first, so that 3,000 rows cannot
drown one contradiction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import VIRTUAL, Facts
from pharmaudit.kinds import Verdict
from pharmaudit.model import Severity
from pharmaudit.scoring.points import NO_WEIGHTS, ratio, scored
from pharmaudit.scoring.worth import CohortWeights, by_cohort

SEVERITY_WEIGHT: Mapping[Severity, float] = {Severity.ERROR: 1.0, Severity.WARNING: 1 / 3, Severity.INFO: 1 / 10}
GRADES = ("A", "B", "C", "D", "E")


@dataclass(frozen=True)
class Tally:
    """Counts of one rule: rows per entry that passed and failed."""

    rule: str
    passed: np.ndarray
    failed: np.ndarray

    @property
    def applicable(self) -> np.ndarray:
        return np.asarray(self.passed + self.failed > 0)


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


def consistency(verdicts: Sequence[Verdict], tallies: Mapping[str, Tally], size: int) -> np.ndarray:
    """Weighted mean over applicable rules of the share of rows that passed, 0 to 100; NaN where nothing applies."""
    earned, possible = np.zeros(size), np.zeros(size)
    for verdict in scored(verdicts, "consistency"):
        counts, weight = tallies[verdict.rule.id], SEVERITY_WEIGHT[verdict.rule.severity]
        judged = counts.applicable
        share = np.divide(counts.passed, counts.passed + counts.failed, out=np.zeros(size), where=judged)
        earned += weight * share
        possible += weight * judged
    return ratio(earned, possible)


def by_rules(verdicts: Sequence[Verdict], tallies: Mapping[str, Tally], size: int) -> np.ndarray:
    """100 less 100/n for each of n applicable rules that fails, a third of it for a warning, a tenth for an info.

    The formula of the OBO dashboard: it counts kinds of fault, not how often each occurs. NaN where nothing applies.
    """
    left, judged = np.zeros(size), np.zeros(size)
    for verdict in scored(verdicts, "consistency"):
        counts = tallies[verdict.rule.id]
        left += counts.applicable - SEVERITY_WEIGHT[verdict.rule.severity] * (counts.failed > 0)
        judged += counts.applicable
    return ratio(left, judged)


def evidence(
    verdicts: Sequence[Verdict], facts: Facts, weights: Mapping[str, float], cohorts: CohortWeights = NO_WEIGHTS
) -> np.ndarray:
    """Share of statements with a reference that leads somewhere, weighted by field, 0 to 100; NaN where none is."""
    worth = {name: weights.get(name, item.weight or 1.0) for name, item in facts.catalogue.fields.items()}
    special = by_cohort(facts, worth, cohorts)
    earned, possible = np.zeros(facts.size), np.zeros(facts.size)
    for verdict in scored(verdicts, "evidence"):
        judged = verdict.passed.notna().to_numpy()
        entries = facts.entry_of(verdict.table)
        if verdict.table in VIRTUAL:
            fields = facts.frame(verdict.table)["field"]
            weight = fields.map(worth).fillna(1.0).to_numpy(dtype=float, copy=True)
            for name, every in special.items():
                own = (fields == name).to_numpy()
                weight[own] = every[entries[own]]
        else:
            rows = np.bincount(entries[judged], minlength=facts.size)
            field = verdict.rule.field.partition(".")[0]
            weight = special.get(field, np.full(facts.size, worth.get(field, 1.0)))[entries]
            weight = weight / np.maximum(rows, 1)[entries]
        passed = verdict.passed.eq(True).fillna(False).to_numpy(dtype=bool)
        possible += np.bincount(entries[judged], weight[judged], minlength=facts.size)
        earned += np.bincount(entries[passed], weight[passed], minlength=facts.size)
    return ratio(earned, possible)


def open_findings(findings: pd.DataFrame, severity: Severity, size: int) -> np.ndarray:
    """How many open findings of a severity each entry has."""
    chosen = (findings["status"] == "open") & (findings["severity"] == severity.value)
    return np.bincount(findings.loc[chosen, "entry"].to_numpy(dtype=np.int64), minlength=size)


def grades(findings: pd.DataFrame, verdicts: Sequence[Verdict], size: int) -> np.ndarray:
    """A nothing open, B infos only, C a warning, D one kind of error, E two or more; of the consistency axis."""
    counted = [verdict.rule.id for verdict in scored(verdicts, "consistency")]
    open_ = findings[(findings["status"] == "open") & findings["rule"].isin(counted)]
    kinds = open_.drop_duplicates(["entry", "rule"])
    level = np.zeros(size, dtype=int)
    for severity, value in (("info", 1), ("warning", 2), ("error", 3)):
        level[open_.loc[open_["severity"] == severity, "entry"].to_numpy(dtype=np.int64)] = value
    errors = np.bincount(kinds.loc[kinds["severity"] == "error", "entry"].to_numpy(dtype=np.int64), minlength=size)
    return np.asarray(np.array(GRADES)[level + (errors > 1)])
