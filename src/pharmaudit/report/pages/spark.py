"""A line through the runs, small enough to stand in a sentence; no drawing here."""

from collections.abc import Sequence
from dataclasses import dataclass

from pharmaudit.history.changes import Changes
from pharmaudit.report.result import Report

RUNS = 30
WIDTH, HEIGHT = 120.0, 24.0


@dataclass(frozen=True, slots=True)
class Spark:
    """A line through the runs: `path` is drawn in a box of WIDTH by HEIGHT, the numbers are those of both ends."""

    label: str
    first: float
    last: float
    runs: int
    path: str


def spark(label: str, values: Sequence[float | None]) -> Spark | None:
    """A line through the values that there are; None where fewer than two are."""
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return None
    scores = [value for _, value in known]
    low, high = min(scores), max(scores)
    wide, tall = WIDTH / (len(values) - 1), (HEIGHT - 4) / ((high - low) or 1.0)
    points = (
        f"{at * wide:.1f} {HEIGHT / 2 if high == low else HEIGHT - 2 - (value - low) * tall:.1f}" for at, value in known
    )
    return Spark(label, scores[0], scores[-1], len(values), "M" + "L".join(points))


def trend_lines(report: Report, changes: Changes) -> tuple[Spark, ...]:
    """How the base went through the last runs, this one included."""
    assert report.snapshot is not None  # noqa: S101 (what has changes has a snapshot)
    runs = [*changes.trend[-RUNS:], report.snapshot.info]
    drawn: dict[str, list[float | None]] = {
        "Open errors": [float(one.errors) for one in runs],
        "Open findings": [float(one.findings) for one in runs],
        "Empty or stub": [float(one.stubs) for one in runs],
        "Completeness, median": [one.completeness for one in runs],
        "Evidence, median": [one.evidence for one in runs],
    }
    return tuple(line for label, values in drawn.items() if (line := spark(label, values)))
