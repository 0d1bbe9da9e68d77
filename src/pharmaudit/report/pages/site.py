"""What stands on every page, and what the report says of itself: inputs, versions, weights, meanings."""

from collections.abc import Mapping
from dataclasses import dataclass

from pharmaudit.demand import meaning as demand_meaning
from pharmaudit.facts.sources import short_paths, source_names
from pharmaudit.model import Damage
from pharmaudit.priority import BUNDLE_MINUTES, FEW_PEERS, OVERHEAD_MINUTES, SAFETY
from pharmaudit.report.result import NOT_ACCURACY, Report
from pharmaudit.rulebook.judge import Crash, NotRun
from pharmaudit.scoring import SEVERITY_WEIGHT

DIGEST_SHOWN = 12


@dataclass(frozen=True)
class Site:
    """The line that every page carries."""

    source: str
    entries: int
    as_of: str
    rulebook: str
    rules: int
    profile: str
    tool: str
    not_accuracy: str


@dataclass(frozen=True, slots=True)
class Input:
    """One source or list as the report names it; of a list, `entries` counts what it knows."""

    name: str
    format: str
    version: str
    released: str
    entries: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Weight:
    """How much something counts."""

    label: str
    points: float


@dataclass(frozen=True)
class About:
    """What made the report and what its numbers mean."""

    inputs: tuple[Input, ...]
    rulebook_digest: str
    fields: tuple[Weight, ...]
    severities: tuple[Weight, ...]
    meanings: tuple[tuple[str, str], ...]
    not_run: tuple[NotRun, ...]


@dataclass(frozen=True)
class Unaudited:
    """What could not be audited, and why: never hidden."""

    damages: tuple[tuple[str, Damage], ...]
    crashes: tuple[Crash, ...]


def site(report: Report) -> Site:
    """The line of every page."""
    made = report.provenance
    return Site(
        source=_source(report),
        entries=len(report.entries),
        as_of=made.as_of.isoformat(),
        rulebook=made.rulebook_digest[:DIGEST_SHOWN],
        rules=made.rules,
        profile=made.profile,
        tool=made.tool_version,
        not_accuracy=NOT_ACCURACY,
    )


def _source(report: Report) -> str:
    sources = report.provenance.sources
    if len(sources) != 1:
        return f"{len(sources):,} sources"
    return " ".join(filter(None, [sources[0].format, sources[0].version]))


def unaudited(report: Report) -> Unaudited:
    """Damaged sources and rules that crashed."""
    made = report.provenance
    names = _names(report)
    return Unaudited(tuple((names.get(one.source, one.source), one) for one in made.damages), made.crashes)


def _names(report: Report) -> dict[str, str]:
    """Path -> name, of sources and of lists."""
    return source_names(report.facts.tables) | short_paths(one.path for one in report.provenance.lists)


def about(report: Report) -> About:
    """Inputs, versions, weights and meanings."""
    names = _names(report)
    labels = report.facts.catalogue.fields
    weights = zip(report.points.fields, report.points.weights.tolist(), strict=True)
    return About(
        inputs=tuple(
            Input(names[one.path], one.format, one.version, one.released, one.entries, one.sha256)
            for one in (*report.provenance.sources, *report.provenance.lists)
        ),
        rulebook_digest=report.provenance.rulebook_digest,
        fields=tuple(Weight(labels[field].label, weight) for field, weight in weights),
        severities=tuple(Weight(severity.value, weight) for severity, weight in SEVERITY_WEIGHT.items()),
        meanings=tuple(_meanings(report).items()),
        not_run=report.provenance.not_run,
    )


def percentile_meaning(report: Report) -> str:
    """Whom percentiles compare with, in words."""
    by, kept = report.yardstick, report.yardstick.reference
    told = "The share of entries with a lower completeness, plus half of the equal ones; against all, "
    told += f"{by.all.words if by.all else 'of which there is no other'}, and against the cohort."
    if kept is not None and any(basis and basis.release for basis in by.cohorts.values()):
        told += f" Cohorts too small to say much of themselves are compared with those of {kept.title}."
    if kept is not None and by.other_rules:
        told += f" Its scores were made with other rules or weights (rulebook {kept.rulebook[:DIGEST_SHOWN]})."
    return told


def _meanings(report: Report) -> Mapping[str, str]:
    return {
        "Completeness": "points earned of the points possible, over the fields that completeness rules judge in the "
        "entry. A field that does not apply, or that the source cannot tell, is left out.",
        "Consistency": "per rule, the share of checks that passed; then the mean over the rules that apply, weighted "
        "by severity. One bad list cannot drown the rest.",
        "Grade": "Of what is written, gaps left aside: A nothing wrong found, B infos only, C a warning, D one kind of "
        "error, E two or more kinds. Easy checks that pass cannot raise it.",
        "Evidence": "of the statements that are judged, the share with a reference that leads somewhere.",
        "Stars": "one for every 20 points of completeness; four need two references and no error (waived or not), five "
        "every core field as well.",
        "Percentile": percentile_meaning(report),
        "Demand": demand_meaning(report.demand),
        "Priority": f"demand × deficit ÷ ({OVERHEAD_MINUTES} + minutes), × {SAFETY:g} for approved and withdrawn drugs "
        "that lack safety fields; the first entry is 100. The deficit is what is missing, in points, to what the best "
        f"quarter of the cohort reaches, or to 100 where the cohort has fewer than {FEW_PEERS} entries. At most "
        f"{BUNDLE_MINUTES} minutes are proposed for one entry.",
        "Dash": "nothing applied, so there is no number. All numbers are rounded down: 100 means that nothing failed.",
    }
