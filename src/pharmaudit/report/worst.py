"""Findings worst first, as every format for other tools tells them, and what is left when there are too many."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pharmaudit.history.changes import NEW, REOPENED, Changes
from pharmaudit.model import Confidence, Lifecycle, Remark, Severity
from pharmaudit.report.places import source_paths
from pharmaudit.report.result import Report

LEVELS = tuple(severity.value for severity in Severity)
CONFIDENCES = tuple(confidence.value for confidence in Confidence)
OPEN, WAIVED, BASELINED = "open", "waived", "baselined"
CALLED_NEW = (NEW, REOPENED)


def worst(report: Report) -> pd.DataFrame:
    """All findings: open ones first, then by level, confidence and priority of the entry, then in their own order.

    Beside the columns of findings: `level` (the severity, but info where the rule is in preview: it closes no gate),
    `preview`, `priority` of the entry (0 to 100), `source` and `line` of the entry (0 where nobody knows).
    """
    found = report.findings
    entries = found["entry"].to_numpy(dtype=np.int64)
    preview = found["rule"].isin(previews(report)).to_numpy(dtype=bool)
    table, paths = report.facts.tables.entries, source_paths(report)
    sources = [paths.get(path, "") for path in table["source"].fillna("").tolist()]
    rows = found.assign(
        level=np.where(preview, LEVELS[-1], found["severity"].to_numpy(dtype=object)),
        preview=preview,
        priority=report.entries["priority"].to_numpy(dtype=float)[entries],
        source=np.array(sources, dtype=object)[entries],
        line=table["line"].to_numpy(dtype=np.int64)[entries],
    )
    keys = (
        -rows["priority"].to_numpy(),
        rows["confidence"].map(CONFIDENCES.index).to_numpy(),
        rows["level"].map(LEVELS.index).to_numpy(),
        (rows["status"] != OPEN).to_numpy(),
    )
    return rows.iloc[np.lexsort(keys)].reset_index(drop=True)


def previews(report: Report) -> frozenset[str]:
    """The rules that are shown, but count for nothing."""
    return frozenset(rule.id for rule in report.rules if rule.status == Lifecycle.PREVIEW)


def changes_of(report: Report) -> Changes | None:
    """What has changed since the run before; None where there is none to compare with."""
    changes = report.changes
    return changes if changes is not None and changes.previous is not None else None


def remarks(report: Report) -> tuple[Remark, ...]:
    """The findings about no entry, worst first."""
    return tuple(sorted(report.remarks, key=lambda one: (LEVELS.index(one.severity.value), one.subject, one.rule)))


@dataclass(frozen=True)
class Cut:
    """The findings that a format shows, and of the others a row each rule and status.

    `shown` are rows of worst(); `left` has rule, status, level (the worst of it), count and `new` (any that is new).
    """

    shown: pd.DataFrame
    left: pd.DataFrame

    @property
    def more(self) -> int:
        """How many findings are not shown."""
        return int(self.left["count"].sum())


def cut(rows: pd.DataFrame, most: int, per_rule: int | None = None) -> Cut:
    """The first `per_rule` findings of each rule, as many as fit into `most` lines beside a line for what is left."""
    chosen = np.ones(len(rows), dtype=bool)
    if per_rule is not None:
        chosen = (rows.groupby("rule").cumcount() < per_rule).to_numpy()
    shown = rows[chosen]
    if len(shown) + (not chosen.all()) * _groups(rows) > most:
        shown = shown.head(max(most - _groups(rows), 0))
    return Cut(shown, _together(rows.drop(shown.index)))


def _groups(rows: pd.DataFrame) -> int:
    return len(rows[["rule", "status"]].drop_duplicates())


def _together(left: pd.DataFrame) -> pd.DataFrame:
    """Rows of the same rule and status as one; as the rows are worst first, the first has the worst level."""
    told = left.assign(new=left["change"].isin(CALLED_NEW)).groupby(["rule", "status"], sort=False)
    return told.agg(level=("level", "first"), count=("rule", "size"), new=("new", "any")).reset_index()
