"""Snapshot: what one run leaves to the history, and what is read back of it. Plain frames, no input or output."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from pharmaudit.facts.contents import contents, hexes
from pharmaudit.facts.derived import INFORMATIVE
from pharmaudit.facts.facts import VIRTUAL, Facts
from pharmaudit.history.changes import PATH_COLUMNS, RunInfo
from pharmaudit.kinds import Rule
from pharmaudit.model import Lifecycle, State
from pharmaudit.scoring import Points, Tally

IDENTITY = ("type", "cas_number", "unii")
"""Values by which an entry is known elsewhere: a change of them is told."""

ENTRY_COLUMNS = (
    *("entry_id", "entry_name", "cohort", *IDENTITY),
    *("completeness", "consistency", "evidence", "grade", "stub", "content"),
)
FINDING_COLUMNS = ("fingerprint", "entry", "entry_id", "entry_name", "rule", "severity", "field", "status")
RULE_COLUMNS = ("digest", "about", "passed", "failed", "applicable", "entries_failed")
BITS = ("filled", "informative", "unknown")
ALL_TEXTS = "*"


@dataclass(frozen=True)
class Bits:
    """What is known per entry (row, as in `entries`) and field (column).

    `of` has yes or no for each of BITS; `credit` the share of the points that is earned, NaN where the field does not
    count. Points that are summed are no shares: of them no credit is kept, it is NaN all over. `weights` is the most
    that a field weighs in any entry; `by_entry` what it weighs in each, where they differ, as in Points: known of the
    run of today only.
    """

    fields: tuple[str, ...]
    weights: np.ndarray
    of: Mapping[str, np.ndarray]
    credit: np.ndarray
    by_entry: np.ndarray | None = None

    @property
    def worth(self) -> np.ndarray:
        """The weight of every field in every entry: entries by fields."""
        return np.broadcast_to(self.weights, self.credit.shape) if self.by_entry is None else self.by_entry

    @classmethod
    def none(cls, size: int) -> "Bits":
        """Of entries of which only the scores are known."""
        return cls((), np.zeros(0), {name: np.zeros((size, 0), dtype=bool) for name in BITS}, np.zeros((size, 0)))


@dataclass(frozen=True, repr=False)
class Snapshot:
    """One run, its texts as Python objects: to compare them as Arrow takes ten times as long.

    `entries` (ENTRY_COLUMNS) has the key of the entry as its index: the id in small letters. `findings` have
    FINDING_COLUMNS, `entry` being the key, '' where the entry has no id. `rules` (RULE_COLUMNS, by id) are those that
    ran; `preview` those of them that are neither scored nor gated. `secondary`: id in small letters -> id of the entry
    that has it besides its own. `damaged`: entries of a source may be missing.
    """

    info: RunInfo
    entries: pd.DataFrame
    bits: Bits
    findings: pd.DataFrame
    rules: pd.DataFrame
    preview: frozenset[str] = frozenset()
    secondary: Mapping[str, str] = field(default_factory=dict)
    damaged: bool = False


@dataclass(frozen=True, repr=False)
class Past:
    """What is known of a series before a run: the last state known of everything, and how it came to it.

    `closed` are fingerprints that were there once and are gone; `trend` has all runs, oldest first; `paths` has
    PATH_COLUMNS. `known` is None where there is no run yet.
    """

    known: Snapshot | None = None
    closed: pd.Index = field(default_factory=lambda: pd.Index([], dtype=object))
    trend: tuple[RunInfo, ...] = ()
    paths: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(PATH_COLUMNS)))


def snapshot(
    info: RunInfo,
    entries: pd.DataFrame,
    findings: pd.DataFrame,
    points: Points,
    tallies: Mapping[str, Tally],
    rules: tuple[Rule, ...],
    facts: Facts,
    damaged: bool,
) -> Snapshot:
    """The snapshot of a run, from the parts of its report. `info` needs no counts: they are added."""
    keys = entry_keys(facts.tables.entries["entry_id"])
    known = np.flatnonzero(keys != "")
    told = _findings(findings, keys)
    preview = frozenset(rule.id for rule in rules if rule.status == Lifecycle.PREVIEW)
    table = _entries(entries, facts, keys).iloc[known]
    return Snapshot(
        info=counted(info, table, told, preview, len(entries)),
        entries=table,
        bits=_bits(points, facts, known),
        findings=told,
        rules=_rules(rules, tallies),
        preview=preview,
        secondary=secondary_ids(facts),
        damaged=damaged,
    )


def entry_keys(ids: pd.Series) -> np.ndarray:
    """What every entry is known by from run to run: its id in small letters, equal ones numbered, '' without an id."""
    plain = ids.fillna("").astype("str").str.strip().str.lower()
    again = plain.groupby(plain).cumcount()
    return plain.where((again == 0) | (plain == ""), plain + "#" + (again + 1).astype("str")).to_numpy(dtype=object)


def counted(
    info: RunInfo, entries: pd.DataFrame, findings: pd.DataFrame, preview: frozenset[str], size: int
) -> RunInfo:
    """The run with its counts and medians. Findings of rules in preview are not counted."""
    scored = findings[~findings["rule"].isin(preview)]
    open_ = scored.loc[scored["status"] == "open", "severity"].value_counts()
    return replace(
        info,
        entries=size,
        errors=int(open_.get("error", 0)),
        warnings=int(open_.get("warning", 0)),
        infos=int(open_.get("info", 0)),
        waived=int((scored["status"] == "waived").sum()),
        stubs=int(entries["stub"].isin(["empty", "stub"]).sum()),
        completeness=median(entries["completeness"].to_numpy(dtype=float)),
        consistency=median(entries["consistency"].to_numpy(dtype=float)),
        evidence=median(entries["evidence"].to_numpy(dtype=float)),
    )


def median(scores: np.ndarray) -> float | None:
    """Median of the scores that there are, floored to one decimal; None where there are none."""
    valid = scores[~np.isnan(scores)]
    return float(np.floor(10 * np.median(valid) + 1e-9) / 10) if len(valid) else None


def _entries(entries: pd.DataFrame, facts: Facts, keys: np.ndarray) -> pd.DataFrame:
    source = facts.tables.entries
    scores = {axis: entries[axis].to_numpy(dtype=float) for axis in ("completeness", "consistency", "evidence")}
    told = {
        "entry_id": source["entry_id"],
        "entry_name": source["name"],
        "cohort": entries["cohort"],
        **{name: source[name] for name in IDENTITY},
    }
    texts = {name: values.fillna("").astype("str").to_numpy(dtype=object) for name, values in told.items()}
    marks = {"grade": entries["grade"].to_numpy(dtype=object), "stub": entries["stub_computed"].to_numpy(dtype=object)}
    return pd.DataFrame(
        texts | scores | marks | {"content": hexes(contents(facts))}, index=pd.Index(keys, dtype=object)
    )


def _findings(findings: pd.DataFrame, keys: np.ndarray) -> pd.DataFrame:
    numbers = findings["entry"].to_numpy(dtype=np.int64)
    return findings[[name for name in FINDING_COLUMNS if name != "entry"]].assign(entry=keys[numbers]).astype("object")


def _bits(points: Points, facts: Facts, known: np.ndarray) -> Bits:
    """The points and states of every field of the catalogue."""
    fields = tuple(facts.catalogue.fields)
    place = {name: number for number, name in enumerate(fields)}
    at = [place[name] for name in points.fields]
    by_entry = None
    weights = np.zeros(len(fields))
    weights[at] = points.weights
    if points.by_entry is not None:
        by_entry = np.zeros((len(known), len(fields)))
        by_entry[:, at] = points.by_entry[:, known].T
        weights = by_entry.max(axis=0, initial=0.0)
    of = {name: np.zeros((len(known), len(fields)), dtype=bool) for name in BITS}
    credit = np.full((len(known), len(fields)), np.nan)
    if not points.summed:
        credit[:, at] = np.where(points.possible, points.earned, np.nan)[:, known].T
    for number, name in enumerate(fields):
        state = facts.state(name).take(known)
        of["informative"][:, number] = state.isin(INFORMATIVE).to_numpy()
        of["unknown"][:, number] = (state == State.UNKNOWN.value).to_numpy()
        of["filled"][:, number] = ~state.isin([State.BLANK.value, State.NOT_APPLICABLE.value, State.UNKNOWN.value])
    return Bits(fields, weights, of, credit, by_entry)


def _rules(rules: tuple[Rule, ...], tallies: Mapping[str, Tally]) -> pd.DataFrame:
    rows = [_rule(rule, tallies[rule.id]) for rule in rules if rule.id in tallies]
    index = pd.Index([rule.id for rule in rules if rule.id in tallies], dtype=object)
    return pd.DataFrame(rows, columns=list(RULE_COLUMNS), index=index)


def rule_digest(rule: Rule) -> str:
    """What a rule is known by: equal ones judge alike, whatever their examples."""
    return hashlib.sha256(rule.model_dump_json(exclude={"examples"}).encode()).hexdigest()[:16]


def _rule(rule: Rule, tally: Tally) -> tuple[str, str, int, int, int, int]:
    counts = (tally.passed.sum(), tally.failed.sum(), tally.applicable.sum(), (tally.failed > 0).sum())
    return (rule_digest(rule), _about(rule), *(int(count) for count in counts))  # type: ignore[return-value]  # four of them


def _about(rule: Rule) -> str:
    """The field whose points a rule decides; '' for a rule that decides none."""
    if rule.scored_on != "completeness" or rule.status != Lifecycle.ACTIVE:
        return ""
    return ALL_TEXTS if rule.table in VIRTUAL else rule.field.partition(".")[0]


def secondary_ids(facts: Facts) -> dict[str, str]:
    """Id in small letters that an entry has besides its own -> the id of that entry."""
    rows = facts.tables["drugbank_ids"]
    others = rows[(rows["primary"] != "true") & rows["drugbank_id"].notna()]
    owners = facts.tables.entries["entry_id"].fillna("").take(others["entry"].to_numpy()).to_list()
    return dict(zip(others["drugbank_id"].str.strip().str.lower().to_list(), owners, strict=True))
