"""All scores of a run, folded in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Verdict
from pharmaudit.model import Severity
from pharmaudit.rulebook.profile import Profile
from pharmaudit.rulebook.reference import Reference
from pharmaudit.scoring.axes import Tally, by_rules, consistency, evidence, grades, open_findings, tally
from pharmaudit.scoring.makeup import makeup
from pharmaudit.scoring.percentiles import Yardstick, standing, yardstick
from pharmaudit.scoring.points import Points, completeness, scored, sums
from pharmaudit.scoring.stars import stars, stub_verdict


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
    yardstick: Yardstick


def score(
    verdicts: Sequence[Verdict],
    findings: pd.DataFrame,
    facts: Facts,
    profile: Profile,
    reference: Reference | None = None,
) -> Scores:
    """Fold the verdict columns into all scores. `reference` is what percentiles may compare with."""
    formula = profile.formula
    consistent = by_rules if formula.consistency == "rules" else consistency
    if formula.completeness == "sum":
        points = sums(verdicts, facts, profile.weights)
    else:
        points = completeness(verdicts, facts, profile.weights, profile.cohort_weights)
    tallies = {verdict.rule.id: tally(verdict, facts) for verdict in verdicts}
    by = _yardstick(points, verdicts, facts, profile, reference)
    everyone, cohort = standing(points.score, facts.cohorts, by)
    return Scores(
        points=points,
        tallies=tallies,
        consistency=consistent(verdicts, tallies, facts.size),
        evidence=evidence(verdicts, facts, profile.weights, profile.cohort_weights),
        grade=grades(findings, verdicts, facts.size),
        stars=stars(points, open_findings(findings, Severity.ERROR, facts.size), facts, formula.stars == "plain"),
        stub=stub_verdict(points, facts, profile.annotated_from),
        percentile_all=everyone,
        percentile_cohort=cohort,
        yardstick=by,
    )


def _yardstick(
    points: Points, verdicts: Sequence[Verdict], facts: Facts, profile: Profile, reference: Reference | None
) -> Yardstick:
    rules = [verdict.rule for verdict in scored(verdicts, "completeness")]
    made = makeup(rules, facts.catalogue, profile)
    # a sum has no end at 100, and nothing in common with the shares of the reference
    kept = None if points.summed else reference
    return yardstick(points.score, facts.cohorts, kept, profile.reference, made)
