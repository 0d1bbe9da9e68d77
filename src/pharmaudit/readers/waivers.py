"""Waivers: a YAML list of findings that people accept, each with a reason, a name and an expiry date.

    - rule: VAL301
      entries: DB90001
      fingerprint: 0f1e2d3c4b5a6978       only this value: an edit opens the finding again
      reason: The label spells it so.
      by: Anna Example
      until: 2027-06-30

docs/waivers.md explains every key.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from pharmaudit.errors import RulebookError, RuleError, UsageError
from pharmaudit.model import Source
from pharmaudit.strict import build
from pharmaudit.yamltext import decode, parse

MAX_BYTES = 1 << 24
"""Of a file that grows by every judgement: some 50,000 waivers."""

FINGERPRINT = re.compile(r"[0-9a-f]{16}(-\d{1,9})?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


@dataclass(frozen=True, slots=True)
class Waiver:
    """One accepted finding, or several. `until` is None where the date cannot be read; `given` is what stands there.

    `field` and `fingerprint` are '' where any field, or any value, is meant; `line` counts from 1.
    """

    line: int
    rule: str
    entries: tuple[str, ...]
    field: str
    fingerprint: str
    reason: str
    by: str
    until: date | None
    given: str


@dataclass(frozen=True)
class Waivers:
    """The waivers of a file, in its order."""

    source: Source
    items: tuple[Waiver, ...]

    def at(self, waiver: Waiver) -> str:
        """`file:line` of a waiver."""
        return f"{self.source.path}:{waiver.line}"


class _Record(BaseModel):
    """A waiver as it stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Words
    entries: Annotated[tuple[Words, ...], Field(min_length=1)]
    field: Words | None = None
    fingerprint: str | None = None
    reason: Words
    by: Words
    until: Words
    glob_reason: Words | None = None

    @field_validator("entries", mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        words = [given] if isinstance(given, str | int) else given
        return [str(word) if isinstance(word, int) else word for word in words] if isinstance(words, list) else words

    @field_validator("until", mode="before")
    @classmethod
    def _as_text(cls, given: Any) -> Any:
        return str(given) if isinstance(given, int | float) else given  # no date, but no reason to stop either

    @field_validator("fingerprint", mode="before")
    @classmethod
    def _is_fingerprint(cls, given: Any) -> Any:
        text = str(given).strip().lower() if isinstance(given, str | int) else ""
        if not FINGERPRINT.fullmatch(text):
            raise ValueError("this is no fingerprint; copy it from findings.csv or from the workbook")
        return text

    @model_validator(mode="after")
    def _says_why_so_many(self) -> Self:
        globs = [one for one in self.entries if is_glob(one)]
        if globs and self.glob_reason is None:
            raise ValueError(f"the key 'glob_reason' is missing: say why {globs[0]!r} and not single entries")
        if not globs and self.glob_reason is not None:
            raise ValueError("glob_reason goes with a * or ? in entries; take it out")
        if self.fingerprint and (globs or len(self.entries) > 1):
            raise ValueError("a fingerprint belongs to one finding: give the one entry that has it")
        return self


def is_glob(entries: str) -> bool:
    """Whether a word means entries by a pattern: `*` is any characters, `?` is one."""
    return "*" in entries or "?" in entries


def day(text: str) -> date | None:
    """A date written as 2026-12-31; None for anything else, such as a day that no calendar has."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def read_waivers(path: Path) -> Waivers:
    """Read a file of waivers; an empty one has none.

    Raises UsageError for a file that cannot be read, RuleError with file:line:column for one that is malformed.
    """
    return waivers_in(bytes_of(path), str(path))


def bytes_of(path: Path) -> bytes:
    """The bytes of a waivers file. Raises UsageError."""
    try:
        if path.exists() and not path.is_file():
            raise UsageError(f"{path}: the waivers cannot be read (it is no regular file); give a YAML file")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{path}: the waivers cannot be read ({reason}); give a YAML file") from None
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path}: the waivers are larger than {MAX_BYTES >> 20} MiB; give fewer, with globs")
    return data


def waivers_in(data: bytes, file: str) -> Waivers:
    """The waivers of a YAML text; `file` names it in messages. Raises RuleError."""
    document = parse(decode(data, file), file)
    records = document.data if document.data is not None else []
    if not isinstance(records, list):
        raise RuleError(f"{document.at(())}: expected a list of waivers: - rule: ..., entries: ..., reason: ...")
    items: list[Waiver] = []
    wrong: list[str] = []
    for place, record in enumerate(records):
        try:
            items.append(_waiver(build(_Record, record, document, (place,)), document.marks[(place,)][0]))
        except RuleError as error:
            wrong += error.lines if isinstance(error, RulebookError) else [str(error)]
    if wrong:
        raise RulebookError(wrong)
    return Waivers(Source(file, "waivers", hashlib.sha256(data).hexdigest(), len(items)), tuple(items))


def _waiver(record: _Record, line: int) -> Waiver:
    return Waiver(
        line=line,
        rule=record.rule,
        entries=record.entries,
        field=record.field or "",
        fingerprint=record.fingerprint or "",
        reason=record.reason,
        by=record.by,
        until=day(record.until),
        given=record.until,
    )
