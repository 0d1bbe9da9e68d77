"""The grammar of quantities: what libraries misread, units, lists, and that no text breaks it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pharmaudit.checks.quantities import Quantity, number, parse
from pharmaudit.checks.units import canonical, factor


def read(text: str) -> list[tuple[float, float, float, str]]:
    return [(q.value, q.low, q.high, q.unit) for q in parse(text)]


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "unit"),
    [
        ("6–10 hours", 8, 6, 10, "h"),
        ("6-10 hours", 8, 6, 10, "h"),
        ("6 to 10 h", 8, 6, 10, "h"),
        ("between 6 and 10 h", 8, 6, 10, "h"),
        ("2&ndash;6 seconds", 4, 2, 6, "s"),
        ("30 min to 2 h", 1.25, 0.5, 2, "h"),
        ("5 h - 8 h", 6.5, 5, 8, "h"),
        ("two to three minutes", 2.5, 2, 3, "min"),
        ("9 (+/- 4) hours", 9, 5, 13, "h"),
        ("9 ± 4 hours", 9, 5, 13, "h"),
        ("9 &plusmn; 4 hrs", 9, 5, 13, "h"),
        ("10 ± 30% h", 10, 7, 13, "h"),
        ("12 (range 8-20) h", 12, 8, 20, "h"),
        ("12 (8, 20) days", 12, 8, 20, "d"),
        ("1,500 mL/min", 1500, 1500, 1500, "mL/min"),
        ("1,5 h", 1.5, 1.5, 1.5, "h"),
        ("0,058 L/kg", 0.058, 0.058, 0.058, "L/kg"),
        ("2·5 h", 2.5, 2.5, 2.5, "h"),
        ("2.5 × 10^3 mL", 2500, 2500, 2500, "mL"),
        ("2.5 x 10<sup>3</sup> mL", 2500, 2500, 2500, "mL"),
        ("5e3 mL", 5000, 5000, 5000, "mL"),
        ("24-hour", 24, 24, 24, "h"),
        ("7.3h", 7.3, 7.3, 7.3, "h"),
        ("5 mL min-1 kg-1", 5, 5, 5, "mL/min/kg"),
        ("5 mL/(min·kg)", 5, 5, 5, "mL/min/kg"),
        ("0.06 L/kg/h", 0.06, 0.06, 0.06, "L/h/kg"),
        ("7 liters per hour", 7, 7, 7, "L/h"),
        ("50 mL/min/1.73 m2", 50, 50, 50, "mL/min/m2"),
        ("50 mL per min per 1.73 square meters", 50, 50, 50, "mL/min/m2"),
        ("99.8 %", 99.8, 99.8, 99.8, "%"),
        ("3 weeks", 3, 3, 3, "week"),
        ("500mg", 500, 500, 500, "mg"),
        ("2 L/lg", 2, 2, 2, "L"),
        ("0.9 ± 0.2 in children", 0.9, 0.7, 1.1, ""),
    ],
)
def test_one_quantity(text: str, value: float, low: float, high: float, unit: str) -> None:
    (found,) = read(text)
    assert found[:3] == pytest.approx((value, low, high))
    assert found[3] == unit


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[A123] It is 5 h.[L7,L8] [FDA Label, A9]", [(5, "h")]),
        ("4 minutes, 36 minutes, and 11 hours", [(4, "min"), (36, "min"), (11, "h")]),
        ("4, 36 and 90 minutes", [(4, "min"), (36, "min"), (90, "min")]),
        ("18 and 40 hours, respectively", [(18, "h"), (40, "h")]),
        ("Week 0: 7 min, week 22: 35 min", [(0, ""), (7, "min"), (22, ""), (35, "min")]),
        ("7 min week 22: 9 min", [(7, "min"), (22, ""), (9, "min")]),
        ("CYP3A4, C-14, 14C and 5-HT, beta-2, t1/2, 2-fold", []),
        ("3/4 of the dose", []),
        ("", []),
    ],
)
def test_several_quantities_or_none(text: str, found: list[tuple[float, str]]) -> None:
    assert [(q.value, q.unit) for q in parse(text)] == found


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("> 24 h", ">"),
        ("less than 2 h", "<"),
        ("up to 3 days", "<"),
        ("no greater than 6 minutes", "<"),
        ("at least 5 h", ">"),
        ("1 to > 10 h", ">"),
        ("~5 h", ""),
    ],
)
def test_limits(text: str, bound: str) -> None:
    assert [q.bound for q in parse(text)] == [bound]


def test_span_is_where_the_quantity_stands() -> None:
    text = "[A1] A half-life of 6 to 10 hours was seen."
    assert [text[slice(*q.span)] for q in parse(text)] == ["6 to 10 hours"]


@given(st.text("0123456789.,-–±%/ ()<>×^[]AhLmgkindays", max_size=40))
@example("1" * 400 + "e999 h")
def test_no_text_breaks_the_grammar(text: str) -> None:
    for quantity in parse(text):
        assert isinstance(quantity, Quantity)
        assert 0 <= quantity.span[0] < quantity.span[1] <= len(text)


@given(st.integers(0, 10**6), st.sampled_from(["h", "hr", "hours", "min", "days", "L/kg", "mL/min", "%"]))
def test_a_plain_number_with_its_unit_is_read_as_written(value: int, unit: str) -> None:
    assert read(f"About {value} {unit} in adults.") == [(value, value, value, canonical(unit))]


@pytest.mark.parametrize(("text", "value"), [("1,500", 1500), ("0,5", 0.5), ("Two", 2), ("3 x 10^-2", 0.03)])
def test_number(text: str, value: float) -> None:
    assert number(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("unit", "wanted", "size"),
    [
        ("min", "h", 1 / 60),
        ("d", "h", 24),
        ("mL/min", "L/h", 0.06),
        ("mL/min/kg", "L/h/kg", 0.06),
        ("L/d", "L/h", 1 / 24),
        ("mL/kg", "L/kg", 0.001),
        ("mL/min/kg", "L/h", None),
        ("mg", "h", None),
        ("", "h", None),
    ],
)
def test_factor(unit: str, wanted: str, size: float | None) -> None:
    assert factor(unit, wanted) == (size if size is None else pytest.approx(size))
