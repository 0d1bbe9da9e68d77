"""Laws of check digits, and agreement with python-stdnum, which reads one number at a time."""

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given, settings
from stdnum import casrn, issn

from pharmaudit.checks import CHECKS
from pharmaudit.checks.doi_publishers import check_digit_holds

DIGITS = "0123456789"


def passes(name: str, value: str) -> bool:
    return bool(CHECKS[name].valid(pd.Series([value], dtype="str"))[0])


@st.composite
def cas_numbers(draw: st.DrawFn) -> str:
    first, second = draw(st.integers(10, 9_999_999)), draw(st.integers(0, 99))
    body = f"{first}-{second:02}"
    return f"{body}-{casrn.calc_check_digit(body)}"


@settings(max_examples=60)
@given(cas_numbers(), st.data())
def test_changing_one_digit_breaks_a_cas_number_unless_its_weight_hides_it(number: str, data: st.DataObject) -> None:
    """A weight prime to ten shows every change; 2, 4, 6 and 8 hide a change by five, and 5 hides an even one."""
    assert passes("cas-number", number)
    places = [place for place, character in enumerate(number) if character in DIGITS]
    place = data.draw(st.sampled_from(places))
    new = data.draw(st.sampled_from([digit for digit in DIGITS if digit != number[place]]))
    weight = len(places) - 1 - places.index(place) or 1
    hidden = (int(new) - int(number[place])) * weight % 10 == 0
    changed = number[:place] + new + number[place + 1 :]
    assert passes("cas-number", changed) == (hidden and not changed.startswith("0"))


@settings(max_examples=60)
@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=9, max_size=9), st.data())
def test_one_character_in_36_ends_a_unii(body: str, data: st.DataObject) -> None:
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    numbers = pd.Series([body + last for last in alphabet], dtype="str")
    unii = numbers[CHECKS["unii"].valid(numbers)].item()
    place = data.draw(st.integers(0, 9))
    new = data.draw(st.sampled_from([character for character in alphabet if character != unii[place]]))
    assert not passes("unii", unii[:place] + new + unii[place + 1 :])


@settings(max_examples=60)
@given(st.text("0123456789", min_size=7, max_size=7))
def test_issn_in_a_doi_agrees_with_stdnum(body: str) -> None:
    last = issn.calc_check_digit(body)
    wrong = (int(last) + 1) % 10 if last != "X" else 0
    assert check_digit_holds(f"10.1088/{body[:4]}-{body[4:]}{last}/1/2")
    assert not check_digit_holds(f"10.1088/{body[:4]}-{body[4:]}{wrong}/1/2")


@pytest.mark.parametrize(
    ("value", "form", "check_digit"),
    [
        ("978-0-07-17803-2", False, True),
        ("978-0-470-33447-4", True, False),
        ("0 306 40615 2", True, True),
        ("080442957X", True, True),
        ("978080442957X", True, False),
        ("08044295X7", False, True),
    ],
)
def test_isbn_form_and_check_digit_never_report_the_same_value(value: str, form: bool, check_digit: bool) -> None:
    assert (passes("isbn-form", value), passes("isbn-check-digit", value)) == (form, check_digit)
    assert passes("isbn", value) == (form and check_digit)
