"""How far scores moved, and the parts that data and rules have in it; the credit that this is worked out from."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pharmaudit.history.moves import moved
from pharmaudit.history.reading import CREDIT_STEPS
from pharmaudit.history.snapshot import Snapshot, snapshot
from pharmaudit.history.store import append, read_past
from pharmaudit.report import Report
from pharmaudit.rulebook import Rulebook
from tests.history.runs import GOOD, POOR, RECORDED, audited, changed_book, judged, rulebook

MENDED = POOR | {"indication": "For examples."}
COHORT = {"cohort_weights": {"approved small molecule": {"description": 10}}}
OTHERS = {"cohort_weights": {"other biologic": {"description": 10}}}
HEAVY, WEIGHTLESS = {"weights": {"description": 10}}, {"weights": {"description": 0}}


@pytest.fixture(scope="module")
def thirds() -> Rulebook:
    """Three targets are asked for: one earns a third."""
    return changed_book(rulebook(), "COM108", min=3)


@pytest.fixture(scope="module")
def known() -> Snapshot:
    return kept(judged(GOOD, POOR, file=Path("not-there")))


def kept(report: Report) -> Snapshot:
    assert report.snapshot is not None
    return report.snapshot


def parts(report: Report) -> dict[str, tuple[float, float, bool]]:
    """Entry -> what data and what rules did to its completeness, and whether that is exact."""
    assert report.changes is not None
    rows = report.changes.moved
    rows = rows[rows["axis"] == "completeness"]
    return {
        id_: (data, rule, exact) for id_, data, rule, exact in rows[["entry_id", "data", "rule", "exact"]].to_numpy()
    }


@pytest.mark.parametrize(
    ("first", "card", "profile", "expected"),
    [
        ({}, POOR, {}, None),
        ({}, MENDED, {}, (18.5, 0.0, True)),
        ({}, POOR, HEAVY, (0.0, 11.0, True)),
        ({}, MENDED, HEAVY, (15.6, 11.0, False)),
        ({}, MENDED, COHORT, (15.6, 11.0, False)),
        ({}, MENDED, OTHERS, (18.5, 0.0, False)),
        (WEIGHTLESS, MENDED, {}, (18.5, 16.0, False)),
    ],
    ids=["nothing", "data", "rules", "both", "both, by cohort", "both, another cohort", "a field that weighed nothing"],
)
def test_a_move_is_split_into_data_and_rules(
    tmp_path: Path, first: dict[str, Any], card: dict[str, Any], profile: dict[str, Any], expected: Sequence[Any] | None
) -> None:
    """POOR has name 3 and description 5 of 27 points: 29.6; of 32 with a description of 10: 40.6; 3 of 22 without."""
    file = tmp_path / "history.db"
    audited(POOR, file=file, profile=first)
    assert parts(judged(card, file=file, profile=profile)).get("DB90002") == expected


def test_a_share_of_a_field_counts_as_such(tmp_path: Path, thirds: Rulebook) -> None:
    """One target of three earns 4/3 points: 34.5 at first, 44.7 with a description of 10, 60.4 with an indication."""
    file, one = tmp_path / "history.db", [{"name": "Example receptor"}]
    audited(POOR | {"targets": one}, file=file, book=thirds)
    assert parts(judged(MENDED | {"targets": one}, file=file, book=thirds, profile=HEAVY)) == {
        "DB90002": (15.7, 10.2, False)
    }


def test_credit_comes_back_as_it_was(tmp_path: Path, known: Snapshot) -> None:
    told = np.array([0.0, 1 / 3, 0.35, 0.1, 0.9, 1.0, 0.123, np.nan])
    credit = np.resize(told, known.bits.credit.shape)
    append(tmp_path / "history.db", replace(known, bits=replace(known.bits, credit=credit)), RECORDED)
    back = read_past(tmp_path / "history.db", "default").known
    assert back is not None
    assert np.allclose(back.bits.credit, credit, rtol=0, atol=0.5 / CREDIT_STEPS + 1e-9, equal_nan=True)
    fine = credit != 0.123
    assert np.allclose(back.bits.credit[fine], credit[fine], rtol=0, atol=1e-9, equal_nan=True)


def test_of_summed_points_no_credit_is_kept_and_no_part_is_told(tmp_path: Path, known: Snapshot) -> None:
    report = judged(GOOD, POOR)
    points = replace(report.points, summed=True, earned=report.points.earned * 3)
    info = replace(known.info, number=0, judged_by="sums")
    summed = snapshot(
        *(info, report.entries, report.findings, points, report.tallies, report.rules, report.facts), damaged=False
    )
    assert np.isnan(summed.bits.credit).all()
    append(tmp_path / "history.db", summed, RECORDED)
    before = read_past(tmp_path / "history.db", "default").known
    assert before is not None
    shares = known.entries.assign(completeness=known.entries["completeness"] + 1, content="0" * 16)
    for old, new in ((before, replace(known, entries=shares)), (replace(known, entries=shares), before)):
        rows = moved(old, new)
        rows = rows[rows["axis"] == "completeness"]
        assert len(rows) == len(known.entries)
        assert rows[["data", "rule"]].isna().all(axis=None)


def test_worth_follows_the_entry(known: Snapshot) -> None:
    assert (known.bits.worth == known.bits.weights).all()
    special = kept(judged(GOOD, POOR | {"type": "biotech"}, file=Path("not-there"), profile=COHORT)).bits
    at = special.fields.index("description")
    assert special.worth[:, at].tolist() == [10, 5]
    assert special.weights[at] == 10
