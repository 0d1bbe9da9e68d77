"""Mapping files: what they may say, what is refused with its place, and the contract of those that are shipped."""

from pathlib import Path

import pytest

from pharmaudit.errors import RuleError
from pharmaudit.readers.mapped.mapping import Mapping, load_mapping
from pharmaudit.readers.mapped.recognise import fitting, load_mappings
from pharmaudit.resources import data_dir
from pharmaudit.yamltext import read

HEAD = "name: n\nabout: a\nsource: s\nrecognise: [Id]\n"
SHIPPED = sorted((data_dir("rules") / "mappings").glob("*.yaml"))


def load(tmp_path: Path, text: str) -> Mapping:
    (tmp_path / "m.yaml").write_text(text)
    return load_mapping(tmp_path / "m.yaml")


REFUSED = [
    ("", "m.yaml:1:1: expected a mapping of name, about, source, recognise"),
    ("nam: n\n", "m.yaml:1:1: there is no key 'nam'. Did you mean 'name'?"),
    (HEAD + "entries: {}\n", "m.yaml:1:1: entries needs an entry_id, or at least a name"),
    (HEAD + "entries: {entry_id: Code}\n", "recognise must list the column 'Code'"),
    ("name: n\nabout: a\nsource: s\nrecognise: []\nentries: {entry_id: Id}\n", "m.yaml:4:1: recognise: "),
    (HEAD + "entries: {entry_id: Id, nam: N}\n", "m.yaml:5:25: entries has no column 'nam' to be mapped. Did you mean"),
    (HEAD + "entries: {entry_id: Id, source: N}\n", "m.yaml:5:25: entries has no column 'source' to be mapped."),
    (
        HEAD + "entries:\n  entry_id: Id\n  name: {colum: N}\n",
        "m.yaml:7:3: entries.name: there is no key 'colum'. Did",
    ),
    (
        HEAD + "entries:\n  entry_id: Id\n  name: {}\n",
        "m.yaml:7:3: entries.name: a cell has either a column or a constant",
    ),
    (HEAD + "entries:\n  entry_id: Id\n  name: {column: A, constant: B}\n", "a cell has either a column or a constant"),
    (HEAD + "entries:\n  entry_id: Id\n  name: {constant: B, lower: true}\n", "a constant stands alone"),
    (HEAD + "entries:\n  entry_id: Id\n  name: {column: B, quoted: true}\n", "quoted goes with split"),
    (HEAD + "entries:\n  entry_id: Id\n  name: {column: B, match: '('}\n", "this is no RE2 pattern"),
    (HEAD + "entries:\n  entry_id: Id\n  name: {column: B, match: 'x(?=y)'}\n", "this is no RE2 pattern"),
    (HEAD + "entries:\n  entry_id: Id\n  name: {column: B, match: 'x'}\n", "the pattern needs one group, (?P<value>"),
    (HEAD + "entries:\n  entry_id: Id\n  name: {column: B, split: ''}\n", "m.yaml:7:21: entries.name.split: "),
    (
        HEAD + "entries: {entry_id: Id}\ntables:\n  synonym: [{synonym: S}]\n",
        "m.yaml:7:3: there is no table 'synonym'. Did you mean 'synonyms'?",
    ),
    (HEAD + "entries: {entry_id: Id}\ntables:\n  entries: [{name: S}]\n", "m.yaml:7:3: there is no table 'entries'."),
    (HEAD + "entries: {entry_id: Id}\ntables:\n  atc_levels: [{code: S}]\n", "'atc_levels' is nested in another one"),
    (HEAD + "entries: {entry_id: Id}\ntables:\n  headings: [{field: S}]\n", "'headings' is kept by the readers"),
    (
        HEAD + "entries: {entry_id: Id}\ntables:\n  synonyms: [{synonim: S}]\n",
        "m.yaml:7:15: synonyms has no column 'synonim' to be mapped. Did you mean 'synonym'?",
    ),
    (
        HEAD + "entries: {entry_id: Id}\ntables:\n  synonyms: [{synonym: {constant: S}}]\n",
        "m.yaml:7:14: a row needs a cell that comes from a column",
    ),
    (
        HEAD + "entries: {entry_id: Id}\ntables:\n"
        "  synonyms: [{synonym: {column: A, split: ','}, language: {column: B, split: ','}}]\n",
        "m.yaml:7:14: lists in one row must come from one column",
    ),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_refuses_with_a_position(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RuleError) as raised:
        load(tmp_path, text)
    assert message in str(raised.value)
    assert "m.yaml:" in str(raised.value)


def test_tells_all_that_is_wrong_at_once(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as raised:
        load(tmp_path, HEAD + "entries: {entry_id: Id, nam: N}\ntables:\n  synonym: [{synonym: S}]\n")
    assert str(raised.value).count("Did you mean") == 2


def test_tells_missing_keys_and_unknown_names_at_once(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as raised:
        load(tmp_path, "entries: {entry_id: Id, nam: N}\ntables:\n  synonym: [{synonym: S}]\n")
    told = str(raised.value).splitlines()
    assert told[0] == "6 things are wrong in the files:"
    assert [sum(what in line for line in told) for what in ("is missing", "no column 'nam'", "no table")] == [4, 1, 1]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"none\.yaml:1:1: cannot be read"):
        load_mappings([tmp_path / "none.yaml"])


def test_a_folder_is_no_mapping(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="this is a folder; name the mapping files in it"):
        load_mappings([tmp_path])


def test_a_word_is_no_list(tmp_path: Path) -> None:
    text = "name: n\nabout: a\nsource: s\nrecognise: Id\nentries: {entry_id: Id}\n"
    with pytest.raises(RuleError, match=r"m\.yaml:4:1: recognise must be a list, such as \[a, b\], not 'Id'"):
        load(tmp_path, text)


def test_a_word_is_a_column(tmp_path: Path) -> None:
    mapping = load(tmp_path, HEAD + "entries: {entry_id: Id, name: N}\n")
    assert mapping.entries["name"].column == "N"
    assert mapping.columns == ("Id", "N")


def test_own_mappings_go_first_and_the_surest_of_the_others(tmp_path: Path) -> None:
    own = load(tmp_path, HEAD + "entries: {entry_id: Id}\n")
    found = load_mappings([tmp_path / "m.yaml"])
    assert found[0] == own
    asked = [len(mapping.recognise) for mapping in found[1:]]
    assert asked == sorted(asked, reverse=True)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_contract_of_shipped_mappings(path: Path) -> None:
    mapping = load_mapping(path)
    assert path.stem == mapping.name.lower().replace(" ", "-")
    assert set(mapping.recognise) <= set(mapping.columns), "a column is asked for and then not read"
    assert {"entry_id", "name"} <= set(mapping.entries)
    # a file with no more than the columns that are read is recognised as what it is
    assert fitting(mapping.columns, load_mappings()) == mapping
    assert fitting(mapping.recognise, load_mappings()) == mapping


def test_names_of_mappings_are_unique() -> None:
    assert len(SHIPPED) == 4
    assert len({load_mapping(path).name for path in SHIPPED}) == len(SHIPPED)


def test_the_guide_shows_a_mapping_that_works(repo_root: Path, tmp_path: Path) -> None:
    text = (repo_root / "docs" / "mappings.md").read_text(encoding="utf-8")
    (_, example), (_, table) = ((block, block.partition("\n")[2]) for block in text.split("```")[1::2][:2])
    (tmp_path / "mine.yaml").write_text(example)
    mapping = load_mapping(tmp_path / "mine.yaml")
    assert fitting(table.splitlines()[0].split(";"), [mapping]) == mapping


def test_the_guide_speaks_of_every_key(repo_root: Path) -> None:
    from pharmaudit.readers.mapped.mapping import Cell

    text = (repo_root / "docs" / "mappings.md").read_text(encoding="utf-8")
    missing = [key for key in (*Mapping.model_fields, *Cell.model_fields) if f"`{key}`" not in text]
    assert missing == []
    assert [path.name for path in SHIPPED if path.name not in text] == []
    assert isinstance(read(SHIPPED[0]).data, dict)
