"""What can visibly be wrong with a DOI: one pattern a class, searched in a column or in one text.

No DOI syntax tells good from bad: a suffix may hold any printable character, and 87 % of dead DOIs look perfect. So
each class names one visible defect, and each was measured on registered DOIs for false alarms.
"""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pharmaudit.checks.base import contains, fullmatch
from pharmaudit.checks.doi_publishers import CARRIES_CHECK_DIGIT, IN_ITS_FORM, OF_A_SERIES, check_digit_holds

DOI_START = "10[.][0-9]{4,9}(?:[.][0-9]+)*/"

# What nearly all registered DOIs look like and no pattern below can flag: one slash, single separators, a digit
# near the end.
_PLAIN = r"10[.][0-9]{4,9}/(?:(?:[A-Za-z0-9]|\([0-9-]+\))+[._-])*(?:[A-Za-z0-9]*[0-9][A-Za-z]?|[A-Za-z])"
_DUMMY = "10.5555/"

_LEAD = "(?:urn|info|doi|https?|ftp|www|dx)[:./ ]"
_PAGES = "abstract|full|fulltext|full-text|pdf|epdf|pdfdirect|meta|summary|html?|references|citedby|suppinfo|issuetoc"
_SITE = r"[a-z][.](?:com|org|net|edu|gov)(?:/[a-z/]*)?$"
# Letters of all scripts are legitimate; blanks, controls, Unicode dashes, quotes, ligatures, full-width forms are not.
_ODD = "[\x00-\x20\x7f-\xbf\u2000-\u2bff\u3000-\u303f\ue000-\uf8ff\ufb00-\ufb06\ufe00-\ufe6f\ufeff-\uffff]"

# No lookarounds and no `\s`, or pandas leaves Arrow's engine. A SICI (`<225::AID-AJP1>3.0.CO;2-#`) passes them all.
PATTERNS: dict[str, str] = {
    "doi-with-resolver": f"(?i)https?:|ftp:|doi[.]org|^ *{_LEAD}",
    "doi-doubled-dot": "[.][.]|__",
    "doi-trailing-punctuation": "[-.,;:|&'\"!*=~_<\\[({\\\\/\u2026\u2019\u201d]$",
    "doi-landing-page-tail": rf"(?i)[./](?:{_PAGES})(?:[])>].*)?$|/-/dc|{_SITE}",
    "doi-query-or-fragment": "(?i)[?]|#.|[^-]#$|&[a-z_]+=",
    "doi-citation-tail": "(?i)[.,;]pp?[. ]?[0-9]",
    "doi-markup-or-entity": r"(?i)</?[a-z][a-z0-9-]*(?: [^>]*)?/?>|&(?:[a-z]+|#x?[0-9a-f]+);|\\|%[0-9a-f]{2}",
    "doi-odd-character": _ODD,
    # The second of a pair counts only after something: `10.18290/10.18290/sn.2019.37-16` is registered.
    "doi-glued": rf"(?i){DOI_START}.*(?:doi[.]org/|[^/]){DOI_START}"
    r"|pmid|\[doi\]|accessed *[0-9]|epub *ahead|\((?:19|20)[0-9]{2}\)?$",
}
BRACKETS, PREFIX = "doi-unbalanced-bracket", "doi-prefix"
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"))
# A resolver or label in front is another class's finding.
_STARTS_WELL = f"(?i)^ *(?:{_LEAD}[^0-9]*)?{DOI_START}."
_STARTS_DUMMY = f"(?i)^ *(?:{_LEAD}[^0-9]*)?{re.escape(_DUMMY)}"

HARMLESS = frozenset({"doi-citation-tail"})
"""Classes that fire on registered DOIs too often to count in the umbrella: `10.31711/giw.v5.pp227-244` is real."""

SERIES, CHECK_DIGIT, REPEATED = "doi-publisher-form", "doi-check-digit", "doi-repeated-part"
_REPEATS = range(6, 25)  # characters; registered DOIs repeat up to five
_REPEATED = re.compile(f"(.{{{_REPEATS.start},{_REPEATS.stop - 1}}})\\1$")

OF_PLAIN = frozenset({SERIES, CHECK_DIGIT, REPEATED})
"""Classes that look into the suffix, so that they flag DOIs which look perfect otherwise."""

CLASSES: tuple[str, ...] = (*PATTERNS, BRACKETS, PREFIX, SERIES, CHECK_DIGIT, REPEATED)


def plain(values: pd.Series) -> NDArray[np.bool_]:
    """True for what only the citation tail and OF_PLAIN can flag: a fast accept in front of the slower searches."""
    accepted: NDArray[np.bool_] = fullmatch(values, _PLAIN) & ~values.str.startswith(_DUMMY).to_numpy(dtype=bool)
    return accepted


def shows(values: pd.Series, name: str) -> NDArray[np.bool_]:
    """True where the class `name` fires, searched in the whole column."""
    special = {
        BRACKETS: _unbalanced,
        PREFIX: _bad_prefix,
        SERIES: _foreign,
        CHECK_DIGIT: _wrong_digit,
        REPEATED: _twice,
    }
    return special[name](values) if name in special else contains(values, PATTERNS[name])


def _unbalanced(values: pd.Series) -> NDArray[np.bool_]:
    counts = [[values.str.count(re.escape(end)).to_numpy() for end in pair] for pair in _PAIRS]
    unbalanced: NDArray[np.bool_] = np.any([opened != closed for opened, closed in counts], axis=0)
    return unbalanced


def _bad_prefix(values: pd.Series) -> NDArray[np.bool_]:
    return ~contains(values, _STARTS_WELL) | contains(values, _STARTS_DUMMY)


def _foreign(values: pd.Series) -> NDArray[np.bool_]:
    return contains(values, OF_A_SERIES) & ~contains(values, IN_ITS_FORM)


def _wrong_digit(values: pd.Series) -> NDArray[np.bool_]:
    mask = contains(values, CARRIES_CHECK_DIGIT)
    mask[mask] = [not check_digit_holds(value) for value in values[mask].to_list()]
    return mask


def _twice(values: pd.Series) -> NDArray[np.bool_]:
    least = _REPEATS.start  # an earlier copy of the last few characters is rare, and found much faster than a group
    mask = np.array([value.find(value[-least:]) < len(value) - least for value in values.to_list()], dtype=bool)
    mask[mask] = [bool(_REPEATED.search(value)) for value in values[mask].to_list()]
    return mask


def defects(text: str) -> list[str]:
    """The classes that fire on one text, without the harmless ones: what `shows` says, fast for a single value.

    The form of the publisher is not named where another class says what is wrong with it.
    """
    found = [name for name, pattern in PATTERNS.items() if name not in HARMLESS and re.search(pattern, text)]
    if any(text.count(opened) != text.count(closed) for opened, closed in _PAIRS):
        found.append(BRACKETS)
    if not re.search(_STARTS_WELL, text) or re.search(_STARTS_DUMMY, text):
        found.append(PREFIX)
    if not check_digit_holds(text):
        found.append(CHECK_DIGIT)
    if _REPEATED.search(text):
        found.append(REPEATED)
    if not found and re.search(OF_A_SERIES, text) and not re.search(IN_ITS_FORM, text):
        found.append(SERIES)
    return found
