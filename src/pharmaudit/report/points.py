"""The points behind every completeness: what each field is worth in an entry and earns there, and section scores.

A field that counts in an entry earns weight x credit of its weight; where points are summed, several items may earn
more than the weight, and then that much was possible. A field that does not count has neither.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pharmaudit.scoring import floored

if TYPE_CHECKING:
    from pharmaudit.report.result import Report

COLUMNS = ("entry_id", "field", "section", "weight", "state", "credit")


def points_table(report: "Report") -> pd.DataFrame:
    """COLUMNS, a row for every entry and field with points, by entry; no `credit` where the field does not count.

    Texts are categories: the table is long, and its words are few.
    """
    points, fields = report.points, report.facts.catalogue.fields
    size = len(report.entries)
    sections = [fields[name].section for name in points.fields]
    states = [report.facts.state(name).astype("object").to_numpy() for name in points.fields]
    flat = np.array(states, dtype=object).reshape(len(points.fields), size).T.ravel()
    return pd.DataFrame(
        {
            "entry_id": _words(np.repeat(report.entries["entry_id"].to_numpy(dtype=object), len(points.fields))),
            "field": _words(np.tile(np.array(points.fields, dtype=object), size)),
            "section": _words(np.tile(np.array(sections, dtype=object), size)),
            "weight": points.worth.T.ravel(),
            "state": _words(flat),
            "credit": np.where(points.possible, points.earned, np.nan).T.ravel(),
        },
        columns=list(COLUMNS),
    )


def point_rows(report: "Report", number: int) -> list[dict[str, Any]]:
    """The same of one entry: field, section, weight, state, whether it `counts`, points possible and earned."""
    points, fields = report.points, report.facts.catalogue.fields
    columns = (points.fields, points.worth[:, number], points.possible[:, number], points.earned[:, number])
    return [
        {
            "field": name,
            "section": fields[name].section,
            "weight": float(weight),
            "state": str(report.facts.state(name)[number]),
            "counts": bool(counts),
            "possible": float(weight * max(1.0, credit)) if counts else 0.0,
            "earned": float(weight * credit) if counts else 0.0,
        }
        for name, weight, counts, credit in zip(*columns, strict=True)
    ]


def section_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one entry added up by section: section, possible, earned, score (None where nothing counts)."""
    sums: dict[str, list[float]] = {}
    for row in rows:
        told = sums.setdefault(row["section"], [0.0, 0.0])
        told[0] += row["possible"]
        told[1] += row["earned"]
    return [
        {
            "section": name,
            "possible": possible,
            "earned": earned,
            "score": float(floored(np.array(100 * earned / possible))) if possible else None,
        }
        for name, (possible, earned) in sums.items()
    ]


def _words(values: np.ndarray) -> pd.Categorical:
    return pd.Categorical(values, categories=list(pd.unique(pd.Series(values, dtype="object"))))
