"""points: what an entry says must earn points; each row of a table earns some."""

import pandas as pd
import pytest

from tests.building import facts_of, known, rule_of, verdicts

LINKS = [{"title": "good", "url": "a"}, {"title": "fair", "url": "b"}, {"title": "poor", "url": "b"}, {"title": "good"}]
WORTH = {"by": "title", "points": {"good": 4, "fair": 2}}


@pytest.mark.parametrize(
    ("keys", "earned", "expected"),
    [
        ({"each": 2}, [0, 2, 4, 6, 6], "fpppp"),
        ({"each": 2, "mode": "presence"}, [0, 2, 2, 2, 2], "fpppp"),
        ({"each": 2, "mode": "different"}, [0, 2, 4, 4, 4], "fpppp"),
        (WORTH, [0, 4, 6, 6, 6], "fpppp"),
        (WORTH | {"each": 1}, [0, 4, 6, 7, 7], "fpppp"),
        (WORTH | {"where": 'title != "good"'}, [0, 0, 2, 2, 2], "fffff"),
        (WORTH | {"each": 1, "where": 'url == "b"', "mode": "presence"}, [0, 0, 2, 2, 2], "fffff"),
        (WORTH | {"each": 1, "mode": "different"}, [0, 4, 6, 6, 6], "fpppp"),
        ({"each": 1, "when": "links > 1"}, [0, 1, 2, 3, 3], "--ppp"),
    ],
)
def test_rows_earn_points(keys: dict[str, object], earned: list[float], expected: str) -> None:
    facts = facts_of(*({"links": LINKS[:number]} for number in range(5)))
    rule = rule_of("points", "links.url", **keys)
    assert rule.values(facts).tolist() == earned
    assert verdicts(rule, facts) == expected


def test_a_field_of_the_entry_earns_points_once() -> None:
    facts = facts_of({"indication": "For pain."}, {"indication": "Not Available"}, {})
    rule = rule_of("points", "indication", each=3)
    assert rule.values(facts).tolist() == [3, 0, 0]
    assert verdicts(rule, facts) == "pff"


def test_what_the_source_cannot_carry_is_not_judged() -> None:
    assert verdicts(rule_of("points", "trials.phase", each=1), facts_of({}, read_as="DrugBank XML")) == "-"


def test_the_verdict_says_what_share_is_earned() -> None:
    facts = facts_of({"links": LINKS[1:2]}, {"links": LINKS})
    pd.testing.assert_series_equal(rule_of("points", "links.url", **WORTH).judge(facts).credit, pd.Series([0.5, 1.5]))


@pytest.mark.parametrize(
    ("field", "keys", "key", "sentence"),
    [
        ("links.url", {}, "kind", "a points rule needs each or points"),
        ("links.url", {"points": {"a": 1}}, "points", "by and points go together"),
        ("links.url", {"by": "title", "each": 1}, "points", "by and points go together"),
        ("links.url", {"by": "colour", "points": {"a": 1}}, "by", "there is no column of links 'colour'"),
        ("links.url", {"each": 1, "where": "colour == 'red'"}, "where", "there is no field 'colour'"),
        ("name", {"each": 1, "mode": "different"}, "mode", "an entry has one value of its field"),
    ],
)
def test_what_the_rule_may_not_say(field: str, keys: dict[str, object], key: str, sentence: str) -> None:
    told = rule_of("points", field, **keys).complaints(known())
    assert [where for where, what in told if sentence in what] == [(key,)]
