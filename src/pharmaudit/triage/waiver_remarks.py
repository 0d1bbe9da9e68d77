"""What is said of waivers that need a person: remarks with ids of their own, which docs/waivers.md explains."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import cache

from pharmaudit.model import Remark, Severity
from pharmaudit.readers.waivers import Waivers
from pharmaudit.triage.waivers import Fate, Outcome, holding
from pharmaudit.yamltext import did_you_mean

EXPIRING_DAYS = 30
_IDS = {
    Fate.EXPIRED: ("WAI101", Severity.WARNING),
    Fate.LAPSED: ("WAI102", Severity.WARNING),
    Fate.UNMATCHED: ("WAI103", Severity.INFO),
    Fate.UNKNOWN_RULE: ("WAI104", Severity.WARNING),
    Fate.REOPENED: ("WAI105", Severity.WARNING),
}
EXPIRING, NO_ENTRY = "WAI106", "WAI107"
PREFIX = "WAI"
_SHOWN = 40
_NEAR = 100
"""For so many unknown rules it is worth the time to look for what was meant."""


def remarks_of(outcomes: Iterable[Outcome], waivers: Waivers, rules: Iterable[str]) -> tuple[Remark, ...]:
    """A remark for each waiver that a person has to look at, in the order of the file."""
    known = tuple(rules)
    unknown: list[str] = []

    @cache
    def meant(word: str) -> str:
        unknown.append(word)
        near = did_you_mean(word, known).strip() if len(unknown) <= _NEAR else ""
        return f" ({near[0].lower()}{near[1:]})" if near else ""

    return tuple(_remark(one, waivers.at(one.waiver), meant) for one in outcomes if one.fate in _IDS)


def expiring(outcomes: Iterable[Outcome], as_of: date, days: int = EXPIRING_DAYS) -> list[Outcome]:
    """The waivers that still hold, but not for longer than `days` from now."""
    last = as_of + timedelta(days=min(days, (date.max - as_of).days))
    return [one for one in outcomes if one.waiver.until is not None and as_of <= one.waiver.until <= last]


def reminders(outcomes: Sequence[Outcome], waivers: Waivers, as_of: date, days: int) -> tuple[Remark, ...]:
    """What only `waivers check` tells: waivers that expire soon."""
    return tuple(
        Remark(
            EXPIRING,
            Severity.INFO,
            waivers.at(one.waiver),
            f"the waiver of {_what(one)} expires on {one.waiver.given}",
            "Look at the finding again; set a later date, or mend the entry.",
        )
        for one in expiring(outcomes, as_of, days)
        if one.fate != Fate.UNKNOWN_RULE
    )


def strangers(outcomes: Iterable[Outcome], waivers: Waivers, entry_ids: frozenset[str]) -> tuple[Remark, ...]:
    """What only `waivers check` of sources tells: waivers of entries that the sources do not hold."""
    held = holding(entry_ids)
    return tuple(
        Remark(
            NO_ENTRY,
            Severity.INFO,
            waivers.at(one.waiver),
            f"the sources hold no entry of the waiver of {_what(one)}",
            "Correct the id; or take the waiver out, where the entry is gone for good.",
        )
        for one in outcomes
        if one.fate == Fate.NOT_ASKED and not held(one.waiver)
    )


def _remark(one: Outcome, subject: str, meant: Callable[[str], str]) -> Remark:
    id_, severity = _IDS[one.fate]
    return Remark(id_, severity, subject, *_told(one, meant))


def _told(one: Outcome, meant: Callable[[str], str]) -> tuple[str, str]:
    """What is wrong with a waiver, and what to do."""
    what, until = _what(one), one.waiver.given[:_SHOWN]
    covered = f"; it would cover {one.hits:,} {'finding' if one.hits == 1 else 'findings'}" if one.hits else ""
    if one.fate == Fate.EXPIRED:
        return (
            f"the waiver of {what} expired on {until}{covered}",
            "Mend the entry; or look at the finding again and set a later date.",
        )
    if one.fate == Fate.LAPSED:
        return (
            f"{until!r} is no date, so the waiver of {what} does not hold{covered}",
            "Write the last day of the waiver as year, month and day: 2027-06-30.",
        )
    if one.fate == Fate.UNKNOWN_RULE:
        return (
            f"there is no rule {one.waiver.rule[:_SHOWN]!r}{meant(one.waiver.rule)}, so the waiver covers nothing",
            "Correct the rule; or take the waiver out, where the rule is gone.",
        )
    if one.fate == Fate.REOPENED:
        return (
            f"the value behind the waiver of {what} was edited: the finding that it names is gone, and {one.near:,} of "
            f"the rule {'is' if one.near == 1 else 'are'} open in the entry",
            "Look at the value; take the waiver out, or write the new fingerprint into it.",
        )
    return f"the waiver of {what} covers nothing: there is no such finding any more", "Take the waiver out."


def _what(one: Outcome) -> str:
    """A waiver in words: 'VAL301 in DB90001', 'VAL301 in DB90001 and 3 more'."""
    first, *more = one.waiver.entries
    return f"{one.waiver.rule[:_SHOWN]} in {first[:_SHOWN]}" + (f" and {len(more):,} more" if more else "")
