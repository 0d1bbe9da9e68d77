"""One entry of a report as plain data: what `explain` prints and `Report.entry` gives."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from pharmaudit.facts.sources import source_names
from pharmaudit.scoring import floored

if TYPE_CHECKING:
    from pharmaudit.report.result import Report


def entry_data(report: "Report", number: int) -> dict[str, Any]:
    """Everything that the report knows of one entry, as plain data."""
    row = report.entries.iloc[number]
    findings = report.findings[report.findings["entry"] == number]
    proposed = report.proposals[report.proposals["entry"] == number]
    held = report.suggestions[report.suggestions["entry"] == number]
    points = report.points
    return {
        "entry": _plain(row),
        "demand": _demand(report, number),
        "sources": _sources(report, number),
        "states": {name: str(report.facts.state(name)[number]) for name in report.facts.catalogue.fields},
        "findings": findings.drop(columns="entry").to_dict("records"),
        "points": [
            {"field": field, "possible": float(weight), "earned": float(weight) if earned else 0.0}
            for field, weight, possible, earned in zip(
                points.fields, points.weights, points.possible[:, number], points.earned[:, number], strict=True
            )
            if possible
        ],
        "next": proposed.drop(columns="entry").assign(gain=floored(proposed["gain"].to_numpy())).to_dict("records"),
        "suggestions": held.drop(columns="entry").to_dict("records"),
    }


def _demand(report: "Report", number: int) -> dict[str, Any]:
    """The demand of the entry, where it comes from, and the factors that it is made of."""
    wanted = report.demand
    return {
        "value": round(float(wanted.value[number]), 3),
        "origin": wanted.origin,
        "parts": {name: round(float(part[number]), 3) for name, part in wanted.parts.items()},
        "role": None if wanted.role is None else float(wanted.role[number]),
    }


def _sources(report: "Report", number: int) -> list[dict[str, Any]]:
    """Where the entry stands: source and line, the one that is believed first in front."""
    tables = report.facts.tables
    names, origins = source_names(tables), tables["origins"]
    pieces = (tables.entries.iloc[[number]], origins[origins["entry"] == number])
    return [
        {"source": names.get(path, path), "line": int(line)}
        for piece in pieces
        for path, line in zip(piece["source"].fillna(""), piece["line"], strict=True)
    ]


def _plain(row: pd.Series) -> dict[str, Any]:
    """Numbers of numpy as numbers of Python, missing ones as None."""
    plain = {}
    for key, value in row.items():
        missing = value is None or value is pd.NA or value != value
        plain[str(key)] = None if missing else (value.item() if hasattr(value, "item") else value)
    return plain
