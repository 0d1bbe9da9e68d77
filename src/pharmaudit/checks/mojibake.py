"""Text that was decoded as Latin-1 or Windows-1252 though it was UTF-8, and what it was before."""

import re

import pandas as pd

from pharmaudit.checks.base import NamedCheck, contains
from pharmaudit.model import Repair, RepairStatus

# How a character of two or three bytes begins and goes on when each byte is read as a character of its own; accented
# letters inside a word ("Goiânia") are left alone.
_SUSPICIOUS = (
    "\u00c3[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
    "|\u00c2[\u0080-\u00bf\\s]"
    "|[\u00ce\u00cf][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
    "|[\u00e2\u00ef][\u0080-\u009f\u20ac\u201a-\u2026\u2020\u2030\u02c6\u00bb\u00bc\u00bf]"
)
_WORD = re.compile(rf"\S*(?:{_SUSPICIOUS})\S*")


def _valid(values: pd.Series) -> pd.Series:
    mask = ~contains(values, _SUSPICIOUS)
    mask[~mask] = [_decoded(value) == value for value in values[~mask]]
    return pd.Series(mask, index=values.index)


def repair_mojibake(text: str) -> Repair:
    """Suggest the text as it was before it was decoded wrongly.

    Certain if every suspicious word turns back into itself when the repair is spoilt in the same way; a candidate if
    something was guessed, such as a byte that was lost; none if nothing is wrong.
    """
    decoded = _decoded(text)
    if decoded == text:
        return Repair()
    sure = not re.search(f"{_SUSPICIOUS}|\ufffd", decoded) and any(
        _spoilt(decoded, encoding) == text for encoding in ("latin-1", "windows-1252")
    )
    return Repair(RepairStatus.CERTAIN if sure else RepairStatus.CANDIDATES, (decoded,))


def words(text: str) -> str:
    """The words of a text that were decoded wrongly."""
    return " ".join(found[0] for found in _WORD.finditer(text) if _decoded(found[0]) != found[0])


def _decoded(text: str) -> str:
    from ftfy import TextFixerConfig, fix_encoding  # imported late: few texts are suspicious

    # A character that was lost altogether must stay visible, not become a replacement character.
    return fix_encoding(text, TextFixerConfig(replace_lossy_sequences=False))


def _spoilt(text: str, encoding: str) -> str:
    """What the text looks like if the characters beyond ASCII are written as UTF-8 and read in another encoding."""
    return "".join(
        character if character.isascii() else character.encode().decode(encoding, errors="replace")
        for character in text
    )


MOJIBAKE = NamedCheck(
    name="mojibake",
    valid=_valid,
    good=("3.3 ± 0.5 ng/mL", "studied in Goiânia", "São Paulo, Ångström", "α-tocopherol", "naïve, Curaçao"),
    bad=("3.3 Â± 0.5 ng/mL", "SÃ£o Paulo", "the patientâ€™s dose", "Î±-tocopherol"),
    source="RFC 3629; ftfy (R. Speer) decides whether what looks like UTF-8 read as Latin-1 or Windows-1252 is",
    repair=repair_mojibake,
    tell=words,
)
