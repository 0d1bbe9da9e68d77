"""The exchange form: tables written and read back are the same; a folder that contradicts itself is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.engine import serial
from pharmaudit.errors import SourceError, UsageError
from pharmaudit.model import Damage, Source
from pharmaudit.readers.exchange import MANIFEST, write_tables
from pharmaudit.readers.exchange.manifest import Suffix
from pharmaudit.readers.format import Reading
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.sources import read_sources
from pharmaudit.readers.tables import Tables
from tests.building import tables_of

SUFFIXES: tuple[Suffix, ...] = ("parquet", "jsonl")
CARDS = (
    {
        "groups": ["approved"],
        "indication": "Two lines\r\nwith \u2028 odd ends, an empty text and a null\x85",
        "absorption": "",
        "targets": [{"name": "T", "polypeptides": [{"id": "P1", "polypeptide_synonyms": ["a", "b"]}]}],
        "enzymes": [{"name": "E", "protein_actions": ["substrate"]}],
    },
    {"atc_codes": [{"code": "X01AA01", "atc_levels": [{"code": "X01AA", "label": "=1+1"}]}]},
)


def reread(folder: Path) -> Tables:
    return read_sources([folder], Reading(None, serial))


def assert_same(left: Tables, right: Tables) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(left[name], right[name])
    assert left.sources == right.sources
    assert left.damages == right.damages


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_reads_back_what_was_written(tmp_path: Path, suffix: Suffix) -> None:
    made = tables_of(*CARDS)
    sources = (
        Source("a.csv", "list", "0" * 64, 2, "v", "2026-01-01", frozenset({"name", "cas_number"})),
        *made.sources,
    )
    tables = Tables(made.frames, sources, (Damage("a.csv", "a reason", 3, 17, loss=True), Damage("b", "another")))
    write_tables(tables, tmp_path / "t", suffix)
    assert_same(reread(tmp_path / "t"), tables)
    assert_same(reread(tmp_path / "t" / MANIFEST), tables)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_tables_give_the_same_bytes_and_replace_the_old_ones(tmp_path: Path, suffix: Suffix) -> None:
    write_tables(tables_of(*CARDS), tmp_path / "a", suffix)
    write_tables(tables_of({"salts": [{"name": "s"}]}), tmp_path / "b", "jsonl")
    write_tables(tables_of(*CARDS), tmp_path / "b", suffix)
    first, second = ({file.name: file.read_bytes() for file in (tmp_path / x).iterdir()} for x in "ab")
    assert first == second


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(deadline=None, max_examples=25)  # it writes and reads files
@given(texts=st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_any_text_survives(tmp_path_factory: pytest.TempPathFactory, suffix: Suffix, texts: list[str | None]) -> None:
    folder = tmp_path_factory.mktemp("t")
    tables = tables_of(*({"indication": text, "synonyms": [text or "x"]} for text in texts))
    write_tables(tables, folder / "t", suffix)
    assert_same(reread(folder / "t"), tables)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_real_sample_survives(tmp_path: Path, shared_data: Path, suffix: Suffix) -> None:
    tables = read_sources(
        [shared_data / "xml" / "sample_216_real.xml.xz", shared_data / "pages" / "DB15721_seed.txt"],
        Reading(None, serial),
    )
    write_tables(tables, tmp_path / "t", suffix)
    assert_same(reread(tmp_path / "t"), tables)


def test_other_sources_stand_beside_it(tmp_path: Path) -> None:
    write_tables(tables_of({"name": "a"}), tmp_path / "all" / "t", "parquet")
    (tmp_path / "all" / "b.yaml").write_text("entry_id: DB90009\nname: b\n")
    assert list(reread(tmp_path / "all").entries["name"]) == ["b", "a"]


def test_a_flipped_bit_is_never_read(tmp_path: Path) -> None:
    write_tables(tables_of({"groups": ["approved"]}), tmp_path / "t", "parquet")
    file = tmp_path / "t" / "groups.parquet"
    file.write_bytes(file.read_bytes().replace(b"approved", b"bpproved", 1))
    with pytest.raises(SourceError, match=r"groups\.parquet: it cannot be read as Parquet \(.*CRC"):
        reread(tmp_path / "t")


def test_what_is_not_ours_is_not_replaced(tmp_path: Path) -> None:
    write_tables(tables_of({}), tmp_path / "t", "jsonl")
    (tmp_path / "t" / "notes.txt").touch()
    with pytest.raises(UsageError, match="the folder holds something that is no folder of tables of ours"):
        write_tables(tables_of({}), tmp_path / "t", "jsonl")
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="this is no folder"):
        write_tables(tables_of({}), tmp_path / "file", "jsonl")


Change = Callable[[Path], object]


def text(name: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        file = folder / name
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new))

    return change


SPOILT: dict[str, tuple[Change, str]] = {
    "file gone": (lambda folder: (folder / "targets.jsonl").unlink(), r"targets\.jsonl: the file is missing"),
    "rows lost": (lambda folder: (folder / "groups.jsonl").write_text(""), "it has 0 rows, the manifest says 1"),
    "no JSON": (text("groups.jsonl", "{", ""), r"groups\.jsonl:1: this is no JSON object"),
    "deep": (lambda folder: (folder / "groups.jsonl").write_text("[" * 100_000), "this is no JSON object"),
    "a list": (text("groups.jsonl", '{"entry": 0, "group": "approved"}', "[1]"), "a row must be a JSON object"),
    "a number": (text("groups.jsonl", '"approved"', "7"), "group must be a text, not 7"),
    "a truth": (text("groups.jsonl", '"entry": 0', '"entry": true'), "entry must be a whole number, not True"),
    "huge number": (text("groups.jsonl", '"entry": 0', f'"entry": {10**30}'), "cannot be read|is the number of no row"),
    "half a character": (text("groups.jsonl", "approved", "\\ud800"), "cannot be read as JSON Lines"),
    "a misspelt column": (text("groups.jsonl", '"group"', '"grup"'), "no column 'grup'. Did you mean 'group'"),
    "no entry": (text("groups.jsonl", '"entry": 0', '"entry": 9'), "row 1: entry 9 is the number of no row"),
    "no key": (text("groups.jsonl", '"entry": 0, ', ""), "is the number of no row"),
    "no parent": (text("polypeptides.jsonl", '"parent": 0', '"parent": 3'), "row 1: parent 3 is the number of no row"),
    "odd owner": (text("polypeptides.jsonl", '"targets"', '"salts"'), "owner is 'salts', not targets or"),
    "other parent": (text("polypeptides.jsonl", '"entry": 0', '"entry": 1'), "its parent belongs to another entry"),
    "not UTF-8": (lambda folder: (folder / "groups.jsonl").write_bytes(b"\xff"), "cannot be read as JSON Lines"),
    "later version": (text(MANIFEST, '"format_version": 1', '"format_version": 2'), "of version 2, this program reads"),
    "odd table": (text(MANIFEST, '"groups"', '"grups"'), "there is no table 'grups'. Did you mean 'groups'"),
    "odd manifest": (
        text(MANIFEST, '"format_version": 1,', ""),
        "format_version: Field required",
    ),
    "no manifest": (lambda folder: (folder / MANIFEST).write_text("{}}"), "no manifest of tables"),
}


@pytest.mark.parametrize(("change", "reason"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_folder_gets_one_sentence(tmp_path: Path, change: Change, reason: str) -> None:
    write_tables(tables_of(*CARDS), tmp_path / "t", "jsonl")
    change(tmp_path / "t")
    with pytest.raises(SourceError, match=reason):
        reread(tmp_path / "t")


def test_spoilt_parquet_gets_one_sentence(tmp_path: Path) -> None:
    write_tables(tables_of(*CARDS), tmp_path / "t", "parquet")
    file = tmp_path / "t" / "groups.parquet"
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(SourceError, match=r"groups\.parquet: it cannot be read as Parquet"):
        reread(tmp_path / "t")
    pd.DataFrame({"entry": [0], "kind": ["x"]}).to_parquet(file)
    with pytest.raises(SourceError, match="groups has no column 'kind'"):
        reread(tmp_path / "t")


def test_the_manifest_is_plain(tmp_path: Path) -> None:
    write_tables(tables_of(*CARDS), tmp_path / "t", "jsonl")
    manifest = json.loads((tmp_path / "t" / MANIFEST).read_text())
    assert manifest["tables"]["entries"] == 2
    assert manifest["suffix"] == "jsonl"
    assert "salts" not in manifest["tables"]
