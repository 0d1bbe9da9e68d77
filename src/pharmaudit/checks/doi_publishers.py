"""Publishers whose DOIs follow a form of their own, and the check digits that DOIs carry inside.

A form is listed only if the publisher documents it or writes all its DOIs of that series so; how many registered DOIs
each was measured on stands in docs/measurements.md. All patterns are read without regard to case, as DOIs are.
"""

import re
from collections.abc import Callable

_YEAR = "(?:19|20)[0-9]{2}"
_ISSN = "[0-9]{4}-[0-9]{3}[0-9x]"
_SICI_END = "[>;][0-9][.][0-9][.]co;[0-9](?:-.)?"

TEMPLATES: tuple[tuple[str, str], ...] = (
    # how a DOI of the series begins, and what the whole of it must match
    # ACS: a code of the journal, six or seven digits or a year with a letter in between
    (
        "10[.]1021/[a-z]{2}[0-9]",
        "10[.]1021/[a-z]{2}(?:[0-9]{6}[0-9a-z+](?:[0-9]{3})?|[0-9]{3}(?:[0-9]{2})?[a-z][0-9]{3})",
    ),
    (r"10[.]1021/acs[.]", "10[.]1021/acs[.][a-z]+[.][0-9][a-z][0-9]{5}"),
    # American Heart Association: what was printed before July 2001 is registered as 10.1161/01.CIR.89.1.402
    (
        "10[.]1161/(?:circ[.](?:[0-9]{1,2}|10[0-3])|res[.](?:[0-9]|[1-7][0-9]|8[0-8])|hyp[.](?:[0-9]|[12][0-9]|3[0-7])|"
        "str[.](?:[0-9]|[12][0-9]|3[01])|atvb[.](?:[0-9]|1[0-9]|20))[.]",
        "10[.]1161/[a-z]+[.].*[^0-9.].*",
    ),
    # BioMed Central, series by ISSN: volume and article; Springer's series by journal: year, article, check digit
    ("10[.]1186/[0-9]{4}-", f"10[.]1186/{_ISSN}-[0-9]+-(?:s?[0-9]+-)?[a-z]?[0-9]{{1,4}}"),
    (
        "10[.]1(?:007|186|038)/s[0-9]{5}-0",
        "10[.]1(?:007|186|038)/s[0-9]{5}-0[0-9]{2}-(?:[0-9]{4}(?:-[0-9x-z])?|[0-9]{5}-[0-9w-z])",
    ),
    ("10[.]1007/s[0-9]+$", "10[.]1007/s(?:[0-9]{8}|[0-9]{12}|[0-9]{15})"),
    ("10[.]1007/97[89]-", "10[.]1007/97[89]-(?:[0-9]-?){9}[0-9](?:_[0-9]+(?:-[0-9]+)?)?"),
    # BMJ: journal, year, six digits
    ("10[.]1136/[a-z]+-20[0-9]{2}", "10[.]1136/[a-z]+-20[0-9]{2}-(?:[0-9]{6}|[a-z]).*"),
    # Elsevier: journal, year, issue and item, or six digits; before that the PII
    ("10[.]1016/j[.]", f"10[.]1016/j[.][a-z0-9-]+[.]{_YEAR}[.](?:[0-9]{{2}}[.][0-9]{{3,4}}|[a-z]?[0-9]{{5,6}})"),
    ("10[.]1016/s?[0-9]{4}-", rf"10[.]1016/s?{_ISSN}\([0-9]{{2}}\)[0-9]{{5}}-[0-9a-z]"),
    (
        "10[.]1016/b[s0-9]",
        "10[.]1016/b(?:(?:97[89]-?)?(?:[0-9]-?){9}[0-9x][./][0-9]{5}-[0-9x]|s[.][a-z]+[.]20[0-9]{2}[.][0-9]{2}[.][0-9]{3})",
    ),
    # Frontiers: journal, year, five to seven digits
    ("10[.]3389/f[a-z]+(?:[.]?[0-9]|$)", "10[.]3389/f[a-z]+[.]20[0-9]{2}[.][0-9]{5,7}"),
    # Hindawi: year, number
    ("10[.]1155/[0-9]{4}/", f"10[.]1155/{_YEAR}/[0-9]{{5,7}}"),
    # Lippincott, whose numbers the American Heart Association shared: journal, year and issue, item
    ("10[.]1(?:097|161)/01[.][a-z]+[.]0", "10[.]1(?:097|161)/01[.][a-z]+[.][0-9]{10}[.][0-9]{5}[.][0-9a-f]{2}"),
    ("10[.]1097/0[0-9]{7}-", "10[.]1097/[0-9]{8}-[0-9]{9}-[0-9]{5}"),
    # MDPI: journal, volume, issue in two digits, article in four
    ("10[.]3390/[a-z]+[0-9]", "10[.]3390/[a-z]+(?:[0-9]-)?[0-9]{7,9}"),
    # Nature: the code of the journal with a number of fixed length
    ("10[.]1038/(?:srep|ncomms|nature[0-9])", "10[.]1038/(?:srep[0-9]{5}|(?:ncomms|nature)[0-9]{4,5})"),
    # Oxford: journal, three letters and three or four digits
    ("10[.]1093/[a-z]+/[a-z]{3}[0-9]", "10[.]1093/[a-z]+/[a-z]{3}[0-9]{3,4}(?:[.][0-9]+)?"),
    # PLOS: journal, seven digits, figure or table
    ("10[.]1371/journal", "10[.]1371/journal[.]p[a-z]{3}[.][0-9]{7}(?:[.][a-z][0-9]{3})?"),
    # PNAS: year and number, or volume, issue and page
    ("10[.]1073/pnas[.0-9]", "10[.]1073/pnas[.](?:[0-9]{9,10}|[0-9]{1,3}[.][0-9]{1,2}[.][0-9]{1,5}[a-z]?)"),
    # SAGE: ISSN, year, six or more characters
    ("10[.]1177/[0-9]", "10[.]1177/[0-9]{7}[0-9x][0-9]{2}[0-9a-z]{6,10}"),
    # SICI (ANSI/NISO Z39.56) of journals that write it to the end
    (rf"10[.]1002/(?:\(sici\))?{_ISSN}\(|10[.]1175/{_ISSN}\(", f"10[.]1(?:002|175)/.*{_SICI_END}"),
    # Taylor & Francis: ISSN, year, number
    ("10[.]1080/[0-9]{7}[0-9x][.]", f"10[.]1080/[0-9]{{7}}[0-9x][.]{_YEAR}[.][0-9]{{5,8}}"),
    # Wiley, once Blackwell: ISSN and year in either order, item, x
    (
        "10[.]1(?:111|046)/j[.][0-9]",
        rf"10[.]1(?:111|046)/j[.](?:(?:1[89]|20)[0-9]{{2}}[.])?{_ISSN}[.](?:(?:1[89]|20)[0-9]{{2}}[.])?[0-9a-z_-]+[.]x",
    ),
)

