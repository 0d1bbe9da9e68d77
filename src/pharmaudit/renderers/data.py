"""The machine twins of the report: CSV, Parquet and JSON. The same report gives the same bytes."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from pharmaudit.facts.contents import contents, hexes
from pharmaudit.history.snapshot import secondary_ids
from pharmaudit.progress import Tell
from pharmaudit.readers.formulas import FORMULA
from pharmaudit.report import Report
from pharmaudit.report.points import points_table
from pharmaudit.report.summary import summary

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?|-+"


def write_csv(report: Report, folder: Path, _tell: Tell) -> None:
    """entries.csv, findings.csv and worklist.csv; UTF-8, with texts kept from running as spreadsheet formulas."""
    for name, frame in _frames(report).items():
        disarmed(frame).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")


def write_parquet(report: Report, folder: Path, _tell: Tell) -> None:
    """entries.parquet, findings.parquet and points.parquet, exact."""
    for name, frame in _frames(report).items():
        if name != "worklist":
            frame.to_parquet(folder / f"{name}.parquet", index=False)
    points_table(report).to_parquet(folder / "points.parquet", index=False)


def write_json(report: Report, folder: Path, _tell: Tell) -> None:
    """report.json, the summary."""
    text = json.dumps(summary(report), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")


def _frames(report: Report) -> dict[str, pd.DataFrame]:
    return {
        "entries": _entries(report),
        "findings": report.findings.drop(columns="entry"),
        "worklist": report.worklist.drop(columns="entry"),
    }


def _entries(report: Report) -> pd.DataFrame:
    """The entries, and at the end what another report is compared by: a digest of their content, their further ids."""
    others: dict[str, list[str]] = {}
    for id_, owner in secondary_ids(report.facts).items():
        others.setdefault(owner, []).append(id_.upper())
    further = ["|".join(sorted(others.get(id_, ()))) for id_ in report.entries["entry_id"]]
    plain = report.entries.drop(columns="entry")
    return plain.assign(secondary_ids=further, content=hexes(contents(report.facts)))


def disarmed(frame: pd.DataFrame) -> pd.DataFrame:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front, as spreadsheets write it."""
    safe = frame.copy()
    for name in safe.select_dtypes(["object", "str"]).columns:
        values = safe[name].astype("str")
        armed = values.str.match(FORMULA) & ~values.str.fullmatch(_NUMBER)
        safe[name] = np.where(armed.fillna(False), "'" + values, safe[name])
    return safe
