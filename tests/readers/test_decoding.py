"""Bytes to text: marks, declarations, what is told without either, and places of what cannot be decoded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmaudit.readers.decoding import decode

TEXT = "Generic Name\nExamplamine\nfrom 2 µg – “made” at 5 °C\n"


@pytest.mark.parametrize(
    ("written", "declared", "encoding"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8-sig", "utf-8", "utf-8"),
        ("utf-8-sig", "windows-1252", "utf-8"),  # a mark knows better than a declaration
        ("utf-16", "utf-8", "utf-16-le"),
        ("utf-16-le", "utf-8", "utf-16-le"),  # without a mark
        ("utf-16-be", "utf-8", "utf-16-be"),
        ("utf-32", "utf-8", "utf-32-le"),
        ("cp1252", "utf-8", "windows-1252"),  # declared by nobody
        ("cp1252", "Latin-1", "cp1252"),
        ("cp1252", "ISO-8859-1", "cp1252"),
        ("cp1252", " windows-1252 ", "cp1252"),
        ("cp1252", "us-ascii", "cp1252"),
        ("mac-roman", "macintosh", "mac-roman"),
        ("gb18030", "GB18030", "gb18030"),
    ],
)
def test_text_is_the_same_in_every_encoding(written: str, declared: str, encoding: str) -> None:
    decoded = decode(TEXT.encode(written), declared)
    assert (decoded.text, decoded.encoding, decoded.bad) == (TEXT, encoding, ())


def test_a_guess_is_reported_once_with_its_place() -> None:
    data = TEXT.encode("cp1252")
    (damage,) = decode(data).damages("p.txt")
    assert "read as Windows-1252" in damage.reason
    assert (damage.line, damage.offset) == (3, data.index(b"\xb5"))
    assert not damage.grave


@pytest.mark.parametrize(
    ("data", "places"),
    [
        (b"a\nb \xe9", ()),  # nothing but ASCII beside it: Windows-1252
        ("a µ\nb ".encode() + b"\xe9\n", ((7, 2),)),  # the rest is UTF-8
        (b"a\n\xff\nb", ((2, 2),)),  # FF is a letter of hardly any language
        (b"a\n\x81\nb", ((2, 2),)),  # no Windows-1252
        (b"\xef\xbb\xbfa\n\xe9", ((5, 2),)),  # the mark says UTF-8
        (b"\xff" * 20, tuple((n, 1) for n in range(5))),
    ],
)
def test_bad_bytes_are_placed(data: bytes, places: tuple[tuple[int, int], ...]) -> None:
    decoded = decode(data)
    assert decoded.bad == places
    assert ("\ufffd" in decoded.text) == bool(places)
    assert [(damage.offset, damage.line) for damage in decoded.damages("p") if not decoded.guess] == list(places)


@pytest.mark.parametrize("declared", ["foo", "", "é", "hex", "rot13", "idna", "unicode_escape", "utf-7", "x" * 5000])
def test_an_unknown_encoding_is_no_encoding(declared: str) -> None:
    with pytest.raises(LookupError):
        decode(b"abc", declared)


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_markup_in_utf32_is_told_by_its_first_letter(encoding: str) -> None:
    decoded = decode("<a>é</a>".encode(encoding))
    assert (decoded.text, decoded.encoding) == ("<a>é</a>", encoding)


@pytest.mark.parametrize("data", [b"", b"\0", b"a\0", b"\0\0\0\0", bytes(range(256)), b"a\0b" * 30])
def test_zeros_alone_are_no_utf16(data: bytes) -> None:
    assert decode(data).encoding in ("utf-8", "windows-1252")


@given(st.binary(max_size=200), st.sampled_from(["utf-8", "utf-16", "cp1252", "shift_jis"]))
def test_any_bytes_give_a_text(data: bytes, declared: str) -> None:
    decoded = decode(data, declared)
    assert len(decoded.damages("p")) <= 5
    assert all(0 <= offset < len(data) for offset, _ in decoded.bad)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\ufeff")))
def test_utf8_is_always_utf8_again(text: str) -> None:
    data = ("Examplamine " + text).encode()
    decoded = decode(data)
    assert decoded.encoding != "windows-1252"
    assert decoded.encoding != "utf-8" or decoded.text == data.decode()
