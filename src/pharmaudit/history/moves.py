"""How far each score of an entry moved, and how much of that is data and how much rules.

- Judged alike (same rules, profile, lists, tool): all of it is data, of the entry or of those that it is judged with.
- Same content of the entry: all of it is rules.
- Both changed: completeness is rescored. Points of fields whose rules are what they were are taken from the run before,
  those of the others from this run, all with the weights that the entry has today; what lies between the old score and
  that one is rules, the rest data. It is an estimate, for in a field of changed rules data may have changed too. The
  other scores are no sum over fields that is kept, so that their parts stay unknown; so do those of points that are
  summed.
"""

import numpy as np
import pandas as pd

from pharmaudit.history.changes import AXES, MOVED_COLUMNS
from pharmaudit.history.snapshot import ALL_TEXTS, Bits, Snapshot
from pharmaudit.scoring.points import floored, ratio


def moved(before: Snapshot, now: Snapshot) -> pd.DataFrame:
    """Entries of both runs whose score moved (MOVED_COLUMNS), the furthest first; one row per entry and axis."""
    keys = before.entries.index.intersection(now.entries.index)
    old, new = before.entries.loc[keys], now.entries.loc[keys]
    same = (old["content"] == new["content"]).to_numpy()
    alike = before.info.judged_by == now.info.judged_by
    pieces = []
    for axis in AXES:
        was, is_ = old[axis].to_numpy(dtype=float), new[axis].to_numpy(dtype=float)
        change = is_ - was
        data = np.full(len(keys), 1.0 if alike else np.nan) * change
        if not alike:
            data[same] = 0.0
        exact = same | alike
        if axis == "completeness" and not exact.all():
            data[~exact] = (is_ - _rescored(before, now, keys))[~exact]
        rows = np.flatnonzero(np.nan_to_num(change) != 0)
        frame = pd.DataFrame(
            {
                "entry_id": new["entry_id"].to_numpy()[rows],
                "entry_name": new["entry_name"].to_numpy()[rows],
                "axis": axis,
                "before": was[rows],
                "after": is_[rows],
                "change": np.round(change[rows], 1),
                "data": np.round(data[rows], 1),
                "rule": np.round((change - data)[rows], 1),
                "exact": exact[rows],
            }
        )
        pieces.append(frame)
    found = pd.concat(pieces, ignore_index=True)[list(MOVED_COLUMNS)]
    far = found["change"].abs()
    return found.iloc[np.lexsort([found["entry_id"], found["axis"].map(AXES.index), -far])].reset_index(drop=True)


def changed_rules(before: Snapshot, now: Snapshot) -> frozenset[str]:
    """Rules that are new or not what they were."""
    old = before.rules["digest"].reindex(now.rules.index)
    return frozenset(now.rules.index[(now.rules["digest"] != old).to_numpy()])


def _rescored(before: Snapshot, now: Snapshot, keys: pd.Index) -> np.ndarray:
    """Completeness of today's rules on the data of the run before, as far as it is known; NaN where it is not."""
    old = _aligned(before.bits, now.bits.fields)[before.entries.index.get_indexer(keys)]
    rows = now.entries.index.get_indexer(keys)
    new, worth = now.bits.credit[rows], now.bits.worth[rows]
    credit = np.where(_touched(before, now), new, old)
    told = ~(np.isnan(old).all(axis=1) | np.isnan(new).all(axis=1))
    earned, whole = (worth * np.nan_to_num(credit)).sum(axis=1), (worth * ~np.isnan(credit)).sum(axis=1)
    return floored(ratio(earned, np.where(told, whole, 0.0)))


def _touched(before: Snapshot, now: Snapshot) -> np.ndarray:
    """Which fields have other rules about them than in the run before, or weighed nothing in it: that one is silent."""
    both = pd.concat([before.rules[["digest", "about"]], now.rules[["digest", "about"]]])
    alone = both.reset_index().drop_duplicates(keep=False)
    fields = set(alone["about"])
    known = {name for name, weight in zip(before.bits.fields, before.bits.weights, strict=True) if weight > 0}
    return np.array(
        [ALL_TEXTS in fields or name in fields or name not in known for name in now.bits.fields], dtype=bool
    )


def _aligned(bits: Bits, fields: tuple[str, ...]) -> np.ndarray:
    """The credit by other fields than its own: NaN for those that it does not have."""
    wide = np.column_stack([bits.credit, np.full(len(bits.credit), np.nan)])
    place = {field: number for number, field in enumerate(bits.fields)}
    return np.asarray(wide[:, [place.get(field, -1) for field in fields]])
