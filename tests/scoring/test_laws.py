"""Laws of the scores of whole runs: neither the order of entries nor their company changes what an entry is worth."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pharmaudit.pipeline import judged
from pharmaudit.progress import silent
from pharmaudit.report import Report
from pharmaudit.rulebook import load_rulebook
from pharmaudit.rulebook.profile import load_profile
from tests.building import tables_of
from tests.report.small import OPTIONS, RULEBOOK

OF_AN_ENTRY = ("completeness", "consistency", "evidence", "grade", "stars", "stub_computed", "cohort", "errors")
QUICK = settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.generate))
TEXTS = st.sampled_from([None, "Not Available", "Two hours.", "It blocks the example receptor [A1]."])
CARDS = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["small molecule", "biotech"]),
            "groups": st.sampled_from([[], ["approved"], ["approved", "withdrawn"], ["experimental"]]),
            "description": TEXTS,
            "indication": TEXTS,
            "half_life": TEXTS,
            "cas_number": st.sampled_from([None, "50-78-2", "50-78-3"]),
            "articles": st.sampled_from([[], [{"ref_id": "A1", "pubmed_id": "1", "citation": "An article."}]]),
        }
    ),
    min_size=2,
    max_size=6,
)


@cache
def rules():
    return load_rulebook(RULEBOOK), load_profile("default", RULEBOOK / "profiles")


def report_of(cards: Sequence[Mapping[str, object]]) -> Report:
    return judged(tables_of(*cards), *rules(), OPTIONS, silent)


def named(cards: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    return [{"entry_id": f"DB{90000 + number}"} | dict(card) for number, card in enumerate(cards)]


def scores(report: Report) -> pd.DataFrame:
    return report.entries.set_index("entry_id")[list(OF_AN_ENTRY)].sort_index()


@given(cards=CARDS, data=st.data())
@QUICK
def test_the_order_of_entries_never_matters(cards, data):
    cards = named(cards)
    shuffled = data.draw(st.permutations(cards))
    before, after = report_of(cards), report_of(shuffled)
    columns = [*OF_AN_ENTRY, "percentile_all", "percentile_cohort", "priority"]
    told = [report.entries.set_index("entry_id")[columns].sort_index() for report in (before, after)]
    pd.testing.assert_frame_equal(*told)


@given(cards=CARDS, cut=st.integers(0, 6))
@QUICK
def test_a_base_is_the_sum_of_its_halves(cards, cut):
    """Of rules that each row decides by itself, and hence of the scores that rest on them."""
    cards = named(cards)
    whole, halves = report_of(cards), [report_of(cards[:cut]), report_of(cards[cut:])]
    for rule in whole.rules:
        if rule.scope == "row":
            for count in ("passed", "failed"):
                parts = [getattr(half.tallies[rule.id], count) for half in halves]
                assert np.array_equal(np.concatenate(parts), getattr(whole.tallies[rule.id], count)), rule.id
    if all(rule.scope == "row" for rule in whole.rules):
        pd.testing.assert_frame_equal(pd.concat([scores(half) for half in halves if len(half.entries)]), scores(whole))


@given(cards=CARDS, place=st.integers(0, 5))
@QUICK
def test_writing_a_field_never_costs_completeness(cards, place):
    cards = named(cards)
    place %= len(cards)
    written = [*cards]
    written[place] = dict(cards[place]) | {"indication": "For the treatment of examples."}
    before, after = report_of(cards).points.score, report_of(written).points.score
    assert np.isnan(before[place]) or after[place] >= before[place] - 1e-9


@given(cards=CARDS)
@QUICK
def test_nothing_but_a_whole_is_shown_as_100(cards):
    report = report_of(cards)
    lacking = report.points.missing.any(axis=0)
    shown = report.entries["completeness"].to_numpy(dtype=float)
    assert np.array_equal(shown == 100, ~lacking & report.points.possible.any(axis=0))
    assert np.array_equal(np.isnan(shown), ~report.points.possible.any(axis=0))


@pytest.mark.parametrize("cards", [[], [{}], [{}] * 5, [{"type": "biotech"}, {}]], ids=["none", "one", "same", "two"])
def test_the_smallest_bases(cards):
    report = report_of(cards)
    assert report.provenance.crashes == ()
    assert len(report.entries) == len(cards)
    alone = report.entries.groupby("cohort")["entry"].transform("size") == 1
    assert report.entries.loc[alone, "percentile_cohort"].isna().all()
