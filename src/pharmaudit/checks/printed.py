"""The number printed in books, the ISBN. There are few, so python-stdnum reads them one at a time."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pharmaudit.checks.base import NamedCheck, fullmatch, matching

# As printed: one hyphen or one blank between groups, which are of any length.
_ISBN = "(?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9X]"


def _isbn_law(values: pd.Series) -> NDArray[np.bool_]:
    from stdnum import isbn  # imported late: it takes as long as all other checks together

    return np.array([isbn.is_valid(value) for value in values], dtype=bool)


def _check_digit_alone(values: pd.Series) -> pd.Series:
    """Let a malformed ISBN pass: its form is the finding of `isbn-form`, and has no digit to check."""
    return matching(_ISBN, _isbn_law)(values) | ~fullmatch(values, _ISBN)


_STANDARD = "ISO 2108 and the International ISBN Agency's Users' Manual"
_GOOD = ("978-0-7020-3471-8", "978-1-4160-0208-6", "978-012-374118-9", "0-306-40615-2", "080442957X")

PRINTED: tuple[NamedCheck, ...] = (
    NamedCheck(
        name="isbn",
        valid=matching(_ISBN, _isbn_law),
        good=_GOOD,
        bad=("978-0-07-17803-2", "978-0-470-33447-4", "0-306-40615-3", "978-0-7020-3471-8.", "ISBN 0-306-40615-2"),
        source=f"{_STANDARD}: ten or thirteen digits with a check digit",
    ),
    NamedCheck(
        name="isbn-form",
        valid=matching(_ISBN),
        good=(*_GOOD, "978-0-470-33447-4"),
        bad=("978-0-07-17803-2", "977-0-7020-3471-8", "978--0702034718", "978\u20130\u20137020\u20133471\u20138"),
        source=f"{_STANDARD}: ten or thirteen digits in groups, the check digit left aside",
    ),
    NamedCheck(
        name="isbn-check-digit",
        valid=_check_digit_alone,
        good=(*_GOOD, "978-0-07-17803-2"),
        bad=("978-0-470-33447-4", "0-306-40615-3", "978-0-7020-3471-9"),
        source=f"{_STANDARD}: weights 10 to 1 modulo 11, or 1 and 3 modulo 10",
    ),
)
