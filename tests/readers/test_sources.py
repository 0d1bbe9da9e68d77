"""From paths to tables: packed files, folders, formats told by content, and what is no source."""

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from pharmaudit.engine import serial
from pharmaudit.errors import SourceError
from pharmaudit.readers.files import find_files
from pharmaudit.readers.format import Reading
from pharmaudit.readers.sources import SUFFIXES, format_of, read_sources
from tests.xmlwriter import drug, export, ids, read

READING = Reading(None, serial)
SMALL = export(drug(1), drug(2)).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


PACKED = {
    "plain": SMALL,
    "gz": gzip.compress(SMALL),
    "gz of two members": gzip.compress(SMALL[:200]) + gzip.compress(SMALL[200:]),
    "xz": lzma.compress(SMALL),
    "zip": zipped({"full database.xml": SMALL}),
    "zip of one file by any name": zipped({"export": SMALL}),
    "zip with other files": zipped({"README.txt": b"x", "a/DRUGS.XML": SMALL, "__MACOSX/a/._DRUGS.XML": b"x"}),
}


@pytest.mark.parametrize("data", PACKED.values(), ids=PACKED)
@pytest.mark.parametrize("name", ["f.xml", "f.zip", "no suffix"])
def test_unpacks_by_content_not_by_name(tmp_path: Path, data: bytes, name: str) -> None:
    tables = read(tmp_path / name, data)
    assert ids(tables) == ["DB90001", "DB90002"]
    assert tables.damages == ()
    assert tables.sources == read(tmp_path / name, SMALL).sources


def noise(entries: int) -> bytes:
    """An export that hardly shrinks, so that half of the packed file is about half of the entries."""
    texts = ("".join(sha256(b"%d %d" % (number, part)).hexdigest() for part in range(30)) for number in range(entries))
    return export(*(drug(number % 10, f"<unii>{text}</unii>") for number, text in enumerate(texts))).encode()


