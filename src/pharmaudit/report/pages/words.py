"""The words, shapes and names that all pages share: one shape and one word for each severity, state and band."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pharmaudit.model import Severity, State


@dataclass(frozen=True, slots=True)
class Mark:
    """Something shown by shape and word, and by colour only in addition; `css` is the class of the colour."""

    shape: str
    word: str
    css: str


SEVERITIES: Mapping[str, Mark] = {
    Severity.ERROR.value: Mark("●", "error", "error"),
    Severity.WARNING.value: Mark("▲", "warning", "warning"),
    Severity.INFO.value: Mark("■", "info", "info"),
}
SETTLED = Mark("◇", "waived or in the baseline", "settled")
STATES: Mapping[str, Mark] = {
    State.PRESENT.value: Mark("■", "present", "present"),
    State.ABSENT.value: Mark("∅", "asserted absent", "absent"),
    State.BLANK.value: Mark("▢", "missing", "missing"),
    State.PLACEHOLDER.value: Mark("◪", "placeholder", "placeholder"),
    State.BOILERPLATE.value: Mark("≈", "boilerplate", "boilerplate"),
    State.NOT_APPLICABLE.value: Mark("–", "not applicable", "na"),
    State.UNKNOWN.value: Mark("?", "source cannot tell", "unknown"),
}
UNKNOWN = "unknown"
STUBS: Mapping[str, str] = {
    "empty": "no description and no pharmacology",
    "stub": "next to nothing, or template sentences only",
    "partial": "something is written, much is missing",
    "annotated": "completeness at or above the mark of the profile",
    UNKNOWN: "no source has a place for a description or for pharmacology",
}
GRADES: Mapping[str, str] = {
    "A": "nothing wrong in what is written",
    "B": "infos only",
    "C": "a warning",
    "D": "one kind of error",
    "E": "more kinds of error",
}
BANDS: Mapping[str, float] = {"high": 2 / 3, "medium": 1 / 3, "low": 0.0}
"""Demand bands, each from its least demand up."""

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")  # no `__proto__`, which a script reads as no name
_RESERVED = re.compile(r"index|main|con|prn|aux|nul|(com|lpt)\d", re.IGNORECASE)
_DRUGBANK = re.compile(r"DB\d{5}")


def band(demand: float) -> str:
    """The demand band that a demand from 0 to 1 falls into."""
    return next(name for name, least in BANDS.items() if demand >= least)


def page_names(ids: Sequence[str]) -> list[str]:
    """File names without suffix, one per entry: the id where it is safe and first of its kind, else the row.

    Names differ in more than case, and none is reserved by an operating system or by the pages (`index`, `main`).
    """
    taken: set[str] = set()
    names = []
    for number, entry_id in enumerate(ids, start=1):
        safe = _SAFE.fullmatch(entry_id) and not _RESERVED.fullmatch(entry_id.partition(".")[0])
        name = entry_id if safe else f"row-{number}"
        while name.lower() in taken:
            name += f"-row-{number}"
        taken.add(name.lower())
        names.append(name)
    return names


def source_link(entry_id: str) -> str:
    """Address of the entry's DrugBank page; '' for an id that is not DrugBank's."""
    return f"https://go.drugbank.com/drugs/{entry_id}" if _DRUGBANK.fullmatch(entry_id) else ""


def web_link(text: str) -> str:
    """The text if it is a web address and nothing else, otherwise ''."""
    return text if re.fullmatch(r"https?://[^\s\"'<>\\]+", text) else ""


def known(value: object) -> bool:
    """False for None, NaN and <NA>."""
    return value is not None and value is not pd.NA and value == value


def number(value: object) -> float | None:
    """A score as a plain float; None where there is none."""
    return float(str(value)) if known(value) else None


def listed(words: Sequence[str], last: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def duration(minutes: int) -> str:
    """'45 min', '3 h 20 min'."""
    hours, rest = divmod(int(minutes), 60)
    return " ".join([*([f"{hours:,} h"] if hours else []), *([f"{rest} min"] if rest or not hours else [])])
