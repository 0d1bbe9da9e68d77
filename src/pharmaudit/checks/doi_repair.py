"""Suggested repairs of malformed DOIs; every method tried also changed registered ones, so none applies itself."""

import html
import re
from urllib.parse import unquote

from pharmaudit.checks.doi_classes import DOI_START, defects
from pharmaudit.model import Repair, RepairStatus

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"), "-")
_MARKUP = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?: [^>]*)?/?>|\\")
_NOISE = re.compile("[\x00-\x20\x7f-\xa0\xad\u2000-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
# A program put the resolver before every "10.", even inside 2010: no DOI starts there, the two halves belong together.
_INSERTED = re.compile(rf"(?i)(?<=[0-9.])https?://(?:dx[.])?doi[.]org/(?=10[.])(?!{DOI_START})")
# A DOI right behind a slash is part of the first, if no address stands before it: see `doi-glued`.
_NEXT = re.compile(rf"(?i)[.,;]?(?:doi[:/]|https?://(?:[^ ]*?/)?|(?:dx[.])?doi[.]org/|(?<!/))(?={DOI_START})")

# Each cuts what can no longer belong to a DOI; tried in turn until none applies.
_TAILS = tuple(
    re.compile(f"(?i){tail}$")
    for tail in (
        r"[.,;(]*(?:https?:|www[.]).*",
        r"[?].*",
        r"#(?:.+)?(?<!;2-#)",
        r"[.(,;]?pmid:?.*",
        r"\[doi\].*",
        r"[(\[]?epub *ahead.*",
        r"[>)\]]?(?:last)?accessed.*",
        r"\.{3,}.+",
        r"\((?:19|20)\d\d\)?",
        r"(?:journals|[a-z]{2,4})[.]sagepub[.].*",
        r"/-/dc.*",
        r"[./](?:abstract|full|fulltext|full-text|e?pdf|pdfdirect|meta|summary|html?|references|citedby|suppinfo)",
        "[-.,;:|&'\"!*=~_<({\\[\\\\/\u2026\u2019\u201d]+",
    )
)

_HABITS = tuple(
    (re.compile(f"(?i){habit}"), registered)
    for habit, registered in (
        (r"([._])\1+", r"\1"),
        (r"(.{6,24})[./]?\1$", r"\1"),
        # Blackwell's end was lost; the American Heart Association registered its older volumes in another form
        (r"^(10[.]1(?:111|046)/j[.][0-9]{4}-[0-9]{3}[0-9x][.](?:19|20)[0-9]{2}[.][a-z]{0,2}[0-9]{5})$", r"\1.x"),
        (r"^(10[.]1161/)(cir|res|str|hyp|atv)[cb]?([.][0-9]{1,3}[.][0-9]{1,2}[.][0-9]{1,4})$", r"\g<1>01.\2\3"),
    )
)
"""What else was seen, and what was meant; a guess, for the registered DOI may be another."""


def repair_doi(text: str) -> Repair:
    """Suggest well-formed DOIs for a malformed one.

    Certain if only what cannot belong to a DOI was cut and one remains; candidates if two different DOIs were glued or
    something was guessed (doubled dot, stray bracket, halves joined); none if nothing well-formed was found.
    """
    cleaned = _NOISE.sub("", _MARKUP.sub("", html.unescape(unquote(text)).translate(_DASHES)))
    spliced = _INSERTED.sub("", cleaned)
    parts = {part.lower(): part for part in map(_cut, _split(spliced)) if part}
    sure = tuple(part for part in parts.values() if not defects(part))
    if len(parts) == len(sure) == 1 and spliced == cleaned:
        return Repair(RepairStatus.CERTAIN, sure)
    guesses = tuple(dict.fromkeys(guess for part in parts.values() if not defects(guess := _guess(part))))
    return Repair(RepairStatus.CANDIDATES, guesses) if guesses else Repair()


def _split(text: str) -> list[str]:
    """The DOIs glued together in a text, without what stands before the first."""
    found = list(_NEXT.finditer(text))
    ends = [*(later.start() for later in found[1:]), len(text)]
    return [text[start.end() : end] for start, end in zip(found, ends, strict=False)]


def _cut(part: str) -> str:
    shorter = part
    for tail in _TAILS:
        shorter = tail.sub("", shorter)
    return shorter if shorter == part else _cut(shorter)


def _guess(part: str) -> str:
    for habit, registered in _HABITS:
        part = habit.sub(registered, part)
    for opened, closed in (("(", ")"), ("[", "]"), ("<", ">")):
        if part.endswith(closed) and part.count(closed) > part.count(opened):
            part = part[:-1]
    return part
