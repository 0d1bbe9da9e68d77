"""Findings: what a person reads of every failed row, and the fingerprint that finds it again in another run."""

import json

import pandas as pd
import pytest

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Rule
from pharmaudit.rulebook.judge import Judgement
from pharmaudit.triage import COLUMNS, findings
from tests.building import facts_of, rule_of

EMPTY_LINK = rule_of(
    "presence", "links.url", id="VAL901", name="no-url", message="{entry} ({id}): {field} is {value!r}"
)
NO_TEXT = rule_of("presence", "indication", id="VAL902", name="no-indication", severity="info", section="pharmacology")


def found(facts: Facts, *rules: Rule) -> pd.DataFrame:
    told, _ = findings(Judgement(tuple(rule.judge(facts) for rule in rules), ()), facts)
    return told


def prints(facts: Facts, *rules: Rule) -> list[str]:
    return sorted(found(facts, *rules)["fingerprint"])


def test_nothing_found() -> None:
    for facts in (facts_of(), facts_of({"indication": "For pain."})):
        frame = found(facts, NO_TEXT)
        assert list(frame.columns) == ["entry", *COLUMNS]
        assert len(frame) == 0
        assert frame["entry"].dtype == "int64"
    assert list(findings(Judgement((), ()), facts_of())[0].columns) == ["entry", *COLUMNS]


def test_a_finding_says_everything() -> None:
    facts = facts_of({}, {"entry_id": "DB7", "name": "Anna", "groups": ["approved"], "indication": " N/A\n"})
    rows = found(facts, NO_TEXT).to_dict("records")
    assert len(rows) == 2
    assert {key: value for key, value in rows[1].items() if key != "fingerprint"} == {
        "entry": 1,
        "entry_id": "DB7",
        "entry_name": "Anna",
        "rule": "VAL902",
        "severity": "info",
        "confidence": "high",
        "dimension": "validity",
        "section": "pharmacology",
        "field": "indication",
        "path": "indication",
        "value": "N/A",
        "message": "Anna: indication is N/A ",
        "suggestion": "Nothing to do.",
        "repair": "",
        "status": "open",
        "change": "",
    }


def test_findings_are_by_entry_then_by_rule_then_by_row() -> None:
    facts = facts_of({"links": [{"url": None}, {"url": "u"}, {"url": ""}]}, {}, {"links": [{"title": "t"}]})
    frame = found(facts, NO_TEXT, EMPTY_LINK)
    assert frame[["entry", "rule", "path"]].to_numpy().tolist() == [
        [0, "VAL901", "links[1].url"],
        [0, "VAL901", "links[3].url"],
        [0, "VAL902", "indication"],
        [1, "VAL902", "indication"],
        [2, "VAL901", "links[1].url"],
        [2, "VAL902", "indication"],
    ]


def test_a_text_is_found_under_its_own_field() -> None:
    rule = rule_of("text", "texts.value", forbid="doi-directory", message="{field} holds {detail}")
    frame = found(facts_of({"half_life": "See 10.1/x."}), rule)
    assert frame[["field", "path", "section", "message"]].to_numpy().tolist() == [
        ["half_life", "half_life", "pharmacokinetics", "half-life holds 10."]
    ]


@pytest.mark.parametrize(
    ("card", "message"),
    [
        ({"entry_id": "DB7", "name": "Anna"}, "Anna (DB7): links: url is 'blank'"),
        ({"entry_id": "DB7", "name": None}, "DB7 (DB7): links: url is 'blank'"),
        ({"entry_id": None, "name": None}, "This entry (): links: url is 'blank'"),
        ({"entry_id": "{value}", "name": "{entry.__class__}"}, "{entry.__class__} ({value}): links: url is 'blank'"),
    ],
)
def test_messages(card: dict[str, str | None], message: str) -> None:
    assert found(facts_of(card | {"links": [{"url": " "}]}), EMPTY_LINK)["message"].to_list() == [message]


def test_values_are_shown_in_one_line_and_cut() -> None:
    rule = rule_of("text", "indication", require="no-data", message="{value}")
    frame = found(facts_of({"indication": "a\n\t b"}, {"indication": "x" * 500}, {"indication": "blank"}), rule)
    assert frame["value"].to_list() == ["a b", "x" * 199 + "…", "blank"]
    assert frame["message"].to_list() == frame["value"].to_list()
    assert found(facts_of({"indication": None}), NO_TEXT)["value"].to_list() == [""]


def test_a_count_is_in_the_message_but_is_no_value_of_the_entry() -> None:
    frame = found(facts_of({"links": [{"url": "u"}]}), rule_of("count", "links", min=2, message="{value} links"))
    assert frame[["value", "message"]].to_numpy().tolist() == [["", "1 links"]]


def test_a_repair_is_json() -> None:
    for name in ("cas-date", "doi-trailing-punctuation"):
        rule = rule_of("format", "cas_number", check=name)
        frame = found(facts_of({"cas_number": "2001-12-01"}, {"cas_number": "10.1000/182."}), rule)
        for text in frame["repair"]:
            repair = json.loads(text) if text else {"status": "none", "values": []}
            assert repair.keys() == {"status", "values"}
            assert repair["status"] in ("certain", "candidates", "none")
            assert all(isinstance(value, str) for value in repair["values"])
    [text] = found(facts_of({"cas_number": "10.1000/182."}), rule)["repair"]
    assert json.loads(text) == {"status": "certain", "values": ["10.1000/182"]}


