"""Read the worklist, or the findings, of a report that was written before, without auditing again."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from pharmaudit.errors import UsageError
from pharmaudit.readers.formulas import ARMED
from pharmaudit.renderers.folder import MARK
from pharmaudit.report.queue import Queue
from pharmaudit.triage.baseline import Judged, Run
from pharmaudit.triage.findings import COLUMNS

NUMBERS = ("rank", "priority", "completeness", "target", "stars", "demand", "deficit", "safety", "minutes", "gain")
COUNTS = ("evidence",)
"""Numbers that not every report has."""
WORDS = ("entry_id", "name", "cohort", "groups", "stub_computed", "fields", "sections")


def is_report(folder: Path) -> bool:
    """Whether a folder is a report of ours."""
    return (folder / MARK).is_file()


def stored_queue(folder: Path) -> Queue:
    """The queue of a report folder, from worklist.csv, findings.csv (where there is one) and report.json.

    Raises UsageError where the folder has no worklist.csv, or it is not what we write.
    """
    try:
        summary = json.loads((folder / MARK).read_text(encoding="utf-8"))
        as_of = date.fromisoformat(summary["provenance"]["as_of"])
        about = _about(summary, folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{folder / MARK}: this is no summary of a report ({error})") from None
    rows = _read(folder / "worklist.csv", (*WORDS, *NUMBERS))
    for name in (*NUMBERS, *(name for name in COUNTS if name in rows)):
        try:
            rows[name] = pd.to_numeric(rows[name].replace("", None))
        except (ValueError, TypeError) as error:
            raise UsageError(f"{folder / 'worklist.csv'}: the column {name} holds no numbers ({error})") from None
    found = folder / "findings.csv"
    findings = _read(found, COLUMNS) if found.is_file() else pd.DataFrame(columns=list(COLUMNS), dtype="str")
    return Queue(rows, findings, None, about, as_of)


def _read(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """A CSV file of ours as texts, without the apostrophes that kept them from running as formulas."""
    try:
        frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(f"{path}: the report has no such file; audit again with --format csv") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); audit again") from None
    lacking = [name for name in columns if name not in frame]
    if lacking:
        raise UsageError(f"{path}: the column {lacking[0]} is missing: an older version wrote it; audit again")
    for name in frame.columns:
        frame[name] = frame[name].str.replace(ARMED, "", regex=True)
    return frame


def _about(summary: dict[str, Any], folder: Path) -> dict[str, str]:
    made = summary["provenance"]
    return {
        "Report": str(folder),
        "Sources": "; ".join(f"{one['path']} ({one['entries']:,} entries)" for one in made["sources"]),
        "Tool": str(made["tool"]),
        "Rulebook": f"{made['rules']} rules, {made['rulebook']}",
        "Profile": str(made["profile"]),
        "Counted from": str(made["as_of"]),
        "Demand": str(summary["demand"]["meaning"]),
    }


def stored_run(folder: Path) -> Run:
    """What a baseline needs of a report folder, from report.json, entries.csv and findings.csv.

    Which entries a source could not tell of is not stored: of a field that any entry does not tell, none is believed.
    Raises UsageError where the folder lacks a file, or it is not what we write.
    """
    try:
        summary = json.loads((folder / MARK).read_text(encoding="utf-8"))
        made, rules = summary["provenance"], summary["rules"]
        preview = frozenset(rule for rule, told in rules.items() if told["status"] == "preview")
        unknown = frozenset(name for name, states in summary["fields"].items() if states["unknown"])
        carries = [frozenset(one["carries"]) for one in made["sources"] if one["carries"] is not None]
        whole = not any(one["fatal"] or one["loss"] for one in made["damages"])
        as_of, rulebook = date.fromisoformat(made["as_of"]), str(made["rulebook"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{folder / MARK}: this is no summary of a report of this version ({error})") from None
    findings = _read(folder / "findings.csv", COLUMNS)
    entries = frozenset(_read(folder / "entries.csv", ("entry_id",))["entry_id"].str.split().str.join(" ").str.lower())

    def untold(_rule: str, field: str) -> frozenset[str]:
        placeless = "." in field and any(field not in one for one in carries)
        return entries if placeless or field.partition(".")[0] in unknown else frozenset()

    return Run(findings, preview, Judged(frozenset(rules), entries, untold), rulebook, as_of, whole)
