"""The summary: it renders as what it says, whatever an entry holds, and stays small."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pharmaudit.renderers.markdown import LONGEST_CELL, escaped, markdown
from tests.report.rich import NASTY, hostile, many, rich, scrubbed
from tests.report.small import small

LIMIT = 1 << 20
RENDER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


class Page(HTMLParser):
    """The elements of a rendered page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(RENDER.render(text))
        self.close()

    def handle_starttag(self, tag, _attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.text += data


def test_golden(golden):
    golden("formats/summary.md", scrubbed(markdown(rich())))


@pytest.mark.parametrize("make", [small, rich, hostile, many])
def test_nothing_but_headings_tables_and_text(make):
    text = markdown(make())
    assert Page(text).tags == {"h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td"}
    assert len(text.encode("utf-8")) < LIMIT


def test_differences_since_the_run_before():
    lines = markdown(rich()).splitlines()
    assert "| entries | 5 | 4 | +1 |" in lines
    assert any(line.startswith("| open errors |") and line.endswith(" 9 | −4 |") for line in lines)
    assert "| mended since then | 1 | – |  |" in lines
    assert "## New findings" in lines
    assert "## New findings" not in markdown(small())


@pytest.mark.parametrize(
    "text",
    [
        "@octocat",
        "#123",
        "a#b",
        "GH-7",
        "gh-7",
        "!4",
        "~label",
        "https://example.org",
        "www.example.org",
        "$x",
        ":tada:",
    ],
)
def test_nothing_is_a_mention_or_a_link(text):
    shown = Page(escaped(text)).text.strip()
    assert shown != text
    assert shown.replace("\u200b", "") == text


@settings(max_examples=60)
@given(st.text(max_size=LONGEST_CELL // 10, alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S"))))
def test_a_text_shows_as_it_is(text):
    page = Page(f"| a |\n|---|\n| {escaped(text)} |\n")
    assert page.tags == {"table", "thead", "tbody", "tr", "th", "td"}
    assert page.text.split() == ["a", *text.replace("\u200b", "").split()] or "\u200b" in page.text


def test_a_long_text_is_cut():
    assert len(Page(escaped(NASTY)).text.replace("\u200b", "").strip()) <= LONGEST_CELL