CARDS = (
    {"entry_id": "DB1", "links": [{"title": "a"}, {"title": "b"}], "half_life": "See 10.1/x."},
    {"entry_id": "DB2", "links": [{"title": "c"}]},
    {"entry_id": "DB3", "indication": "For pain.", "half_life": "10.2"},
)
ALL = (EMPTY_LINK, NO_TEXT, rule_of("text", "texts.value", forbid="doi-directory"))


def test_fingerprints_do_not_know_the_order_of_entries_or_rules_or_rows() -> None:
    first = prints(facts_of(*CARDS), *ALL)
    assert len(first) == len(set(first)) == 7
    assert prints(facts_of(*reversed(CARDS)), *reversed(ALL)) == first
    turned = CARDS[0] | {"links": list(reversed(CARDS[0]["links"]))}  # type: ignore[call-overload]
    assert prints(facts_of(turned, *CARDS[1:]), *ALL) == first


def test_fingerprints_do_not_know_blanks_case_message_severity_or_date() -> None:
    rule = ALL[2]
    first = prints(facts_of({"entry_id": "DB1", "half_life": "See 10.1/x."}), rule)
    same = facts_of({"entry_id": "DB1", "half_life": "  SEE\n10.1/x. "}, as_of=pd.Timestamp("2030-01-01").date())
    assert prints(same, rule.model_copy(update={"message": "Another.", "severity": ALL[1].severity})) == first


@pytest.mark.parametrize(
    ("card", "rule"),
    [
        ({"entry_id": "DB2", "half_life": "See 10.1/x."}, ALL[2]),
        ({"entry_id": "DB1", "toxicity": "See 10.1/x."}, ALL[2]),
        ({"entry_id": "DB1", "half_life": "See 10.1/y."}, ALL[2]),
        ({"entry_id": "DB1", "half_life": "See 10.1/x."}, ALL[2].model_copy(update={"id": "VAL903"})),
    ],
)
def test_fingerprints_know_entry_field_value_and_rule(card: dict[str, str], rule: Rule) -> None:
    [first] = prints(facts_of({"entry_id": "DB1", "half_life": "See 10.1/x."}), ALL[2])
    [other] = prints(facts_of(card), rule)
    assert first != other


def test_a_new_finding_leaves_the_fingerprints_of_the_others() -> None:
    before = prints(facts_of(*CARDS[:2]), *ALL)
    assert set(before) < set(prints(facts_of(*CARDS), *ALL))


def told(rule: Rule, *cards: dict[str, object]) -> list[list[str]]:
    return found(facts_of(*cards), rule)[["entry_id", "field", "path", "value", "message"]].to_numpy().tolist()


def test_rows_with_the_same_value_make_one_finding() -> None:
    rule = rule_of("text", "texts.value", forbid="doi-directory", message="{field}: {value} ({detail})", per="value")
    one = {"entry_id": "DB1", "half_life": "See 10.1/x.", "clearance": "See 10.1/x.", "toxicity": "10.1/y"}
    assert told(rule, one, {"entry_id": "DB2", "half_life": "See 10.1/x."}) == [
        ["DB1", "toxicity", "toxicity", "10.1/y", "toxicity: 10.1/y (10.)"],
        ["DB1", "half_life", "half_life", "See 10.1/x.", "half-life, clearance: See 10.1/x. (10.)"],
        ["DB2", "half_life", "half_life", "See 10.1/x.", "half-life: See 10.1/x. (10.)"],
    ]


def test_rows_of_one_entry_make_one_finding() -> None:
    rule = rule_of("format", "links.url", check="cas-number", message="{detail}", per="entry")
    links = [{"url": name} for name in ("a", "b", "a", "50-78-2", "c", "d", "e", "f", "g")]
    assert told(rule, {"entry_id": "DB1", "links": links}, {"entry_id": "DB2", "links": [{"url": "z"}]}) == [
        ["DB1", "links.url", "links[1].url", "a, b, c, d, e and 2 more", "a, b, c, d, e and 2 more"],
        ["DB2", "links.url", "links[1].url", "z", "z"],
    ]


def test_to_mend_one_of_many_makes_no_new_finding() -> None:
    texts = {"entry_id": "DB1", "half_life": "10.1/x", "clearance": "10.1/y", "toxicity": "10.1/y"}
    for per, kept in (("entry", 1), ("value", 1), ("row", 2)):
        rule = rule_of("text", "texts.value", forbid="doi-directory", per=per)
        before, after = (prints(facts_of(card), rule) for card in (texts, texts | {"half_life": "Mended."}))
        assert set(after) <= set(before)
        assert len(after) == kept


def test_equal_findings_are_numbered() -> None:
    frame = found(facts_of({"links": [{}, {}, {}]}), EMPTY_LINK)
    first = frame["fingerprint"][0]
    assert frame["fingerprint"].to_list() == [first, f"{first}-1", f"{first}-2"]
    assert len(first) == 16
