"""Two report folders, read back and compared: the same folds as between two runs, on what reports hold."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from pharmaudit.errors import UsageError
from pharmaudit.history.changes import AXES, Changes, RunInfo
from pharmaudit.history.compare import compare
from pharmaudit.history.snapshot import (
    ENTRY_COLUMNS,
    FINDING_COLUMNS,
    RULE_COLUMNS,
    Bits,
    Past,
    Snapshot,
    counted,
    entry_keys,
)
from pharmaudit.readers.formulas import ARMED
from pharmaudit.renderers.folder import MARK

OF_ENTRIES = ("entry_id", "name", "type", "cohort", *AXES, "grade", "stub_computed", "secondary_ids", "content")
OF_FINDINGS = ("entry_id", "entry_name", "rule", "severity", "field", "status", "fingerprint")


def compare_reports(old: Path, new: Path) -> tuple[Snapshot, Snapshot, Changes]:
    """Both reports and what has changed from one to the other. Raises UsageError for what is no report."""
    before, now = stored_snapshot(old), stored_snapshot(new)
    return before, now, compare(Past(before), now)


def stored_snapshot(folder: Path) -> Snapshot:
    """What a report folder tells of its run: no points, so that scores of changed entries cannot be rescored."""
    summary = _summary(folder)
    entries = _frame(folder, "entries", OF_ENTRIES)
    findings = _frame(folder, "findings", OF_FINDINGS)
    keys = entry_keys(entries["entry_id"])
    by_id = dict(zip(entries["entry_id"].str.strip().str.lower(), keys, strict=True))
    told = findings.assign(entry=findings["entry_id"].str.strip().str.lower().map(by_id).fillna(""))
    table = _entries(entries, keys)
    try:
        rules = _rules(summary["rules"])
        preview = frozenset(rule for rule, one in summary["rules"].items() if one.get("status") == "preview")
        info, damaged = _info(summary), any(one["fatal"] or one["loss"] for one in summary["provenance"]["damages"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{folder / MARK}: this is no summary of a report of this version ({error})") from None
    chosen = told[list(FINDING_COLUMNS)].astype("object")
    info = counted(info, table, chosen, preview, len(entries))
    return Snapshot(info, table, Bits.none(len(table)), chosen, rules, preview, _secondary(entries), damaged)


def _secondary(entries: pd.DataFrame) -> dict[str, str]:
    pairs = zip(entries["entry_id"], entries["secondary_ids"], strict=True)
    return {id_.lower(): owner for owner, ids in pairs for id_ in ids.split("|") if id_}


def _summary(folder: Path) -> dict[str, Any]:
    path = folder / MARK
    if not folder.is_dir():
        what = "this is no folder" if folder.exists() else "there is no such folder"
        raise UsageError(f"{folder}: {what}; give a folder that `pharmaudit audit` wrote")
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"{folder}: this is no report, for it holds no {MARK}; give a folder of an audit") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: this is no summary of a report ({error})") from None
    if not isinstance(summary, dict) or "provenance" not in summary:
        raise UsageError(f"{path}: this is no summary of a report; give a folder that `pharmaudit audit` wrote")
    return summary


def _info(summary: Mapping[str, Any]) -> RunInfo:
    made = summary["provenance"]
    return RunInfo(
        number=0,
        series="",
        as_of=date.fromisoformat(made["as_of"]),
        tool=made["tool"].removeprefix("pharmaudit "),
        rulebook=made["rulebook"],
        profile=made["profile"],
        judged_by=made["judged_by"],
        sources=tuple(one["path"] for one in made["sources"]),
        entries=summary["entries"],
    )


def _frame(folder: Path, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """A table of a report as texts, exact from Parquet where it is there, else from CSV."""
    for suffix in ("parquet", "csv"):
        path = folder / f"{name}.{suffix}"
        if path.is_file():
            try:
                frame = _read(path)
            except (OSError, ValueError) as error:
                raise UsageError(f"{path}: cannot be read ({error}); audit again") from None
            lacking = [column for column in columns if column not in frame]
            if lacking:
                raise UsageError(f"{path}: the column {lacking[0]} is missing: another version wrote it; audit again")
            return frame
    raise UsageError(f"{folder}: the report has neither {name}.parquet nor {name}.csv; audit with --format csv")


def _read(path: Path) -> pd.DataFrame:
    if path.suffix == ".parquet":
        frame: pd.DataFrame = pd.read_parquet(path)
        return frame.astype("object").where(frame.notna(), "").astype("str")
    texts: pd.DataFrame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    return texts.replace(ARMED, "", regex=True)


def _entries(entries: pd.DataFrame, keys: Any) -> pd.DataFrame:
    nothing = pd.Series("", index=entries.index, dtype="str")
    told = {"entry_name": "name", "stub": "stub_computed"}
    table = {name: entries.get(told.get(name, name), nothing) for name in ENTRY_COLUMNS}
    frame = pd.DataFrame(table)
    for axis in AXES:
        frame[axis] = pd.to_numeric(frame[axis].replace("", None))
    frame.index = pd.Index(keys, dtype=object)
    return frame[frame.index != ""]


def _rules(rules: Mapping[str, Any]) -> pd.DataFrame:
    rows = [
        (
            one.get("digest", ""),
            "",
            *(one[name] for name in ("passed", "failed", "entries_applicable", "entries_failed")),
        )
        for one in rules.values()
    ]
    return pd.DataFrame(rows, columns=list(RULE_COLUMNS), index=pd.Index(list(rules), dtype=object))
