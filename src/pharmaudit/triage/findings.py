"""Findings: the failed rows of every verdict column, each or together as the rule says, ready to be read."""

import hashlib
import json
from collections.abc import Sequence

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import VIRTUAL, Facts, columns_of
from pharmaudit.kinds import Rule, Verdict
from pharmaudit.model import Repair, RepairStatus
from pharmaudit.rulebook.judge import Crash, Judgement
from pharmaudit.triage.grouping import grouped

COLUMNS = (
    "entry_id",
    "entry_name",
    "rule",
    "severity",
    "confidence",
    "dimension",
    "section",
    "field",
    "path",
    "value",
    "message",
    "suggestion",
    "repair",
    "status",
    "fingerprint",
    "change",
)
SHOWN = 200
_NOTHING = "blank"


def findings(judgement: Judgement, facts: Facts) -> tuple[pd.DataFrame, Judgement]:
    """All findings: `entry` (row number of the entry), then COLUMNS; by entry, then by rule, then by row.

    A rule that crashes while its findings are told gives none, and no verdict either: the judgement that comes back is
    without it.
    """
    pieces, crashes = [], []
    for verdict in judgement.verdicts:
        try:
            if len(verdict.failing):
                pieces.append(_of_rule(verdict, facts))
        except Exception as error:  # as in judge(): the others are told
            crashes.append(Crash.of(verdict.rule.id, error))
    return _joined(pieces), judgement.without(crashes)


def _joined(pieces: Sequence[pd.DataFrame]) -> pd.DataFrame:
    if not pieces:
        return pd.DataFrame({"entry": pd.Series(dtype="int64")} | {name: pd.Series(dtype="str") for name in COLUMNS})
    frame = pd.concat(pieces, ignore_index=True).sort_values(["entry", "rule"], kind="stable", ignore_index=True)
    frame["fingerprint"] = _numbered(frame["fingerprint"])
    return frame


def _of_rule(verdict: Verdict, facts: Facts) -> pd.DataFrame:
    rule = verdict.rule
    rows = grouped(_rows(verdict, facts), rule, lambda field: _label(field, facts))
    entries = rows["entry"].to_numpy()
    ids = facts.tables.entries["entry_id"].take(entries).fillna("").to_list()
    names = facts.tables.entries["name"].take(entries).fillna("").to_list()
    cohorts = facts.cohorts.take(entries).to_list()
    told = zip(names, ids, rows["named"], rows["shown"], cohorts, rows["detail"], strict=True)
    return pd.DataFrame(
        {
            "entry": entries,
            "entry_id": ids,
            "entry_name": names,
            "rule": rule.id,
            "severity": rule.severity.value,
            "confidence": rule.confidence.value,
            "dimension": rule.dimension.value,
            "section": [_section(field, rule.section, facts) for field in rows["field"].to_list()],
            "field": rows["field"].to_list(),
            "path": rows["path"].to_list(),
            "value": "" if pd.api.types.is_numeric_dtype(verdict.values) else rows["shown"].to_list(),
            "message": [_message(rule, *one) for one in told],
            "suggestion": rule.fix,
            "repair": [_repair(rule.repair(value)) for value in rows["value"].to_list()],
            "status": "open",
            "fingerprint": [
                _fingerprint(rule.id, *parts) for parts in zip(ids, rows["key_field"], rows["key_value"], strict=True)
            ],
            "change": "",
        }
    )


def _rows(verdict: Verdict, facts: Facts) -> pd.DataFrame:
    """The failed rows of a verdict: their entry, field, path, value (whole and as it is shown) and detail."""
    rows = verdict.failing
    fields = _fields(verdict, facts, rows)
    values = [_text(value) for value in verdict.values.iloc[rows].to_list()]
    details = verdict.rule.detail(rows, verdict.values, facts)
    return pd.DataFrame(
        {
            "entry": facts.entry_of(verdict.table)[rows],
            "field": fields,
            "path": _paths(verdict, facts, rows, fields),
            "value": values,
            "shown": [_shown(value, found) for value, found in zip(values, details, strict=True)],
            "detail": details,
        }
    )


def _message(rule: Rule, name: str, id_: str, field: str, value: str, cohort: str, detail: str) -> str:
    entry = name or id_ or "This entry"
    return rule.message.format(entry=entry, id=id_, field=field, value=value or _NOTHING, cohort=cohort, detail=detail)


def _fields(verdict: Verdict, facts: Facts, rows: np.ndarray) -> list[str]:
    """The field of each failing row: its own, where rows of the table name one, otherwise that of the rule."""
    if _names_fields(verdict.table):
        return facts.frame(verdict.table)["field"].iloc[rows].to_list()
    return [verdict.rule.field] * len(rows)


def _names_fields(table: str) -> bool:
    """Whether rows of a table are about fields of the entry, each about its own: texts, comparisons of sources."""
    return table in VIRTUAL or "field" in columns_of(table)


def _paths(verdict: Verdict, facts: Facts, rows: np.ndarray, fields: Sequence[str]) -> list[str]:
    """Where in the entry: `half_life`, or `articles[3].citation`, counted from 1 within the entry."""
    if verdict.table == "entries" or _names_fields(verdict.table):
        return list(fields)
    entries = pd.Series(facts.entry_of(verdict.table))
    place = entries.groupby(entries).cumcount().to_numpy()[rows] + 1
    column = verdict.rule.field.partition(".")[2]
    return [f"{verdict.table}[{number}].{column}" for number in place]


def _section(field: str, otherwise: str, facts: Facts) -> str:
    item = facts.catalogue.fields.get(field)
    return item.section if item else otherwise


def _label(field: str, facts: Facts) -> str:
    item = facts.catalogue.fields.get(field)
    return item.label.lower() if item else field.replace("_", " ").replace(".", ": ")


def _text(value: object) -> str:
    if not isinstance(value, str):
        return "" if value is None or value is pd.NA or value != value else str(value)
    return value


def _shown(value: str, found: str = "") -> str:
    """The value in one line; of a long one the part around the words that a rule found, or its beginning."""
    text, words = " ".join(value.split()), " ".join(found.split())
    if len(text) <= SHOWN:
        return text
    place = text.find(words) if words else 0
    start = max(0, min(place - SHOWN // 2, len(text) - SHOWN + 2))
    if start == 0:
        return text[: SHOWN - 1] + "…"
    end = start + SHOWN - 2
    return f"…{text[start:end]}" + ("…" if end < len(text) else "")


def _repair(repair: Repair) -> str:
    if repair.status == RepairStatus.NONE:
        return ""
    return json.dumps({"status": repair.status.value, "values": list(repair.values)}, ensure_ascii=False)


def _fingerprint(*parts: str) -> str:
    """The same finding in another run: never from its message, row number or date."""
    normalised = "\0".join(" ".join(part.split()).lower() for part in parts)
    return hashlib.sha256(normalised.encode()).hexdigest()[:16]


def _numbered(prints: pd.Series) -> pd.Series:
    """Equal findings of one entry are told apart by their number."""
    again = prints.groupby(prints).cumcount()
    return prints.where(again == 0, prints + "-" + again.astype("str"))
