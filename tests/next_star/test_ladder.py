"""A plan keeps its promise: who does what it says has the next star, and nothing cheaper leads there."""

from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.facts.facts import Facts
from pharmaudit.next_star import Ladder, Plan
from pharmaudit.next_star.ladder import TEXTS
from pharmaudit.next_star.plan import inside
from pharmaudit.pipeline import Options, judged, rules_of
from pharmaudit.progress import silent
from pharmaudit.report import Report
from pharmaudit.report.climb import ladder_of
from pharmaudit.scoring import Points, stars
from tests.building import AS_OF, facts_of, tables_of

FIELDS = ("synonyms", "toxicity", "cas_number", "unii", "dosages")
NOTHING = pd.DataFrame({"entry": pd.Series(dtype="int64"), "rule": [], "field": [], "severity": []})
ARTICLES = [{"citation": f"Author A: An article. J Ex. {year}.", "pubmed_id": str(year)} for year in range(2001, 2006)]


@pytest.fixture(scope="module")
def one() -> Facts:
    return facts_of({})


def earned(points: Points, fields: tuple[str, ...]) -> Points:
    """The points when these fields are written."""
    credit = points.earned.copy()
    credit[[points.fields.index(name) for name in fields]] = 1.0
    return replace(points, earned=np.where(points.possible, credit, 0.0))


def stars_of(points: Points, facts: Facts) -> float:
    return float(stars(points, np.zeros(1, dtype=int), facts, plain=True)[0])


