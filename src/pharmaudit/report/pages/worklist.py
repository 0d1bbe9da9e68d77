"""The worklist page: every entry as one compact row, those with something to write first, in order of rank."""

from dataclasses import dataclass

import pandas as pd

from pharmaudit.priority import OVERHEAD_MINUTES
from pharmaudit.report.pages.places import PLAIN_ROWS, VIEWER, Places
from pharmaudit.report.pages.site import Site, site
from pharmaudit.report.pages.today import QUICK_MINUTES, rows
from pharmaudit.report.pages.words import BANDS, GRADES, STUBS, number
from pharmaudit.report.result import Report


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One row as the page without JavaScript shows it."""

    rank: int
    priority: float
    entry_id: str
    name: str
    page: str
    href: str
    cohort: str
    stub: str
    completeness: float | None
    grade: str
    demand: float
    fields: str
    minutes: int
    gain: float


@dataclass(frozen=True)
class Worklist:
    """The page: `plain` rows in full, and `data` for the script, where words are numbers into lists of words.

    A row of `data["rows"]`: id, name, page ('' if the id), cohort, groups, stub, completeness, grade, demand, rules
    with an open finding, then, only in the first `data["ranked"]` rows, priority, deficit, safety, minutes, gain,
    number of fields with evidence on hand, fields.
    """

    site: Site
    ranked: int
    entries: int
    quick_minutes: int
    plain: tuple[WorkRow, ...]
    data: dict[str, object]


def worklist(report: Report, places: Places) -> Worklist:
    """The page of all entries. `places` says where their pages are."""
    queue = report.worklist
    return Worklist(
        site=site(report),
        ranked=len(queue),
        entries=len(report.entries),
        quick_minutes=QUICK_MINUTES,
        plain=tuple(_plain(row, places) for row in rows(queue.head(PLAIN_ROWS))),
        data=_data(report, places),
    )


def _plain(row: dict[str, object], places: Places) -> WorkRow:
    return WorkRow(
        rank=int(str(row["rank"])),
        priority=float(str(row["priority"])),
        entry_id=str(row["entry_id"]),
        name=str(row["name"]),
        page=places.names[int(str(row["entry"]))],
        href=places.hrefs[int(str(row["entry"]))],
        cohort=str(row["cohort"]),
        stub=str(row["stub_computed"]),
        completeness=number(row["completeness"]),
        grade=str(row["grade"]),
        demand=float(str(row["demand"])),
        fields=str(row["fields"]),
        minutes=int(str(row["minutes"])),
        gain=float(str(row["gain"])),
    )


def _data(report: Report, places: Places) -> dict[str, object]:
    entries, queue = report.entries, report.worklist
    order = [*queue["entry"].tolist(), *entries.loc[entries["rank"].isna(), "entry"].tolist()]
    cohorts, groups, rules = _Words(), _Words(), _Words()
    failing = _failing(report, rules)
    columns = [entries[name].tolist() for name in ("entry_id", "name", "cohort", "groups", "stub_computed")]
    scores = [entries[name].tolist() for name in ("completeness", "grade", "demand")]
    lines: list[list[object]] = []
    for at in order:
        entry_id, name, cohort, group, stub = (column[at] for column in columns)
        completeness, grade, demand = (column[at] for column in scores)
        page = "" if places.names[at] == entry_id else places.names[at]
        told = [list(STUBS).index(stub), number(completeness), list(GRADES).index(grade), demand]
        lines.append([entry_id, name, page, cohorts.number(cohort), groups.number(group), *told, failing.get(at, [])])
    fields, sections = _Words(), {item.label: item.section for item in report.facts.catalogue.fields.values()}
    for line, more in zip(lines, _ranked(queue, fields), strict=False):
        line.extend(more)
    return {
        "ranked": len(queue),
        "pages": "" if len(places.files) == len(places.names) else f"{VIEWER}#",
        "quick": QUICK_MINUTES,
        "overhead": OVERHEAD_MINUTES,
        "bands": dict(BANDS),
        "stubs": list(STUBS),
        "grades": list(GRADES),
        "cohorts": cohorts.words,
        "groups": groups.words,
        "fields": fields.words,
        "sections": [sections[label] for label in fields.words],
        "rules": rules.words,
        "rows": lines,
    }


def _ranked(queue: pd.DataFrame, fields: "_Words") -> list[list[object]]:
    """What only entries of the queue have."""
    names = ("priority", "deficit", "safety", "minutes", "gain", "evidence", "fields")
    return [
        [*row[:-1], [fields.number(label) for label in row[-1].split("; ")]]
        for row in zip(*(queue[name].tolist() for name in names), strict=True)
    ]


def _failing(report: Report, rules: "_Words") -> dict[int, list[int]]:
    """By row number of the entry, the rules of its open findings."""
    open_ = report.findings[report.findings["status"] == "open"].drop_duplicates(["entry", "rule"])
    for rule in sorted(open_["rule"].unique()):
        rules.number(rule)
    found: dict[int, list[int]] = {}
    for entry, rule in zip(open_["entry"].tolist(), open_["rule"].tolist(), strict=True):
        found.setdefault(entry, []).append(rules.number(rule))
    return found


class _Words:
    """A list of distinct words, and the place of each in it."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._places: dict[str, int] = {}

    def number(self, word: str) -> int:
        if word not in self._places:
            self._places[word] = len(self.words)
            self.words.append(word)
        return self._places[word]
