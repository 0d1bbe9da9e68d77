"""Since the run before: this run as the history keeps it, compared with what is known of its series."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pharmaudit.facts.facts import Facts
from pharmaudit.facts.sources import source_names
from pharmaudit.history.changes import Changes, RunInfo
from pharmaudit.history.compare import compare
from pharmaudit.history.remarks import remarks_of
from pharmaudit.history.snapshot import Past, Snapshot, snapshot
from pharmaudit.kinds import Rule
from pharmaudit.model import Remark
from pharmaudit.report.result import Provenance
from pharmaudit.rulebook import Profile, Rulebook
from pharmaudit.scoring import Points, Tally

NOT_OF_VERDICTS = {"name", "about", "fail_on", "gate"}
"""Keys of a profile that change no verdict and no score."""


@dataclass(frozen=True)
class Since:
    """What a run is compared with: its series, and what is known of that."""

    series: str
    past: Past


@dataclass(frozen=True)
class Compared:
    """Findings with their `change` set, and what has changed; the snapshot is what the history will keep."""

    findings: pd.DataFrame
    changes: Changes | None = None
    snapshot: Snapshot | None = None
    remarks: tuple[Remark, ...] = ()


def compared(
    since: Since | None,
    made: Provenance,
    entries: pd.DataFrame,
    findings: pd.DataFrame,
    points: Points,
    tallies: Mapping[str, Tally],
    rules: tuple[Rule, ...],
    facts: Facts,
) -> Compared:
    """Compare a run with the one before; without a history the findings stay as they are."""
    if since is None:
        return Compared(findings)
    info = RunInfo(
        number=0,
        series=since.series,
        as_of=made.as_of,
        tool=made.tool_version,
        rulebook=made.rulebook_digest,
        profile=made.profile,
        judged_by=made.judged_by,
        sources=tuple(source_names(facts.tables).values()),
        entries=len(entries),
    )
    damaged = any(damage.grave for damage in made.damages)
    now = snapshot(info, entries, findings, points, tallies, rules, facts, damaged)
    changes = compare(since.past, now)
    words = findings["fingerprint"].map(dict(changes.changed)).astype("object").fillna("").astype("str")
    remarks = remarks_of(since.past.known, now, changes, facts.catalogue)
    return Compared(findings.assign(change=words), changes, now, remarks)


def judged_by(rulebook: Rulebook, profile: Profile, tool: str, lists: Sequence[str], not_run: Sequence[str]) -> str:
    """A digest of all that decides verdicts and scores besides the data and the date. `lists` are their sha256.

    Waivers, baseline and gate are no part of it: they change neither.
    """
    parts = (rulebook.digest, profile.model_dump_json(exclude=NOT_OF_VERDICTS), tool, *lists, *not_run)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
