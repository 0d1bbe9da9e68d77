"""What has changed since the run before, for the front page; and how each entry went, for its own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pharmaudit.history.changes import FIXED, NEW, NOT_JUDGED, REOPENED, Changes
from pharmaudit.report.pages.words import listed, number
from pharmaudit.report.result import Report

RUNS = 30
MOVERS = 10
IDS = 10
WIDTH, HEIGHT = 120.0, 24.0


@dataclass(frozen=True, slots=True)
class Spark:
    """A line through the runs: `path` is drawn in a box of WIDTH by HEIGHT, the numbers are those of both ends."""

    label: str
    first: float
    last: float
    runs: int
    path: str


@dataclass(frozen=True, slots=True)
class Mover:
    """An entry whose completeness moved, with the parts of data and rules; None where nobody can tell."""

    entry_id: str
    name: str
    href: str
    before: float
    after: float
    change: float
    data: float | None
    rule: float | None
    exact: bool


@dataclass(frozen=True)
class ChangesPart:
    """The changes as the front page tells them. `drift` are whole sentences."""

    since: str
    sentence: str
    counts: tuple[tuple[str, int], ...]
    lines: tuple[Spark, ...]
    movers: tuple[Mover, ...]
    moved: int
    ids: tuple[tuple[str, int, str], ...]
    drift: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryPast:
    """Since when an entry is known, and how its completeness went."""

    first_seen: str
    spark: Spark | None


def changes_part(report: Report, hrefs: Sequence[str]) -> ChangesPart | None:
    """The changes of a report; None without a run before."""
    changes = report.changes
    if changes is None or changes.previous is None or report.snapshot is None:
        return None
    moved = changes.moved[changes.moved["axis"] == "completeness"]
    words = report.findings.loc[report.findings["status"] == "open", "change"].value_counts()
    why = changes.gone.loc[changes.gone["status"] == "open", "why"].value_counts()
    counts = [(name, int(words.get(name, 0))) for name in (NEW, REOPENED)]
    counts += [(str(name), int(count)) for name, count in sorted(why.items()) if name not in (FIXED, NOT_JUDGED)]
    return ChangesPart(
        since=f"run {changes.previous.number:,}, counted from {changes.previous.as_of.isoformat()}",
        sentence=_sentence(changes, int(words.get(NEW, 0)), int(why.get(FIXED, 0))),
        counts=(("fixed", int(why.get(FIXED, 0))), *counts),
        lines=_lines(report, changes),
        movers=tuple(_movers(report, changes, hrefs)),
        moved=len(moved),
        ids=_ids(changes),
        drift=tuple(one.message for one in report.remarks if one.rule == "HIS103"),
    )


def entry_pasts(report: Report) -> Mapping[str, EntryPast]:
    """How every entry went, by its id; empty without a run before."""
    changes = report.changes
    if changes is None or changes.previous is None:
        return {}
    days = {one.number: one.as_of.isoformat() for one in changes.trend}
    runs = list(days)[-RUNS:]
    rows: dict[str, list[tuple[int, int, float]]] = {}
    held = changes.paths.assign(last=changes.paths["last"].fillna(changes.previous.number))
    columns = (held[name].tolist() for name in ("entry", "first", "last", "completeness"))
    for key, first, last, score in zip(*columns, strict=True):
        rows.setdefault(key, []).append((first, int(last), score))
    now = dict(zip(report.entries["entry_id"].str.lower(), report.entries["completeness"].tolist(), strict=True))
    return {key: _past(stretches, runs, days, number(now.get(key))) for key, stretches in rows.items()}


def spark(label: str, values: Sequence[float | None]) -> Spark | None:
    """A line through the values that there are; None where fewer than two are."""
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return None
    scores = [value for _, value in known]
    low, high = min(scores), max(scores)
    wide, tall = WIDTH / (len(values) - 1), (HEIGHT - 4) / ((high - low) or 1.0)
    points = (
        f"{at * wide:.1f} {HEIGHT / 2 if high == low else HEIGHT - 2 - (value - low) * tall:.1f}" for at, value in known
    )
    return Spark(label, scores[0], scores[-1], len(values), "M" + "L".join(points))


def _past(
    stretches: Sequence[tuple[int, int, float]], runs: Sequence[int], days: Mapping[int, str], now: float | None
) -> EntryPast:
    values: list[float | None] = []
    for run in runs:
        held = (score for first, last, score in stretches if first <= run <= last)
        values.append(number(next(held, None)))
    return EntryPast(days.get(stretches[0][0], ""), spark("Completeness", [*values, now]))


def _sentence(changes: Changes, new: int, fixed: int) -> str:
    told = f"{new:,} open findings are new, {fixed:,} were fixed"
    if changes.judged_alike:
        return told + "."
    rules = (
        f"{len(changes.changed_rules):,} rules are new or changed" if changes.changed_rules else "lists or tool changed"
    )
    return f"{told}; {rules}, and {len(changes.by_rules):,} findings are new for that reason alone."


def _lines(report: Report, changes: Changes) -> tuple[Spark, ...]:
    assert report.snapshot is not None  # noqa: S101 (asked by the caller)
    runs = [*changes.trend[-RUNS:], report.snapshot.info]
    drawn: dict[str, list[float | None]] = {
        "Open errors": [float(one.errors) for one in runs],
        "Open findings": [float(one.findings) for one in runs],
        "Empty or stub": [float(one.stubs) for one in runs],
        "Completeness, median": [one.completeness for one in runs],
        "Evidence, median": [one.evidence for one in runs],
    }
    return tuple(line for label, values in drawn.items() if (line := spark(label, values)))


def _movers(report: Report, changes: Changes, hrefs: Sequence[str]) -> list[Mover]:
    places = dict(zip(report.entries["entry_id"].tolist(), hrefs, strict=True))
    rows = changes.moved[changes.moved["axis"] == "completeness"].to_dict("records")
    return [
        Mover(
            entry_id=one["entry_id"],
            name=one["entry_name"],
            href=places.get(one["entry_id"], ""),
            **{name: one[name] for name in ("before", "after", "change")},
            data=number(one["data"]),
            rule=number(one["rule"]),
            exact=bool(one["exact"]),
        )
        for one in islice(rows, MOVERS)
    ]


def _ids(changes: Changes) -> tuple[tuple[str, int, str], ...]:
    """What became of ids: the word, how many, and the first of them."""
    ids = changes.ids
    merged = [f"{old} into {new}" for old, new in ids.merged.items()]
    groups = (("added", ids.added), ("vanished", ids.vanished), ("merged", merged), ("not read", ids.unread))
    return tuple(
        (word, len(given), listed(list(given[:IDS])) + (" …" if len(given) > IDS else ""))
        for word, given in groups
        if given
    )
