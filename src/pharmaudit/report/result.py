"""Report: everything that an audit found, in frames and frozen values, with where it came from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from os import PathLike
from typing import Any

import numpy as np
import pandas as pd

from pharmaudit.demand import Demand
from pharmaudit.facts.facts import Facts
from pharmaudit.history.changes import Changes
from pharmaudit.history.snapshot import Snapshot
from pharmaudit.kinds import Rule
from pharmaudit.model import Damage, Remark, Source
from pharmaudit.progress import Tell, silent
from pharmaudit.report.condition import Gate
from pharmaudit.report.entry import entry_data
from pharmaudit.rulebook.judge import Crash, NotRun
from pharmaudit.rulebook.profile import Profile
from pharmaudit.scoring import Points, Tally, Yardstick
from pharmaudit.triage.precision import Precision
from pharmaudit.triage.waivers import Outcome

DEFAULT_FORMATS = ("html", "csv", "parquet", "xlsx", "json")

NOT_ACCURACY = (
    "This audit checks what every entry says against itself, its peers and its form; "
    "it is not a statement about accuracy."
)


@dataclass(frozen=True)
class Provenance:
    """What made the report: input, rules, tool, lists of others, and the date that the audit counts from.

    `judged_by` is a digest of what decides verdicts and scores: rules, lists and tool, without waivers and gate.
    """

    tool_version: str
    rulebook_digest: str
    rules: int
    profile: str
    as_of: date
    sources: tuple[Source, ...]
    damages: tuple[Damage, ...]
    crashes: tuple[Crash, ...]
    not_run: tuple[NotRun, ...] = ()
    lists: tuple[Source, ...] = ()
    judged_by: str = ""


@dataclass(frozen=True, repr=False)
class Report:
    """The result of an audit.

    `entries` and `findings` have the columns of the contract, `entry` (row number) in front; `worklist` is in order of
    rank; `proposals` says what to write next, `suggestions` what the entry holds for it (never applied, read by no
    score). `rules` ran; `tallies` has their counts. `remarks` are about no entry; `justifications` say, by fingerprint,
    why a finding is waived; `waivers` say what came of each, `precision` how often people confirmed what a rule found,
    by its id. `yardstick`: whom percentiles compare with. `changes`
    since the run before, and the `snapshot` that a history keeps, are None where no history is asked for.
    """

    provenance: Provenance
    profile: Profile
    gate: Gate
    rules: tuple[Rule, ...]
    facts: Facts
    entries: pd.DataFrame
    findings: pd.DataFrame
    worklist: pd.DataFrame
    proposals: pd.DataFrame
    suggestions: pd.DataFrame
    points: Points
    tallies: Mapping[str, Tally]
    demand: Demand
    remarks: tuple[Remark, ...]
    justifications: Mapping[str, str]
    writer: Callable[["Report", str | PathLike[str], Sequence[str], Tell], None]
    yardstick: Yardstick
    waivers: tuple[Outcome, ...] = ()
    precision: Mapping[str, Precision] = field(default_factory=dict)
    changes: Changes | None = None
    snapshot: Snapshot | None = None

    limit: int | None = None
    """The most findings of a rule that formats for other tools tell one by one; None: as many as they can hold."""

    def write(
        self,
        folder: str | PathLike[str],
        formats: Sequence[str] = DEFAULT_FORMATS,
        tell: Tell = silent,
        limit: int | None = None,
    ) -> None:
        """Write the files of all formats into a folder, replacing the report that was there.

        Raises UsageError for an unknown format and for a folder that holds anything else.
        """
        self.writer(self if limit is None else replace(self, limit=limit), folder, formats, tell)

    def __repr__(self) -> str:
        return f"<Report: {len(self.entries):,} entries, {len(self.findings):,} findings. {self.gate.sentence}>"

    def entry(self, name: str) -> dict[str, Any]:
        """Everything about one entry, by id or name, as plain data. Raises KeyError."""
        number = self.number_of(name)
        if number is None:
            raise KeyError(f"there is no entry {name!r} among {len(self.entries):,}")
        return entry_data(self, number)

    def number_of(self, entry_id: str) -> int | None:
        """Row number of an entry by id, or by name where no id matches; None where there is none."""
        for column in ("entry_id", "name") if entry_id else ():
            found = np.flatnonzero(self.entries[column].str.lower() == entry_id.lower())
            if len(found):
                return int(found[0])
        return None
