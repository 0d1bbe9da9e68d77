"""Names, links and numbers as pages show them."""

import numpy as np
import pandas as pd
import pytest

from pharmaudit.facts.sources import short_paths
from pharmaudit.model import Severity, State
from pharmaudit.report.pages import charts, words


def test_every_severity_and_state_has_a_shape_and_a_word_of_its_own():
    assert set(words.SEVERITIES) == {severity.value for severity in Severity}
    assert set(words.STATES) == {state.value for state in State}
    for marks in (words.SEVERITIES, words.STATES):
        assert len({mark.shape for mark in marks.values()}) == len({mark.word for mark in marks.values()}) == len(marks)


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        (["DB00001"], ["DB00001"]),
        (["", "DB1"], ["row-1", "DB1"]),
        (["../x", "a/b", "a b", ".x", "x" * 65, "é"], [f"row-{n}" for n in range(1, 7)]),
        (["index", "CON", "nul.txt", "com1"], [f"row-{n}" for n in range(1, 5)]),
        (["__proto__", "main", "_x", "constructor"], ["row-1", "row-2", "row-3", "constructor"]),
        (["A", "a", "A"], ["A", "a-row-2", "A-row-3"]),
        (["row-2", ""], ["row-2", "row-2-row-2"]),
    ],
)
def test_page_names(ids, names):
    assert words.page_names(ids) == names


@pytest.mark.parametrize(
    ("demand", "band"), [(0, "low"), (0.333, "low"), (0.334, "medium"), (0.667, "high"), (1, "high")]
)
def test_band(demand, band):
    assert words.band(demand) == band


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("see https://example.org", False),
        ('https://example.org/"onclick="x', False),
        ("ftp://example.org", False),
    ],
)
def test_only_web_addresses_are_links(text, linked):
    assert words.web_link(text) == (text if linked else "")


@pytest.mark.parametrize(
    ("entry_id", "linked"), [("DB15721", True), ("DB1572", False), ("DB15721x", False), ("db15721", False), ("", False)]
)
def test_only_ids_of_drugbank_lead_there(entry_id, linked):
    assert bool(words.source_link(entry_id)) is linked


@pytest.mark.parametrize(
    ("paths", "short"),
    [
        (["/a/b/c.xml"], ["c.xml"]),
        (["/a/b/c.xml", "/a/b/d.xml"], ["c.xml", "d.xml"]),
        (["/a/b/c.xml", "/a/d/c.xml"], ["b/c.xml", "d/c.xml"]),
        ([r"C:\a\c.xml"], ["c.xml"]),
        ([], []),
    ],
)
def test_short_paths(paths, short):
    assert list(short_paths(paths).values()) == short


@pytest.mark.parametrize("value", [None, float("nan"), np.nan, pd.NA, pd.NaT])
def test_what_is_not_there_is_no_number(value):
    assert not words.known(value)
    assert words.number(value) is None


@pytest.mark.parametrize(("minutes", "text"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (200, "3 h 20 min")])
def test_duration(minutes, text):
    assert words.duration(minutes) == text


@pytest.mark.parametrize(
    ("part", "whole", "text", "step"),
    [(0, 0, "–", 0), (0, 9, "0", 0), (1, 1000, "<1", 1), (999, 1000, "99", 5), (9, 9, "100", 5), (29, 100, "29", 2)],
)
def test_percent_hides_nothing(part, whole, text, step):
    assert (charts.percent(part, whole), charts.step(part, whole)) == (text, step)


def test_distribution_counts_what_has_no_score_apart():
    found = charts.distribution(np.array([0, 9.9, 10, 100, np.nan]))
    assert [bar.count for bar in found.bars] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert (found.median, found.scored, found.unscored) == (9.9, 4, 1)
    nothing = charts.distribution(np.array([np.nan]))
    assert (nothing.median, nothing.scored, nothing.unscored) == (None, 0, 1)
