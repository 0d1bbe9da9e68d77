"""The table of entries: who each is, its scores, its stub verdict, its findings counted, its place in the queue."""

import numpy as np
import pandas as pd

from pharmaudit.demand import Demand
from pharmaudit.facts.facts import Facts
from pharmaudit.model import Severity
from pharmaudit.readers.lists import LISTED
from pharmaudit.scoring import Scores, floored, open_findings


def entry_table(facts: Facts, findings: pd.DataFrame, scores: Scores) -> pd.DataFrame:
    """One row per entry, `entry` (its number) in front; scores are floored to one decimal, NaN where there is none."""
    source = facts.tables.entries
    groups = facts.frame("groups").groupby("entry")["group"].agg("|".join)
    return pd.DataFrame(
        {
            "entry": np.arange(facts.size),
            "entry_id": source["entry_id"].fillna(""),
            "name": source["name"].fillna(""),
            "type": source["type"].fillna(""),
            "groups": groups.reindex(range(facts.size), fill_value=""),
            "cohort": facts.cohorts,
            "completeness": floored(scores.points.score),
            "consistency": floored(scores.consistency),
            "evidence": floored(scores.evidence),
            "grade": scores.grade,
            "stars": pd.array(scores.stars, dtype="Int64"),
            "stub_declared": source["stub_banner"].map({"true": True, "false": False}).astype("boolean"),
            "stub_listed": _listed(facts),
            "stub_computed": scores.stub,
            "percentile_all": floored(scores.percentile_all),
            "percentile_cohort": floored(scores.percentile_cohort),
            **{f"{severity.value}s": open_findings(findings, severity, facts.size) for severity in Severity},
        }
    )


def _listed(facts: Facts) -> pd.Series:
    """Whether a list calls each entry not annotated; <NA> for all of them without such a list."""
    if LISTED not in facts.lists:
        return pd.Series(pd.array([pd.NA] * facts.size, dtype="boolean"))
    return facts.derived("listed").astype("boolean")


def with_rank(entries: pd.DataFrame, queue: pd.DataFrame, proposals: pd.DataFrame, wanted: Demand) -> pd.DataFrame:
    """The entries with what the queue knows of them; entries with nothing to write have no rank."""
    placed = queue.set_index("entry")
    minutes = proposals.groupby("entry")["minutes"].sum().reindex(entries["entry"], fill_value=0)
    return entries.assign(
        demand=np.round(wanted.value, 3),
        effort_minutes=minutes.to_numpy(),
        priority=placed["priority"].reindex(entries["entry"], fill_value=0.0).to_numpy(),
        rank=placed["rank"].reindex(entries["entry"]).astype("Int64").array,
    )
