"""Every named check passes its good examples, fails its bad ones, and keeps the contract of `NamedCheck`."""

import numpy as np
import pandas as pd
import pytest

from pharmaudit.checks import CHECKS, NamedCheck
from pharmaudit.checks.chemistry import CHEMISTRY
from pharmaudit.checks.doi import DOIS
from pharmaudit.checks.identifiers import IDENTIFIERS, PMID_MAX
from pharmaudit.checks.printed import PRINTED
from pharmaudit.checks.prose import PROSE
from pharmaudit.checks.repetition import REPETITION
from pharmaudit.checks.web import WEB

_ONE_DEFECT = {"cas-date", "isbn-check-digit", "mojibake", *(check.name for check in (*PROSE, *REPETITION))}
WHOLE_VALUE = [name for name in CHECKS if name not in _ONE_DEFECT and not name.startswith("doi-")]
"""Checks that judge the whole value; the others look at one defect and leave the rest to their siblings."""
ALL = pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS.keys())


def text(*values: str) -> pd.Series:
    return pd.Series(values, dtype="str")


def test_no_name_is_used_twice() -> None:
    assert len(CHECKS) == 2 + sum(map(len, (CHEMISTRY, IDENTIFIERS, PRINTED, PROSE, REPETITION, WEB, DOIS)))


@ALL
def test_good_examples_pass(check: NamedCheck) -> None:
    assert len(check.good) >= 3
    assert text(*check.good)[~check.valid(text(*check.good))].tolist() == []


@ALL
def test_bad_examples_fail(check: NamedCheck) -> None:
    assert len(check.bad) >= 3
    assert text(*check.bad)[check.valid(text(*check.bad))].tolist() == []


@ALL
def test_says_where_its_form_is_documented(check: NamedCheck) -> None:
    assert len(check.source) > 20
    assert "\n" not in check.source


@ALL
def test_keeps_index_and_gives_numpy_bools(check: NamedCheck) -> None:
    values = text(*check.good, *check.bad)
    values.index = pd.Index([7] * len(values))  # an index with duplicates is allowed
    verdicts = check.valid(values)
    assert verdicts.dtype == np.dtype(bool)
    assert verdicts.index.equals(values.index)
    assert verdicts.tolist() == [True] * len(check.good) + [False] * len(check.bad)


@ALL
def test_empty_column_and_object_text(check: NamedCheck) -> None:
    assert check.valid(text()).tolist() == []
    assert check.valid(pd.Series(check.good, dtype="object")).all()


@pytest.mark.parametrize("name", WHOLE_VALUE)
@pytest.mark.parametrize("stray", [" {}", "{}\n", "{}\u00a0", "\u200b{}"])
def test_nothing_is_stripped(name: str, stray: str) -> None:
    check = CHECKS[name]
    assert not check.valid(text(*(stray.format(good) for good in check.good))).any()


@pytest.mark.parametrize("name", [name for name in WHOLE_VALUE if name not in {"doi", "url"}])
def test_other_digits_than_ascii_are_no_digits(name: str) -> None:
    check = CHECKS[name]
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    foreign = [good.translate(arabic) for good in check.good if any(map(str.isdigit, good))]
    assert not check.valid(text(*foreign)).any()


def test_pmid_maximum_is_the_last_that_passes() -> None:
    assert CHECKS["pmid"].valid(text(str(PMID_MAX), str(PMID_MAX + 1))).tolist() == [True, False]
