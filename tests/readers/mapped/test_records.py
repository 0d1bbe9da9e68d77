"""JSON Lines and Parquet: records that name their values."""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pharmaudit.engine import serial
from pharmaudit.errors import SourceError
from pharmaudit.readers.format import Reading
from pharmaudit.readers.mapped import records
from pharmaudit.readers.mapped.fill import fill
from pharmaudit.readers.mapped.flat import Flat
from pharmaudit.readers.mapped.mapping import Mapping
from pharmaudit.readers.mapped.records import read_jsonl, read_parquet
from pharmaudit.readers.sources import read_sources

CODES = Mapping.model_validate(
    {
        "name": "codes",
        "about": "a",
        "source": "s",
        "recognise": ["Id", "Name"],
        "entries": {"entry_id": "Id", "name": "Name", "unii": "Code"},
    }
)


def rows(flat: Flat) -> list[list[str | None]]:
    return [list(row) for row in zip(*(values.to_pylist() for values in flat.columns.values()), strict=True)]


def parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def test_json_lines_with_bad_ones_among_them() -> None:
    text = (
        '{"Id": 1, "Name": "a"}\n'
        "\n"
        '{"Id": 2.50, "Name": null, "Code": true}\n'
        '["a"]\n'
        '{"Id": "3", "Name": {"x": 1}, "Code": "\\ud800"}\n'
        '{"Id": "4", "Na\n' + "[" * 100_000 + "\n"
    )
    flat, mapping = read_jsonl(text.encode(), "f.jsonl", [CODES])
    assert mapping is CODES
    assert rows(flat) == [["1", "a", None], ["2.50", None, "true"], ["3", None, "?"]]
    assert flat.lines.tolist() == [1, 3, 5]
    told = {(damage.line, damage.loss): damage.reason for damage in flat.damages}
    assert set(told) == {(4, True), (6, True), (7, True), (5, False)}
    assert told[5, False] == "'Name' holds a list or an object where a text should be; it was left out"
    assert told[4, True] == "the line is no JSON object; its record is lost"


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"nonsense\n", "no line holds a JSON object"), (b'{"a": 1}\n', r"no mapping knows these columns \(a\)")],
)
def test_other_json_lines_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_jsonl(data, "f.jsonl", [CODES])


def test_parquet_as_text() -> None:
    table = pa.table({"Name": ["a", " ", None], "Id": [1, 2, 3], "Code": [["x"], [], None], "Other": [1.5, 2, 3]})
    flat, _ = read_parquet(parquet(table), "f.parquet", [CODES])
    assert {name: values.to_pylist() for name, values in flat.columns.items()} == {
        "Id": ["1", "2", "3"],
        "Name": ["a", None, None],
    }
    assert flat.lines.tolist() == [1, 2, 3]
    assert [damage.reason for damage in flat.damages] == ["columns that hold lists or structures were left out: Code"]


def test_parquet_of_several_row_groups_and_of_none() -> None:
    table = pa.table({"Id": [str(number) for number in range(5)], "Name": list("abcde")})
    buffer = io.BytesIO()
    pq.write_table(table, buffer, row_group_size=2)
    assert len(rows(read_parquet(buffer.getvalue(), "f", [CODES])[0])) == 5
    assert rows(read_parquet(parquet(table.slice(0, 0)), "f", [CODES])[0]) == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PAR1", "this Parquet file cannot be read"),
        (b"PAR1" + bytes(100) + b"PAR1", "this Parquet file cannot be read"),
        (parquet(pa.table({"a": [1]})), r"no mapping knows these columns \(a\)"),
        (parquet(pa.table({"Id": [b"\xff"], "Name": ["a"]})), "this Parquet file cannot be read"),
    ],
)
def test_bad_parquet_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_parquet(data, "f.parquet", [CODES])


def test_parquet_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_TEXT", 1000)
    table = pa.table({"Id": ["x" * 100] * 100, "Name": ["a"] * 100})
    with pytest.raises(SourceError, match="it unpacks to more than"):
        read_parquet(parquet(table), "f.parquet", [CODES])


@pytest.mark.parametrize("name", ["f.parquet", "f.dat"])
def test_parquet_is_told_by_its_bytes(tmp_path: Path, name: str) -> None:
    row = {"DrugBank ID": "DB90001", "Accession Numbers": "", "Common name": "Examplamine", "Standard InChI Key": None}
    (tmp_path / name).write_bytes(parquet(pa.Table.from_pylist([row])))
    tables = read_sources([tmp_path / name], Reading(None, serial))
    assert tables.sources[0].format == "DrugBank vocabulary"
    assert tables.entries["entry_id"].to_list() == ["DB90001"]


LISTS = Mapping.model_validate(
    {
        "name": "lists",
        "about": "a",
        "source": "s",
        "recognise": ["Id"],
        "entries": {"entry_id": "Id", "unii": "Codes"},
        "tables": {
            "synonyms": [{"synonym": {"column": "Also", "split": ","}}],
            "calculated_properties": [{"kind": {"constant": "SMILES"}, "value": "struct.smiles"}],
        },
    }
)


def test_lists_and_objects_of_json_lines() -> None:
    text = (
        '{"Id": "1", "Also": ["a, b", "c", null, 2.50], "struct": {"smiles": "CCO"}}\n'
        '{"Id": "2", "Also": "d,e", "Codes": ["x"], "struct": {"smiles": {"deep": 1}}}\n'
        '{"Id": "3", "Also": [{"x": 1}], "struct": null}\n'
        '{"Id": "4", "Also": []}\n'
        '{"Id": "5", "Also": ["f,g"]}\n'
    )
    flat, mapping = read_jsonl(text.encode(), "f.jsonl", [LISTS])
    tables = fill(flat, mapping, "f.jsonl", "")
    found = tables["synonyms"]
    pairs = list(zip(found["entry"], found["synonym"], strict=True))
    assert pairs == [(0, "a, b"), (0, "c"), (0, "2.50"), (1, "d"), (1, "e"), (4, "f,g")]
    assert tables["calculated_properties"]["value"].to_list() == ["CCO"]
    assert tables.entries["unii"].isna().all()
    other = " a list or an object where a text should be; it was left out"
    assert {(damage.line, damage.reason) for damage in flat.damages} == {
        (2, "'Codes' holds a list, and its cell has no `split`; it was left out"),
        (2, "'struct.smiles' holds" + other),
        (3, "'Also' holds" + other),
    }
