"""Compare a run with what is known of its series: folds over fingerprints and ids, no input or output."""

import numpy as np
import pandas as pd

from pharmaudit.history.changes import (
    AXES,
    BY_RULES,
    ENTRY_GONE,
    FIXED,
    GONE_COLUMNS,
    MOVED_COLUMNS,
    NEW,
    NOT_JUDGED,
    PERSISTING,
    REOPENED,
    Changes,
    Ids,
    Median,
)
from pharmaudit.history.drift import drift
from pharmaudit.history.moves import changed_rules, moved
from pharmaudit.history.snapshot import Past, Snapshot, median


def compare(past: Past, now: Snapshot) -> Changes:
    """What has changed. In the first run of a series nothing has: to begin with an audit is no flood of findings."""
    before = past.known
    if before is None:
        nothing = pd.DataFrame(columns=list(GONE_COLUMNS)), pd.DataFrame(columns=list(MOVED_COLUMNS))
        return Changes(None, {}, *nothing, Ids(), trend=past.trend, paths=past.paths)
    ids = compare_ids(before, now)
    alike = before.info.judged_by == now.info.judged_by
    words = _words(before, now, past.closed)
    fresh = now.findings["fingerprint"][(words != PERSISTING) & (not alike)]
    unchanged = _unchanged(before, now)
    entries = now.findings["entry"].loc[fresh.index]
    return Changes(
        previous=before.info,
        changed=dict(zip(now.findings["fingerprint"].tolist(), words.tolist(), strict=True)),
        gone=gone(before, now),
        moved=moved(before, now),
        ids=ids,
        medians=tuple(_median(axis, before, now) for axis in AXES),
        drift=drift(before, now),
        trend=past.trend,
        paths=past.paths,
        by_rules=frozenset(fresh[entries.isin(unchanged)]),
        changed_rules=changed_rules(before, now),
        judged_alike=alike,
    )


def compare_ids(before: Snapshot, now: Snapshot) -> Ids:
    """Ids added, vanished and merged, as they are written, in order."""
    old, new = before.entries["entry_id"], now.entries["entry_id"]
    gone_ = ~old.index.isin(new.index)
    missing = dict(zip(old.index[gone_].to_list(), old[gone_].to_list(), strict=True))
    merged = {id_: now.secondary[key] for key, id_ in missing.items() if key in now.secondary}
    there = set(new.str.strip().str.lower())  # of several entries with one id, one may be left
    lost = tuple(sorted(id_ for id_ in set(missing.values()) - merged.keys() if id_.strip().lower() not in there))
    return Ids(
        added=tuple(sorted(new[~new.index.isin(old.index)])),
        vanished=() if now.damaged else lost,
        merged=dict(sorted(merged.items())),
        unread=lost if now.damaged else (),
        shared=int(old.index.isin(new.index).sum()),
    )


def gone(before: Snapshot, now: Snapshot) -> pd.DataFrame:
    """The findings of the run before that this one does not have, and why; by entry and rule."""
    lost = before.findings[~before.findings["fingerprint"].isin(now.findings["fingerprint"])]
    missing = (lost["entry"] != "") & ~lost["entry"].isin(now.entries.index)
    unread = missing & now.damaged & ~lost["entry"].isin(now.secondary)
    silent = ~lost["rule"].isin(now.rules.index) | _unknown_now(lost, now)
    other = lost["entry"].isin(_unchanged(before, now)) & (before.info.judged_by != now.info.judged_by)
    why = np.select([unread, missing, silent, other], [NOT_JUDGED, ENTRY_GONE, NOT_JUDGED, BY_RULES], FIXED)
    return lost.assign(why=why).sort_values(["entry_id", "rule", "fingerprint"])[list(GONE_COLUMNS)]


def _words(before: Snapshot, now: Snapshot, closed: pd.Index) -> np.ndarray:
    prints = now.findings["fingerprint"]
    return np.select([prints.isin(before.findings["fingerprint"]), prints.isin(closed)], [PERSISTING, REOPENED], NEW)


def _unchanged(before: Snapshot, now: Snapshot) -> list[str]:
    """Entries of both runs that hold what they held."""
    keys = before.entries.index.intersection(now.entries.index)
    same = before.entries.loc[keys, "content"].to_numpy() == now.entries.loc[keys, "content"].to_numpy()
    return [str(key) for key in keys[same]]


def _unknown_now(findings: pd.DataFrame, now: Snapshot) -> np.ndarray:
    """Findings of a field that the sources of this run cannot tell."""
    rows = now.entries.index.get_indexer(pd.Index(findings["entry"]))
    columns = pd.Index(now.bits.fields, dtype=object).get_indexer(
        pd.Index(findings["field"].str.split(".").str[0], dtype=object)
    )
    told = (rows >= 0) & (columns >= 0)
    result = np.zeros(len(findings), dtype=bool)
    result[told] = now.bits.of["unknown"][rows[told], columns[told]]
    return result


def _median(axis: str, before: Snapshot, now: Snapshot) -> Median:
    keys = before.entries.index.intersection(now.entries.index)
    scores = (before.entries[axis], now.entries[axis], before.entries.loc[keys, axis], now.entries.loc[keys, axis])
    return Median(axis, *(median(one.to_numpy(dtype=float)) for one in scores))
