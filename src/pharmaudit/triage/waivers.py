"""Which findings a waiver covers, and which waivers need a person: expired, unmatched, overtaken by an edit."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Rule
from pharmaudit.readers.waivers import Waiver, Waivers, is_glob
from pharmaudit.rulebook.judge import Judgement

_KEYS = ["rule", "entry_id"]


class Fate(StrEnum):
    """What came of a waiver in a run."""

    USED = "used"
    EXPIRED = "expired"
    LAPSED = "lapsed"  # its date cannot be read, so it never waives
    UNMATCHED = "unmatched"
    REOPENED = "reopened"  # the finding that it names is gone, another of the rule stands in the entry
    UNKNOWN_RULE = "unknown rule"
    NOT_ASKED = "not asked"  # its rule was not run, or its entries are not in the sources


@dataclass(frozen=True)
class Asked:
    """What a run asked: id of every rule that is known by its id and name, ids of those that ran, ids of entries."""

    rules: Mapping[str, str]
    ran: frozenset[str]
    entry_ids: frozenset[str]

    @classmethod
    def of(cls, rules: Iterable[Rule], judgement: Judgement, facts: Facts) -> "Asked":
        """What a run asked, whose rulebook has `rules`."""
        return cls(
            rules=cls.nothing(rules).rules,
            ran=frozenset(verdict.rule.id for verdict in judgement.verdicts),
            entry_ids=frozenset(facts.tables.entries["entry_id"].dropna()),
        )

    @classmethod
    def nothing(cls, rules: Iterable[Rule]) -> "Asked":
        """No rule was run and no entry read."""
        return cls({word: rule.id for rule in rules for word in (rule.id, rule.name)}, frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Outcome:
    """A waiver, what came of it, how many findings it covers, or would cover; `near` counts those of an edit."""

    waiver: Waiver
    fate: Fate
    hits: int = 0
    near: int = 0


@dataclass(frozen=True)
class Match:
    """`waiver` has the place of the waiver that covers each finding, -1 for none; outcomes are in the file's order."""

    waiver: np.ndarray
    outcomes: tuple[Outcome, ...]
    justifications: Mapping[str, str]


def matched(findings: pd.DataFrame, waivers: Waivers, asked: Asked, as_of: date) -> Match:
    """Hold waivers against findings. A waiver holds until the end of its last day; of several the first one counts."""
    items = waivers.items
    words = pd.DataFrame(
        [
            (number, asked.rules.get(one.rule, ""), word, one.field, one.fingerprint)
            for number, one in enumerate(items)
            for word in one.entries
        ],
        columns=["waiver", "rule", "entry_id", "named", "wanted"],
    )
    columns = findings[[*_KEYS, "field", "fingerprint"]].assign(row=np.arange(len(findings)))
    globs = words["entry_id"].map(is_glob).to_numpy(dtype=bool)
    found = columns[_named(columns, words[~globs])]
    pairs = _pairs(words[~globs], found, _globbed(words[globs], columns))
    live = np.array([one.until is not None and one.until >= as_of for one in items], dtype=bool)
    effective = pairs[live[pairs["waiver"].to_numpy()]].sort_values(["row", "waiver"]).drop_duplicates("row")
    covering = np.full(len(findings), -1)
    covering[effective["row"].to_numpy()] = effective["waiver"].to_numpy()
    hits = np.bincount(pairs.drop_duplicates()["waiver"].to_numpy(dtype=np.int64), minlength=len(items))
    near = _near(
        words[hits[words["waiver"].to_numpy(dtype=np.int64)] == 0], found[covering[found["row"]] < 0], len(items)
    )
    outcomes = tuple(
        Outcome(one, _fate(one, asked, as_of, *counts), *counts)
        for one, *counts in zip(items, hits.tolist(), near.tolist(), strict=True)
    )
    rows = np.flatnonzero(covering >= 0)
    prints = findings["fingerprint"].iloc[rows].to_list()
    told = {one: justification(items[place]) for one, place in zip(prints, covering[rows].tolist(), strict=True)}
    return Match(covering, outcomes, told)


def unasked(waivers: Waivers, asked: Asked, as_of: date) -> tuple[Outcome, ...]:
    """What can be said of waivers without findings."""
    return tuple(Outcome(one, _fate(one, asked, as_of, 0, 0)) for one in waivers.items)


def justification(waiver: Waiver) -> str:
    """Why a finding is waived, by whom, until when."""
    return f"{waiver.reason} ({waiver.by}, until {waiver.given})"


