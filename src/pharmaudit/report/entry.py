"""One entry of a report as plain data: what `explain` prints and `Report.entry` gives."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from pharmaudit.facts.sources import source_names
from pharmaudit.report.climb import ladder_of, plan_data
from pharmaudit.report.points import point_rows, section_rows
from pharmaudit.scoring import floored

if TYPE_CHECKING:
    from pharmaudit.report.result import Report


def entry_data(report: "Report", number: int) -> dict[str, Any]:
    """Everything that the report knows of one entry, as plain data."""
    row = report.entries.iloc[number]
    findings = report.findings[report.findings["entry"] == number]
    proposed = report.proposals[report.proposals["entry"] == number]
    held = report.suggestions[report.suggestions["entry"] == number]
    points = point_rows(report, number)
    return {
        "entry": _plain(row),
        "demand": _demand(report, number),
        "sources": _sources(report, number),
        "states": {name: str(report.facts.state(name)[number]) for name in report.facts.catalogue.fields},
        "findings": findings.drop(columns="entry").to_dict("records"),
        "percentiles": percentile_data(report, row),
        "points": points,
        "sections": section_rows(points),
        "next": proposed.drop(columns="entry").assign(gain=floored(proposed["gain"].to_numpy())).to_dict("records"),
        "next_star": plan_data(ladder_of(report).plan(number)),
        "suggestions": held.drop(columns="entry").to_dict("records"),
    }


def percentile_data(report: "Report", row: pd.Series) -> dict[str, Any]:
    """Both percentiles, each with whom it compares with; None where there is none."""
    by = report.yardstick
    told = {"all": (row["percentile_all"], by.all), "cohort": (row["percentile_cohort"], by.cohorts.get(row["cohort"]))}
    return {
        name: None if basis is None or value != value else {"percentile": float(value), "among": basis.words}
        for name, (value, basis) in told.items()
    } | {"other_rules": by.other_rules}


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
