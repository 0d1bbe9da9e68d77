"""Entry cards: one entry as YAML, in the names of the tables."""

from pathlib import Path

import pytest

from pharmaudit.errors import RuleError
from pharmaudit.readers.entry_card import add_card, read_card
from pharmaudit.readers.tables import Tables, empty_rows
from pharmaudit.yamltext import parse

CARD = """\
entry_id: DB90001
name: Examplamine
average_mass: 180.5
fda_label: ""
indication: null
stub_banner: false
groups: [approved, vet_approved]
synonyms:
  - Example
  - {synonym: Beispiel, language: german}
atc_codes:
  - {code: X01AA01, atc_levels: [{code: X01AA, label: a}, {code: X01A}]}
  - {code: X01AA02, atc_levels: [{code: X01AA}]}
targets:
  - name: T
    polypeptides: [{id: P1, polypeptide_synonyms: [one, two]}]
enzymes:
  - {name: E, position: 1, polypeptides: [{id: P2}], protein_actions: [inhibitor]}
"""


def card(text: str = CARD) -> Tables:
    return read_card(Path("f.yaml"), text.encode())


def rows(tables: Tables, name: str) -> list[tuple[object, ...]]:
    frame = tables[name]
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def test_columns_are_text_as_written() -> None:
    entry = card().entries.iloc[0]
    assert (entry["entry_id"], entry["name"], entry["source"], entry["line"]) == ("DB90001", "Examplamine", "f.yaml", 1)
    assert (entry["average_mass"], entry["fda_label"], entry["stub_banner"]) == ("180.5", "", "false")
    assert entry[["indication", "toxicity"]].isna().all()


NESTED = [
    ("groups", [(0, "approved"), (0, "vet_approved")]),
    ("synonyms", [(0, "Example", None, None), (0, "Beispiel", "german", None)]),
    ("drugbank_ids", [(0, "DB90001", "true")]),
    (
        "atc_levels",
        [(0, "atc_codes", 0, "X01AA", "a"), (0, "atc_codes", 0, "X01A", None), (0, "atc_codes", 1, "X01AA", None)],
    ),
    ("protein_actions", [(0, "enzymes", 0, "inhibitor")]),
    ("polypeptide_synonyms", [(0, "polypeptides", 0, "one"), (0, "polypeptides", 0, "two")]),
]


@pytest.mark.parametrize(("name", "expected"), NESTED)
def test_tables_are_lists_of_rows(name: str, expected: list[tuple[object, ...]]) -> None:
    assert rows(card(), name) == expected


def test_the_same_table_below_different_owners() -> None:
    assert [row[:4] for row in rows(card(), "polypeptides")] == [(0, "targets", 0, "P1"), (0, "enzymes", 0, "P2")]


def test_ids_are_added_only_where_none_are_given() -> None:
    text = "entry_id: DB90001\ndrugbank_ids: [{drugbank_id: DB90001, primary: true}, OLD1]\n"
    assert rows(card(text), "drugbank_ids") == [(0, "DB90001", "true"), (0, "OLD1", None)]


def test_the_source_names_file_and_format() -> None:
    source = card().sources[0]
    assert (source.path, source.format, source.entries, len(source.sha256)) == ("f.yaml", "entry card", 1, 64)


REFUSED = [
    ("", "f.yaml:1:1: an entry card must be a mapping"),
    ("- a", "f.yaml:1:1: an entry card must be a mapping"),
    ("nam: x", "f.yaml:1:1: entries has no column 'nam'. Did you mean 'name'?"),
    ("name: n\natc_levels: []", "f.yaml:2:1: entries has no column 'atc_levels'."),
    ("name: [a]", "f.yaml:1:1: entries.name must be one value"),
    ("name: {a: b}", "f.yaml:1:1: entries.name must be one value"),
    ("groups: approved", "f.yaml:1:1: groups must be a list of rows"),
    ("groups: {a: b}", "f.yaml:1:1: groups must be a list of rows"),
    ("groups:\n  - [a]", "f.yaml:2:5: groups.group must be one value"),
    ("groups:\n  - {grope: a}", "f.yaml:2:6: groups has no column 'grope'. Did you mean 'group'?"),
    ("articles: [a]", "f.yaml:1:12: a row of articles must be a mapping of ref_id, pubmed_id, citation"),
    (
        "atc_codes:\n  - {code: X, atc_levels: [{cod: X}]}",
        "f.yaml:2:29: atc_levels has no column 'cod'. Did you mean 'code'?",
    ),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_refuses_with_a_position(text: str, message: str) -> None:
    with pytest.raises(RuleError) as raised:
        card(text)
    assert str(raised.value).startswith(message)


def test_refuses_bytes_that_are_no_text() -> None:
    with pytest.raises(RuleError, match=r"f\.yaml:1:1: the file is not UTF-8"):
        read_card(Path("f.yaml"), b"name: \xff")


def test_several_cards_of_one_document() -> None:
    document = parse("examples:\n  - {entry_id: A, groups: [g]}\n  - {entry_id: B, groups: [h]}\n", "rule.yaml")
    collected = empty_rows()
    for index in range(2):
        add_card(collected, document, "rule.yaml", ("examples", index))
    tables = Tables.from_rows(collected)
    assert list(tables.entries["line"]) == [2, 3]
    assert rows(tables, "groups") == [(0, "g"), (1, "h")]


def test_the_complete_seed_is_a_card(repo_root: Path) -> None:
    path = repo_root / "seeds" / "complete_entry.yaml"
    tables = read_card(path, path.read_bytes())
    assert len(tables.entries) == 1
    assert tables.damages == ()
