"""Waivers: what they cover, what is said of those that cover nothing, and that no score hears of them."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit import pipeline
from pharmaudit.model import Source
from pharmaudit.progress import silent
from pharmaudit.readers.waivers import Waiver, Waivers
from pharmaudit.report import Report
from pharmaudit.rulebook import load_rulebook
from pharmaudit.rulebook.profile import load_profile
from pharmaudit.triage.status import Triaged, triaged
from pharmaudit.triage.waiver_remarks import expiring, reminders, strangers
from pharmaudit.triage.waivers import Asked, Fate
from tests.report.small import CARDS, OPTIONS, RULEBOOK, small, tables_of

NOW = date(2026, 11, 22)
RULES = {"VAL301": "VAL301", "bad-cas": "VAL301", "COM101": "COM101", "COM102": "COM102"}
ASKED = Asked(RULES, frozenset({"VAL301", "COM101"}), frozenset({"DB1", "DB2", "DB11", "D_1", ""}))
FOUND = pd.DataFrame(
    [
        ("VAL301", "DB1", "cas_number", "00000000000000a1"),
        ("VAL301", "DB1", "cas_number", "00000000000000a1-1"),
        ("VAL301", "DB1", "unii", "00000000000000a2"),
        ("VAL301", "DB11", "cas_number", "00000000000000a3"),
        ("COM101", "DB1", "indication", "00000000000000a4"),
        ("COM101", "D_1", "indication", "00000000000000a5"),
        ("COM101", "", "indication", "00000000000000a6"),
    ],
    columns=["rule", "entry_id", "field", "fingerprint"],
).assign(status="open")


def waiver(rule: str = "VAL301", *entries: str, until: str = "2027-06-30", **keys: str) -> Waiver:
    try:
        last = date.fromisoformat(until)
    except ValueError:
        last = None
    told = {"line": 7, "field": "", "fingerprint": "", "reason": "It is right.", "by": "Anna"} | keys
    return Waiver(rule=rule, entries=entries or ("DB1",), until=last, given=until, **told)


def of(*items: Waiver) -> Waivers:
    return Waivers(Source("w.yaml", "waivers", "", len(items)), items)


def hold(*items: Waiver, found: pd.DataFrame = FOUND) -> Triaged:
    return triaged(found, of(*items), ASKED, NOW)


def covered(result: Triaged) -> list[int]:
    return [number for number, status in enumerate(result.findings["status"]) if status == "waived"]


@pytest.mark.parametrize(
    ("one", "rows"),
    [
        (waiver(), [0, 1, 2]),
        (waiver("bad-cas"), [0, 1, 2]),
        (waiver("VAL301", "DB1", "DB11"), [0, 1, 2, 3]),
        (waiver("VAL301", field="unii"), [2]),
        (waiver("VAL301", fingerprint="00000000000000a1"), [0]),
        (waiver("VAL301", fingerprint="00000000000000a1-1"), [1]),
        (waiver("VAL301", fingerprint="00000000000000a1", field="unii"), []),
        (waiver("VAL301", "DB11", fingerprint="00000000000000a1"), []),
        (waiver("VAL301", "DB1*"), [0, 1, 2, 3]),
        (waiver("VAL301", "DB1?"), [3]),
        (waiver("VAL301", "*", field="cas_number"), [0, 1, 3]),
        (waiver("COM101", "*"), [4, 5, 6]),
        (waiver("COM101", "D.1*"), []),  # a dot is a dot, and _ and % are what they are
        (waiver("COM101", "D_?"), [5]),
        (waiver("COM101", "%*"), []),
        (waiver("COM101", "DB1", "DB1", "DB*"), [4]),
        (waiver("COM101", "db1"), []),
        (waiver("VAL301", until="2026-11-22"), [0, 1, 2]),  # its last day
        (waiver("VAL301", until="2026-11-21"), []),
        (waiver("VAL301", until="2026-02-30"), []),
        (waiver("VAL301", until="soon"), []),
        (waiver("VAL999"), []),
        (waiver("COM102"), []),
        (waiver("val301"), []),
    ],
)
def test_what_is_covered(one: Waiver, rows: list[int]) -> None:
    result = hold(one)
    assert covered(result) == rows
    assert set(result.justifications) == {FOUND["fingerprint"][row] for row in rows}
    assert result.findings.drop(columns="status").equals(FOUND.drop(columns="status"))


@pytest.mark.parametrize(
    ("one", "fate", "rule", "words"),
    [
        (waiver(), Fate.USED, None, ""),
        (waiver(until="2026-11-21"), Fate.EXPIRED, "WAI101", "expired on 2026-11-21; it would cover 3 findings"),
        (waiver(until="2026-11-21", field="x"), Fate.EXPIRED, "WAI101", "DB1 expired on 2026-11-21"),
        (waiver(until="2026-02-30"), Fate.LAPSED, "WAI102", "'2026-02-30' is no date"),
        (waiver("COM101", "DB2"), Fate.UNMATCHED, "WAI103", "covers nothing: there is no such finding any more"),
        (waiver("COM101", "X*"), Fate.UNMATCHED, "WAI103", "COM101 in X*"),
        (waiver(field="name"), Fate.UNMATCHED, "WAI103", ""),
        (waiver("VAL302"), Fate.UNKNOWN_RULE, "WAI104", "there is no rule 'VAL302' (did you mean 'VAL301'?), so"),
        (waiver("VAL302", until="soon"), Fate.UNKNOWN_RULE, "WAI104", ""),
        (waiver(fingerprint="00000000000000ff"), Fate.REOPENED, "WAI105", "edited: the finding that it names is gone"),
        (waiver(fingerprint="00000000000000ff", field="unii"), Fate.REOPENED, "WAI105", "and 1 of the rule is open"),
        (waiver(fingerprint="00000000000000ff", field="name"), Fate.UNMATCHED, "WAI103", ""),
        (waiver("COM101", "DB2", fingerprint="00000000000000ff"), Fate.UNMATCHED, "WAI103", ""),
        (waiver("COM102"), Fate.NOT_ASKED, None, ""),  # known, but not run
        (waiver("COM101", "DB3", "DB4"), Fate.NOT_ASKED, None, ""),  # not among these sources
    ],
)
def test_what_comes_of_a_waiver(one: Waiver, fate: Fate, rule: str | None, words: str) -> None:
    result = hold(one)
    assert [outcome.fate for outcome in result.outcomes] == [fate]
    assert [remark.rule for remark in result.remarks] == ([rule] if rule else [])
    for remark in result.remarks:
        assert remark.subject == "w.yaml:7"
        assert words in remark.message
        assert remark.fix


def test_the_first_waiver_that_covers_gives_the_reason_and_both_are_used() -> None:
    result = hold(
        waiver(reason="Old.", until="2026-01-01"), waiver("VAL301", "*", reason="All."), waiver(reason="One.")
    )
    assert result.justifications["00000000000000a2"] == "All. (Anna, until 2027-06-30)"
    assert [one.fate for one in result.outcomes] == [Fate.EXPIRED, Fate.USED, Fate.USED]
    assert [one.hits for one in result.outcomes] == [3, 4, 3]


def test_a_finding_that_another_waiver_covers_is_no_edit() -> None:
    result = hold(waiver("COM101", fingerprint="00000000000000ff"), waiver("COM101"))
    assert [one.fate for one in result.outcomes] == [Fate.UNMATCHED, Fate.USED]


def test_no_waivers_and_no_findings() -> None:
    assert triaged(FOUND, None, ASKED, NOW) == Triaged(FOUND)
    assert covered(hold()) == []
    result = hold(waiver(), waiver("COM101", "*"), found=FOUND.iloc[:0])
    assert [one.fate for one in result.outcomes] == [Fate.UNMATCHED, Fate.UNMATCHED]
    assert len(result.findings) == 0


def test_what_expires_soon() -> None:
    dates = ("2026-11-21", "2026-11-22", "2026-12-22", "2026-12-23", "soon", "9999-12-31")
    items = of(*(waiver(until=one) for one in dates), waiver("VAL302", until="2026-12-01"))
    outcomes = triaged(FOUND, items, ASKED, NOW).outcomes
    assert [one.waiver.given for one in expiring(outcomes[:6], NOW)] == ["2026-11-22", "2026-12-22"]
    assert len(expiring(outcomes[:6], NOW, 10**7)) == 4
    told = reminders(outcomes, items, NOW, 30)
    assert [one.message.rpartition(" ")[2] for one in told] == ["2026-11-22", "2026-12-22"]
    assert {one.rule for one in told} == {"WAI106"}


def test_entries_that_the_sources_do_not_hold() -> None:
    items = of(waiver("COM101", "DB3"), waiver("COM102", "DB3"), waiver("COM102"), waiver("COM101", "X*"))
    told = strangers(triaged(FOUND, items, ASKED, NOW).outcomes, items, ASKED.entry_ids)
    assert [one.message for one in told] == [
        "the sources hold no entry of the waiver of COM101 in DB3",
        "the sources hold no entry of the waiver of COM102 in DB3",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [(("DB*",), 0), (("?B2",), 0), (("DB9", "DB1?"), 0), (("X*",), 1), (("b*",), 1), (("DB9", "DB?9"), 1)],
)
def test_a_pattern_holds_entries_as_it_covers_them(words: tuple[str, ...], told: int) -> None:
    items = of(waiver("COM102", *words))  # the rule was not run
    assert len(strangers(triaged(FOUND, items, ASKED, NOW).outcomes, items, ASKED.entry_ids)) == told


def test_ten_thousand_waivers() -> None:
    ids = [f"DB{number:05}" for number in range(10_000)]
    found = pd.DataFrame({"rule": "VAL301", "entry_id": ids, "field": "unii", "fingerprint": ids, "status": "open"})
    items = [waiver("VAL301", one) for one in ids[::2]] + [waiver("VAL999", one) for one in ids[:5000]]
    result = hold(*items, found=found)
    assert covered(result) == list(range(0, 10_000, 2))
    assert len(result.remarks) == 5000


IDS = st.lists(st.sampled_from(["DB90001", "DB90002", "db90001", "*", "DB9000?", "DB8*", "nothing"]), min_size=1)
FIELDS = st.sampled_from(["", "indication", "articles.citation"])
UNTIL = st.sampled_from(["2027-06-30", "2026-11-21", "soon"])


def audited(*items: Waiver) -> Report:
    profile = load_profile("default", RULEBOOK / "profiles")
    beside = pipeline.Beside(waivers=of(*items))
    return pipeline.judged(tables_of(CARDS), load_rulebook(RULEBOOK), profile, OPTIONS, silent, beside)


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_a_waiver_changes_a_status_never_a_verdict_or_a_score(data: st.DataObject) -> None:
    plain = small()
    rules = st.sampled_from([*(rule.id for rule in plain.rules), "VAL000"])
    one = st.builds(
        lambda rule, ids, field, until: waiver(rule, *ids, field=field, until=until), rules, IDS, FIELDS, UNTIL
    )
    report = audited(*data.draw(st.lists(one, max_size=5)))
    counted = ["errors", "warnings", "infos"]
    assert report.entries.drop(columns=counted).equals(plain.entries.drop(columns=counted))
    assert (report.entries[counted] <= plain.entries[counted]).all(axis=None)
    assert report.findings.drop(columns="status").equals(plain.findings.drop(columns="status"))
    assert report.worklist.equals(plain.worklist)
    assert report.gate.closing <= plain.gate.closing
    for rule, tally in plain.tallies.items():
        assert (report.tallies[rule].passed == tally.passed).all()
        assert (report.tallies[rule].failed == tally.failed).all()


def test_all_waived_leaves_nothing_open_and_the_scores_as_they_are() -> None:
    plain = small()
    report = audited(*(waiver(rule.id, "*") for rule in plain.rules))
    assert set(report.findings["status"]) == {"waived"}
    assert report.entries[["errors", "warnings", "infos"]].sum(axis=None) == 0
    assert report.gate.passed
    assert not plain.gate.passed
    for column in ("grade", "stars", "consistency", "completeness", "evidence", "priority", "rank"):
        assert report.entries[column].equals(plain.entries[column])
    assert set(report.justifications) == set(report.findings["fingerprint"])
