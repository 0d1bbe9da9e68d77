"""Values that every layer shares: how a damage is told."""

import pytest

from pharmaudit.model import Damage, one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("a b é ½ \u4e2d \ufffd", "a b é ½ \u4e2d \ufffd"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\x1b[31m\x00", r"\x1b[31m\x00"),
        ("a\u2028b\u202ec\ufeff", r"a\u2028b\u202ec\ufeff"),
        ("a\udcffb", r"a\udcffb"),
    ],
)
def test_a_text_in_one_line(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_a_damage_is_one_line() -> None:
    assert str(Damage("a\nb.xml", "no\rreason", 3)) == r"a\nb.xml:3: no\rreason"
