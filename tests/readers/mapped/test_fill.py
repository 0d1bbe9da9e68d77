"""From columns to tables, what a source carries, and the real files."""

import csv
import io
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pharmaudit.engine import serial
from pharmaudit.pipeline import Options, judged, read, rules_of
from pharmaudit.readers.format import Reading
from pharmaudit.readers.mapped.delimited import read_delimited
from pharmaudit.readers.mapped.fill import fill
from pharmaudit.readers.mapped.mapping import Mapping
from pharmaudit.readers.sources import read_sources
from pharmaudit.readers.tables import Tables
from pharmaudit.report import Report

HEAD = {"name": "n", "about": "a", "source": "s", "recognise": ["Id"]}


def tables(rows: list[list[str]], **keys: object) -> Tables:
    mapping = Mapping.model_validate({**HEAD, "entries": {"entry_id": "Id"}, **keys})
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    flat, _ = read_delimited(buffer.getvalue().encode(), "f.csv", [mapping])
    return fill(flat, mapping, "f.csv", "digest")


def values(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    chosen = frame[list(columns)].astype(object)
    return list(chosen.where(chosen.notna(), None).itertuples(index=False, name=None))


CELLS = [
    ("A", "x", ["x"]),
    ("A", " x ", [" x "]),
    ("A", "  ", []),
    ({"column": "A", "split": " | "}, "x | y |  | z", ["x", "y", "z"]),
    ({"column": "A", "split": "|"}, "|x||", ["x"]),
    ({"column": "A", "split": ",", "quoted": True}, '"x, y","z"', ["x, y", "z"]),
    ({"column": "A", "split": ",", "quoted": True}, "x, y", ["x, y"]),
    ({"column": "A", "split": ",", "quoted": True}, '"x"', ["x"]),
    ({"column": "A", "split": ",", "quoted": True}, '"', ['"']),
    ({"column": "A", "match": "^k:(?P<value>.+)$"}, "k:x", ["x"]),
    ({"column": "A", "match": "^k:(?P<value>.+)$"}, "l:x", []),
    ({"column": "A", "split": ",", "match": "^k:(?P<value>.*)$"}, "l:x,k:y,k:,k:z", ["y", "z"]),
    ({"column": "A", "lower": True}, "ÉX", ["éx"]),
    ({"column": "A", "values": {"x": "y"}}, "x", ["y"]),
    ({"column": "A", "values": {"x": "y"}}, "z", ["z"]),
    ({"column": "A", "values": {"x": None}}, "x", []),
    ({"column": "A", "prefix": "HL"}, "1", ["HL1"]),
    ({"column": "A", "prefix": "HL"}, "", []),
    ({"column": "A", "split": ",", "lower": True, "values": {"x": "y"}, "prefix": "Z"}, "X,w", ["Zy", "Zw"]),
]


@pytest.mark.parametrize(("cell", "text", "expected"), CELLS)
def test_cells(cell: object, text: str, expected: list[str]) -> None:
    found = tables([["Id", "A"], ["1", text], ["2", ""]], tables={"synonyms": [{"synonym": cell}]})
    assert values(found["synonyms"], "entry", "synonym") == [(0, value) for value in expected]
    entries = tables([["Id", "A"], ["1", text], ["2", ""]], entries={"entry_id": "Id", "name": cell}).entries
    assert values(entries, "entry_id", "name") == [("1", expected[0] if expected else None), ("2", None)]


def test_rows_stand_with_their_entry_in_the_order_of_the_mapping() -> None:
    found = tables(
        [["Id", "A", "B"], ["1", "", "b1"], ["2", "a2,a3", "b2"]],
        tables={
            "external_identifiers": [
                {"resource": {"constant": "RB"}, "identifier": "B"},
                {"resource": {"constant": "RA"}, "identifier": {"column": "A", "split": ","}},
            ]
        },
    )
    rows = values(found["external_identifiers"], "entry", "resource", "identifier")
    assert rows == [(0, "RB", "b1"), (1, "RB", "b2"), (1, "RA", "a2"), (1, "RA", "a3")]


def test_two_parts_of_one_list_and_a_value_of_the_record() -> None:
    part = {"column": "A", "split": ";"}
    row = {
        "resource": {**part, "match": "^(?P<value>[^:]+):"},
        "identifier": {**part, "match": "(?P<value>[^:]+)$"},
    }
    found = tables([["Id", "A"], ["1", "k:1;2"], ["2", ""]], tables={"external_identifiers": [row]})
    assert values(found["external_identifiers"], "entry", "resource", "identifier") == [(0, "k", "1"), (0, None, "2")]
    found = tables(
        [["Id", "A", "B"], ["1", "x;y", "de"], ["2", "", "de"]],
        tables={"synonyms": [{"synonym": part, "language": "B"}]},
    )
    assert values(found["synonyms"], "entry", "synonym", "language") == [(0, "x", "de"), (0, "y", "de")]


def test_what_is_odd_is_told() -> None:
    found = tables(
        [["Id", "A"], ["1", "x,y"], ["", "x"], ["1", "x,x"], ["3", "#REF!"], ["4", "1.23E+05"]],
        entries={"entry_id": "Id", "name": {"column": "A", "split": ","}, "unii": "Missing"},
    )
    assert [str(damage) for damage in found.damages] == [
        "f.csv: columns that n may have are missing: Missing",
        "f.csv:5: 2 cells of 'A' were spoilt by a spreadsheet; the first one is #REF!",
        "f.csv:2: 1 records have several values for name; the first one was read",
        "f.csv:3: 1 records have no id; they are audited without one",
    ]
    assert values(found.entries, "entry_id", "name", "line", "source") == [
        ("1", "x", 2, "f.csv"),
        (None, "x", 3, "f.csv"),
        ("1", "x", 4, "f.csv"),
        ("3", "#REF!", 5, "f.csv"),
        ("4", "1.23E+05", 6, "f.csv"),
    ]


def test_a_file_without_rows() -> None:
    found = tables([["Id", "A"]], tables={"synonyms": [{"synonym": {"column": "A", "split": ","}}]})
    assert len(found.entries) == len(found["synonyms"]) == 0


def test_a_source_carries_what_its_columns_fill() -> None:
    found = tables(
        [["Id", "A", "K"], ["1", "x", "SMILES"]],
        entries={"entry_id": "Id", "type": {"constant": "biotech"}, "unii": "Missing"},
        tables={
            "calculated_properties": [{"kind": {"constant": "InChI"}, "value": "A"}],
            "synonyms": [{"synonym": "Missing"}],
        },
    )
    assert found.sources[0].carries == {
        *("entry_id", "type", "inchi", "calculated_properties"),
        *("calculated_properties.kind", "calculated_properties.value"),
    }
    any_kind = tables(
        [["Id", "A", "K"], ["1", "x", "SMILES"]], tables={"experimental_properties": [{"kind": "K", "value": "A"}]}
    )
    assert any_kind.sources[0].carries >= {"smiles", "inchi", "inchikey", "formula", "iupac_name"}


def report_of(*paths: Path, mappings: tuple[Path, ...] = ()) -> Report:
    options = Options(as_of=date(2021, 1, 3), mappings=mappings)
    rulebook, profile = rules_of(options)
    return judged(read(paths, options), rulebook, profile, options, lambda *_: None)


def test_the_guide_is_audited_without_false_alarms(repo_root: Path, tmp_path: Path) -> None:
    text = (repo_root / "docs" / "mappings.md").read_text(encoding="utf-8")
    example, table = (block.partition("\n")[2] for block in text.split("```")[1::2][:2])
    (tmp_path / "mine.yaml").write_text(example)
    (tmp_path / "drugs.csv").write_text(table)
    report = report_of(tmp_path / "drugs.csv", mappings=(tmp_path / "mine.yaml",))
    assert report.entries["entry_id"].to_list() == ["HL001", "HL002"]
    asked = {"COM106", "COM201", "COM301", "COM501", "COM801"} & set(report.findings["rule"])
    assert not asked
    state = {name: report.facts.state(name).to_list() for name in ("description", "synonyms", "targets", "references")}
    assert state == {
        "description": ["unknown"] * 2,
        "synonyms": ["present", "blank"],
        "targets": ["unknown"] * 2,
        "references": ["unknown"] * 2,
    }
    assert set(report.entries["stub_computed"]) == {"unknown"}


REAL = [
    ("vocabulary/vocabulary_5.1.10_clean.csv", "DrugBank vocabulary", 15_235, {"synonyms": 34_680}),
    ("vocabulary/vocabulary_2020_spreadsheet_dates_us.csv", "DrugBank vocabulary", 13_475, {"synonyms": 26_006}),
    (
        "vocabulary/vocabulary_2021_semicolon_spreadsheet_dates.csv",
        "DrugBank vocabulary",
        14_315,
        {"calculated_properties": 11_172},
    ),
    (
        "tables/structure_links_5.1.8.csv.xz",
        "DrugBank structure links",
        11_834,
        {"groups": 14_004, "external_identifiers": 56_960},
    ),
    ("tables/pharmgkb_drugs_head400.tsv", "ClinPGx drugs", 399, {"synonyms": 608, "external_identifiers": 1_528}),
]


@pytest.mark.parametrize(("name", "format_", "entries", "counts"), REAL)
def test_real_files_are_read_whole(
    shared_data: Path, name: str, format_: str, entries: int, counts: dict[str, int]
) -> None:
    found = read_sources([shared_data / name], Reading(None, serial))
    assert (found.sources[0].format, len(found.entries)) == (format_, entries)
    assert {table: len(found[table]) for table in counts} == counts
    assert [damage.line for damage in found.damages] == ([1] if "semicolon" in name else [])
    assert found.entries["entry_id"].is_unique
    assert found.entries["line"].is_monotonic_increasing


def test_the_vocabulary_of_the_release_counts_as_it_should(shared_data: Path) -> None:
    path = shared_data / "vocabulary" / "vocabulary_2021_semicolon_spreadsheet_dates.csv"
    found = read_sources([path], Reading(None, serial))
    entries = found.entries
    assert (entries["cas_number"].notna().sum(), entries["unii"].notna().sum()) == (8_943, 9_914)
    assert found["synonyms"]["entry"].nunique() == 6_873


# what is told of a list of names and numbers is about names and numbers, or the codes of a spreadsheet's dates
OF_NAMES = {"UNI102", "UNI103", "UNI104", "UNI106", "VAL103", "VAL106", "VAL110"}


@pytest.mark.parametrize(("name", "dates"), [(REAL[1][0], 97), (REAL[2][0], 110), (REAL[0][0], 0)])
def test_a_vocabulary_is_judged_by_what_it_tells(shared_data: Path, name: str, dates: int) -> None:
    report = report_of(shared_data / name)
    assert (report.findings["rule"] == "VAL103").sum() == dates
    assert set(report.findings["rule"]) <= OF_NAMES
    assert report.provenance.crashes == ()
