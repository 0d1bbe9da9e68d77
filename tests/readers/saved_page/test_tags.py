"""How many attributes a tag has: told as the parser would cut it, in one pass."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pharmaudit.readers.saved_page.tags import widest_tag

ENOUGH = 5


@pytest.mark.parametrize(
    ("text", "widest"),
    [
        ("", 0),
        ("<p a b c d e>", 0),
        ("<p a b c d e f>", 6),
        ("<p a=1 b='x y' c=\"x y\" d = 4 e/f/g>", 7),
        ("<p title='a b c d e f g h'>", 0),
        ("<p a b c><p d e f><p g h i>", 0),
        ("a < b c d e f g h", 0),
        ("</p a b c d e f g>", 0),
        ("<p a='1'b='2'c='3'd='4'e='5'f='6'>", 6),
        ('<p a=x" b c d e f>', 6),
        ("<p a b c d e <q f g h>", 9),
        ("<p a b c d e f", 6),
    ],
)
def test_tags(text: str, widest: int) -> None:
    assert widest_tag(text, ENOUGH) == widest


pieces = st.lists(st.sampled_from(["<p", "<", ">", "/", "=", "a", "b", " ", '"', "'", "x y z", "\n"]), max_size=40)


@given(pieces)
@settings(max_examples=100)
def test_no_tag_is_wider_than_told(parts: list[str]) -> None:
    text = "<p>" + " ".join(f"{part}{number}" for number, part in enumerate(parts))
    root = etree.fromstring(text.encode(), etree.HTMLParser(encoding="utf-8"))
    widest = max(len(element.attrib) for element in root.iter())
    assert widest <= ENOUGH or widest_tag(text, ENOUGH) >= widest
