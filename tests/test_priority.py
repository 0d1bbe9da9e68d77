"""Demand and priority: laws that must hold for any knowledge base, and the cases at the edge."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.demand import External, demand, role
from pharmaudit.pipeline import Options, judged, rules_of
from pharmaudit.priority import proposals, worklist
from pharmaudit.progress import silent
from pharmaudit.report import Report
from pharmaudit.report.queue import Filters, narrowed, queue_of
from pharmaudit.scoring import Points
from tests.building import facts_of, tables_of

OPTIONS = Options(as_of=date(2026, 1, 1))
FIELDS = ("indication", "half_life", "description", "targets")
GROUPS = ("approved", "withdrawn", "investigational", "experimental")
CARDS = tuple({"groups": [group]} for group in (*GROUPS, "approved", "approved"))
SIZE = len(CARDS)

earned = st.lists(st.lists(st.booleans(), min_size=SIZE, max_size=SIZE), min_size=len(FIELDS), max_size=len(FIELDS))
views = st.lists(st.floats(0, 1e6), min_size=SIZE, max_size=SIZE)


@pytest.fixture(scope="module")
def facts():
    return facts_of(*CARDS)


def ranked(facts, told, wanted) -> pd.DataFrame:
    """The queue where `told` says which fields are earned, in order of rank."""
    points = Points(FIELDS, np.array([5.0, 2.0, 5.0, 3.0]), np.ones((len(FIELDS), SIZE), dtype=bool), np.array(told))
    proposed = proposals(points, (), facts).assign(minutes=10)
    names = ("entry_id", "name")
    entries = facts.tables.entries[list(names)].assign(
        cohort=facts.cohorts, groups="", stub_computed="partial", completeness=points.score, grade="A", stars=1
    )
    return worklist(entries, proposed, points, wanted, facts)


def by_views(facts, values) -> External:
    return External("views.csv", dict(zip(facts.tables.entries["entry_id"], values, strict=True)))


@given(told=earned, values=views, order=st.permutations(range(SIZE)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_entries_never_matters(told, values, order, facts):
    ids = facts.tables.entries["entry_id"].tolist()
    shuffled = facts_of(*({"entry_id": ids[at], **CARDS[at]} for at in order))
    external = by_views(facts, values)
    once = ranked(facts, told, demand(facts, external))
    again = ranked(shuffled, [[row[at] for at in order] for row in told], demand(shuffled, external))
    columns = ["rank", "entry_id", "demand", "minutes", "fields"]
    pd.testing.assert_frame_equal(once[columns], again[columns])


@given(told=earned, values=views, which=st.integers(0, SIZE - 1), more=st.floats(0, 1e6))
@settings(max_examples=25, deadline=None)
def test_more_demand_never_lowers_an_entry(told, values, which, more, facts):
    ids = facts.tables.entries["entry_id"].tolist()
    before = ranked(facts, told, demand(facts, by_views(facts, values))).set_index("entry_id")
    raised = [value + more * (at == which) for at, value in enumerate(values)]
    wanted = demand(facts, by_views(facts, raised))
    after = ranked(facts, told, wanted).set_index("entry_id")
    assert wanted.value[which] >= demand(facts, by_views(facts, values)).value[which] - 1e-9
    if ids[which] in before.index:
        assert after["priority"][ids[which]] >= before["priority"][ids[which]] - 0.1


@given(told=earned, values=views)
@settings(max_examples=20, deadline=None)
def test_who_has_nothing_to_write_is_not_in_the_queue(told, values, facts):
    queue = ranked(facts, told, demand(facts, by_views(facts, values)))
    full = np.flatnonzero(np.array(told).all(axis=0))
    assert not set(queue["entry"]) & set(full)
    assert queue["rank"].tolist() == list(range(1, len(queue) + 1))
    assert queue["priority"].between(0, 100).all()
    assert queue["priority"].is_monotonic_decreasing


@pytest.mark.parametrize(
    "cards",
    [[], [{}], [{}] * 3, [{"groups": ["approved"]}] * 25, [*({"groups": ["approved"]},) * 25, {"type": "biotech"}]],
    ids=["none", "one", "identical", "identical, with peers", "a cohort of one"],
)
def test_bases_at_the_edge(cards):
    report = report_of(*cards)
    queue = report.worklist
    assert len(queue) <= len(cards)
    assert queue["priority"].between(0, 100).all()
    assert report.provenance.crashes == ()
    assert np.isfinite(report.demand.value).all()


def report_of(*cards) -> Report:
    return judged(tables_of(*cards), *rules_of(OPTIONS), OPTIONS, silent)


MEDICINE = {"atc_codes": [{"code": "N02BE01"}], "international_brands": [{"name": "Examplol"}]}
NAMED = {"synonyms": [{"synonym": "Examplum", "coder": "inn/usan"}]}


@pytest.mark.parametrize(
    ("cards", "roles"),
    [
        ([{}, {}], [1, 1]),
        ([MEDICINE | NAMED, MEDICINE, NAMED, {}], [1, 0.75, 0.5, 0.25]),
        ([NAMED, {}], [1, 0.5]),
        ([NAMED, {"synonyms": [{"synonym": "2-examplane", "coder": "iupac"}]}], [1, 0.5]),
        ([], []),
    ],
    ids=["no sign in the base", "three signs", "one sign is known", "IUPAC names everything", "nothing"],
)
def test_the_role_of_an_entry(cards, roles):
    assert role(facts_of(*cards)).tolist() == roles


def test_a_vehicle_of_many_products_ranks_below_a_medicine():
    forms = [{"form": f"form {number}", "route": "Oral"} for number in range(60)]
    vehicle, medicine = {"groups": ["approved"], "dosages": forms}, {"groups": ["approved"], "dosages": forms[:10]}
    report = report_of(vehicle, medicine | MEDICINE | NAMED)
    assert report.demand.parts["dosage forms"][0] > report.demand.parts["dosage forms"][1]
    assert report.demand.value[0] < report.demand.value[1]


def test_a_table_of_demand_takes_the_place_of_use():
    facts = facts_of({"groups": ["approved"], "dosages": [{"form": "gel"}]}, {"groups": ["approved"]}, {})
    wanted = demand(facts, External("views.csv", {"db90001": 1000.0, "DB12345": 3.0}))
    assert wanted.value.round(3).tolist() == [0.5, 1.0, 0.05]
    assert (wanted.strangers, wanted.unknown, wanted.role) == (1, (), None)
    assert wanted.origin == "views.csv and the best group"
    assert demand(facts, External("views.csv", {"DB90000": 0.0})).value.tolist() == [0.5, 0.5, 0.05]


CATEGORIES = [{"category": "Example Agents"}, {"category": "Acids, Example"}]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(), {"DB90000", "DB90001", "DB90002"}),
        (Filters(group=("Withdrawn",)), {"DB90001"}),
        (Filters(cohort=("approved small molecule",)), {"DB90000", "DB90001"}),
        (Filters(cohort=("approved small molecule",), group=("withdrawn",)), {"DB90001"}),
        (Filters(category=("acids, example",)), {"DB90000"}),
        (Filters(stub=("annotated",)), set()),
        (Filters(section=("pharmacology", "chemistry")), {"DB90000", "DB90001", "DB90002"}),
        (Filters(max_minutes=1), set()),
        (Filters(min_demand=0.9), {"DB90000", "DB90001"}),
    ],
    ids=lambda value: value.told if isinstance(value, Filters) else "",
)
def test_filters(filters, ids):
    cards = ({"groups": ["approved"], "categories": CATEGORIES}, {"groups": ["approved", "withdrawn"]})
    queue = queue_of(report_of(*cards, {"groups": ["experimental"]}))
    assert set(narrowed(queue, filters)["entry_id"]) == ids
