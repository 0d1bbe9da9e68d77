"""What has changed since the run before: frozen values that the store, the gate, the report and `diff` share.

No input or output here. Changes counts from what was last *known*: a finding that this run could not judge, or an entry
that it could not read, is neither fixed nor vanished; it stays as it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

NEW, REOPENED, PERSISTING = "new", "reopened", "persisting"
FIXED, ENTRY_GONE, NOT_JUDGED, BY_RULES = "fixed", "gone with the entry", "not judged", "gone by other rules"

AXES = ("completeness", "consistency", "evidence")

GONE_COLUMNS = ("entry_id", "entry_name", "rule", "severity", "field", "status", "fingerprint", "why")
PATH_COLUMNS = ("entry", "first", "last", "completeness")
MOVED_COLUMNS = ("entry_id", "entry_name", "axis", "before", "after", "change", "data", "rule", "exact")


@dataclass(frozen=True, slots=True)
class RunInfo:
    """One run as the history knows it. `number` counts runs of the store; order is order of appending.

    Counts are of open findings of scored and gated rules, medians are floored to one decimal or None. `judged_by` is
    a digest of rulebook, profile, lists and tool: two runs with the same one judge alike.
    """

    number: int
    series: str
    as_of: date
    tool: str
    rulebook: str
    profile: str
    judged_by: str
    sources: tuple[str, ...]
    entries: int
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    waived: int = 0
    new: int = 0
    fixed: int = 0
    reopened: int = 0
    stubs: int = 0
    completeness: float | None = None
    consistency: float | None = None
    evidence: float | None = None

    @property
    def findings(self) -> int:
        return self.errors + self.warnings + self.infos


@dataclass(frozen=True)
class Ids:
    """Entry ids compared. `merged`: vanished id -> the entry that now has it as a secondary id.

    `unread`: missing, but a source of this run was damaged, so that nobody can tell whether they vanished.
    """

    added: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    merged: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    shared: int = 0


@dataclass(frozen=True, slots=True)
class Ratio:
    """A count with what it is of."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Drift:
    """A count or rate that moved further than the data let expect.

    `what` is `entries`, `rule`, `field` or `cohort`, `subject` which one. `same_*` are on the entries of both runs.
    """

    what: str
    subject: str
    before: Ratio
    after: Ratio
    same_before: Ratio
    same_after: Ratio
    rules_changed: bool = False


@dataclass(frozen=True, slots=True)
class Median:
    """A score's median in both runs, over all entries and over the entries of both; floored, None without scores."""

    axis: str
    before: float | None
    after: float | None
    same_before: float | None
    same_after: float | None


@dataclass(frozen=True)
class Changes:
    """What has changed between the run before, of the same series, and this one.

    `previous` is None in the first run of a series: then nothing is compared, and no finding is called new. `gone` are
    findings of the run before that are not in this one (GONE_COLUMNS), `why` tells apart those that were fixed; `moved`
    are entries whose score moved (MOVED_COLUMNS), with the part that data and the part that rules have in it, NaN
    where they cannot be told apart; `exact` is false where the split is an estimate. `changed` maps the fingerprint of
    every finding of this run to new, reopened or persisting; `by_rules` are the new ones of entries that stayed as they
    were, while the rules did not. `changed_rules` are rules that are new or were changed. `trend` are the runs before,
    oldest first, without this one; `paths` says how the completeness of each entry went (PATH_COLUMNS), a row for each
    stretch of runs, up to the run before.
    """

    previous: RunInfo | None
    changed: Mapping[str, str]
    gone: pd.DataFrame
    moved: pd.DataFrame
    ids: Ids
    medians: tuple[Median, ...] = ()
    drift: tuple[Drift, ...] = ()
    trend: tuple[RunInfo, ...] = ()
    paths: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(PATH_COLUMNS)))
    by_rules: frozenset[str] = frozenset()
    changed_rules: frozenset[str] = frozenset()
    judged_alike: bool = True

    @property
    def fixed(self) -> pd.DataFrame:
        """The findings that are gone because somebody mended them."""
        return self.gone[self.gone["why"] == FIXED]
