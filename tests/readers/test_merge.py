"""Entries of several sources become one: filled by belief, nothing lost, keys in order, what both say side by side."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.engine import serial
from pharmaudit.model import Source
from pharmaudit.readers.entry_card import add_card
from pharmaudit.readers.format import Reading
from pharmaudit.readers.layout import PROPERTIES, TABLES
from pharmaudit.readers.merge import KEYED, merge
from pharmaudit.readers.sources import read_sources
from pharmaudit.readers.tables import Tables, empty_rows, join
from pharmaudit.yamltext import Document
from tests.xmlwriter import drug, export

Card = Mapping[str, Any]
ID = "DB90001"


def source(name: str, *cards: Card, format_: str = "entry card", carries: frozenset[str] | None = None) -> Tables:
    rows = empty_rows()
    for card in cards:
        add_card(rows, Document(name, dict(card)), name)
    return Tables.from_rows(rows, [Source(name, format_, "", len(cards), carries=carries)])


def merged(*parts: Tables, belief: Sequence[int] = ()) -> Tables:
    """Believed in the order given, unless `belief` says otherwise."""
    ranks = np.array(belief or range(len(parts)))
    return merge(join(parts), np.repeat(ranks, [len(part.entries) for part in parts]))


def two(one: Card, other: Card) -> Tables:
    return merged(source("a", {"entry_id": ID} | one), source("b", {"entry_id": ID} | other))


def rows(tables: Tables, name: str, *columns: str) -> list[tuple[Any, ...]]:
    frame = tables[name][list(columns)]
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def compared(tables: Tables) -> list[tuple[Any, ...]]:
    return rows(tables, "comparisons", "field", "value", "other_value")


@pytest.mark.parametrize(
    ("one", "other", "value", "both"),
    [
        ("x", None, "x", []),
        (None, "y", "y", []),
        (" ", "y", "y", []),
        ("x", "y", "x", [("unii", "x", "y")]),
        ("x", "x", "x", [("unii", "x", "x")]),
        (None, " ", None, []),
        ("Not Available", "y", "Not Available", [("unii", "Not Available", "y")]),  # no page: it was written so
    ],
)
def test_a_column_is_filled_from_the_next_source(
    one: str | None, other: str | None, value: str | None, both: list[tuple[str, str, str]]
) -> None:
    tables = two({"unii": one}, {"unii": other})
    assert rows(tables, "entries", "entry_id", "source", "unii") == [(ID, "a", value)]
    assert compared(tables) == both
    assert rows(tables, "origins", "entry", "source", "line", "offset") == [(0, "b", "1", "0")]


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [("Not Available", "y", "y"), (None, None, None), ("Not Available", None, "Not Available")],
)
def test_a_page_prints_that_it_has_nothing(one: str | None, other: str | None, value: str | None) -> None:
    page = {"unii": one, "headings": [{"field": "unii", "value": one}]}
    assert rows(two(page, {"unii": other}), "entries", "unii") == [(value,)]
    assert compared(two(page, {"unii": other})) == []
    assert rows(two({}, page), "entries", "unii") == [(None,)]


def test_three_sources_are_held_against_the_first_that_says_something() -> None:
    parts = [source(name, {"entry_id": ID, "unii": value}) for name, value in (("a", None), ("b", "x"), ("c", "y"))]
    tables = merged(*parts)
    assert rows(tables, "comparisons", "source", "value", "other_source", "other_value") == [("b", "x", "c", "y")]
    assert rows(tables, "origins", "source") == [("b",), ("c",)]
    believed = merged(*parts, belief=[2, 1, 0])
    assert rows(believed, "entries", "source", "unii") == [("c", "y")]
    assert rows(believed, "origins", "source") == [("b",), ("a",)]


LISTS = [
    ("groups", ["approved"], ["illicit"], ["approved"]),
    ("groups", [], ["illicit"], ["illicit"]),
    ("atc_codes", [], [{"code": "A", "atc_levels": [{"code": "B"}]}], ["A"]),
    ("targets", [{"name": "t"}], [{"name": "u"}, {"name": "v"}], ["t"]),
    ("external_identifiers", [{"resource": "R", "identifier": "1"}], [{"resource": "R", "identifier": "2"}], ["1"]),
    (
        "external_identifiers",
        [{"resource": "R", "identifier": "1"}],
        [{"resource": "S", "identifier": "2"}],
        ["1", "2"],
    ),
    ("calculated_properties", [{"kind": "logP", "value": "1"}], [{"kind": "SMILES", "value": "C"}], ["logP", "SMILES"]),
    ("calculated_properties", [{"kind": "logP", "value": "1"}], [{"kind": "logP", "value": "2"}], ["logP"]),
]


@pytest.mark.parametrize(("name", "one", "other", "kept"), LISTS)
def test_a_list_is_that_of_the_first_source_that_has_it(
    name: str, one: list[Any], other: list[Any], kept: list[str]
) -> None:
    tables = two({name: one}, {name: other})
    column = "identifier" if name == "external_identifiers" else TABLES[name].columns[0].name
    if name == "targets":
        column = "name"
    assert [value for (value,) in rows(tables, name, column)] == kept
    assert_keys(tables)


def test_a_formula_is_one_statement_in_either_table() -> None:
    one = {"experimental_properties": [{"kind": "Molecular Formula", "value": "C1"}, {"kind": "logP", "value": "1"}]}
    other = {"calculated_properties": [{"kind": "Molecular Formula", "value": "C2"}, {"kind": "logP", "value": "2"}]}
    tables = two(one, other)
    assert rows(tables, "experimental_properties", "value") == [("C1",), ("1",)]
    assert rows(tables, "calculated_properties", "value") == [("2",)]
    assert compared(tables) == [("formula", "C1", "C2")]


def test_secondary_ids_come_from_whoever_has_them() -> None:
    ids = [{"drugbank_id": ID, "primary": True}, {"drugbank_id": "BTD1", "primary": False}]
    tables = two({}, {"drugbank_ids": ids})
    assert rows(tables, "drugbank_ids", "drugbank_id", "primary") == [(ID, "true"), ("BTD1", "false")]


def test_sets_are_compared_sorted() -> None:
    one = {"groups": ["b", "a", "b"], "external_identifiers": [{"resource": "R", "identifier": "1"}]}
    other = {"groups": ["a"], "external_identifiers": [{"resource": "R", "identifier": "2"}]}
    assert compared(two(one, other)) == [("groups", "a | b", "a"), ("external_identifiers", "R: 1", "R: 2")]


@pytest.mark.parametrize(
    ("first", "second", "entries"),
    [
        ([ID, ID], [], [ID, ID]),
        ([ID, ID], [ID], [ID, ID, ID]),  # which of the two is meant?
        ([None], [None], [None, None]),
        ([" "], [" "], [" ", " "]),
        ([ID, "DB2"], ["DB3", f" {ID} "], [ID, "DB2", "DB3"]),
        (["DB2", ID], [ID, "DB3", "DB2"], ["DB2", ID, "DB3"]),
    ],
)
def test_which_entries_are_one(first: list[str | None], second: list[str | None], entries: list[str | None]) -> None:
    tables = merged(*(source(n, *({"entry_id": id_} for id_ in ids)) for n, ids in (("a", first), ("b", second))))
    assert [value for (value,) in rows(tables, "entries", "entry_id")] == entries


@pytest.mark.parametrize(
    ("format_", "carries", "field", "lost"),
    [
        ("entry card", None, "state", []),
        ("DrugBank XML", None, "state", []),
        ("DrugBank XML", None, "trials", ["trials"]),  # it has no place for them
        ("vocabulary", frozenset({"unii"}), "state", ["state"]),
        ("vocabulary", frozenset({"unii"}), "unii", []),
    ],
)
def test_a_lost_field_is_known_where_another_source_has_a_place_for_it(
    format_: str, carries: frozenset[str] | None, field: str, lost: list[str]
) -> None:
    page = source("page", {"entry_id": ID, "lost_fields": [field]})
    tables = merged(page, source("b", {"entry_id": ID}, format_=format_, carries=carries))
    assert [value for (value,) in rows(tables, "lost_fields", "field")] == lost
    both = merged(page, source("other page", {"entry_id": ID, "lost_fields": [field]}))
    assert [value for (value,) in rows(both, "lost_fields", "field")] == [field]


def test_merged_tables_can_be_merged_again() -> None:
    once = two({"unii": "x"}, {"unii": "y"})
    again = merged(once, source("c", {"entry_id": ID, "unii": "z"}))
    assert rows(again, "origins", "source") == [("b",), ("c",)]
    assert compared(again) == [("unii", "x", "y"), ("unii", "x", "z")]


def test_files_are_believed_by_format_then_in_the_order_given(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("entry_id: DB90001\nname: n\nunii: card\nstate: solid\n")
    (tmp_path / "b.xml").write_text(export(drug(1), drug(2)))
    (tmp_path / "c.xml").write_text(export(drug(1, "<unii>c</unii>")))
    paths = [tmp_path / name for name in ("a.yaml", "c.xml", "b.xml")]
    tables = read_sources(paths, Reading(None, serial))
    named = [
        (id_, Path(file).name, *more)
        for id_, file, *more in rows(tables, "entries", "entry_id", "source", "unii", "state")
    ]
    assert named == [(ID, "c.xml", "c", "solid"), ("DB90002", "b.xml", None, None)]
    assert [(entry, Path(file).name) for entry, file in rows(tables, "origins", "entry", "source")] == [
        (0, "b.xml"),
        (0, "a.yaml"),
    ]
    assert [(one.format, one.entries) for one in tables.sources] == [
        ("entry card", 1),
        ("DrugBank XML", 1),
        ("DrugBank XML", 2),
    ]


# Laws

WORD = st.sampled_from([None, "", "x", "y", "Not Available"])
PROTEIN = st.fixed_dictionaries(
    {
        "name": WORD,
        "protein_actions": st.lists(WORD, max_size=2),
        "polypeptides": st.lists(
            st.fixed_dictionaries({"id": WORD, "polypeptide_synonyms": st.lists(WORD, max_size=2)}), max_size=2
        ),
    }
)
PROPERTY = st.fixed_dictionaries({"kind": st.sampled_from(["logP", "InChI", "Molecular Formula"]), "value": WORD})
CARD = st.fixed_dictionaries(
    {
        "entry_id": st.sampled_from(["DB1", "DB2", "DB3", "DB4"]),
        "name": WORD,
        "indication": WORD,
        "groups": st.lists(WORD, max_size=2),
        "targets": st.lists(PROTEIN, max_size=2),
        "enzymes": st.lists(PROTEIN, max_size=2),
        "calculated_properties": st.lists(PROPERTY, max_size=3),
        "experimental_properties": st.lists(PROPERTY, max_size=3),
        "external_identifiers": st.lists(st.fixed_dictionaries({"resource": WORD, "identifier": WORD}), max_size=3),
        "headings": st.lists(st.fixed_dictionaries({"field": WORD}), max_size=1),
        "lost_fields": st.lists(st.sampled_from(["name", "trials"]), max_size=2, unique=True),
    }
)
SOURCE = st.lists(CARD, max_size=4)
unique_ids = st.lists(CARD, max_size=4, unique_by=lambda card: card["entry_id"])
laws = settings(max_examples=15, deadline=None)


@laws
@given(st.lists(SOURCE, min_size=2, max_size=3))
def test_all_keys_are_sound(cards: list[list[Card]]) -> None:
    tables = merged(*(source(f"s{number}", *each) for number, each in enumerate(cards)))
    assert_keys(tables)
    told = len(tables.entries) + len(tables["origins"])
    assert told == sum(len(each) for each in cards)


def assert_keys(tables: Tables) -> None:
    """Every key names a row, rows stand by entry, a nested row has the entry of its owner."""
    for name, table in TABLES.items():
        frame = tables[name]
        assert list(frame.columns) == [*table.keys, *(column.name for column in table.columns)]
        assert list(frame.index) == list(range(len(frame)))
        if name == "entries":
            continue
        assert frame["entry"].dtype == "int64"
        assert frame["entry"].is_monotonic_increasing
        assert frame["entry"].between(0, len(tables.entries) - 1).all()
        if table.nested:
            for owner, mine in frame.groupby("owner"):
                assert owner in table.owners
                assert mine["parent"].between(0, len(tables[str(owner)]) - 1).all()
                assert list(tables[str(owner)]["entry"].take(mine["parent"])) == list(mine["entry"])


@laws
@given(st.lists(SOURCE, min_size=2, max_size=3), st.data())
def test_the_order_of_entries_in_a_source_never_matters(cards: list[list[Card]], data: st.DataObject) -> None:
    other = [data.draw(st.permutations(each)) for each in cards]
    there, back = (merged(*(source(f"s{n}", *each) for n, each in enumerate(one))) for one in (cards, other))
    if any(len({card["entry_id"] for card in each}) < len(each) for each in cards):
        assert len(there.entries) == len(back.entries)
        return
    assert by_id(there) == by_id(back)


def by_id(tables: Tables) -> dict[str, object]:
    """All rows by the id of their entry; owners of nested rows by their place within the entry."""
    ids = tables.entries["entry_id"]
    found: dict[str, object] = {}
    for name in TABLES:
        frame = tables[name].drop(columns=["line", "offset", "parent"], errors="ignore")
        owner = ids if name == "entries" else ids.take(frame["entry"]).reset_index(drop=True)
        plain = frame.drop(columns="entry", errors="ignore").astype(object)
        for id_, row in zip(owner, plain.where(plain.notna(), None).itertuples(index=False, name=None), strict=True):
            found.setdefault(f"{name} of {id_}", []).append(row)  # type: ignore[attr-defined]
    return found


@laws
@given(unique_ids)
def test_a_source_merged_with_itself_changes_nothing(cards: list[Card]) -> None:
    alone, twin = source("a", *cards), source("b", *cards)
    tables = merged(alone, twin)
    for name in TABLES:
        if name not in ("origins", "comparisons"):
            pd.testing.assert_frame_equal(tables[name], alone[name])
    assert (tables["comparisons"]["value"] == tables["comparisons"]["other_value"]).all()
    assert len(tables["origins"]) == len(cards)


@laws
@given(unique_ids, unique_ids)
def test_nothing_is_lost(first: list[Card], second: list[Card]) -> None:
    """A cell of a source is in the result, beside what was believed, or of a list or key believed elsewhere."""
    parts = [source("a", *first), source("b", *second)]
    tables = merged(*parts)
    told = tables["comparisons"]
    for part in parts:
        for name in ("entries", "groups", "targets", "calculated_properties", "external_identifiers"):
            for card, row in cells(part, name):
                here = tables.entries["entry_id"].eq(card).to_numpy().nonzero()[0][0]
                mine = tables[name].iloc[[here]] if name == "entries" else tables[name][tables[name]["entry"] == here]
                sayings = told[told["entry"] == here]
                for column, value in row.items():
                    if not value.strip() or column in ("entry_id", "source") or value == "Not Available":
                        continue
                    kept = mine[column].eq(value).any()
                    beside = sayings["other_value"].str.contains(value, regex=False).any()
                    assert kept or beside or (name != "entries" and believed_elsewhere(tables, name, here, row))


def cells(part: Tables, name: str) -> list[tuple[str, dict[str, str]]]:
    frame = part[name].drop(columns=["line", "offset"], errors="ignore")
    ids = part.entries["entry_id"]
    found = []
    for number, row in frame.iterrows():
        entry = number if name == "entries" else row["entry"]
        values = {str(key): value for key, value in row.items() if key != "entry" and isinstance(value, str)}
        found.append((str(ids[entry]), values))
    return found


def believed_elsewhere(tables: Tables, name: str, entry: int, row: Mapping[str, str]) -> bool:
    """Whether the merged entry has the list, or the key in it, from a source that is believed more."""
    frame = tables[name][tables[name]["entry"] == entry]
    if name == "calculated_properties":
        names = [name, "experimental_properties"] if row["kind"] in PROPERTIES.values() else [name]
        frames = [tables[one][tables[one]["entry"] == entry] for one in names]
        return any(each["kind"].eq(row["kind"]).any() for each in frames)
    if name in KEYED:
        keys = frame["resource"]
        return bool((keys.eq(row["resource"]) if "resource" in row else keys.isna()).any())
    return len(frame) > 0


def test_a_vocabulary_beside_the_release(release: Tables, shared_data: Path) -> None:
    paths = [shared_data / "vocabulary" / "vocabulary_5.1.10_clean.csv"]
    tables = merged(release, read_sources(paths, Reading(None, serial)))
    assert len(tables.entries) == 15236
    assert len(tables["origins"]) == 14314
    assert_keys(tables)
    told = tables["comparisons"]
    apart = told[told["value"].str.lower() != told["other_value"].str.lower()]
    assert apart["field"].value_counts().to_dict() == {"unii": 94, "name": 79, "inchikey": 29, "cas_number": 9}
