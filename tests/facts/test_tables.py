"""Tables and columns that are worked out: texts, citation tags, references, named enzymes, conversions."""

import pytest

from pharmaudit.facts.facts import DERIVED_COLUMNS, VIRTUAL, columns_of
from pharmaudit.facts.matching import complaint
from pharmaudit.readers.layout import TABLES
from tests.building import facts_of


def rows(facts_table: object) -> list[tuple[object, ...]]:
    return list(facts_table.itertuples(index=False, name=None))  # type: ignore[attr-defined]


def test_texts_are_by_entry_and_then_in_the_order_of_the_page() -> None:
    facts = facts_of({"half_life": "1 h", "description": "D"}, {"toxicity": " "}, {"indication": "N/A", "name": "n"})
    said = [(0, "description", "D"), (0, "half_life", "1 h")]
    assert rows(facts.frame("texts")) == said
    assert rows(facts.frame("filled_texts")) == [*said, (2, "indication", "N/A")]  # a placeholder says nothing


def test_names_and_whatever_else_lost_a_character() -> None:
    lost = "a\ufffdb"
    facts = facts_of(
        {"name": "n", "unii": lost, "toxicity": lost, "synonyms": ["a", lost]},
        {"name": None},
        {"name": lost, "targets": [{"name": "t", "polypeptides": [{"id": lost}]}]},
    )
    assert rows(facts.frame("other_texts")) == [
        (0, "name", "n"),
        (0, "unii", lost),
        (0, "synonyms", lost),
        (2, "name", lost),
        (2, "polypeptides", lost),
    ]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("No tag.", []),
        ("One.[A1]", ["A1"]),
        ("Two.[A1,L23] Three.[F3, T4]", ["A1", "L23", "F3", "T4"]),
        ("Twice.[A1] again.[A1]", ["A1"]),
        ("[Label] [FDA Label] [Label,A7]", ["A7"]),
        ("imidazo[1,2-a]pyridine [A] [a1] [A1", []),
        ("[[A1]]", ["A1"]),
    ],
)
def test_citation_tags(text: str, tags: list[str]) -> None:
    facts = facts_of({}, {"toxicity": text})
    assert rows(facts.frame("citation_tags")) == [(1, "toxicity", tag) for tag in tags]


def test_a_tag_is_told_once_per_text() -> None:
    facts = facts_of({"toxicity": "[A1]", "half_life": "[A1]"}, {"toxicity": "[A1]"})
    assert rows(facts.frame("citation_tags")) == [(0, "toxicity", "A1"), (0, "half_life", "A1"), (1, "toxicity", "A1")]


def test_the_reference_list_is_of_all_kinds() -> None:
    card = {name: [{"ref_id": name[0].upper()}] for name in ("articles", "textbooks", "links", "attachments")}
    found = rows(facts_of(card).frame("reference_list")[["entry", "field", "ref_id"]])
    assert found == [(0, "articles", "A"), (0, "textbooks", "T"), (0, "links", "L"), (0, "attachments", "A")]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Metabolised by CYP3A4 and CYP 2D6.", ["CYP3A4", "CYP2D6"]),
        ("By cytochrome P450 2C9; CYP2C9 mostly.", ["CYP2C9"]),
        ("It does not involve CYP3A4.", []),
        ("It inhibits CYP3A4. CYP1A2 oxidises it.", ["CYP1A2"]),
        ("By esterases.", []),
    ],
)
def test_named_enzymes(text: str, named: list[str]) -> None:
    found = rows(facts_of({}, {"metabolism": text}).frame("named_enzymes"))
    assert found == [(1, "metabolism", name) for name in named]


def test_conversions() -> None:
    sides = [("A", "B"), ("A", None), (None, "B")]
    reactions = [
        {"reaction_left": [{"drugbank_id": left}], "reaction_right": [{"drugbank_id": right}, {"drugbank_id": right}]}
        for left, right in sides
    ]
    found = facts_of({}, {"reactions": reactions}).frame("conversions")
    assert found[["entry", "field", "equation"]].to_numpy().tolist() == [[1, "reactions", "A -> B + B"]]


@pytest.mark.parametrize(
    ("card", "column", "expected"),
    [
        (
            {"articles": [{"citation": "A paper. doi: 10.1000/x"}, {"citation": None}]},
            "articles.doi",
            ["10.1000/x", None],
        ),
        ({"enzymes": [{"name": "Cytochrome P450 2C9"}, {"name": "Esterase"}]}, "enzymes.cyp", ["CYP2C9", None]),
        ({"enzymes": [{"name": "Cytochrome P450 2C9"}]}, "enzymes.cyp_subfamily", ["CYP2C"]),
        (
            {"experimental_properties": [{"value": "4 %"}, {"value": "x"}]},
            "experimental_properties.leading_number",
            ["4", None],
        ),
        (
            {"drugbank_ids": [{"drugbank_id": "DB1", "primary": "true"}, {"drugbank_id": "X1"}]},
            "drugbank_ids.secondary",
            [None, "X1"],
        ),
    ],
)
def test_columns_worked_out(card: dict[str, object], column: str, expected: list[str | None]) -> None:
    table, _, name = column.partition(".")
    found = facts_of(card).frame(table)[name]
    assert [one if isinstance(one, str) else None for one in found] == expected


@pytest.mark.parametrize("table", [*TABLES, *VIRTUAL])
def test_every_table_has_its_columns_and_may_be_empty(table: str) -> None:
    for facts in (facts_of(), facts_of({"entry_id": None, "name": None, "type": None})):
        frame = facts.frame(table)
        assert set(columns_of(table)) <= set(frame.columns)
        assert len(facts.entry_of(table)) == len(frame)
        assert frame.index.tolist() == list(range(len(frame)))


def test_columns_of_nothing() -> None:
    assert columns_of("nothing") == ()
    assert all(set(derived) <= set(columns_of(table)) for table, derived in DERIVED_COLUMNS.items())


def test_a_fact_is_worked_out_once() -> None:
    facts = facts_of({"links": [{"url": "u"}]}, {})
    assert facts.state("links") is facts.state("links")
    assert facts.count("links").to_list() == [1, 0]
    assert facts.frame("texts") is facts.frame("texts")
    assert facts.value("links").to_list() == [1, 0]


@pytest.mark.parametrize(
    ("pattern", "good"),
    [
        ("a+", True),
        ("(?:a|b)", True),
        ("(?i)a", True),
        ("(a)", False),
        (r"a(?=b)", False),
        (r"(a)\1", False),
        ("[", False),
    ],
)
def test_patterns_are_re2_without_groups(pattern: str, good: bool) -> None:
    assert (complaint(pattern) is None) == good