def _named(found: pd.DataFrame, words: pd.DataFrame) -> np.ndarray:
    """Which findings are of a rule and an entry that some waiver names; only those are worth comparing in full."""
    rules, rule_ids = pd.factorize(found["rule"])
    entries, entry_ids = pd.factorize(found["entry_id"])
    rule, entry = (
        pd.Index(known).get_indexer(pd.Index(words[key]))
        for known, key in ((rule_ids, "rule"), (entry_ids, "entry_id"))
    )
    wanted = (rule * len(entry_ids) + entry)[(rule >= 0) & (entry >= 0)]
    return np.isin(rules * len(entry_ids) + entries, wanted)


def _pairs(words: pd.DataFrame, found: pd.DataFrame, globbed: pd.DataFrame) -> pd.DataFrame:
    """`waiver` and `row` of all that fit: by entry, by entry and fingerprint, by glob."""
    printed = (words["wanted"] != "").to_numpy(dtype=bool)
    spelled = words[~printed].merge(found, on=_KEYS)
    exact = words[printed].merge(found, left_on=[*_KEYS, "wanted"], right_on=[*_KEYS, "fingerprint"])
    pairs = pd.concat([spelled, exact, globbed], ignore_index=True)
    pairs = pairs[(pairs["named"] == "") | (pairs["named"] == pairs["field"])]
    return pairs[["waiver", "row"]].astype("int64")


def _globbed(words: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Waivers by glob with the findings of their rules in the entries that they mean: waiver, named, field, row."""
    if not len(words):
        return pd.DataFrame(columns=["waiver", "named", "field", "row"])
    codes, ids = pd.factorize(found["entry_id"])
    known = pa.array([str(one) for one in ids], pa.string())
    of_rule = found.groupby(found["rule"].astype("category"), observed=True).indices
    nothing = np.array([], dtype=np.int64)
    meant: list[int] = []
    rows: list[np.ndarray] = []
    for glob, alike in words.groupby("entry_id", sort=False):
        means = _means(str(glob), known)
        for place, rule in zip(alike.index.tolist(), alike["rule"], strict=True):
            candidates = of_rule.get(rule, nothing)
            rows.append(np.asarray(candidates[means[codes[candidates]]]))
            meant.append(place)
    row = np.concatenate(rows)
    places = pd.Index(np.repeat(meant, [len(one) for one in rows]))
    told: pd.DataFrame = words[["waiver", "named"]].loc[places].reset_index(drop=True)
    return told.assign(field=found["field"].iloc[row].to_numpy(), row=row)


def holding(entry_ids: frozenset[str]) -> Callable[[Waiver], bool]:
    """Tells of a waiver whether any of its words, an id or a pattern, means one of these entries."""
    known = pa.array(sorted(entry_ids), pa.string())

    @cache
    def held(word: str) -> bool:
        return word in entry_ids or (is_glob(word) and bool(_means(word, known).any()))

    return lambda waiver: any(map(held, waiver.entries))


def _means(glob: str, known: pa.Array) -> np.ndarray:
    """Which ids a pattern means."""
    return np.asarray(pc.match_substring_regex(known, pattern=_regex(glob)).to_numpy(zero_copy_only=False))


def _regex(glob: str) -> str:
    words = {"*": ".*", "?": "."}
    return "(?s)^" + "".join(words.get(part, re.escape(part)) for part in re.split(r"([*?])", glob)) + r"\z"


def _near(words: pd.DataFrame, found: pd.DataFrame, size: int) -> np.ndarray:
    """Per waiver that names a finding which is gone: how many open ones its rule, and field, have in the entry."""
    places = found.groupby([*_KEYS, "field"], as_index=False).size()
    pairs = words[words["wanted"] != ""].merge(places, on=_KEYS)
    pairs = pairs[(pairs["named"] == "") | (pairs["named"] == pairs["field"])]
    return np.bincount(pairs["waiver"].to_numpy(dtype=np.int64), pairs["size"], minlength=size).astype(np.int64)


def _fate(waiver: Waiver, asked: Asked, as_of: date, hits: int, near: int) -> Fate:
    if waiver.rule not in asked.rules:
        return Fate.UNKNOWN_RULE
    if waiver.until is None:
        return Fate.LAPSED
    if waiver.until < as_of:
        return Fate.EXPIRED
    if asked.rules[waiver.rule] not in asked.ran:
        return Fate.NOT_ASKED
    if hits:
        return Fate.USED
    if not any(is_glob(one) for one in waiver.entries) and asked.entry_ids.isdisjoint(waiver.entries):
        return Fate.NOT_ASKED
    return Fate.REOPENED if near else Fate.UNMATCHED
