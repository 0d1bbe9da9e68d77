"""Scores: weighted folds over the verdict columns, so that findings and scores can never disagree.

Completeness counts fields, consistency counts rules, evidence counts statements. Where nothing applies there is no
score, shown as a dash.
"""

from pharmaudit.scoring.axes import (
    GRADES,
    SEVERITY_WEIGHT,
    Tally,
    by_rules,
    consistency,
    evidence,
    grades,
    open_findings,
    tally,
)
from pharmaudit.scoring.percentiles import Basis, Yardstick, percentiles
from pharmaudit.scoring.points import ASKING, Points, completeness, floored, sums
from pharmaudit.scoring.scores import Scores, score
from pharmaudit.scoring.stars import lacks_core, stars, stub_verdict

__all__ = [
    "ASKING",
    "GRADES",
    "SEVERITY_WEIGHT",
    "Basis",
    "Points",
    "Scores",
    "Tally",
    "Yardstick",
    "by_rules",
    "completeness",
    "consistency",
    "evidence",
    "floored",
    "grades",
    "lacks_core",
    "open_findings",
    "percentiles",
    "score",
    "stars",
    "stub_verdict",
    "sums",
    "tally",
]
