"""The pages of the rules: is this rule worth listening to?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import pandas as pd

from pharmaudit.kinds import Example, Rule
from pharmaudit.report.coverage import Coverage, coverage
from pharmaudit.report.pages.found import VALUES_SHOWN, SameValue, values_by_rule
from pharmaudit.report.pages.overview import Cell, share_cell
from pharmaudit.report.pages.places import Places, field_names
from pharmaudit.report.pages.site import Site, site
from pharmaudit.report.pages.words import SEVERITIES, Mark, web_link
from pharmaudit.report.result import Report
from pharmaudit.rulebook.reads import fields_read
from pharmaudit.triage.precision import Precision

_COMMON = frozenset(Rule.model_fields)


@dataclass(frozen=True, slots=True)
class TallyRow:
    """Entries of a cohort: how many a rule passes, fails, and does not apply to."""

    cohort: str
    entries: int
    passed: int
    failed: int
    share: Cell

    @property
    def not_applicable(self) -> int:
        return self.entries - self.passed - self.failed


@dataclass(frozen=True, slots=True)
class Shown:
    """An example: the verdict that the rule must reach, and the patch in readable lines."""

    verdict: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class RuleLine:
    """One rule in the index. `crash` and `not_run` say why it has no verdict, or are ''."""

    rule: Rule
    mark: Mark
    total: TallyRow
    findings: int
    crash: str
    not_run: str


@dataclass(frozen=True)
class RulePage:
    """Everything that the page of one rule shows; `fields` are label and page of the fields that it reads."""

    site: Site
    line: RuleLine
    parameters: tuple[tuple[str, str], ...]
    examples: tuple[Shown, ...]
    references: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    cohorts: tuple[TallyRow, ...]
    checks: tuple[int, int]
    precision: str
    values: tuple[SameValue, ...]
    more_values: int

    @property
    def rule(self) -> Rule:
        return self.line.rule


@dataclass(frozen=True)
class RuleIndex:
    """All rules in order of id, and what they cover; `unread` are the labels of fields that no rule reads."""

    site: Site
    lines: tuple[RuleLine, ...]
    coverage: Coverage
    unread: tuple[str, ...]


def rule_index(report: Report) -> RuleIndex:
    """The table of all rules."""
    covered, fields = coverage(report), report.facts.catalogue.fields
    lines = tuple(_line(rule, report) for rule in report.rules)
    return RuleIndex(site(report), lines, covered, tuple(fields[name].label for name in covered.unread))


def rule_pages(report: Report, places: Places) -> Iterator[RulePage]:
    """The page of every rule, in order of id. `places` says where the entries are."""
    shared, values = site(report), values_by_rule(report, places)
    labels, pages = report.facts.catalogue.fields, field_names(report)
    for rule in report.rules:
        read = fields_read(rule, report.facts.catalogue)
        same = values.get(rule.id, ())
        tally = report.tallies.get(rule.id)
        own = rule.model_dump(mode="json", exclude=set(_COMMON), exclude_none=True)
        yield RulePage(
            site=shared,
            line=_line(rule, report),
            parameters=tuple(
                (key.replace("_", " "), _printed(value)) for key, value in own.items() if value not in ({}, [])
            ),
            examples=tuple(shown(example) for example in rule.examples),
            references=tuple((text, web_link(text)) for text in rule.references),
            fields=tuple((item.label, pages[name]) for name, item in labels.items() if name in read),
            cohorts=_cohorts(rule, report),
            checks=(int(tally.passed.sum()), int(tally.failed.sum())) if tally else (0, 0),
            precision=precision_words(report.precision.get(rule.id)),
            values=same[:VALUES_SHOWN],
            more_values=max(0, len(same) - VALUES_SHOWN),
        )


def precision_words(measured: Precision | None) -> str:
    """How often people confirmed what a rule found; '' where nobody judged. The interval is rounded outwards."""
    if measured is None:
        return ""
    low, high = floor(1000 * measured.interval[0]) / 10, ceil(1000 * measured.interval[1]) / 10
    share = floor(1000 * measured.value + 1e-9) / 10
    findings = "finding" if measured.judged == 1 else "findings"
    return (
        f"{share:.1f} % ({low:.1f} to {high:.1f} %, Wilson 95 %): people judged {measured.judged:,} {findings} and "
        f"confirmed {measured.confirmed:,}"
    )


def _line(rule: Rule, report: Report) -> RuleLine:
    crash = next((one.reason for one in report.provenance.crashes if one.rule == rule.id), "")
    not_run = next((one.reason for one in report.provenance.not_run if one.rule == rule.id), "")
    tally = report.tallies.get(rule.id)
    size = len(report.entries)
    judged, failed = (int(tally.applicable.sum()), int((tally.failed > 0).sum())) if tally else (0, 0)
    total = TallyRow("all entries", size, judged - failed, failed, share_cell(failed, judged))
    findings = int((report.findings["rule"] == rule.id).sum())  # rows that are mended together make one finding
    return RuleLine(rule, SEVERITIES[rule.severity.value], total, findings, crash, not_run)


def _cohorts(rule: Rule, report: Report) -> tuple[TallyRow, ...]:
    """One row per cohort that the rule applies to, the largest cohort first."""
    tally = report.tallies.get(rule.id)
    if tally is None:
        return ()
    cohorts = pd.Categorical(report.entries["cohort"])
    count = len(cohorts.categories)
    sizes, judged, failed = (
        np.bincount(cohorts.codes[mask], minlength=count).tolist()
        for mask in (np.ones(len(cohorts), dtype=bool), tally.applicable, tally.failed > 0)
    )
    rows = [
        TallyRow(str(name), size, one - bad, bad, share_cell(bad, one))
        for name, size, one, bad in zip(cohorts.categories, sizes, judged, failed, strict=True)
        if one
    ]
    return tuple(sorted(rows, key=lambda row: (-row.entries, row.cohort)))


def shown(example: Example) -> Shown:
    """An example in readable lines."""
    patch = example.patch
    lines = tuple(f"{key}: {_printed(value)}" for key, value in patch.items())
    return Shown(example.expected.replace("_", " "), lines or ("the complete entry as it is",))


def _printed(value: object) -> str:
    if value is None:
        return "(blank)"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
