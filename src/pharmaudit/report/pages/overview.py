"""All entries at a glance: by cohort, quality by demand, rules by cohorts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pharmaudit.report.pages.charts import Quartiles, Share, percent, quartiles, shares, step, tally_words
from pharmaudit.report.pages.words import BANDS, GRADES, SEVERITIES, STUBS, UNKNOWN, Mark, band
from pharmaudit.report.result import Report

MATRIX_ROWS = 15
MATRIX_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One cohort: how far its entries are, and how sound."""

    name: str
    entries: int
    stubs: tuple[Share, ...]
    completeness: Quartiles | None
    grades: tuple[Share, ...]
    evidence: Quartiles | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a matrix. `step` is its place on the sequential scale; `text` what it says; `link` may be ''."""

    text: str
    step: int
    link: str = ""
    tip: str = ""


@dataclass(frozen=True)
class Cross:
    """Stub verdict by demand band: how many entries, each cell a link into the worklist."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class MatrixRow:
    """One rule over the cohorts: share of the entries it applies to that fail."""

    rule: str
    title: str
    mark: Mark
    failing: int
    all: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """The rules that most entries fail, those with the greatest share first, over the largest cohorts."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    left_out: int


def cohort_rows(report: Report) -> tuple[CohortRow, ...]:
    """All cohorts, the largest first."""
    rows = []
    for name, frame in report.entries.groupby("cohort", sort=True):
        rows.append(
            CohortRow(
                name=str(name),
                entries=len(frame),
                stubs=shares(tally_words(frame["stub_computed"]), STUBS),
                completeness=quartiles(frame["completeness"].to_numpy(dtype=float)),
                grades=shares(tally_words(frame["grade"]), GRADES),
                evidence=quartiles(frame["evidence"].to_numpy(dtype=float)),
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.entries))


def cross(report: Report) -> Cross:
    """Entries by stub verdict and demand band."""
    bands = report.entries["demand"].map(band)
    counts = pd.crosstab(report.entries["stub_computed"], bands)
    verdicts = [verdict for verdict in STUBS if verdict != UNKNOWN or verdict in counts.index]
    counts = counts.reindex(index=verdicts, columns=list(BANDS), fill_value=0)
    most = int(counts.to_numpy().max(initial=0))
    rows = []
    for verdict, line in zip(counts.index, counts.to_numpy().tolist(), strict=True):
        cells = tuple(
            Cell(
                f"{count:,}",
                step(count, most),
                f"worklist.html?show=all&demand={demand}&stub={verdict}" if count else "",
                f"{verdict}, {demand} demand",
            )
            for demand, count in zip(BANDS, line, strict=True)
        )
        rows.append((str(verdict), cells))
    return Cross(tuple(BANDS), tuple(rows))


def matrix(report: Report) -> Matrix:
    """The rules that most entries fail, by cohort."""
    sizes = report.entries["cohort"].value_counts()
    names = sorted(sizes.index, key=lambda name: (-int(sizes[name]), name))
    codes = pd.Categorical(report.entries["cohort"], categories=names).codes
    most = sorted(report.rules, key=lambda rule: (-_failing(report, rule.id), rule.id))[:MATRIX_ROWS]
    rows = []
    for rule in most:
        if not _failing(report, rule.id):
            continue
        tally = report.tallies[rule.id]
        judged = np.bincount(codes[tally.applicable], minlength=len(names)).tolist()
        failed = np.bincount(codes[tally.failed > 0], minlength=len(names)).tolist()
        cells = tuple(share_cell(one, of) for one, of in zip(failed, judged, strict=True))
        whole = share_cell(sum(failed), sum(judged))
        rows.append(
            (
                sum(failed) / sum(judged),
                MatrixRow(
                    rule.id, rule.title, SEVERITIES[rule.severity.value], sum(failed), whole, cells[:MATRIX_COLUMNS]
                ),
            )
        )
    ordered = tuple(row for _, row in sorted(rows, key=lambda pair: (-pair[0], pair[1].rule)))
    return Matrix(tuple(names[:MATRIX_COLUMNS]), ordered, max(0, len(names) - MATRIX_COLUMNS))


def share_cell(failed: int, judged: int) -> Cell:
    """A failing share as a cell; a dash where the rule applies to nothing."""
    if not judged:
        return Cell("–", 0, tip="does not apply")
    return Cell(percent(failed, judged), step(failed, judged), tip=f"{failed:,} of {judged:,} entries fail")


def _failing(report: Report, rule: str) -> int:
    tally = report.tallies.get(rule)
    return int((tally.failed > 0).sum()) if tally else 0