@given(
    weights=st.lists(st.sampled_from([0.5, 1.0, 2.0, 3.0, 5.0]), min_size=5, max_size=5),
    credit=st.lists(st.sampled_from([None, 0.0, 0.0, 0.25, 1.0]), min_size=5, max_size=5),
    minutes=st.lists(st.integers(1, 30), min_size=5, max_size=5),
    summed=st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_the_fields_of_a_plan_earn_the_star_and_no_cheaper_ones_do(weights, credit, minutes, summed, one):
    given_ = np.array([[0.0 if share is None else share] for share in credit])
    possible = np.array([[share is not None] for share in credit])
    points = Points(FIELDS, np.array(weights) * (8 if summed else 1), possible, given_, summed)
    lacking = [place for place in range(5) if points.missing[place, 0]]
    proposals = pd.DataFrame(
        {
            "entry": np.zeros(len(lacking), dtype="int64"),
            "field": [FIELDS[place] for place in lacking],
            "minutes": [minutes[place] for place in lacking],
            "peers": 0.5,
        }
    )
    before = stars(points, np.zeros(1, dtype=int), one, plain=True)
    plan = Ladder(pd.Series(before), points, proposals, NOTHING, (), one, plain=True).plan(0)
    if np.isnan(before[0]) or before[0] == 5:
        assert plan is None
        return
    told = dict(zip(proposals["field"], proposals["minutes"], strict=True))
    every = [some for size in range(len(told) + 1) for some in combinations(told, size)]
    enough = [sum(told[name] for name in some) for some in every if stars_of(earned(points, some), one) > before[0]]
    assert isinstance(plan, Plan)
    assert plan.reachable is bool(enough)
    if plan.reachable:
        written = tuple(step.name for step in plan.steps)
        assert stars_of(earned(points, written), one) > before[0]
        assert plan.minutes == min(enough)
        assert plan.gain == pytest.approx(float(earned(points, written).score[0] - points.score[0]))


def text(field: str) -> str:
    """What an editor writes: a text of its own in every field."""
    return f"What the readers of this entry want to know of its {field.replace('_', ' ')}."


def texts(*fields: str) -> dict[str, str]:
    return {name: text(name) for name in fields}


LISTED = {
    "synonyms": [{"synonym": "Exa", "language": "english"}],
    "targets": [{"name": "Example receptor"}],
    "enzymes": [{"name": "Example esterase"}],
    "dosages": [{"form": "Tablet", "route": "Oral"}],
    "categories": [{"category": "Amines"}],
    "atc_codes": [{"code": "N05BA01"}],
    "drug_interactions": [{"drugbank_id": "DB90000", "description": "Both act on the example receptor."}],
    "food_interactions": ["Take with food."],
    "affected_organisms": ["Humans and other mammals"],
    "sequences": [">example\nMKV"],
    "smiles": None,
    "cas_number": "50-78-2",
    "unii": "R16CO5Y76E",
    "pharmacology_filled": None,
    "pharmacokinetics_filled": None,
}
# with an indication: more is asked of an entry as soon as it has one
CARDS = (
    {"groups": ["experimental"]},
    {"groups": ["experimental"], "articles": ARTICLES[:1]} | texts("description", "mechanism_of_action"),
    {"groups": ["approved"]} | texts("indication", "mechanism_of_action", "description", "toxicity"),
    {"type": "biotech", "groups": ["approved"]} | texts("description", "indication", "half_life"),
    {"groups": ["approved"]} | texts("description", "indication", "half_life", "absorption"),
)
OPTIONS = Options(as_of=AS_OF, select=("COM", "VAL102"))
made_of = cache(rules_of)


def audited(cards: list[dict[str, object]]) -> Report:
    return judged(tables_of(*cards), *made_of(OPTIONS), OPTIONS, silent)


def written(card: dict[str, object], plan: Plan) -> dict[str, object]:
    """The card when an editor has done what the plan says."""
    done = dict(card)
    for step in plan.steps:
        if step.what == "refer":
            done["articles"] = [*done.get("articles", []), *ARTICLES[-step.times :]]
        elif step.name == "smiles":
            done["calculated_properties"] = [{"kind": "SMILES", "value": "CCO"}]
        elif step.name in ("pharmacology_filled", "pharmacokinetics_filled"):
            done["metabolism"] = text("metabolism")
        else:
            done[step.name] = LISTED.get(step.name, text(step.name))
    return done


def test_entries_that_do_what_their_plan_says_have_the_star() -> None:
    report = audited(list(CARDS))
    plans = [ladder_of(report).plan(entry) for entry in range(len(CARDS))]
    climbing = [at for at, plan in enumerate(plans) if plan and all(step.what != "mend" for step in plan.steps)]
    assert len(climbing) >= 3
    now = audited([written(card, plan) if plan else card for card, plan in zip(CARDS, plans, strict=True)])
    for at in climbing:
        # an entry of which no rule asks anything any more has no stars
        stars_now = now.entries["stars"][at]
        assert stars_now is pd.NA or stars_now >= plans[at].stars, (at, plans[at])


def test_errors_stand_in_the_way_of_the_fourth_star() -> None:
    words = texts(*TEXTS)
    lists = {name: LISTED[name] for name in ("synonyms", "targets", "dosages", "categories", "unii")}
    card = {"groups": ["approved"], "articles": ARTICLES[:2], "cas_number": "50-78-3"} | words | lists
    report = audited([card])
    assert report.entries["stars"].tolist() == [3]
    plan = ladder_of(report).plan(0)
    assert plan is not None
    assert [step.what for step in plan.steps] == ["mend"]
    assert plan.steps[0].words.startswith("mend 1 error: ")
    assert plan.sentence.startswith("4 stars take 1 mended error. The least effort is about ")


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ({"groups": ["approved"]}, " and 1 text of description or pharmacology. The least effort is about "),
        ({"groups": ["approved"]} | texts("description"), "2 stars take "),
        ({"groups": ["approved"]} | texts("description", "half_life"), " more points. The least effort is about "),
    ],
)
def test_the_sentence_tells_what_is_needed(card: dict[str, object], said: str) -> None:
    plan = ladder_of(audited([card])).plan(0)
    assert plan is not None
    assert said in plan.sentence


def test_an_error_that_writing_mends_is_written() -> None:
    card = {"groups": ["approved"], "articles": ARTICLES[:2]} | texts(*(name for name in TEXTS if name != "indication"))
    lists = {name: LISTED[name] for name in ("synonyms", "targets", "dosages", "categories", "unii", "cas_number")}
    report = audited([card | lists])
    assert "indication" in report.findings.loc[report.findings["severity"] == "error", "field"].tolist()
    plan = ladder_of(report).plan(0)
    assert plan is not None
    assert ("write", "indication") in [(step.what, step.name) for step in plan.steps]
    assert all(step.what != "mend" for step in plan.steps)


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("CAS number is malformed", "CAS number is malformed"),
        ("InChIKey on two entries", "InChIKey on two entries"),
        ("Half-life", "half-life"),
        ("Patent expires", "patent expires"),
    ],
)
def test_names_keep_their_capitals_inside_a_sentence(label: str, shown: str) -> None:
    assert inside(label) == shown
