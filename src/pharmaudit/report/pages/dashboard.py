"""The front page: what should we do today?"""

from dataclasses import dataclass

from pharmaudit.report.condition import Condition
from pharmaudit.report.pages.charts import Distribution, Share, distribution, shares, tally_words
from pharmaudit.report.pages.overview import CohortRow, Cross, Matrix, cohort_rows, cross, matrix
from pharmaudit.report.pages.places import Places
from pharmaudit.report.pages.since_last import ChangesPart, changes_part
from pharmaudit.report.pages.site import About, Site, Unaudited, about, site, unaudited
from pharmaudit.report.pages.today import Today, next_entries
from pharmaudit.report.pages.waivers import WaiverHealth, waiver_health
from pharmaudit.report.pages.words import GRADES, SEVERITIES, STUBS, Mark
from pharmaudit.report.result import Report


@dataclass(frozen=True)
class GateWords:
    """The gate in words, with the open findings by severity and every condition."""

    passed: bool
    sentence: str
    open: tuple[tuple[Mark, int], ...]
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Dashboard:
    """Everything that index.html shows, in its order. `declared`: entries with a banner, of those that can tell."""

    site: Site
    gate: GateWords
    unaudited: Unaudited
    today: Today
    stubs: tuple[Share, ...]
    declared: tuple[int, int]
    completeness: Distribution
    grades: tuple[Share, ...]
    consistency: Distribution
    evidence: Distribution
    cohorts: tuple[CohortRow, ...]
    cross: Cross
    matrix: Matrix
    about: About
    waivers: WaiverHealth | None
    changes: ChangesPart | None


def dashboard(report: Report, places: Places) -> Dashboard:
    """The front page of a report. `places` says where the entries are."""
    entries = report.entries
    declared = entries["stub_declared"].dropna()
    return Dashboard(
        site=site(report),
        gate=gate(report),
        unaudited=unaudited(report),
        today=next_entries(report, places),
        stubs=shares(tally_words(entries["stub_computed"]), STUBS, "worklist.html?show=all&stub={}"),
        declared=(int(declared.sum()), len(declared)),
        completeness=distribution(entries["completeness"].to_numpy(dtype=float)),
        grades=shares(tally_words(entries["grade"]), GRADES, "worklist.html?show=all&grade={}"),
        consistency=distribution(entries["consistency"].to_numpy(dtype=float)),
        evidence=distribution(entries["evidence"].to_numpy(dtype=float)),
        cohorts=cohort_rows(report),
        cross=cross(report),
        matrix=matrix(report),
        about=about(report),
        waivers=waiver_health(report),
        changes=changes_part(report),
    )


def gate(report: Report) -> GateWords:
    """The gate and what is open."""
    found = report.findings
    open_ = tally_words(found.loc[found["status"] == "open", "severity"])
    counts = tuple((mark, open_.get(severity, 0)) for severity, mark in SEVERITIES.items())
    return GateWords(report.gate.passed, report.gate.sentence, counts, report.gate.conditions)
