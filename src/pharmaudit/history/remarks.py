"""What the run before lets one say of the base as a whole: remarks, explained in docs/history.md.

A remark tells of what was lost together; each entry that lost a value has the gap among its own findings.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from pharmaudit.facts.catalogue import Catalogue
from pharmaudit.history.changes import Changes, Drift
from pharmaudit.history.drift import least
from pharmaudit.history.snapshot import IDENTITY, Snapshot
from pharmaudit.model import Remark, Severity

SHOWN = 5
ID_REMARKS = 50
_ASK = "Look whether the export was cut or the entries were taken out on purpose."


def remarks_of(before: Snapshot | None, now: Snapshot, changes: Changes, catalogue: Catalogue) -> tuple[Remark, ...]:
    """Remarks about ids, lost values, changed identity and drift, in that order; none in the first run."""
    if before is None:
        return ()
    if strangers(changes, len(before.entries), len(now.entries)):
        return (_other_base(changes, before, now),)
    return (
        *_vanished(changes),
        *_lost(before, now, catalogue),
        *_identity(before, now),
        *(_drifted(one, catalogue) for one in changes.drift),
    )


def strangers(changes: Changes, before: int, now: int) -> bool:
    """Whether two runs share so few entries that comparing them says nothing."""
    return 2 * changes.ids.shared < max(before, now) and max(before, now) >= least(0)


def _other_base(changes: Changes, before: Snapshot, now: Snapshot) -> Remark:
    return Remark(
        "HIS101",
        Severity.WARNING,
        f"series {now.info.series}",
        f"only {changes.ids.shared:,} of {len(before.entries):,} entries of the run before are among the "
        f"{len(now.entries):,} of this one: they seem to be of different bases",
        "Give each base a --series of its own; changes between these two runs mean little.",
    )


def _vanished(changes: Changes) -> Iterator[Remark]:
    ids = changes.ids
    for id_ in ids.vanished[:ID_REMARKS]:
        what = f"{id_} was there in the run before, and no entry has it now, not as a secondary id either"
        yield Remark("CUR901", Severity.ERROR, id_, what, "Give the id to the entry that took its place, as secondary.")
    if len(ids.vanished) > ID_REMARKS:
        more = (
            f"{len(ids.vanished) - ID_REMARKS:,} more ids of the run before have vanished, {len(ids.vanished):,} in all"
        )
        yield Remark("CUR901", Severity.ERROR, "ids", more, _ASK)
    if ids.unread:
        what = f"{_told(ids.unread)} of the run before cannot be found, and a source of this run is damaged"
        yield Remark("HIS102", Severity.WARNING, "ids", what, "Mend the source and audit again.")


def _lost(before: Snapshot, now: Snapshot, catalogue: Catalogue) -> Iterator[Remark]:
    """Fields that were filled and are blank now: texts and scalars, lists."""
    keys = before.entries.index.intersection(now.entries.index)
    rows = before.entries.index.get_indexer(keys), now.entries.index.get_indexer(keys)
    ids = now.entries["entry_id"].loc[keys]
    for number, name in enumerate(now.bits.fields):
        item = catalogue.fields.get(name)
        if name not in before.bits.fields or item is None or item.kind == "derived" or name in IDENTITY:
            continue
        was = before.bits.of["filled"][rows[0], before.bits.fields.index(name)]
        blank = ~(now.bits.of["filled"] | now.bits.of["unknown"])[rows[1], number]
        lost = ids[was & blank].sort_values().tolist()
        if lost:
            what = f"{_told(tuple(lost))} lost {item.label.lower()}: filled in the run before, blank now"
            rule = "CUR906" if item.kind == "list" else "CUR902"
            yield Remark(rule, Severity.WARNING, name, what, "Restore what stood there, or say why it was taken out.")


def _identity(before: Snapshot, now: Snapshot) -> Iterator[Remark]:
    """Identifiers replaced or lost, types changed."""
    keys = before.entries.index.intersection(now.entries.index)
    old, new = before.entries.loc[keys], now.entries.loc[keys]
    for name in IDENTITY:
        unread = _unknown(now, name, keys)
        other = (old[name] != "").to_numpy() & (old[name] != new[name]).to_numpy() & ~unread
        if other.any():
            rule, label = (
                ("CUR905", "type") if name == "type" else ("CUR904", {"cas_number": "CAS number"}.get(name, "UNII"))
            )
            ids = tuple(sorted(new["entry_id"][other]))
            what = f"{_told(ids)} changed or lost the {label} of the run before"
            yield Remark(rule, Severity.WARNING, name, what, "Look which of the two is right.")


def _unknown(now: Snapshot, name: str, keys: pd.Index) -> np.ndarray:
    if name not in now.bits.fields:
        return np.zeros(len(keys), dtype=bool)
    rows = now.entries.index.get_indexer(keys)
    return np.asarray(now.bits.of["unknown"][rows, now.bits.fields.index(name)])


def _drifted(one: Drift, catalogue: Catalogue) -> Remark:
    fields = catalogue.fields
    subject = {
        "entries": "entries",
        "field": fields[one.subject].label.lower() if one.subject in fields else one.subject,
    }
    name = subject.get(one.what, one.subject)
    what = {
        "entries": f"the base has {one.after.part:,} entries, {one.before.part:,} in the run before",
        "cohort": f"the cohort {name} has {one.after.part:,} entries, {one.before.part:,} in the run before",
        "rule": f"{name} is failed by {_rates(one)}",
        "field": f"{name} says something in {_rates(one)}",
    }[one.what]
    because = "; the rule is not what it was" if one.rules_changed else ""
    fix = "Look whether this is work that was done, or data that went astray."
    return Remark("HIS103", Severity.INFO, f"{one.what} {one.subject}".strip(), what + because, fix)


def _rates(one: Drift) -> str:
    """The rates on the same entries, and the counts of all."""
    same = [f"{ratio.part:,} of {ratio.whole:,}" for ratio in (one.same_after, one.same_before)]
    return f"{same[0]} entries that both runs have, {same[1]} in the run before"


def _told(ids: tuple[str, ...]) -> str:
    if len(ids) == 1:
        return f"1 entry ({ids[0]})"
    more = ", …" if len(ids) > SHOWN else ""
    return f"{len(ids):,} entries ({', '.join(ids[:SHOWN])}{more})"
