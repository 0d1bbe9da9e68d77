"""Web addresses and calendar dates."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pharmaudit.checks.base import NamedCheck, codes, contains, matching

# Letters of all scripts stay allowed (RFC 3987); blanks, controls and what RFC 3986 never allows do not.
_LABEL = "[A-Za-z0-9_\u00c0-\u1fff\u3040-\ud7ff-]+"
_FORBIDDEN = '\x00-\x20"<>\\\\^`{|}\x7f-\xa0\u2000-\u206f\u3000\ufeff\ufffd'
_URL = f"(?:https?|ftp)://{_LABEL}(?:[.]{_LABEL})+(?::[0-9]{{1,5}})?(?:[/?#][^{_FORBIDDEN}]*)?"
# A second address is legitimate as a parameter or in the path of an archive: after = & ? : or a slash.
_GLUED_OR_CUT = r"[^=&?:/]https?://|[.]{3}|^[a-z]+://www[.][^./]+(?:/|$)"


def _sane(values: pd.Series) -> NDArray[np.bool_]:
    return ~contains(values, _GLUED_OR_CUT)


_DATE = "(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_MONTH_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def _on_the_calendar(values: pd.Series) -> NDArray[np.bool_]:
    digit = codes(values.str.slice(0, 10), 10) - ord("0")
    year, month, day = digit[:, :4] @ [1000, 100, 10, 1], digit[:, 5:7] @ [10, 1], digit[:, 8:] @ [10, 1]
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return np.asarray(day <= _MONTH_DAYS[month] + (leap & (month == 2)), dtype=bool)


WEB: tuple[NamedCheck, ...] = (
    NamedCheck(
        name="url",
        valid=matching(_URL, _sane),
        good=(
            "http://www.rxlist.com/cgi/generic/lepirudin.htm",
            "https://www.drugbank.ca/drugs/DB00001#reference-A1",
            "https://web.archive.org/web/2010/http://www.fda.gov/",
            "ftp://ftp.ncbi.nlm.nih.gov/pubmed/",
        ),
        bad=(
            "http:http://www.immgen.org/index_content.html",
            "http:www.immgen.org/index_content.html",
            "https://www.fda.gov/downloads/Drugs/.../Guidances/ucm071320.pdf",
            "https://www.globenewswire.com/en/a.html;https://www.fujifilm.com/news/n190917.html",
            "www.drugbank.ca",
            "http://www/drugs",
            "http://www.rxlist.com/generic lepirudin.htm",
        ),
        source="RFC 3986 and RFC 3987; what is cut or glued was collected from the links of DrugBank 5.1.8",
    ),
    NamedCheck(
        name="iso-date",
        valid=matching(_DATE, _on_the_calendar),
        good=("2005-06-13", "2000-02-29", "1993-01-19"),
        bad=("2005-02-29", "13.06.2005", "2005-6-13", "2005-06-13 07:24:05", "1899-12-31", "2100-01-01", "2005-06-31"),
        source="ISO 8601-1, calendar date in extended form; years 1900 to 2099",
    ),
)
