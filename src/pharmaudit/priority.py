"""Priority: which entry is worth the next hour, which of its fields to write first, with every factor shown.

priority = demand x deficit x safety / effort, scaled so that the first is 100.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pharmaudit.demand import Demand
from pharmaudit.facts.derived import INFORMATIVE
from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Verdict
from pharmaudit.scoring import Points, floored

SAFETY_FIELDS = ("toxicity", "contraindications", "drug_interactions")
SAFETY = 1.5
BUNDLE_MINUTES = 60
OVERHEAD_MINUTES = 15
"""Opening, reading and reviewing an entry; without it the smallest jobs would always come first."""
TARGET_QUANTILE = 0.75
FEW_PEERS = 20
EMPTY_COLUMNS = ("verdict", "curator", "date", "notes")


def proposals(points: Points, verdicts: Sequence[Verdict], facts: Facts) -> pd.DataFrame:
    """What could be written next: entry, field, gain (points), minutes, peers (share of the cohort that has it).

    In each entry the best comes first; `bundle` marks those that together fit into one hour's work, or the first where
    none does.
    """
    place, entry = np.nonzero(points.missing)
    effort = _minutes(points, verdicts, facts)
    frame = pd.DataFrame(
        {
            "entry": entry,
            "field": np.array(points.fields, dtype=object)[place],
            "gain": points.gain[place, entry],
            "minutes": effort[place, entry],
            "peers": _peers(points, facts)[place, entry],
        }
    )
    frame["worth"] = frame["gain"] * (0.1 + frame["peers"]) / np.maximum(frame["minutes"], 1)
    frame = frame.sort_values(["entry", "worth"], ascending=[True, False], kind="stable", ignore_index=True)
    fits = frame["minutes"] <= BUNDLE_MINUTES
    spent = frame["minutes"].where(fits, 0).groupby(frame["entry"]).cumsum()
    alone = ~fits.groupby(frame["entry"]).transform("any") & ~frame["entry"].duplicated()
    frame["bundle"] = (fits & (spent <= BUNDLE_MINUTES)) | alone
    return frame.drop(columns="worth")


def _minutes(points: Points, verdicts: Sequence[Verdict], facts: Facts) -> np.ndarray:
    """Minutes to fill each field of each entry: of the rules that fail on it, the longest."""
    place = {name: number for number, name in enumerate(points.fields)}
    minutes = np.zeros(points.possible.shape, dtype=int)
    for verdict in verdicts:
        rule, rows = verdict.rule, verdict.failing
        if rule.scored_on != "completeness" or not len(rows):
            continue
        entries = facts.entry_of(verdict.table)[rows]
        if "field" in facts.frame(verdict.table).columns:
            fields = facts.frame(verdict.table)["field"].iloc[rows].to_numpy()
        else:
            fields = np.full(len(rows), rule.field.partition(".")[0], dtype=object)
        for field in pd.unique(fields):
            if field in place:
                at = entries[fields == field]
                minutes[place[field], at] = np.maximum(minutes[place[field], at], rule.effort)
    return minutes


def _peers(points: Points, facts: Facts) -> np.ndarray:
    """Share of each entry's cohort that has each field."""
    cohorts = facts.cohorts.to_numpy()
    rows = []
    for field in points.fields:
        has = facts.state(field).isin(INFORMATIVE)
        rows.append(has.groupby(cohorts).transform("mean").to_numpy(dtype=float))
    return np.array(rows).reshape(points.possible.shape)


def worklist(
    entries: pd.DataFrame, proposed: pd.DataFrame, points: Points, wanted: Demand, facts: Facts
) -> pd.DataFrame:
    """The editors' queue: entries with something to write, the most worthwhile first, ranks from 1."""
    size = facts.size
    target = _target(points, facts)
    deficit = _deficit(points, target)
    bundle = proposed[proposed["bundle"]].groupby("entry")
    labels = {name: item.label for name, item in facts.catalogue.fields.items()}
    sections = {name: item.section for name, item in facts.catalogue.fields.items()}
    fields = bundle["field"].agg(lambda names: "; ".join(labels[name] for name in names))
    places = bundle["field"].agg(lambda names: "; ".join(dict.fromkeys(sections[name] for name in names)))
    minutes = bundle["minutes"].sum().reindex(range(size), fill_value=0).to_numpy()
    safety = _safety(facts)
    raw = wanted.value * deficit * safety / (OVERHEAD_MINUTES + minutes)
    raw[minutes == 0] = 0
    frame = pd.DataFrame(
        {
            "entry": range(size),
            "priority": floored(100 * raw / max(raw.max(initial=0), 1e-12)),
            **{
                name: entries[name]
                for name in ("entry_id", "name", "cohort", "groups", "stub_computed", "completeness")
            },
            "target": floored(target),
            **{name: entries[name] for name in ("grade", "stars")},
            "demand": np.round(wanted.value, 3),
            "deficit": np.round(deficit, 3),
            "safety": safety,
            "minutes": minutes,
            "fields": fields.reindex(range(size), fill_value=""),
            "sections": places.reindex(range(size), fill_value=""),
            "gain": floored(bundle["gain"].sum().reindex(range(size), fill_value=0.0).to_numpy()),
            "raw": raw,
        }
    )
    frame = frame[raw > 0].sort_values(["raw", "entry_id"], ascending=[False, True], kind="stable", ignore_index=True)
    frame.insert(1, "rank", np.arange(1, len(frame) + 1))
    queue: pd.DataFrame = frame.drop(columns="raw").assign(**dict.fromkeys(EMPTY_COLUMNS, ""))
    return queue


def _deficit(points: Points, target: np.ndarray) -> np.ndarray:
    """Points that an entry is short of its target, as a share of the points that any entry could earn, 0 to 1.

    In points, not in per cent of its own: an extract of which little is expected lacks little, however empty it is.
    """
    short = np.nan_to_num(np.maximum(0, target - points.score))
    lacking = short if points.summed else short / 100 * points.expected
    return np.asarray(lacking / max(points.worth.sum(axis=0).max(initial=0), 1e-9))


def _target(points: Points, facts: Facts) -> np.ndarray:
    """What an entry can be expected to reach: the best quarter of its cohort, or everything where peers are few."""
    peers = pd.Series(points.score).groupby(facts.cohorts.to_numpy())
    reached: pd.Series = peers.transform(lambda group: group.quantile(TARGET_QUANTILE))
    return np.asarray(np.where(peers.transform("size") < FEW_PEERS, points.most, reached))


def _safety(facts: Facts) -> np.ndarray:
    """Approved and withdrawn drugs that lack what keeps patients safe rank higher."""
    lacking = np.zeros(facts.size, dtype=bool)
    for field in SAFETY_FIELDS:
        lacking |= lacks_safety(field, facts)
    return np.where(lacking, SAFETY, 1.0)


def lacks_safety(field: str, facts: Facts) -> np.ndarray:
    """Used drugs without the field; none where the whole base lacks it, which says more of the export than of them."""
    used = facts.groups.isin(["approved", "withdrawn"]).to_numpy()
    state = facts.state(field)
    if not state.isin(INFORMATIVE).any():
        return np.zeros(facts.size, dtype=bool)
    return np.asarray(used & state.isin(["blank", "placeholder"]).to_numpy())
