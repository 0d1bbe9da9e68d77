"""sarif: findings.sarif and code-scanning.sarif, SARIF 2.1.0, within the limits of GitHub code scanning."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pharmaudit.kinds import Rule
from pharmaudit.model import Damage, Remark, Source, one_line
from pharmaudit.progress import Tell
from pharmaudit.renderers.sarif_results import LEVEL, fixed, left_over, of_remark, results_of, uri
from pharmaudit.report import Report
from pharmaudit.report.outcome import exit_code
from pharmaudit.report.places import source_paths, told_path
from pharmaudit.report.result import NOT_ACCURACY
from pharmaudit.report.worst import LEVELS, OPEN, Cut, cut, previews, remarks, worst

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 25_000
"""Results that GitHub accepts in a run; it shows the first 5,000, hence worst first."""
MOST_FIXED = 1_000
MOST_NOTIFICATIONS = 500
MOST_TAGS = 10
"""Tags of a rule that GitHub shows."""


def write_sarif(report: Report, folder: Path, _tell: Tell) -> None:
    """findings.sarif with all results; code-scanning.sarif with those that are open only.

    GitHub reads neither suppressions nor baselineState: there, a waived or mended finding would be an open alert.
    """
    for name, live in (("findings.sarif", False), ("code-scanning.sarif", True)):
        text = json.dumps(sarif(report, live), ensure_ascii=True, separators=(",", ":"))
        (folder / name).write_text(text + "\n", encoding="utf-8")


def sarif(report: Report, live: bool = False, most: int = MOST_RESULTS) -> dict[str, Any]:
    """The log as plain data: one run, with no more than `most` results; `live`: without waived and mended ones."""
    noted = remarks(report)
    absent = [] if live else list(fixed(report, MOST_FIXED))
    rows = worst(report)
    rows = rows[rows["status"] == OPEN] if live else rows
    kept = cut(rows, most - len(noted) - len(absent), report.limit)
    rules = _rules(report, noted)
    place = {rule["id"]: number for number, rule in enumerate(rules)}
    results = [
        *(of_remark(one, report) for one in noted),
        *results_of(kept.shown, report),
        *left_over(kept.left, report),
        *absent,
    ]
    for result in results:
        if result["ruleId"] in place:
            result["ruleIndex"] = place[result["ruleId"]]
    run = {
        "tool": {"driver": _driver(report, rules)},
        "automationDetails": {"id": f"pharmaudit/{quote(report.profile.name, safe='')}/"},
        "invocations": [_invocation(report, kept)],
        "artifacts": list(_artifacts(report)),
        "results": results,
        "properties": _counts(report, kept),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _driver(report: Report, rules: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": "pharmaudit",
        "version": report.provenance.tool_version,
        "fullDescription": {"text": NOT_ACCURACY},
        "rules": rules,
    }


def _rules(report: Report, noted: tuple[Remark, ...]) -> list[dict[str, Any]]:
    """All rules that ran; what remarks and fixed findings of other rules refer to has an id only."""
    unscored = previews(report)
    known = [_rule(rule, rule.id in unscored) for rule in report.rules]
    ids = {rule["id"] for rule in known}
    others: dict[str, Remark] = {one.rule: one for one in noted if one.rule not in ids}
    return [*known, *({"id": name, "help": {"text": one.fix}} for name, one in sorted(others.items()))]


def _rule(rule: Rule, preview: bool) -> dict[str, Any]:
    markdown = f"**Why it matters.** {rule.problem}\n\n**How to fix it.** {rule.fix}"
    references = "".join(f"\n- {one}" for one in rule.references)
    level = LEVELS[-1] if preview else rule.severity.value
    tags = dict.fromkeys((rule.dimension.value, rule.section, *rule.tags, *(["preview"] if preview else [])))
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.problem},
        "help": {
            "text": f"{rule.problem}\n\nFix: {rule.fix}",
            "markdown": markdown + (f"\n\nReferences:{references}" if references else ""),
        },
        "defaultConfiguration": {"level": LEVEL[level]},
        "properties": {
            "precision": rule.confidence.value,
            "problem.severity": {"info": "recommendation"}.get(level, level),
            "tags": list(tags)[:MOST_TAGS],
        },
    }


def _invocation(report: Report, kept: Cut) -> dict[str, Any]:
    """How the run ended. It has no times: the same input gives the same bytes."""
    code = exit_code(report)
    notes = [
        _notification("error", f"Rule {one.rule} crashed and gave no verdict: {one.reason}", one.rule)
        for one in report.provenance.crashes
    ]
    notes += [_damage(one, report) for one in report.provenance.damages]
    if len(notes) > MOST_NOTIFICATIONS:
        rest = len(notes) - MOST_NOTIFICATIONS
        notes[MOST_NOTIFICATIONS:] = [_notification("warning", f"{rest:,} more notes are not shown.")]
    if kept.more:
        told = f"{kept.more:,} findings are not told one by one: they stand together, one result for each rule."
        notes.append(_notification("warning", f"{told} The formats csv and parquet have all."))
    return {
        "executionSuccessful": code < 2,
        "exitCode": code,
        "exitCodeDescription": report.gate.sentence,
        "toolExecutionNotifications": notes,
        "toolConfigurationNotifications": [
            _notification("note", f"Rule {one.rule} was not run: {one.reason}", one.rule)
            for one in report.provenance.not_run
        ],
    }


def _notification(level: str, text: str, rule: str = "") -> dict[str, Any]:
    told: dict[str, Any] = {"level": level, "message": {"text": one_line(text)}}
    return told | ({"associatedRule": {"id": rule}} if rule else {})


def _damage(damage: Damage, report: Report) -> dict[str, Any]:
    told = _notification("error" if damage.grave else "warning", damage.reason)
    path = source_paths(report).get(damage.source) or told_path(damage.source)
    region = {"region": {"startLine": damage.line}} if damage.line else {}
    told["locations"] = [{"physicalLocation": {"artifactLocation": {"uri": uri(path)}, **region}}]
    return told


def _artifacts(report: Report) -> Iterator[dict[str, Any]]:
    paths = source_paths(report)
    for one in (*report.provenance.sources, *report.provenance.lists):
        yield _artifact(one, paths)


def _artifact(source: Source, paths: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"location": {"uri": uri(paths.get(source.path) or told_path(source.path))}}
    if source.sha256:
        told["hashes"] = {"sha-256": source.sha256}
    return told | {"properties": {"format": source.format, "entries": source.entries}}


def _counts(report: Report, kept: Cut) -> dict[str, Any]:
    return {
        "asOf": report.provenance.as_of.isoformat(),
        "rulebook": report.provenance.rulebook_digest,
        "profile": report.profile.name,
        "gatePassed": report.gate.passed,
        "entries": len(report.entries),
        "findings": len(report.findings),
        "findingsShown": len(kept.shown),
        "findingsTogether": kept.more,
        "limitPerRule": report.limit,
    }
