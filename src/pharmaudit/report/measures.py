"""The report as numbers with names: what formats for monitoring and for data catalogues hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pharmaudit.model import Dimension
from pharmaudit.report.fill import fill_rates
from pharmaudit.report.result import Report
from pharmaudit.report.summary import distribution
from pharmaudit.report.worst import CALLED_NEW, LEVELS, OPEN, changes_of, previews

AXES: Mapping[str, Dimension] = {
    "completeness": Dimension.COMPLETENESS,
    "consistency": Dimension.CONSISTENCY,
    "evidence": Dimension.CREDIBILITY,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One number. `labels` tell it apart from the others of its measure; no dimension: it is about the run."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)
    dimension: Dimension | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured: a name in small letters and `_`, a sentence, and its numbers. Ratios are from 0 to 1."""

    name: str
    about: str
    samples: tuple[Sample, ...]


def measures(report: Report) -> tuple[Measure, ...]:
    """All measures that have a number; findings of rules in preview are not counted."""
    found = report.findings[~report.findings["rule"].isin(previews(report))]
    made = (
        *_run(report),
        Measure("findings", "Findings by severity and status.", tuple(_by_severity(found))),
        *_changes(report, found),
        *_scores(report),
        *_shares(report),
        *_fields(report),
        *_rules(report),
    )
    return tuple(one for one in made if one.samples)


def _run(report: Report) -> Iterator[Measure]:
    made = report.provenance
    counts = {
        "entries": ("Entries that were audited.", len(report.entries)),
        "gate_passed": ("1 where the gate passed, otherwise 0.", int(report.gate.passed)),
        "rules": ("Rules that were to run.", made.rules),
        "rules_crashed": ("Rules that crashed and gave no verdict.", len(made.crashes)),
        "rules_not_run": ("Rules that lacked an extra or a list.", len(made.not_run)),
        "damages": ("Places of the sources that could not be turned into rows.", len(made.damages)),
        "damages_grave": (
            "Places of the sources at which entries are missing.",
            sum(one.grave for one in made.damages),
        ),
        "worklist_entries": ("Entries that have something to write.", len(report.worklist)),
    }
    for name, (about, count) in counts.items():
        yield Measure(name, about, (Sample(count),))


def _by_severity(found: pd.DataFrame) -> Iterator[Sample]:
    counts = found.groupby(["severity", "status"]).size().to_dict()
    for status in (OPEN, *sorted(set(found["status"]) - {OPEN})):
        for severity in LEVELS:
            yield Sample(int(counts.get((severity, status), 0)), {"severity": severity, "status": status})


def _changes(report: Report, found: pd.DataFrame) -> Iterator[Measure]:
    changes = changes_of(report)
    if changes is None:
        return
    fresh = found[found["change"].isin(CALLED_NEW) & (found["status"] == OPEN)]
    counts = {name: int((fresh["severity"] == name).sum()) for name in LEVELS}
    samples = tuple(Sample(count, {"severity": name}) for name, count in counts.items())
    yield Measure("findings_new", "Open findings that the run before did not have.", samples)
    yield Measure("findings_fixed", "Findings of the run before that were mended.", (Sample(len(changes.fixed)),))


def _scores(report: Report) -> Iterator[Measure]:
    for axis, dimension in AXES.items():
        told = distribution(report.entries[axis])
        if told["scored"]:
            about = f"Median {axis} of the entries that have the score, 0 to 100, floored to one decimal."
            yield Measure(f"{axis}_median", about, (Sample(told["median"], {}, dimension),))


def _shares(report: Report) -> Iterator[Measure]:
    for column, name, label, about, dimension in (
        ("stub_computed", "stub_ratio", "verdict", "Share of entries by how much is written.", Dimension.COMPLETENESS),
        ("grade", "grade_ratio", "grade", "Share of entries by what is wrong in them.", Dimension.CONSISTENCY),
    ):
        counts = report.entries[column].value_counts().sort_index()
        samples = (Sample(int(n) / len(report.entries), {label: str(word)}, dimension) for word, n in counts.items())
        yield Measure(name, about, tuple(samples))


def _fields(report: Report) -> Iterator[Measure]:
    rows = fill_rates(report.facts)
    rows = rows[rows["population"] == "all"]
    for column, about in (
        ("filled", "Share of entries in which the field holds anything, of those whose source can tell."),
        ("informative", "Share of entries in which the field says something, of those whose source can tell."),
    ):
        known = (rows["entries"] - rows["unknown"]).to_numpy()
        told = zip(rows["field"], rows[column].to_numpy(), known, strict=True)
        samples = (
            Sample(int(part) / int(whole), {"field": name}, Dimension.COMPLETENESS)
            for name, part, whole in told
            if whole
        )
        yield Measure(f"field_{column}_ratio", about, tuple(samples))


def _rules(report: Report) -> Iterator[Measure]:
    """How many checks of each rule failed, and of each dimension; rules in preview count for no dimension."""
    sums = dict.fromkeys(Dimension, np.zeros(2, dtype=np.int64))
    samples, checks, unscored = [], [], previews(report)
    for rule in report.rules:
        if (tally := report.tallies.get(rule.id)) is None:
            continue
        failed, passed = int(tally.failed.sum()), int(tally.passed.sum())
        labels = {"rule": rule.id, "name": rule.name, "severity": rule.severity.value}
        samples.append(Sample(failed, labels, rule.dimension))
        checks.append(Sample(failed + passed, labels, rule.dimension))
        if rule.id not in unscored:
            sums[rule.dimension] = sums[rule.dimension] + (failed, failed + passed)
    ratios = (
        Sample(int(failed) / int(checked), {"dimension": dimension.value}, dimension)
        for dimension, (failed, checked) in sums.items()
        if checked
    )
    yield Measure("failed_checks_ratio", "Share of checks that failed, by dimension.", tuple(ratios))
    yield Measure("rule_checks", "Rows that a rule judged.", tuple(checks))
    yield Measure("rule_failed_checks", "Rows that a rule failed.", tuple(samples))
