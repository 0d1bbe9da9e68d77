"""Evidence on hand: what is suggested, what is not, and that every quotation stands where it says."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.evidence import COLUMNS, fields_on_hand, suggestions
from pharmaudit.evidence.sentences import quoted
from tests.building import facts_of


@pytest.mark.parametrize(
    ("card", "told"),
    [
        ({"metabolism": "Rapid. The half-life is about 4 h."}, [("half_life", "4 h")]),
        ({"metabolism": "A terminal half-life of the metabolite of 4 h."}, []),
        ({"metabolism": "In rats the half-life is 4 h."}, []),
        ({"metabolism": "The half-life is 4 h.", "half_life": "Four hours."}, []),
        ({"half_life": "Total clearance was 3 L/h."}, [("clearance", "3 L/h")]),
        ({"half_life": "Renal clearance was 3 L/h."}, []),
        ({"absorption": "The volume of distribution is 12 L."}, [("volume_of_distribution", "12 L")]),
        ({"absorption": "It is 95 % bound to plasma proteins."}, [("protein_binding", "95 %")]),
        ({"metabolism": "The oral bioavailability is 60 %."}, [("absorption", "60 %")]),
        ({"metabolism": "Conjugates are excreted in the urine."}, [("route_of_elimination", "")]),
        ({"half_life": "Rapid excretion of sodium in urine follows."}, []),
        ({"half_life": "It is metabolized in the liver."}, [("metabolism", "")]),
        ({"description": "Examplamine works by blocking calcium channels."}, [("mechanism_of_action", "")]),
        (
            {"links": [{"url": "https://pubmed.ncbi.nlm.nih.gov/1234567/"}]},
            [("articles", "1234567")],
        ),
        (
            {"links": [{"url": "https://pubchem.ncbi.nlm.nih.gov/compound/4321"}]},
            [("external_identifiers", "PubChem Compound: 4321")],
        ),
        (
            {
                "links": [{"url": "https://pubchem.ncbi.nlm.nih.gov/compound/4321"}],
                "external_identifiers": [{"resource": "PubChem Compound", "identifier": "9"}],
            },
            [],
        ),
        ({"articles": [{"citation": "Doe J: A title. doi: 10.1000/example.1."}]}, [("articles", "10.1000/example.1")]),
        ({"articles": [{"citation": "Doe J: A title. PMID: 1234567", "pubmed_id": "1234567"}]}, []),
        ({"products": [{"name": "Exampla", "dosage_form": "Tablet", "route": "Oral"}]}, [("dosages", "Tablet, Oral")]),
    ],
)
def test_what_is_suggested(card: dict[str, object], told: list[tuple[str, str]]) -> None:
    found = suggestions(facts_of(card))
    assert list(zip(found["field"], found["value"], strict=True)) == told


NAMED = {"targets": [{"name": "Examplase receptor 1"}]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It inhibits the examplase receptor 1.", ["Examplase receptor 1"]),
        ("It inhibits the examplase receptor 12.", []),
        ("The examplase receptor 1 is found in the gut.", []),
        ("It does not bind the examplase receptor 1.", []),
    ],
)
def test_names_of_targets_come_from_other_entries(text: str, told: list[str]) -> None:
    found = suggestions(facts_of(NAMED, {"mechanism_of_action": text}))
    assert found.loc[found["field"] == "targets", "value"].tolist() == told


def test_an_empty_base_has_the_columns() -> None:
    found = suggestions(facts_of({}))
    assert found.empty
    assert found.dtypes.astype(str).to_dict() == COLUMNS


def test_the_worklist_counts_fields_not_sentences() -> None:
    proposed = pd.DataFrame({"entry": [0, 0, 1], "field": ["half_life", "clearance", "targets"]})
    held = pd.DataFrame({"entry": [0, 0, 1], "field": ["half_life", "half_life", "articles"]})
    assert fields_on_hand(pd.DataFrame({"entry": [1, 0]}), proposed, held).tolist() == [0, 1]


@given(st.text("ab. ;[A1]\n(5%h", min_size=1, max_size=600), st.data())
def test_a_quotation_stands_where_it_says(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = quoted(text, start, end)
    assert text[found.start : found.end] == found.sentence
    assert found.sentence[found.word_start : found.word_end] == text[start:end]


@settings(deadline=None, max_examples=30)  # states of all fields are worked out anew each time
@given(st.lists(st.sampled_from(["The half-life is 4 h.", " Rapid.[A1]", "\n", "  Given daily; "]), max_size=12))
def test_suggestions_point_into_their_text(parts: list[str]) -> None:
    text = "".join(parts)
    for one in suggestions(facts_of({"metabolism": text})).itertuples():
        assert text[one.start : one.end] == one.sentence
        assert one.sentence[one.word_start : one.word_end] == "4 h"