_JOURNAL_ALONE = "10[.]1(?:002|016)/[^0-9]*$"  # Elsevier and Wiley: no article is without a number

OF_A_SERIES = f"(?i)^(?:{_JOURNAL_ALONE}|{'|'.join(start for start, _ in TEMPLATES)})"
IN_ITS_FORM = f"(?i)^(?:{'|'.join(whole for _, whole in TEMPLATES)})$"

# The one capturing group of a pattern holds the digits with their separators; the law sees them without.
_PRIMES = (2, 3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53)
_SPRINGER_4, _SPRINGER_5 = "0123456789xyz", "0123456789wxyz"
LAST_SPRINGER_YEAR = 17


def _issn(text: str) -> bool:
    """ISO 3297: weights 8 to 1 modulo 11."""
    return sum(_value(digit) * (8 - place) for place, digit in enumerate(text[:8])) % 11 == 0


def _isbn(text: str) -> bool:
    """ISO 2108: weights 1 and 3 modulo 10."""
    return sum(_value(digit) * (1, 3)[place % 2] for place, digit in enumerate(text)) % 10 == 0


def _pii(text: str) -> bool:
    """Publisher Item Identifier: from the right, the digits times the primes but 11, modulo 11; the ISSN too.

    The items of 1995, when publishers began to number so, do not all obey it.
    """
    total = sum(_value(digit) * prime for digit, prime in zip(reversed(text[:15]), _PRIMES, strict=True))
    return (total % 11 == _value(text[15]) or text[8:10] == "95") and _issn(text)


def _springer(text: str) -> bool:
    """Journal, year and article, weights from their number down to 1, and the check character: 0 modulo 13 or 14.

    No document gives this: all registered DOIs to 2017 that we have obey it, and nearly all later ones.
    """
    alphabet = _SPRINGER_4 if len(text) == 13 else _SPRINGER_5
    body = text[:-1]
    if text[-1] not in alphabet or int(body[5:8]) > LAST_SPRINGER_YEAR:
        return True
    total = sum(int(digit) * (len(body) - place) for place, digit in enumerate(body)) + alphabet.index(text[-1])
    return total % len(alphabet) == 0


def _value(digit: str) -> int:
    return 10 if digit == "x" else int(digit)


_CARRIED: tuple[tuple[str, Callable[[str], bool]], ...] = (
    (rf"10[.]1016/s({_ISSN}\([0-9]{{2}}\)[0-9]{{5}}-[0-9x])$", _pii),
    (rf"10[.]1016/({_ISSN})\(", _issn),
    (rf"10[.](?:1002|1175)/(?:\(sici\))?({_ISSN})\(", _issn),
    (f"10[.](?:1088|1037|1186|4103)/({_ISSN})[-./]", _issn),
    (r"10[.][0-9]+/(97[89]-?(?:[0-9]-?){9}[0-9])(?:_[0-9-]+)?$", _isbn),
    ("10[.]1(?:007|186|038)/s([0-9]{5}-0[0-9]{2}-[0-9]{4,5}-[0-9w-z])$", _springer),
)
_UNCAPTURED = (re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern) for pattern, _ in _CARRIED)
CARRIES_CHECK_DIGIT = f"(?i)^(?:{'|'.join(_UNCAPTURED)})"
_READERS = tuple((re.compile(f"(?i)^{pattern}"), law) for pattern, law in _CARRIED)


def check_digit_holds(text: str) -> bool:
    """False if an ISBN, an ISSN, a PII or a Springer number inside a DOI contradicts its own check digit."""
    found = next(((match[1], law) for reader, law in _READERS if (match := reader.search(text))), None)
    return found is None or found[1](re.sub("[^0-9a-z]", "", found[0].lower()))
