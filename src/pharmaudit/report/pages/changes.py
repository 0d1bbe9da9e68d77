"""The page of changes: what changed since the run before?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import pandas as pd

from pharmaudit.history.changes import AXES, BY_RULES, ENTRY_GONE, FIXED, NEW, NOT_JUDGED, REOPENED, Changes, Median
from pharmaudit.kinds import Rule
from pharmaudit.model import Remark
from pharmaudit.report.pages.found import Member
from pharmaudit.report.pages.places import Places
from pharmaudit.report.pages.since_last import sentence, since_words
from pharmaudit.report.pages.site import Site, site
from pharmaudit.report.pages.spark import Spark, trend_lines
from pharmaudit.report.pages.words import SEVERITIES, Mark, number
from pharmaudit.report.result import Report

ENTRIES_SHOWN = 10
MOVERS = 20
IDS_SHOWN = 25
REMARKS_SHOWN = 50
OF_HISTORY = ("HIS", "CUR9")
"""How remarks begin that only a run before can give; docs/history.md has them all."""

NO_HISTORY = (
    "This run was compared with none: audit with --history FILE, and every later run with that file tells what changed."
)
FIRST_RUN = "This is the first run of the series {}: the next one with the same --history FILE tells what changed."
MEANINGS: Mapping[str, str] = {
    NEW: "in this run and not in the run before",
    REOPENED: "fixed in an earlier run, and found again",
    FIXED: "the entry was judged again, and passes",
    BY_RULES: "the entry is what it was; the rules, lists or the tool are not",
    ENTRY_GONE: "the entry is not in the sources any more",
    NOT_JUDGED: "the rule or the entry could not be judged in this run; neither fixed nor gone",
}


@dataclass(frozen=True)
class RuleChanges:
    """Findings of one rule with the same fate: `entries` are the first of `count`; `title` is '' if it did not run."""

    rule: str
    title: str
    mark: Mark
    findings: int
    count: int
    entries: tuple[Member, ...]

    @property
    def left_out(self) -> int:
        return self.count - len(self.entries)


@dataclass(frozen=True)
class Fate:
    """Findings that are new, reopened, fixed or gone otherwise, rule by rule, the most frequent first."""

    word: str
    meaning: str
    count: int
    rules: tuple[RuleChanges, ...]


@dataclass(frozen=True, slots=True)
class Mover:
    """An entry whose score moved, with the parts of data and rules; None where nobody can tell."""

    member: Member
    entry_id: str
    before: float
    after: float
    change: float
    data: float | None
    rule: float | None
    exact: bool


@dataclass(frozen=True)
class Moved:
    """The entries whose score moved on one axis: `movers` are the furthest of the `count`."""

    axis: str
    count: int
    movers: tuple[Mover, ...]


@dataclass(frozen=True)
class IdChanges:
    """What became of ids: the word, how many, the first of them, and what each became."""

    word: str
    count: int
    shown: tuple[tuple[Member, str], ...]

    @property
    def left_out(self) -> int:
        return self.count - len(self.shown)


@dataclass(frozen=True)
class ChangesPage:
    """Everything that changes.html shows. Without a run before there is nothing but the sentence."""

    site: Site
    since: str
    sentence: str
    fates: tuple[Fate, ...] = ()
    moved: tuple[Moved, ...] = ()
    ids: tuple[IdChanges, ...] = ()
    remarks: tuple[tuple[Mark, Remark], ...] = ()
    remarked: int = 0
    changed_rules: tuple[tuple[str, str], ...] = ()
    medians: tuple[Median, ...] = ()
    lines: tuple[Spark, ...] = ()


def changes_page(report: Report, places: Places) -> ChangesPage:
    """The page of a report. `places` says where the entries are."""
    changes = report.changes
    if changes is None:
        return ChangesPage(site(report), "", NO_HISTORY)
    if changes.previous is None:
        series = report.snapshot.info.series if report.snapshot else "default"
        return ChangesPage(site(report), "", FIRST_RUN.format(series))
    hrefs = _first_of_each(report, places)
    titles = {rule.id: rule.title for rule in report.rules}
    told = [one for one in report.remarks if one.rule.startswith(OF_HISTORY)]
    return ChangesPage(
        site=site(report),
        since=since_words(changes),
        sentence=sentence(report, changes),
        fates=_fates(report, changes, hrefs),
        moved=tuple(_moved(changes.moved, axis, hrefs) for axis in AXES),
        ids=_ids(changes, hrefs),
        remarks=tuple((SEVERITIES[one.severity.value], one) for one in told[:REMARKS_SHOWN]),
        remarked=len(told),
        changed_rules=tuple((rule, titles.get(rule, "")) for rule in sorted(changes.changed_rules)),
        medians=changes.medians,
        lines=trend_lines(report, changes),
    )


def _first_of_each(report: Report, places: Places) -> dict[str, str]:
    """Id -> address of the first entry that has it."""
    hrefs: dict[str, str] = {}
    for entry_id, href in zip(report.entries["entry_id"].tolist(), places.hrefs, strict=True):
        if entry_id:
            hrefs.setdefault(entry_id, href)
    return hrefs


def _fates(report: Report, changes: Changes, hrefs: Mapping[str, str]) -> tuple[Fate, ...]:
    rules = {rule.id: rule for rule in report.rules}
    found, gone = (frame[frame["status"] == "open"] for frame in (report.findings, changes.gone))
    groups = [(word, found[found["change"] == word]) for word in (NEW, REOPENED)]
    groups += [(word, gone[gone["why"] == word]) for word in (FIXED, BY_RULES, ENTRY_GONE, NOT_JUDGED)]
    return tuple(
        Fate(word, MEANINGS[word], len(rows), _by_rule(rows, rules, hrefs))
        for word, rows in groups
        if len(rows) or word in (NEW, FIXED)
    )


def _by_rule(rows: pd.DataFrame, rules: Mapping[str, Rule], hrefs: Mapping[str, str]) -> tuple[RuleChanges, ...]:
    told = []
    for name, group in rows.groupby("rule", sort=True):
        people = group[["entry_id", "entry_name"]].drop_duplicates()
        first = people.head(ENTRIES_SHOWN).itertuples(index=False, name=None)
        told.append(
            RuleChanges(
                rule=str(name),
                title=rules[str(name)].title if name in rules else "",
                mark=SEVERITIES.get(str(group["severity"].iloc[0]), SEVERITIES["info"]),
                findings=len(group),
                count=len(people),
                entries=tuple(Member(id_ or title or "no id", hrefs.get(id_, "")) for id_, title in first),
            )
        )
    worst = list(SEVERITIES.values()).index
    return tuple(sorted(told, key=lambda one: (worst(one.mark), -one.findings, one.rule)))


def _moved(moved: pd.DataFrame, axis: str, hrefs: Mapping[str, str]) -> Moved:
    rows = moved[moved["axis"] == axis]
    movers = (
        Mover(
            member=Member(one["entry_name"] or one["entry_id"], hrefs.get(one["entry_id"], "")),
            entry_id=one["entry_id"],
            **{name: one[name] for name in ("before", "after", "change")},
            data=number(one["data"]),
            rule=number(one["rule"]),
            exact=bool(one["exact"]),
        )
        for one in rows.head(MOVERS).to_dict("records")
    )
    return Moved(axis, len(rows), tuple(movers))


def _ids(changes: Changes, hrefs: Mapping[str, str]) -> tuple[IdChanges, ...]:
    """What became of ids, the words that there are."""
    ids = changes.ids
    groups: tuple[tuple[str, Sequence[str]], ...] = (
        ("added", ids.added),
        ("vanished", ids.vanished),
        ("merged", tuple(ids.merged)),
        ("not read, for a source is damaged", ids.unread),
    )
    told = []
    for word, given in groups:
        # a merged id is now a secondary one: its link leads to the entry that took it over
        shown = ((id_, ids.merged.get(id_, "")) for id_ in islice(given, IDS_SHOWN))
        members = tuple((Member(id_, hrefs.get(into or id_, "")), into) for id_, into in shown)
        if given:
            told.append(IdChanges(word, len(given), members))
    return tuple(told)