@pytest.mark.parametrize("pack", [gzip.compress, partial(lzma.compress, preset=0)], ids=["gz", "xz"])
@pytest.mark.parametrize("entries", [40, 3000])  # less than a block and more
def test_a_packed_file_cut_off_keeps_the_entries_before(
    tmp_path: Path, pack: Callable[[bytes], bytes], entries: int
) -> None:
    packed = pack(noise(entries))
    tables = read(tmp_path / "f", packed[: len(packed) * 3 // 4])
    assert 0.7 * entries < len(tables.entries) < 0.8 * entries
    reasons = [damage.reason for damage in tables.damages if damage.loss and not damage.fatal]
    assert any("it could not be unpacked to its end" in reason for reason in reasons)
    assert any("ends inside an entry" in reason for reason in reasons)


def test_a_spoilt_packed_file_keeps_the_entries_before(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(noise(400)))
    packed[len(packed) // 2] ^= 0xFF
    tables = read(tmp_path / "f.gz", bytes(packed))
    assert len(tables.entries) > 100
    assert any("could not be unpacked" in damage.reason for damage in tables.damages if damage.loss)


REFUSED = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\t", "the file is empty"),
    "empty gz": (gzip.compress(b""), "the file is empty"),
    "gz header only": (gzip.compress(SMALL)[:8], "cannot be unpacked"),
    "cut xz header": (lzma.compress(SMALL)[:14], "cannot be unpacked"),
    "cut zip": (zipped({"f.xml": SMALL})[:-40], "cannot be unpacked or read"),
    "empty zip": (zipped({}) + b" ", "binary|cannot be unpacked|0 files"),
    "zip without XML": (zipped({"README.txt": b"x", "b.txt": b"y"}), "the archive holds 2 files; give one that holds"),
    "zip with two": (zipped({"a.xml": SMALL, "b.xml": SMALL}), "the archive holds 2 files; give one that holds"),
    "binary": (bytes(range(256)), "this is a binary file"),
    "bzip2": (bz2.compress(SMALL), "not recognised|binary"),
    "HTML": (b"<!DOCTYPE html><html><body/></html>", "its root element is <html>, not <drugbank>"),
    "other XML": (b"<?xml version='1.0'?><feed><drug/></feed>", "its root element is <feed>"),
    "XML without an element": (b"<!-- <drugbank> -->", "its root element is <unknown>"),
    "prose": (b"Aspirin is a drug.", "the format is not recognised"),
    "export without entries": (export().encode(), "it has no <drug> element"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_source_gets_one_sentence(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "f.dat"
    with pytest.raises(SourceError, match=reason) as raised:
        read(path, data)
    assert str(raised.value).startswith(f"{path}: ")
    assert str(raised.value).count(str(path)) == 1
    assert "\n" not in str(raised.value)


SNIFFED = [
    ("f.xml", "<drugbank/>", "DrugBank XML"),
    ("f.txt", "\n<?xml version='1.0'?><!-- <html> --><?x <y> ?><d:drugs/>", "DrugBank XML"),
    ("f", "\ufeff<drug/>", "DrugBank XML"),
    ("f.yaml", "name: n", "entry card"),
    ("F.YML", "name: n", "entry card"),
]


@pytest.mark.parametrize(("name", "text", "format_name"), SNIFFED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_tells_the_format_by_content(tmp_path: Path, name: str, text: str, format_name: str, encoding: str) -> None:
    (tmp_path / name).write_text(text, encoding)
    assert format_of(tmp_path / name).name == format_name


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="none: there is no such file or folder; check the spelling"):
        read_sources([tmp_path / "none"], READING)


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "picture.png").touch()
    with pytest.raises(SourceError, match="the folder holds no file that could be read"):
        read_sources([tmp_path], READING)


def test_a_folder_gives_its_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.xml", "a.XML", ".hidden.xml", "c.png", "sub/d.yaml"):
        (tmp_path / name).touch()
    assert [path.name for path in find_files(tmp_path, SUFFIXES)] == ["a.XML", "b.xml", "d.yaml"]


def test_a_bad_file_costs_no_good_one(tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_text("<html/>")
    (tmp_path / "good.xml").write_bytes(SMALL)
    (tmp_path / "worse.yaml").write_bytes(b"name: \xff")
    tables = read_sources([tmp_path, tmp_path / "none"], READING)
    assert ids(tables) == ["DB90001", "DB90002"]
    assert [source.path for source in tables.sources] == [str(tmp_path / "good.xml")]
    assert {damage.source: damage.fatal for damage in tables.damages} == dict.fromkeys(
        (str(tmp_path / name) for name in ("none", "bad.xml", "worse.yaml")), True
    )
    reasons = {Path(damage.source).name: damage.reason for damage in tables.damages}
    assert reasons["bad.xml"] == "this is no DrugBank export: its root element is <html>, not <drugbank>"
    assert "not UTF-8" in reasons["worse.yaml"]
    assert "no such file" in reasons["none"]


def test_where_nothing_can_be_read_every_file_has_its_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<html/>")
    (tmp_path / "b.xml").touch()
    with pytest.raises(SourceError) as raised:
        read_sources([tmp_path], READING)
    assert [line.partition(": ")[0] for line in str(raised.value).splitlines()] == [
        str(tmp_path / "a.xml"),
        str(tmp_path / "b.xml"),
    ]


def test_several_sources_are_one_set_of_tables(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(SMALL)
    (tmp_path / "b.yaml").write_text("entry_id: DB90003\nname: n\ngroups: [approved]\n")
    tables = read_sources([tmp_path / "b.yaml", tmp_path / "a.xml"], READING)
    assert ids(tables) == ["DB90003", "DB90001", "DB90002"]
    assert [source.format for source in tables.sources] == ["entry card", "DrugBank XML"]
    assert list(tables["drugbank_ids"]["entry"]) == [0, 1, 2]


def test_blanks_around_an_id_are_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(export(drug(1), drug(2)).replace(">DB90001<", "> DB90001\n<"))
    (tmp_path / "b.yaml").write_text("entry_id: 'DB90001 '\nname: n\nunii: U\n")
    tables = read_sources([tmp_path], READING)
    assert ids(tables) == ["DB90001", "DB90002"]
    assert list(tables.entries["unii"].fillna("")) == ["U", ""]
    assert [damage.reason for damage in tables.damages] == [
        "blanks around the id of an entry were left out (1 times)",
        "blanks around the id of an entry were left out (1 times)",
    ]
    assert tables["drugbank_ids"]["drugbank_id"][0].strip() != tables["drugbank_ids"]["drugbank_id"][0]


def test_an_id_of_blanks_is_none(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("entry_id: ' '\nname: n\n")
    assert read_sources([tmp_path / "b.yaml"], READING).entries["entry_id"].isna().all()
