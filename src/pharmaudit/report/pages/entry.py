"""One page per entry: what is wrong with this one, and what is the cheapest way up?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from pharmaudit.facts.sources import source_names
from pharmaudit.next_star import Ladder
from pharmaudit.report.climb import ladder_of
from pharmaudit.report.pages.found import Group, groups_by_entry
from pharmaudit.report.pages.past import EntryPast, entry_pasts
from pharmaudit.report.pages.site import Site, site
from pharmaudit.report.pages.standing import Section, Standing, standings
from pharmaudit.report.pages.steps import Climb, Step, climb
from pharmaudit.report.pages.words import GRADES, STATES, STUBS, Mark, known, number, source_link
from pharmaudit.report.result import Report
from pharmaudit.scoring import Yardstick

SLIDER_FROM, SLIDER_TO = 10.0, 470.0
LEGEND = tuple(STATES.values())


@dataclass(frozen=True, slots=True)
class Slider:
    """Two percentiles on one line: the numbers, where they stand on it, and whom they compare with."""

    all: float
    cohort: float | None
    all_x: float
    cohort_x: float | None
    all_among: str
    cohort_among: str


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence of the entry that would fill a missing field, cut around the words that matter."""

    label: str
    source: str
    place: str
    before: str
    words: str
    behind: str
    value: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry stands: a source and its line."""

    source: str
    format: str
    line: int | None


@dataclass(frozen=True)
class EntryPage:
    """Everything that the page of one entry shows, in its order."""

    site: Site
    page: str
    entry_id: str
    name: str
    type: str
    cohort: str
    groups: tuple[str, ...]
    stars: int | None
    grade: str
    grade_means: str
    banner: bool | None
    listed: bool | None
    stub: str
    stub_means: str
    rank: int | None
    completeness: float | None
    consistency: float | None
    evidence: float | None
    slider: Slider | None
    climb: Climb
    held: tuple[Held, ...]
    standing: Standing
    findings: tuple[Group, ...]
    found: int
    legend: tuple[Mark, ...]
    created: str
    updated: str
    origins: tuple[Origin, ...]
    link: str
    past: EntryPast | None

    @property
    def label(self) -> str:
        """What names the entry in the fewest letters."""
        return self.entry_id or self.page

    @property
    def title(self) -> str:
        return f"{self.name} ({self.entry_id})" if self.name and self.entry_id else self.name or self.label

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.standing.sections


@dataclass(frozen=True)
class _Shared:
    """What all entry pages need, taken out of the frames once."""

    site: Site
    yardstick: Yardstick
    names: Sequence[str]
    columns: Mapping[str, list[Any]]
    findings: Mapping[int, tuple[Group, ...]]
    steps: Mapping[int, list[Step]]
    ladder: Ladder
    held: Mapping[int, list[Held]]
    origins: Mapping[int, list[Origin]]
    pasts: Mapping[str, EntryPast]


def entry_pages(report: Report, names: Sequence[str]) -> Iterator[EntryPage]:
    """The page of every entry, in order. `names` are those of the pages. Frames are taken apart once, not per entry."""
    raw = report.facts.tables.entries
    shared = _Shared(
        site=site(report),
        yardstick=report.yardstick,
        names=names,
        columns={str(name): report.entries[name].tolist() for name in report.entries.columns}
        | {name: raw[name].tolist() for name in ("created", "updated")},
        findings=groups_by_entry(report),
        steps=_steps(report),
        ladder=ladder_of(report),
        held=_held(report),
        origins=_origins(report),
        pasts=entry_pasts(report),
    )
    for at, standing in enumerate(standings(report)):
        yield _page(at, {name: values[at] for name, values in shared.columns.items()}, standing, shared)


def _page(at: int, row: dict[str, Any], standing: Standing, shared: _Shared) -> EntryPage:
    findings = shared.findings.get(at, ())
    completeness, stars = number(row["completeness"]), _whole(row["stars"])
    return EntryPage(
        site=shared.site,
        page=shared.names[at],
        entry_id=row["entry_id"],
        name=row["name"],
        type=row["type"],
        cohort=row["cohort"],
        groups=tuple(filter(None, row["groups"].split("|"))),
        stars=stars,
        grade=row["grade"],
        grade_means=GRADES[row["grade"]],
        banner=bool(row["stub_declared"]) if known(row["stub_declared"]) else None,
        listed=bool(row["stub_listed"]) if known(row["stub_listed"]) else None,
        stub=row["stub_computed"],
        stub_means=STUBS[row["stub_computed"]],
        rank=_whole(row["rank"]),
        completeness=completeness,
        consistency=number(row["consistency"]),
        evidence=number(row["evidence"]),
        slider=_slider(row, shared.yardstick),
        climb=climb(stars, shared.ladder.plan(at), shared.steps.get(at, [])),
        held=tuple(shared.held.get(at, ())),
        standing=standing,
        findings=findings,
        found=sum(group.count for group in findings),
        legend=LEGEND,
        created=row["created"] if known(row["created"]) else "",
        updated=row["updated"] if known(row["updated"]) else "",
        origins=tuple(shared.origins[at]),
        link=source_link(row["entry_id"]),
        past=shared.pasts.get(row["entry_id"].lower()),
    )


def _origins(report: Report) -> dict[int, list[Origin]]:
    """The sources of every entry, the one that is believed first in front."""
    tables = report.facts.tables
    names, formats = source_names(tables), {one.path: one.format for one in tables.sources}
    found: dict[int, list[Origin]] = {}
    for frame in (tables.entries.assign(entry=range(len(tables.entries))), tables["origins"]):
        for entry, path, line in zip(*(frame[name].tolist() for name in ("entry", "source", "line")), strict=True):
            source = path if known(path) else ""
            origin = Origin(names.get(source, source), formats.get(source, ""), _whole(line))
            found.setdefault(entry, []).append(origin)
    return found


def _slider(row: Mapping[str, Any], by: Yardstick) -> Slider | None:
    everyone, cohort = number(row["percentile_all"]), number(row["percentile_cohort"])
    if everyone is None or by.all is None:
        return None
    scale = (SLIDER_TO - SLIDER_FROM) / 100
    cohort_x = None if cohort is None else round(SLIDER_FROM + scale * cohort, 1)
    peers = by.cohorts.get(row["cohort"])
    told = (by.all.words, "" if peers is None else peers.words)
    return Slider(everyone, cohort, round(SLIDER_FROM + scale * everyone, 1), cohort_x, *told)


def _steps(report: Report) -> dict[int, list[Step]]:
    """What could be written next, by entry, best first."""
    labels = {name: item.label for name, item in report.facts.catalogue.fields.items()}
    proposed = report.proposals
    steps: dict[int, list[Step]] = {}
    columns = (proposed[name].tolist() for name in ("entry", "field", "gain", "minutes", "peers"))
    for entry, field, gain, minutes, peers in zip(*columns, strict=True):
        steps.setdefault(entry, []).append(Step(labels[field], floor(10 * gain + 1e-9) / 10, minutes, int(100 * peers)))
    return steps


def _held(report: Report) -> dict[int, list[Held]]:
    """The evidence on hand of every entry."""
    labels = {name: item.label for name, item in report.facts.catalogue.fields.items()}
    found: dict[int, list[Held]] = {}
    for one in report.suggestions.to_dict("records"):
        source, sentence = one["source_field"], one["sentence"]
        start, end = one["word_start"], one["word_end"]
        found.setdefault(one["entry"], []).append(
            Held(
                label=labels[one["field"]],
                source=f"{source}[{one['item']}]" if "." in source else labels[source],
                place=f"{one['start']}-{one['end']}",
                before=sentence[:start],
                words=sentence[start:end],
                behind=sentence[end:],
                value=one["value"],
            )
        )
    return found


def _whole(value: Any) -> int | None:
    return int(value) if known(value) else None
