"""DrugBank XML as a whole: encodings, damaged entries, safety, and the real exports where they are at hand."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from pharmaudit.engine import processes, serial
from pharmaudit.errors import SourceError
from pharmaudit.readers.format import Reading
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.sources import read_sources
from pharmaudit.readers.streams import opened
from pharmaudit.readers.tables import Tables
from pharmaudit.readers.xml import reader, splitter
from tests.xmlwriter import CLOSE, HEAD, OPEN, drug, export, ids, read


def described(text: str) -> str:
    return drug(1, f"<description>{text}</description>")


ENCODINGS = {
    "utf-8": export(described("é€")).encode(),
    "utf-8 with a mark": export(described("é€")).encode("utf-8-sig"),
    "a mark against the declaration": export(described("é€")).replace("UTF-8", "ISO-8859-1").encode("utf-8-sig"),
    "utf-16": export(described("é€")).replace("UTF-8", "UTF-16").encode("utf-16"),
    "utf-16, big end first": b"\xfe\xff" + export(described("é€")).replace("UTF-8", "UTF-16").encode("utf-16-be"),
    "utf-16 without a mark": export(described("é€")).encode("utf-16-le"),
    "utf-16 without a mark, big end first": export(described("é€")).encode("utf-16-be"),
    "utf-32": export(described("é€")).encode("utf-32"),
    "utf-32 without a mark": export(described("é€")).encode("utf-32-be"),
    "latin-15": export(described("é€")).replace("UTF-8", "ISO-8859-15").encode("iso-8859-15"),
    "no declaration": export(described("é€")).removeprefix(HEAD).encode(),
    "carriage returns": export(described("é€")).replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS)
def test_reads_every_encoding(tmp_path: Path, data: bytes) -> None:
    tables = read(tmp_path / "f.xml", data)
    assert list(tables.entries["description"]) == ["é€"]
    assert tables.damages == ()
    assert tables.sources[0].sha256 == hashlib.sha256(data).hexdigest()


def test_reads_latin_1_where_declared(tmp_path: Path) -> None:
    text = export(described("é")).replace("UTF-8", "ISO-8859-1")
    assert list(read(tmp_path / "f.xml", text.encode("latin-1")).entries["description"]) == ["é"]


def test_an_unknown_encoding_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="encoding 'martian' that it declares is not known"):
        read(tmp_path / "f.xml", export(drug(1)).replace("UTF-8", "martian"))


def test_reads_what_the_root_says(tmp_path: Path) -> None:
    source = read(tmp_path / "f.xml", export(drug(1), drug(2))).sources[0]
    assert (source.format, source.entries, source.version, source.released) == ("DrugBank XML", 2, "5.1", "2024-01-03")


PREFIXES = {
    "the whole file": '<d:drugbank xmlns:d="u"><d:drug><d:name>n</d:name></d:drug></d:drugbank>',
    "attributes": '<drugbank xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><drug><name>n</name>'
    '<unii xsi:nil="true"/></drug></drugbank>',
    "xsi unbound": '<drug><name>n</name><unii xsi:nil="true"/></drug>',
    "single quotes": "<drugbank xmlns:q = 'u'><drug><name>n</name><unii q:a='1'></unii></drug></drugbank>",
}


@pytest.mark.parametrize("text", PREFIXES.values(), ids=PREFIXES)
def test_prefixes_stay_bound(tmp_path: Path, text: str) -> None:
    tables = read(tmp_path / "f.xml", text)
    assert list(tables.entries["name"]) == ["n"]
    assert tables.damages == ()


def test_a_bare_entry_is_a_file(tmp_path: Path) -> None:
    assert ids(read(tmp_path / "f.xml", "<!-- by hand -->\r\n" + drug(1))) == ["DB90001"]


MALFORMED = {
    "an open element": "<name>",
    "a bad character": "<description>\x01</description>",
    "an unknown entity": "<description>&unknown;</description>",
    "a bare ampersand": "<description>a & b</description>",
    "an unbound prefix": "<a:b/>",
    "a document type": "<!DOCTYPE x>",
}


@pytest.mark.parametrize("inside", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_entry_costs_only_itself(tmp_path: Path, inside: str) -> None:
    tables = read(tmp_path / "f.xml", export(drug(1), drug(2, inside), drug(3)))
    assert ids(tables) == ["DB90001", "DB90003"]
    grave = [damage for damage in tables.damages if damage.loss]
    assert len(grave) == 1
    assert "DB90002 is not well-formed" in grave[0].reason
    assert grave[0].source == str(tmp_path / "f.xml")
    assert not grave[0].fatal
    assert 6 <= (grave[0].line or 0) <= 11


POSITIONS = {  # what is malformed, and the text after which the parser stumbles
    "first line of an entry": ("<drug><drugbank-id>DB90002</drugbank-id>é<name></b></drug>", "</b>"),
    "an entry far into its line": ("<drug><name>éé</name></drug><!-- é -->  <drug><name>é</b></drug>", "</b>"),
    "a later line": ("<drug>\n\n <name>é</name>\n  <unii>é</b></drug>", "</b>"),
}


@pytest.mark.parametrize(("entries", "after"), POSITIONS.values(), ids=POSITIONS)
@pytest.mark.parametrize("block", [7, 1 << 22])
def test_the_place_of_a_malformed_entry_is_that_in_the_file(
    tmp_path: Path, entries: str, after: str, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splitter, "BLOCK", block)
    text = export(drug(1)).removesuffix(CLOSE) + entries + CLOSE
    damage = next(damage for damage in read(tmp_path / "f.xml", text).damages if damage.loss)
    before = text[: text.index(after) + len(after)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert f", line {line}, column {column}); it is left out" in damage.reason
    assert damage.line == line


def test_a_line_within_a_message_counts_from_the_file_too(tmp_path: Path) -> None:
    text = export(drug(1), "<drug>\n<name>\n</unii></drug>")
    assert "mismatch: name line 8 and unii, line 9" in read(tmp_path / "f.xml", text).damages[0].reason


def test_bytes_that_are_not_in_the_encoding_are_replaced(tmp_path: Path) -> None:
    data = export(drug(1), drug(2, "<unii>\nMARK</unii>"), drug(3)).encode().replace(b"MARK", b"\xffa\xe9b")
    tables = read(tmp_path / "f.xml", data)
    assert ids(tables) == ["DB90001", "DB90002", "DB90003"]
    assert tables.entries["unii"][1] == "\n\ufffda\ufffdb"
    places = [(damage.offset, damage.line, damage.grave) for damage in tables.damages]
    assert places == [(data.index(b"\xff"), 11, False), (data.index(b"\xe9b"), 11, False)]
    assert tables.damages[0].reason == "a byte that is not UTF-8 was replaced by U+FFFD"


def test_half_a_character_of_utf_16_is_replaced_and_placed(tmp_path: Path) -> None:
    data = export(drug(1, "<indication>aXYb</indication>\n"), drug(2)).encode("utf-16")
    tables = read(tmp_path / "f.xml", data.replace("X".encode("utf-16-le"), b"\x00\xd8"))
    assert list(tables.entries["indication"].dropna()) == ["a\ufffdYb"]
    assert [damage.line for damage in tables.damages] == [6]


def test_many_bad_bytes_are_counted(tmp_path: Path) -> None:
    data = export(described("MARK"), drug(2, "<name>")).encode().replace(b"MARK", b"a\xff" * 99)
    tables = read(tmp_path / "f.xml", data)
    assert [damage.reason for damage in tables.damages][5:6] == ["94 more bytes of DB90001 were replaced by U+FFFD"]
    assert [damage.loss for damage in tables.damages] == [False] * 6 + [True]


def test_a_malformed_entry_with_bad_bytes_is_lost_alone(tmp_path: Path) -> None:
    data = export(drug(1), drug(2, "<name>MARK"), drug(3)).encode().replace(b"MARK", b"\xff")
    assert ids(read(tmp_path / "f.xml", data)) == ["DB90001", "DB90003"]


def test_a_file_without_a_sound_entry_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no entry could be read: DB90001 is not well-formed"):
        read(tmp_path / "f.xml", export(drug(1, "<name>")))
    with pytest.raises(SourceError, match="no <drug> element"):
        read(tmp_path / "f.xml", HEAD + OPEN + CLOSE)


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
UNSAFE = {
    "billion laughs": f'<!DOCTYPE drugbank [<!ENTITY e0 "ha">{BOMB}]>',
    "external entity": '<!DOCTYPE drugbank [<!ENTITY e9 SYSTEM "secret.txt">]>',
    "external parameter entity": '<!DOCTYPE drugbank [<!ENTITY % p SYSTEM "secret.txt"> %p;]>',
}


@pytest.mark.parametrize("doctype", UNSAFE.values(), ids=UNSAFE)
def test_declared_entities_are_refused(tmp_path: Path, doctype: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    with pytest.raises(SourceError, match="refused for safety") as raised:
        read(tmp_path / "f.xml", HEAD + doctype + OPEN + described("&e9;") + CLOSE)
    assert "secret" not in str(raised.value)


def test_an_external_document_type_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "x.dtd").write_text('<!ENTITY e9 "secret">')
    doctype = f'<!DOCTYPE drugbank SYSTEM "{(tmp_path / "x.dtd").as_uri()}">'
    tables = read(tmp_path / "f.xml", HEAD + doctype + OPEN + described("&e9;") + drug(2) + CLOSE)
    assert ids(tables) == ["DB90002"]
    assert [damage.loss for damage in tables.damages] == [True]


def test_says_what_no_table_has_a_place_for(tmp_path: Path) -> None:
    tables = read(tmp_path / "f.xml", export(drug(1, "<news>n</news><news/>"), drug(2, "<news><a/></news>")))
    assert [damage.reason for damage in tables.damages] == [
        "2 elements <entries/news> have content that no table has a place for"
    ]
    assert not tables.damages[0].grave


def test_parts_of_any_size_over_processes_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pathway = "<pathways><pathway><drugs><drug><name>n</name></drug></drugs></pathway></pathways>"
    entries = [drug(number % 10, pathway * (number % 3)) for number in range(40)]
    entries[7] = drug(7, "<name>")
    whole = read(tmp_path / "f.xml", export(*entries))
    monkeypatch.setattr(reader, "PART_BYTES", 700)
    with processes(2) as imap:
        same(read_sources([tmp_path / "f.xml"], Reading(None, imap)), whole)


def same(left: Tables, right: Tables) -> None:
    assert left.sources == right.sources
    assert left.damages == right.damages
    for name in TABLES:
        assert left[name].equals(right[name]), name
        assert list(left[name].dtypes) == list(right[name].dtypes), name


# --- real exports, where they are at hand ---

REAL = ["original_5.1_2018_DB00001-4.xml", "original_5.1_2018_DB00006.xml", "sample_216_real.xml.xz"]


def contents(path: Path) -> Counter[str]:
    """Every text of an export's elements, told apart by nothing but what it says; an independent reading."""
    texts = Counter[str]()
    with opened(path) as stream:
        root = etree.fromstring(stream.take(1 << 30), etree.XMLParser(huge_tree=True))
    for element in root.iterdescendants():
        if not len(element) and element.text and element.text.strip():
            texts[element.text] += 1
    return texts


