"""Findings as a page shows them: of an entry by severity, of a rule by equal values."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import yaml

from pharmaudit.kinds import Rule
from pharmaudit.readers.waivers import is_glob
from pharmaudit.report.pages.places import Places
from pharmaudit.report.pages.words import SETTLED, SEVERITIES, Mark
from pharmaudit.report.result import Report

OPEN = "open"
VALUES_SHOWN = 50
IDS_SHOWN = 20
FINDINGS_SHOWN = 25
_PLAIN_ID = re.compile(r"[A-Za-z]+\d+")
_SHOWN = ("message", "value", "path", "confidence", "repair")


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. `value` is '' where the message tells it; `repair_status` where no repair is suggested.

    `why` it is waived, by whom and until when; '' where it is not.
    """

    message: str
    value: str
    path: str
    confidence: str
    repair_status: str
    repairs: tuple[str, ...]
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class OfRule:
    """Findings of one rule in one entry: the first of the `count`, so that no list of thousands fills a page.

    `waiver` are the lines of a waiver to copy, as docs/waivers.md has it; '' where none can be written.
    """

    rule: Rule
    count: int
    findings: tuple[Found, ...]
    waiver: str

    @property
    def left_out(self) -> int:
        return self.count - len(self.findings)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one severity, or those that are settled, rule by rule."""

    mark: Mark
    rules: tuple[OfRule, ...]

    @property
    def count(self) -> int:
        return sum(one.count for one in self.rules)


@dataclass(frozen=True, slots=True)
class Member:
    """An entry as a link."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class SameValue:
    """Findings of one rule with the same value: `entries` are the first of the `count`."""

    value: str
    message: str
    findings: int
    count: int
    entries: tuple[Member, ...]

    @property
    def left_out(self) -> int:
        return self.count - len(self.entries)


def groups_by_entry(report: Report) -> dict[int, tuple[Group, ...]]:
    """The findings of every entry that has any, by severity, the worst first; settled ones last."""
    columns = [report.findings[name].tolist() for name in ("entry", "rule", "severity", "status", *_SHOWN)]
    names = zip(*(report.findings[name].tolist() for name in ("entry_id", "fingerprint")), strict=True)
    columns.append(list(names))
    columns.append(_reasons(report))
    rules = {rule.id: rule for rule in report.rules}
    order = (*SEVERITIES.values(), SETTLED)
    result = {}
    for entry, rows in groupby(zip(*columns, strict=True), key=itemgetter(0)):
        kinds: dict[Mark, dict[str, list[tuple[Any, ...]]]] = {}
        for row in rows:
            mark = SEVERITIES[row[2]] if row[3] == OPEN else SETTLED
            kinds.setdefault(mark, {}).setdefault(row[1], []).append(row[3:])
        result[entry] = tuple(
            Group(mark, tuple(_of_rule(rules[rule], found) for rule, found in kinds[mark].items()))
            for mark in order
            if mark in kinds
        )
    return result


def _reasons(report: Report) -> list[str]:
    """Why each finding is waived."""
    found, told = report.findings, report.justifications
    if not told:
        return [""] * len(found)
    return found["fingerprint"].map(told).where(found["status"] == "waived").fillna("").tolist()


def _of_rule(rule: Rule, rows: Sequence[tuple[Any, ...]]) -> OfRule:
    shown = []
    for status, message, value, path, confidence, repair, _, why in rows[:FINDINGS_SHOWN]:
        mended, values = _repair(repair)
        shown.append(Found(message, "" if value in message else value, path, confidence, mended, values, status, why))
    first = rows[0]
    entry_id, fingerprint = first[6]
    # a gap that is filled is no finding any more: only where there is a value does an edit make another finding of it
    waiver = _waiver(rule.id, entry_id, fingerprint if first[2] and len(rows) == 1 else "") if first[0] == OPEN else ""
    return OfRule(rule, len(rows), tuple(shown), waiver)


def _waiver(rule: str, entry_id: str, fingerprint: str) -> str:
    """The lines of a waiver with the reason, the name and the date left to fill in."""
    if not entry_id.strip() or is_glob(entry_id):  # the id would name no entry, or others too
        return ""
    entry = entry_id if _PLAIN_ID.fullmatch(entry_id) else yaml.safe_dump(entry_id, default_style='"', width=1 << 20)
    lines = [f"- rule: {rule}", f"  entries: {entry.strip()}"]
    lines += [f'  fingerprint: "{fingerprint}"'] if fingerprint else []
    return "\n".join([*lines, "  reason:", "  by:", "  until:"])


def _repair(text: str) -> tuple[str, tuple[str, ...]]:
    if not text:
        return "", ()
    repair = json.loads(text)
    return repair["status"], tuple(repair["values"])


def values_by_rule(report: Report, places: Places) -> Mapping[str, tuple[SameValue, ...]]:
    """The findings of every rule that has any, equal values together, the most frequent first."""
    names = ("rule", "entry", "value", "message")
    rules: dict[str, dict[str, tuple[str, list[int]]]] = {}
    for rule, entry, value, message in zip(*(report.findings[name].tolist() for name in names), strict=True):
        rules.setdefault(rule, {}).setdefault(value, (message, []))[1].append(entry)
    ids, titles = report.entries["entry_id"].tolist(), report.entries["name"].tolist()

    def same(value: str, message: str, entries: list[int]) -> SameValue:
        distinct = list(dict.fromkeys(entries))
        members = [Member(ids[at] or titles[at] or places.names[at], places.hrefs[at]) for at in distinct[:IDS_SHOWN]]
        return SameValue(value, message, len(entries), len(distinct), tuple(members))

    return {
        rule: tuple(
            sorted((same(value, *group) for value, group in values.items()), key=lambda one: (-one.findings, one.value))
        )
        for rule, values in rules.items()
    }
