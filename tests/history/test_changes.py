"""What has changed from run to run: findings, scores, ids, drift."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pharmaudit.facts.contents import contents
from pharmaudit.history.changes import BY_RULES, ENTRY_GONE, FIXED, NOT_JUDGED, Drift, Ratio
from pharmaudit.history.drift import flagged, least
from pharmaudit.history.remarks import ID_REMARKS
from pharmaudit.model import Damage
from pharmaudit.rulebook import Rulebook
from tests.building import facts_of
from tests.history.runs import GOOD, POOR, audited, changed_book, gone, judged, rulebook, words

LOST = Damage("cards.xml", "the file ends inside an entry", loss=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return rulebook()


def test_the_first_run_calls_nothing_new(file: Path) -> None:
    report = audited(GOOD, POOR, file=file)
    assert set(words(report).values()) == {""}
    assert report.changes is not None
    assert report.changes.previous is None
    assert report.remarks == ()


def test_without_a_history_nothing_is_compared() -> None:
    report = judged(GOOD)
    assert (report.changes, report.snapshot) == (None, None)


def test_a_finding_is_new_then_stays_goes_and_comes_back(file: Path) -> None:
    runs = [
        audited(GOOD, file=file),
        audited(GOOD | {"indication": None}, file=file),
        audited(GOOD | {"indication": None}, file=file),
        audited(GOOD, file=file),
        audited(GOOD | {"indication": None}, file=file),
    ]
    one = [words(run).get("COM103 DB90001") for run in runs]
    assert one == [None, "new", "persisting", None, "reopened"]
    assert [gone(run) for run in runs] == [{}, {}, {}, {"COM103 DB90001": FIXED}, {}]


@pytest.mark.parametrize(
    ("cards", "given", "why"),
    [
        ([GOOD, POOR | {"indication": "For examples."}], {}, FIXED),
        ([GOOD], {}, ENTRY_GONE),
        ([GOOD], {"damages": [LOST]}, NOT_JUDGED),
        ([GOOD, POOR], {"ignore": ["COM103"]}, NOT_JUDGED),
    ],
    ids=["mended", "entry gone", "source damaged", "rule ignored"],
)
def test_why_a_finding_is_gone(
    file: Path, book: Rulebook, cards: Sequence[Any], given: dict[str, Any], why: str
) -> None:
    audited(GOOD, POOR, file=file, book=book)
    assert gone(audited(*cards, file=file, book=book, **given))["COM103 DB90002"] == why


def test_what_was_not_judged_persists_when_it_is_judged_again(file: Path, book: Rulebook) -> None:
    audited(GOOD, POOR, file=file, book=book)
    audited(GOOD, POOR, file=file, book=book, ignore=["COM103"])
    assert words(audited(GOOD, POOR, file=file, book=book))["COM103 DB90002"] == "persisting"


def test_a_damaged_source_leaves_its_entries_known(file: Path, book: Rulebook) -> None:
    audited(GOOD, POOR, file=file, book=book)
    damaged = audited(GOOD, file=file, book=book, damages=[LOST])
    assert damaged.changes is not None
    assert (damaged.changes.ids.vanished, damaged.changes.ids.unread) == ((), ("DB90002",))
    assert [one.rule for one in damaged.remarks] == ["HIS102"]
    again = audited(GOOD, POOR, file=file, book=book)
    assert again.changes is not None
    assert again.changes.ids.added == ()
    assert set(words(again).values()) == {"persisting"}


def test_a_finding_that_another_rule_took_away_is_not_fixed(file: Path, book: Rulebook) -> None:
    audited(POOR, file=file, book=book)
    lenient = changed_book(book, "COM103", when='"experimental" in groups')
    report = audited(POOR, file=file, book=lenient)
    assert gone(report) == {"COM103 DB90002": BY_RULES}
    assert report.changes is not None
    assert report.changes.changed_rules == {"COM103"}
    strict = audited(POOR, file=file, book=book)
    assert strict.changes is not None
    mine = strict.findings.set_index("rule")["fingerprint"]["COM103"]
    assert strict.changes.by_rules == {mine}


def test_gate_and_waivers_are_no_change_of_rules(file: Path, book: Rulebook) -> None:
    audited(POOR, file=file, book=book)
    report = judged(POOR, file=file, book=book, profile={"fail_on": "never"})
    assert report.changes is not None
    assert report.changes.judged_alike


def test_ids_are_added_vanish_and_merge(file: Path) -> None:
    extra = {"entry_id": "DB90003", "name": "Examplone"}
    audited(GOOD, POOR, extra, file=file)
    heir = GOOD | {"drugbank_ids": [{"drugbank_id": "DB90002", "primary": "false"}]}
    report = audited(heir, {"entry_id": "DB90004", "name": "Exampline"}, {"entry_id": "DB90005"}, file=file)
    assert report.changes is not None
    ids = report.changes.ids
    assert (ids.added, ids.vanished, dict(ids.merged)) == (("DB90004", "DB90005"), ("DB90003",), {"DB90002": "DB90001"})
    assert [(one.rule, one.subject) for one in report.remarks] == [("CUR901", "DB90003")]


def many(count: int, **keys: Any) -> list[dict[str, Any]]:
    return [{"entry_id": f"DB9{number:04d}", "name": f"Examplamine {number}", **keys} for number in range(count)]


def test_an_id_that_two_entries_had_is_still_there(file: Path) -> None:
    audited(GOOD, GOOD, POOR, file=file)
    report = audited(GOOD, POOR, file=file)
    assert report.changes is not None
    assert report.changes.ids.vanished == ()
    assert "CUR901" not in [one.rule for one in report.remarks]


def test_bases_that_share_little_are_told_in_one_remark(file: Path) -> None:
    audited(*many(60), file=file)
    others = [card | {"entry_id": card["entry_id"].replace("DB", "XX")} for card in many(60)]
    assert [one.rule for one in audited(*others, file=file).remarks] == ["HIS101"]


def test_series_are_not_compared(file: Path) -> None:
    audited(GOOD, file=file)
    other = audited(POOR, file=file, series="others")
    assert other.changes is not None
    assert other.changes.previous is None
    again = audited(GOOD, file=file)
    assert set(words(again).values()) == {"persisting"}


def test_many_vanished_ids_end_in_one_remark(file: Path) -> None:
    audited(*many(200), file=file)
    remarks = [one for one in audited(*many(140), file=file).remarks if one.rule == "CUR901"]
    assert len(remarks) == ID_REMARKS + 1
    assert "10 more ids" in remarks[-1].message


def test_lost_and_changed_values_are_told_once(file: Path) -> None:
    full = GOOD | {"targets": [{"name": "Example receptor"}]}
    changed = full | {"half_life": None, "cas_number": "50-00-0", "type": "biotech", "targets": []}
    audited(full, POOR, file=file)
    assert {(one.rule, one.subject) for one in audited(changed, POOR, file=file).remarks} == {
        ("CUR902", "half_life"),
        ("CUR904", "cas_number"),
        ("CUR905", "type"),
        ("CUR906", "targets"),
    }
    assert audited(changed, POOR, file=file).remarks == ()


def test_a_field_that_empties_is_drift(file: Path) -> None:
    audited(*many(40, half_life="Two hours."), file=file)
    half = [
        card | ({"half_life": None} if number < 6 else {})
        for number, card in enumerate(many(40, half_life="Two hours."))
    ]
    report = audited(*half, file=file)
    assert report.changes is not None
    field = next(one for one in report.changes.drift if one.what == "field")
    assert (field.subject, field.same_before, field.same_after) == ("half_life", Ratio(40, 40), Ratio(34, 40))
    assert "HIS103" in [one.rule for one in report.remarks]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((100, 1000), (100, 1000), False),
        ((100, 1000), (109, 1000), False),  # 9 %
        ((100, 1000), (115, 1000), True),
        ((10, 1000), (13, 1000), False),  # 30 %, but 3 entries
        ((0, 1000), (5, 1000), True),
        ((0, 0), (5, 1000), False),  # nothing to compare with
        ((115, 1000), (100, 1000), True),
    ],
)
def test_drift_is_a_tenth_and_a_least_count(before: tuple[int, int], after: tuple[int, int], expected: bool) -> None:
    one = Drift("rule", "COM101", Ratio(1, 1), Ratio(1, 1), Ratio(*before), Ratio(*after))
    assert flagged(one, least(1000)) is expected


def test_the_least_count_grows_with_the_base() -> None:
    assert [least(size) for size in (0, 5_000, 14_315)] == [5, 5, 15]


SALT = {"name": "Examplamine chloride", "unii": "AAAAAAAAAA"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {}, True),
        ({"indication": "A"}, {"indication": "B"}, False),
        ({"indication": "A"}, {"toxicity": "A"}, False),
        ({"indication": ""}, {}, False),  # an empty element is not a missing one
        ({"synonyms": ["A", "B"]}, {"synonyms": ["B", "A"]}, True),
        ({"synonyms": ["A"]}, {"synonyms": ["A", "A"]}, False),
        ({"salts": [SALT]}, {"salts": [SALT | {"unii": "BBBBBBBBBB"}]}, False),
        (
            {"targets": [{"name": "A", "protein_actions": ["x"]}, {"name": "B"}]},
            {"targets": [{"name": "A"}, {"name": "B", "protein_actions": ["x"]}]},
            False,
        ),
    ],
)
def test_content_tells_what_an_entry_holds(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    found = [contents(facts_of({"entry_id": "DB90001", "name": "A"} | card)) for card in (one, other)]
    assert bool(found[0][0] == found[1][0]) is same


def test_content_knows_neither_place_nor_neighbours() -> None:
    alone = contents(facts_of(GOOD))[0]
    behind = contents(facts_of(POOR, POOR | {"entry_id": "DB90007"}, GOOD))
    assert behind[2] == alone
    assert len(np.unique(behind)) == 3


def test_content_of_no_entries() -> None:
    assert len(contents(facts_of())) == 0


def test_entries_without_an_id_have_no_history(file: Path) -> None:
    cards = [{"entry_id": "", "name": "A"}, {"entry_id": "DB90001", "name": "B"}, {"entry_id": "db90001", "name": "C"}]
    audited(*cards, file=file)
    report = audited(*cards, file=file)
    assert report.snapshot is not None
    assert report.snapshot.entries.index.tolist() == ["db90001", "db90001#2"]
    assert set(words(report).values()) == {"persisting"}


@pytest.mark.parametrize("make", [lambda: (), lambda: (GOOD,)], ids=["no entries", "one"])
def test_runs_from_and_to_nothing(file: Path, make: Callable[[], Sequence[Any]]) -> None:
    audited(file=file)
    audited(*make(), file=file)
    report = audited(file=file)
    assert report.changes is not None
    assert isinstance(report.changes.gone, pd.DataFrame)
