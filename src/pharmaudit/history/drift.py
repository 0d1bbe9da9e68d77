"""Drift: counts and rates that moved further than the daily work explains.

A rate is compared on the entries of both runs, so that entries that came or went are no drift of it. It is flagged
where it moved by more than a tenth and by at least the count that `least` asks for in a base of that size.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from pharmaudit.history.changes import Drift, Ratio
from pharmaudit.history.snapshot import Snapshot

SHARE = 0.10
LEAST, LEAST_SHARE = 5, 0.001


def least(entries: int) -> int:
    """The fewest entries by which something must have moved: 5, or one in a thousand of a larger base."""
    return max(LEAST, int(np.ceil(LEAST_SHARE * entries)))


def drift(before: Snapshot, now: Snapshot) -> tuple[Drift, ...]:
    """Everything that is flagged: entries, cohorts, rules and fields, each in order of name."""
    keys = before.entries.index.intersection(now.entries.index)
    pairs = [*_population(before, now, keys), *_rules(before, now, keys), *_fields(before, now, keys)]
    fewest = least(len(keys))
    return tuple(one for one in pairs if flagged(one, fewest))


def flagged(one: Drift, fewest: int) -> bool:
    """Whether something moved too far: by its rate on the same entries; of entries and cohorts by their count."""
    old, new = (one.before, one.after) if one.what in ("entries", "cohort") else (one.same_before, one.same_after)
    if one.what in ("entries", "cohort"):
        return abs(new.part - old.part) >= fewest and abs(new.part - old.part) > SHARE * old.part
    if old.rate is None or new.rate is None:
        return False
    moved = abs(new.rate - old.rate)
    return round(moved * min(old.whole, new.whole), 6) >= fewest and moved > SHARE * old.rate


def _population(before: Snapshot, now: Snapshot, keys: pd.Index) -> Iterator[Drift]:
    old, new = before.entries, now.entries
    sizes = (len(old), len(new), len(keys), len(keys))
    yield _drift("entries", "", list(zip(sizes, sizes, strict=True)))
    frames = (old["cohort"], new["cohort"], old["cohort"].loc[keys], new["cohort"].loc[keys])
    counts = [_counted(frame) for frame in frames]
    for cohort in sorted({*counts[0], *counts[1]}):
        parts = [int(count.get(cohort, 0)) for count in counts]
        yield _drift("cohort", str(cohort), list(zip(parts, sizes, strict=True)))


def _counted(words: pd.Series) -> dict[str, int]:
    return {str(word): int(count) for word, count in words.value_counts().items()}


def _drift(what: str, subject: str, counts: list[tuple[int, int]], changed: bool = False) -> Drift:
    """`counts`: part and whole, of the run before and of this one, then of the same entries in both."""
    before, after, same_before, same_after = (Ratio(part, whole) for part, whole in counts)
    return Drift(what, subject, before, after, same_before, same_after, changed)


def _rules(before: Snapshot, now: Snapshot, keys: pd.Index) -> Iterator[Drift]:
    """Of each rule that ran in both runs: entries with a finding of it, of all entries."""
    both = before.rules.index.intersection(now.rules.index)
    digests = (before.rules["digest"].loc[both] != now.rules["digest"].loc[both]).to_dict()
    found: list[dict[str, int]] = []
    for one in (before, now):
        pairs = one.findings[["rule", "entry"]].drop_duplicates()
        same = pairs.loc[pairs["entry"].isin(keys), "rule"]
        found += [_counted(pairs["rule"]), _counted(same)]
    sizes = (len(before.entries), len(now.entries))
    for rule in sorted(both):
        counts = [int(count.get(rule, 0)) for count in found]
        wholes = (sizes[0], sizes[1], len(keys), len(keys))
        parts = (counts[0], counts[2], counts[1], counts[3])
        yield _drift("rule", rule, list(zip(parts, wholes, strict=True)), bool(digests[rule]))


def _fields(before: Snapshot, now: Snapshot, keys: pd.Index) -> Iterator[Drift]:
    """Of each field: entries in which it says something, of those whose sources could tell; the same ones in both."""
    rows = before.entries.index.get_indexer(keys), now.entries.index.get_indexer(keys)
    for name in sorted(set(before.bits.fields) & set(now.bits.fields)):
        said, known = [], []
        for one in (before, now):
            column = one.bits.fields.index(name)
            said.append(one.bits.of["informative"][:, column])
            known.append(~one.bits.of["unknown"][:, column])
        both = known[0][rows[0]] & known[1][rows[1]]
        alone = [(int((said[at] & known[at]).sum()), int(known[at].sum())) for at in (0, 1)]
        same = [(int((said[at][rows[at]] & both).sum()), int(both.sum())) for at in (0, 1)]
        yield _drift("field", name, alone + same)
