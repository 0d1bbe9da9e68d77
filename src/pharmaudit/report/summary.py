"""The summary of a report as plain data: what report.json holds."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from pharmaudit.demand import meaning
from pharmaudit.history.snapshot import rule_digest
from pharmaudit.model import State
from pharmaudit.report.coverage import coverage
from pharmaudit.report.diff import changes_data
from pharmaudit.report.result import NOT_ACCURACY, Report
from pharmaudit.scoring import floored

FORMAT_VERSION = 1
AXES = ("completeness", "consistency", "evidence")


def summary(report: Report) -> dict[str, Any]:
    """Provenance, counts with denominators, score distributions, gate, tallies of every rule, states of every field."""
    return {
        "format_version": FORMAT_VERSION,
        "about": NOT_ACCURACY,
        "provenance": _provenance(report),
        "entries": len(report.entries),
        "findings": _counts(report.findings["severity"]),
        "gate": {
            "passed": report.gate.passed,
            "fail_on": report.gate.fail_on,
            "closing": report.gate.closing,
            "sentence": report.gate.sentence,
            "conditions": [one.data for one in report.gate.conditions],
        },
        "stubs": _counts(report.entries["stub_computed"]),
        "grades": _counts(report.entries["grade"]),
        "stars": _counts(report.entries["stars"].astype("str")),
        "cohorts": {
            str(cohort): {"entries": len(group), **{axis: distribution(group[axis]) for axis in AXES}}
            for cohort, group in report.entries.groupby("cohort")
        },
        "scores": {axis: distribution(report.entries[axis]) for axis in AXES},
        "rules": rule_tallies(report),
        "rule_coverage": asdict(coverage(report)),
        "fields": field_states(report),
        "changes": None if report.changes is None else changes_data(report.changes, report.findings),
        "percentiles": percentile_basis(report),
        "demand_unknown": list(report.demand.unknown),
        "demand": {
            "origin": report.demand.origin,
            "ids_without_entry": report.demand.strangers,
            "meaning": meaning(report.demand),
        },
    }


def distribution(scores: pd.Series) -> dict[str, Any]:
    """How a score is spread: how many have it, quartiles, and counts in ten equal steps."""
    known = scores.dropna().to_numpy(dtype=float)
    if not len(known):
        return {"scored": 0, "median": None, "quartiles": None, "histogram": [0] * 10}
    low, median, high = floored(np.quantile(known, [0.25, 0.5, 0.75])).tolist()
    counts = np.bincount(np.minimum(known // 10, 9).astype(int), minlength=10)
    return {"scored": len(known), "median": median, "quartiles": [low, high], "histogram": counts.tolist()}


def rule_tallies(report: Report) -> dict[str, dict[str, Any]]:
    """Per rule: rows that passed and failed, entries that failed, entries it applied to."""
    told = {}
    for rule in report.rules:
        tally = report.tallies.get(rule.id)
        if tally is not None:
            told[rule.id] = {
                "name": rule.name,
                "severity": rule.severity.value,
                "status": rule.status.value,
                "digest": rule_digest(rule),
                "passed": int(tally.passed.sum()),
                "failed": int(tally.failed.sum()),
                "entries_applicable": int(tally.applicable.sum()),
                "entries_failed": int((tally.failed > 0).sum()),
                **measured(rule.id, report),
            }
    return told


def measured(rule: str, report: Report) -> dict[str, Any]:
    """The precision of a rule as people measured it, with the ends of its 95 % interval; nothing where nobody did."""
    told = report.precision.get(rule)
    if told is None:
        return {}
    low, high = (round(end, 4) for end in told.interval)
    counts = {"confirmed": told.confirmed, "false_positive": told.rejected}
    return {"precision": {**counts, "value": round(told.value, 4), "low": low, "high": high}}


def percentile_basis(report: Report) -> dict[str, Any]:
    """Whom percentiles compare with: entries of this run, or of a reference, which is described; null where nobody."""
    by = report.yardstick
    kept = by.reference
    return {
        "against": report.profile.reference,
        "all": None if by.all is None else asdict(by.all),
        "cohorts": {name: None if basis is None else asdict(basis) for name, basis in by.cohorts.items()},
        "reference": None
        if kept is None
        else {
            "release": kept.release,
            "released": kept.released.isoformat(),
            "made": kept.made.isoformat(),
            "entries": kept.all.entries,
            "rulebook": kept.rulebook,
            "other_rules": kept.makeup != by.makeup,
        },
    }


def field_states(report: Report) -> dict[str, dict[str, int]]:
    """Per field: how many entries are in each state."""
    return {
        name: {state.value: int((report.facts.state(name) == state.value).sum()) for state in State}
        for name in report.facts.catalogue.fields
    }


def _provenance(report: Report) -> dict[str, Any]:
    provenance = report.provenance
    return {
        "tool": f"pharmaudit {provenance.tool_version}",
        "rulebook": provenance.rulebook_digest,
        "judged_by": provenance.judged_by,
        "rules": provenance.rules,
        "profile": provenance.profile,
        "as_of": provenance.as_of.isoformat(),
        "sources": [
            {**asdict(source), "carries": None if source.carries is None else sorted(source.carries)}
            for source in provenance.sources
        ],
        "lists": [
            {"path": one.path, "format": one.format, "sha256": one.sha256, "identifiers": one.entries}
            for one in provenance.lists
        ],
        "damages": [asdict(damage) for damage in provenance.damages],
        "crashes": [asdict(crash) for crash in provenance.crashes],
        "not_run": [asdict(one) for one in provenance.not_run],
    }


def _counts(values: pd.Series | Sequence[str]) -> dict[str, int]:
    return {str(key): int(count) for key, count in pd.Series(values).value_counts().sort_index().items()}
