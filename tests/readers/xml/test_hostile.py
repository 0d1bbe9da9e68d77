"""XML made to harm ends with a sentence or a damage, the other files are read; in full: benchmarks/hostile_xml.py."""

import zipfile
from pathlib import Path

import pytest

from pharmaudit.engine import serial
from pharmaudit.readers.format import Reading
from pharmaudit.readers.sources import read_sources
from pharmaudit.readers.xml import splitter
from pharmaudit.readers.xml.walk import MAX_ATTRIBUTES
from tests.xmlwriter import CLOSE, HEAD, OPEN, drug, export

DEEP = "<a>" * 5000
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
ATTRIBUTES = " ".join(f'a{n}="1"' for n in range(50_000))
BINARY = bytes(range(256)).decode("latin-1")
EXTERNAL = '<!ENTITY e9 SYSTEM "f.txt">'


def declared(entities: str) -> str:
    return HEAD + f"<!DOCTYPE x [{entities}]>" + OPEN + drug(1, "&e9;") + CLOSE


CASES: dict[str, tuple[str | bytes, str, list[str]]] = {  # the file, what is told of it, its entries
    "cut off": (export(drug(1), drug(2))[:-60], "is it cut off?", ["DB90001"]),
    "binary between": (export(drug(1), BINARY, drug(2)), "content between", ["DB90001", "DB90002"]),
    "billion laughs": (declared(f'<!ENTITY e0 "ha">{LAUGHS}'), "refused for safety", []),
    "external entity": (declared(EXTERNAL), "refused for safety", []),
    "deep": (export(drug(1), drug(2, DEEP), drug(3)), "never closed|not well-formed", ["DB90001", "DB90003"]),
    "deep and closed": (
        export(drug(1), drug(2, DEEP + DEEP.replace("<", "</")), drug(3)),
        "Excessive depth",
        ["DB90001", "DB90003"],
    ),
    "nested drugs": (export(drug(1), drug(2, "<drug>" * 5000), drug(3)), "beyond 100 levels", ["DB90001", "DB90003"]),
    "open tags": (export(drug(1)) + '<drug "' * 100_000, "beyond 100 levels", ["DB90001"]),
    "open comments": (export(drug(1)) + "<!-- " * 300_000, "after the last entry", ["DB90001"]),
    "open partners": (export(drug(1)) + "<partners>" * 300_000, "after the last entry", ["DB90001"]),
    "attributes": (
        export(drug(1), f"<drug {ATTRIBUTES}><drugbank-id>DB90002</drugbank-id></drug>"),
        f"beyond {MAX_ATTRIBUTES}",
        ["DB90001", "DB90002"],
    ),
    "names": (export(drug(1, "".join(f"<n{n}>1</n{n}>" for n in range(9000)))), "by 8950 more names", ["DB90001"]),
    "one long text": (export(drug(1, f"<description>{'x' * 5_000_000}</description>")), "", ["DB90001"]),
    "tiny entries": (export(*["<drug/>"] * 9000, drug(1)), "", ["DB90001"]),
    "bad entries": (export(*["<drug>&</drug>"] * 3000, drug(1)), "not well-formed", ["DB90001"]),
    "zeros": (bytes(3_000_000), "binary file", []),
}


@pytest.mark.parametrize(("data", "told", "entries"), CASES.values(), ids=CASES)
def test_the_damage_is_told_and_the_rest_is_read(
    tmp_path: Path, data: str | bytes, told: str, entries: list[str]
) -> None:
    (tmp_path / "f.xml").write_bytes(data.encode() if isinstance(data, str) else data)
    (tmp_path / "g.xml").write_text(export(drug(9)))
    tables = read_sources([tmp_path / "f.xml", tmp_path / "g.xml"], Reading(None, serial))
    assert list(tables.entries["entry_id"].dropna()) == [*entries, "DB90009"]
    reasons = [damage.reason for damage in tables.damages if damage.source == str(tmp_path / "f.xml")]
    assert any(part in reason for reason in reasons for part in told.split("|")) if told else not reasons


def test_reading_on_after_deep_nesting_does_not_depend_on_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "f.xml").write_text(export(drug(1), drug(2, "<drug>" * 300), "<drug note='x'\n" + drug(3)[5:], drug(4)))
    whole = read_sources([tmp_path / "f.xml"], Reading(None, serial))
    assert list(whole.entries["entry_id"]) == ["DB90001", "DB90003", "DB90004"]
    for block in (1, 5, 64, 999):
        monkeypatch.setattr(splitter, "BLOCK", block)
        again = read_sources([tmp_path / "f.xml"], Reading(None, serial))
        assert again.entries.equals(whole.entries)
        assert again.damages == whole.damages


def zipped(path: Path, begin: str, megabytes: int, end: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("f.xml", "w") as member:
        member.write(begin.encode())
        member.writelines([bytes(1 << 20)] * megabytes if not end else [b" " * (1 << 20)] * megabytes)
        member.write(end.encode())
    return path


@pytest.mark.parametrize(
    ("begin", "told"),
    [
        pytest.param(HEAD + OPEN + "<drug><name>", "8 MiB without the end of an entry", id="in an entry"),
        pytest.param(HEAD + OPEN, "8 MiB without an entry", id="between entries"),
    ],
)
def test_a_zip_bomb_ends_at_the_longest_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begin: str, told: str
) -> None:
    monkeypatch.setattr(splitter, "MAX_ENTRY", 1 << 23)
    (tmp_path / "g.xml").write_text(export(drug(9)))
    bomb = zipped(tmp_path / "f.zip", begin, 40, "")
    tables = read_sources([bomb, tmp_path / "g.xml"], Reading(None, serial))
    assert list(tables.entries["entry_id"]) == ["DB90009"]
    assert told in tables.damages[0].reason


def test_a_long_member_is_read_block_by_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitter, "MAX_ENTRY", 1 << 23)
    entry = drug(1, f"<description>{'word ' * 200_000}</description>")
    path = tmp_path / "f.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("f.xml", export(*[entry] * 20))  # 20 MB, more than the longest entry
    assert len(read_sources([path], Reading(None, serial)).entries) == 20
