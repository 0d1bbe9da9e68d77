"""The files that keep what people said: waivers are added to as text, verdicts are written anew, in order."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import yaml

from pharmaudit.errors import RuleError, UsageError
from pharmaudit.readers.verdicts import CONFIRMED, KEPT, Key, Review
from pharmaudit.readers.waivers import Waiver, Waivers, bytes_of, waivers_in
from pharmaudit.renderers.data import disarmed

HEAD = "# Findings that are accepted, each with a reason, a name and a last day.\n"
_EMPTY = re.compile(rb"^\[\s*\][ \t]*\r?\n?", re.MULTILINE)
"""The list of a file that has no waiver yet."""
_ITEM = re.compile(rb"^( *)- ", re.MULTILINE)


def kept_waivers(path: Path) -> tuple[bytes, Waivers]:
    """The text of a waivers file and what it says; of none yet, its first line. Raises UsageError, RuleError."""
    data = bytes_of(path) if os.path.lexists(path) else HEAD.encode()
    return data, waivers_in(data, str(path))


def waivers_wanted(
    reviews: Iterable[Review], held: Waivers, names: Mapping[str, str], until: date | None
) -> list[Review]:
    """The reviews that need a waiver which the file does not hold yet: false positives, and what will not be fixed."""
    known = _last_days(held, names)
    return [
        one
        for one in reviews
        if one.verdict != CONFIRMED and known.get(one.key, date.min) < (until or a_year_from(one.date))
    ]


def contradicted(reviews: Iterable[Review], held: Waivers, names: Mapping[str, str]) -> list[Review]:
    """Reviews that confirm a finding which a waiver of the file names."""
    known = _last_days(held, names)
    return [one for one in reviews if one.verdict == CONFIRMED and one.key in known]


def _last_days(held: Waivers, names: Mapping[str, str]) -> dict[Key, date]:
    """The last day on which a finding is waived by its fingerprint."""
    days: dict[Key, date] = {}
    for one in held.items:
        if one.fingerprint:
            key = (names.get(one.rule, one.rule), one.entries[0], one.fingerprint)
            days[key] = max(days.get(key, date.min), one.until or date.min)
    return days


def a_year_from(day: date) -> date:
    """The same day of the next year; 28 February for the 29th."""
    year = min(day.year + 1, date.max.year)
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def with_waivers(data: bytes, file: str, reviews: Sequence[Review], until: date | None) -> bytes:
    """The text of a waivers file with a waiver more for each review; what stood there stays as it is, letter by letter.

    Raises UsageError where nothing can be added behind the end of the file.
    """
    if not reviews:
        return data
    before = waivers_in(data, file).items
    data = data if before else _EMPTY.sub(b"", data)
    first = _ITEM.search(data)
    indent = (first[1] if first else b"").decode()
    items = [_item(one, until) for one in reviews]
    text = yaml.safe_dump(items, allow_unicode=True, sort_keys=False, width=1 << 20)
    end = "\r\n" if b"\r\n" in data else "\n"
    told = "".join(f"{indent}{line}{end}" if line else end for line in text.split("\n")[:-1])
    whole = data + (end.encode() if data and not data.endswith(b"\n") else b"") + told.encode()
    try:
        after = waivers_in(whole, file).items
    except RuleError:
        after = ()
    if [*map(_said, after)] != [*map(_said, before), *(tuple(one.values()) for one in items)]:
        raise UsageError(
            f"{file}: nothing can be added behind its end; write the waivers as a list of lines '- rule: …'"
        )
    return whole


def _said(waiver: Waiver) -> tuple[str, ...]:
    """What a waiver says, in the order of _item()."""
    return waiver.rule, *waiver.entries, waiver.fingerprint, waiver.reason, waiver.by, waiver.given


def _item(one: Review, until: date | None) -> dict[str, str]:
    said = "" if one.notes.lower().startswith(one.verdict) else f"{one.verdict}: "
    return {
        "rule": one.rule,
        "entries": one.entry_id,
        "fingerprint": one.fingerprint,
        "reason": said + " ".join(one.notes.split()),
        "by": one.curator,
        "until": (until or a_year_from(one.date)).isoformat(),
    }


def verdicts_csv(reviews: Iterable[Review]) -> bytes:
    """The file of verdicts: a line for each, in the order that is given, kept from running as formulas."""
    rows = [
        [one.rule, one.entry_id, one.fingerprint, one.verdict, one.curator, one.date.isoformat()] for one in reviews
    ]
    frame = pd.DataFrame(rows, columns=list(KEPT), dtype="str")
    return disarmed(frame).to_csv(index=False, lineterminator="\n").encode("utf-8", "replace")
