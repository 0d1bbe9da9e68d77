"""`explain`: the whole story of an entry, in any width, and nothing that a terminal would obey."""

import io
from functools import cache

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pharmaudit.renderers.lines import Lines, shown
from pharmaudit.renderers.terminal import print_entry
from pharmaudit.report.pages.words import STATES
from tests.report.small import small

WIDTHS = (40, 60, 80, 200)


@cache
def told(number: int, width: int = 80, colour: bool = False) -> str:
    out = io.StringIO()
    system = "truecolor" if colour else None
    print_entry(small(), number, Console(file=out, width=width, force_terminal=colour, color_system=system))
    return out.getvalue()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("number", range(5))
def test_lines_fit_and_end_with_a_letter(number: int, width: int) -> None:
    for line in told(number, width).splitlines():
        assert line == line.rstrip()
        assert cell_len(line) <= width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("number", range(5))
def test_no_line_ends_between_a_mark_and_its_label(number: int, width: int) -> None:
    marks = {mark.shape for mark in STATES.values()} | {"●", "▲", "◇"}
    behind = told(number, width).partition("\nfields\n")[2]  # in front of it a dash is a score that there is not
    assert behind
    assert [line for line in behind.splitlines() if line.rsplit(" ", 1)[-1] in marks] == []


def test_everything_is_told_in_order() -> None:
    text = told(1)
    heads = ["scores", "to the next star", "next best fields", "fields", "findings", "where it comes from"]
    places = [text.index(f"\n{head}") for head in heads]
    assert places == sorted(places)
    for words in ("Examplovir  DB90002", "small molecule · approved, withdrawn", "verdict", "stars take", "Fix: "):
        assert words in text
    report = small()
    entry = report.entry("DB90002")
    earned, possible = (sum(row[name] for row in entry["sections"]) for name in ("earned", "possible"))
    assert f"{earned:g} of {possible:g} points" in text
    for finding in entry["findings"]:
        assert f"{finding['rule']}  {finding['path']}" in " ".join(text.split(" "))
    assert f"{len(entry['findings'])} open" in text


def test_a_pipe_gets_no_colours() -> None:
    assert "\x1b" not in told(0)
    assert "\x1b[1m" in told(0, colour=True)


def test_hostile_text_stays_text() -> None:
    assert "[bold]x[/]" in lines("[bold]x[/]")
    assert "\x1b[2J" not in lines("a\x1b[2Jb")
    assert "\u202e" not in told(3) + "".join(told(number) for number in range(5))


@pytest.mark.parametrize(
    ("text", "expected"), [("a\nb", "a b"), ("a\x1b[31mb", "a[31mb"), ("a\u202eb", "ab"), ("é–", "é–")]
)
def test_what_only_a_terminal_obeys_is_left_out(text: str, expected: str) -> None:
    assert shown(text) == expected


def lines(text: str, width: int = 30, **keys: int) -> str:
    out = io.StringIO()
    Lines(Console(file=out, width=width)).text(text, **keys)
    return out.getvalue()


def test_lines_after_the_first_hang() -> None:
    assert lines("one two three four five six seven", width=22, indent=2, hang=3).splitlines() == [
        "  one two three four",
        "     five six seven",
    ]
    assert lines("", indent=2) in ("", "\n")


def test_items_are_never_broken() -> None:
    out = io.StringIO()
    Lines(Console(file=out, width=20)).flow(["■ one two", "▢ three", "◪ a label longer than any line"])
    assert out.getvalue().splitlines() == ["  ■ one two  ▢ three", "  ◪ a label longer", "    than any line"]


def test_columns_stand_under_each_other() -> None:
    out = io.StringIO()
    Lines(Console(file=out, width=40)).columns([("Half-life", "+9.1", "5 min"), ("CAS", "+10.0", "15 min")])
    assert out.getvalue().splitlines() == ["  Half-life   +9.1   5 min", "  CAS        +10.0  15 min"]
    assert Text("x").plain == "x"
