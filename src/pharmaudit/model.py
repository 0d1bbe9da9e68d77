"""Frozen values that every layer shares. Imports nothing of ours."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is if it is true."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Confidence(StrEnum):
    """How likely a finding is to be true."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Dimension(StrEnum):
    """Data quality dimensions (ISO/IEC 25012; uniqueness from DAMA)."""

    COMPLETENESS = "completeness"
    CONSISTENCY = "consistency"
    VALIDITY = "validity"
    UNIQUENESS = "uniqueness"
    CREDIBILITY = "credibility"
    CURRENTNESS = "currentness"


class Lifecycle(StrEnum):
    """Preview rules are shown but neither scored nor gated; deprecated ones no longer run."""

    PREVIEW = "preview"
    ACTIVE = "active"
    DEPRECATED = "deprecated"


class State(StrEnum):
    """What an entry's cell holds, decided before any rule runs."""

    PRESENT = "present"
    PLACEHOLDER = "placeholder"  # the whole value informs nobody: "Not Available"
    BOILERPLATE = "boilerplate"  # a sentence made by a template
    BLANK = "blank"
    ABSENT = "absent"  # asserted: "not metabolised" is an answer
    NOT_APPLICABLE = "not applicable"  # the field does not exist for this kind of entry
    UNKNOWN = "unknown"  # this source cannot tell: it does not carry the field, or lost it


class RepairStatus(StrEnum):
    """How far a suggested repair can be trusted; none is ever applied by itself."""

    CERTAIN = "certain"
    CANDIDATES = "candidates"
    NONE = "none"


def one_line(text: str) -> str:
    """A text as one line of a terminal: what would break it, or steer the terminal, as an escape (`\\n`, `\\x1b`)."""
    odd = {letter for letter in text if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    return text.translate({ord(letter): ascii(letter)[1:-1] for letter in odd}) if odd else text


@dataclass(frozen=True, slots=True)
class Repair:
    """Suggested replacements for one bad value."""

    status: RepairStatus = RepairStatus.NONE
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Damage:
    """Something a reader met that it could not turn into rows; a finding of the source, not of an entry.

    `line` counts from 1; `offset` counts bytes of the unpacked source from 0. `fatal` means that nothing was read,
    `loss` that an entry or more was lost; neither, that something stands in the source for which no table has a place.
    """

    source: str
    reason: str
    line: int | None = None
    offset: int | None = None
    fatal: bool = False
    loss: bool = False

    @property
    def grave(self) -> bool:
        """Whether entries that the source holds, or should hold, are missing from the audit."""
        return self.fatal or self.loss

    def __str__(self) -> str:
        position = f":{self.line}" if self.line is not None else ""
        return one_line(f"{self.source}{position}: {self.reason}")


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding about what stands beside the entries: a waiver, a baseline, the base as a whole; it has no entry.

    `rule` is the id of what found it, `subject` what it is about (`waivers.yaml:12`), both the same every night.
    """

    rule: str
    severity: Severity
    subject: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries came from.

    `released` is the export date that the source states, ISO 8601, or ''. `carries` names the columns of `entries`
    (`unii`), the tables (`targets`), their columns (`targets.organism`) and the properties (`smiles`) that it has a
    place for; None: all that its format has.
    """

    path: str
    format: str
    sha256: str
    entries: int
    version: str = ""
    released: str = ""
    carries: frozenset[str] | None = None