def cells(tables: Tables) -> Counter[str]:
    """Every text of the tables that an element gave; attributes and what the reader adds are left out."""
    texts = Counter[str]()
    for name, table in TABLES.items():
        for column in table.columns:
            if column.source != "-" and "@" not in column.source:
                texts.update(text for text in tables[name][column.name].dropna() if text.strip())
    return texts


@pytest.mark.parametrize("name", REAL)
def test_every_element_with_content_lands_in_a_table(shared_data: Path, name: str) -> None:
    path = shared_data / "xml" / name
    tables = read_sources([path], Reading(None, serial))
    assert tables.damages == ()
    assert cells(tables) == contents(path)


@pytest.mark.parametrize(
    ("name", "entries", "version"),
    [
        ("original_3.0_2012_DB00001.xml", 1, "1.4"),
        ("original_4.2_2015_DB00001-4.xml", 4, "4.2"),
        ("original_5.1_2018_DB00001-4.xml", 4, "5.1"),
        ("sample_216_real.xml.xz", 216, "5.1"),
    ],
)
def test_reads_every_version(shared_data: Path, name: str, entries: int, version: str) -> None:
    tables = read_sources([shared_data / "xml" / name], Reading(None, serial))
    assert (len(tables.entries), tables.sources[0].version) == (entries, version)
    assert tables.entries["entry_id"].str.fullmatch(r"DB\d{5}").all()
    assert not any(damage.grave for damage in tables.damages)


def test_position_points_at_the_entry(shared_data: Path) -> None:
    path = shared_data / "xml" / "sample_216_real.xml.xz"
    with opened(path) as stream:
        data = stream.take(1 << 30)
    lines = data.split(b"\n")
    entries = read_sources([path], Reading(None, serial)).entries
    for entry_id, line, offset in zip(entries["entry_id"], entries["line"], entries["offset"], strict=True):
        assert data.startswith(b"<drug ", offset)
        assert b"<drug " in lines[line - 1]
        assert f">{entry_id}</drugbank-id>".encode() in data[offset : offset + 500]


def test_the_whole_release(release: Tables) -> None:
    assert len(release.entries) == 14_315
    assert release.damages == ()
    assert release.entries["entry_id"].is_unique
    for name, table in TABLES.items():
        if "entry" in table.keys:
            assert release[name]["entry"].between(0, 14_314).all(), name


def test_two_processes_read_the_same_release(release: Tables, shared_data: Path) -> None:
    with processes(2) as imap:
        same(read_sources([shared_data / "xml" / "drugbank_5.1.8_rebuilt.xml.xz"], Reading(None, imap)), release)
