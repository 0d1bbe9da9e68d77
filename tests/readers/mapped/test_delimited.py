"""CSV and its kin: delimiters, encodings, headers, quotation marks, rows of odd lengths, and what is no table."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.engine import serial
from pharmaudit.errors import SourceError
from pharmaudit.readers.format import Reading
from pharmaudit.readers.mapped import delimited
from pharmaudit.readers.mapped.delimited import DELIMITERS, looks_delimited, read_delimited
from pharmaudit.readers.mapped.mapping import Mapping
from pharmaudit.readers.sources import format_of, read_sources
from pharmaudit.readers.tables import Tables

CODES = Mapping.model_validate(
    {
        "name": "codes",
        "about": "a",
        "source": "s",
        "recognise": ["Id", "Name"],
        "entries": {"entry_id": "Id", "name": "Name", "unii": "Code"},
    }
)
HEADER = ["Id", "Name", "Code"]
ROWS = [["1", "Examplamine", "A"], ["2", "Specimol", ""]]
Cells = list[list[str | None]]


def written(rows: list[list[str]], delimiter: str = ",", end: str = "\n", encoding: str = "utf-8") -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator=end).writerows(rows)
    return buffer.getvalue().encode(encoding)


def cells(data: bytes, mapping: Mapping = CODES) -> tuple[Cells, list[int], list[str]]:
    """Rows of the columns of CODES, their lines, and the damages as text."""
    flat, _ = read_delimited(data, "f.csv", [mapping])
    rows = [list(row) for row in zip(*(values.to_pylist() for values in flat.columns.values()), strict=True)]
    return rows, flat.lines.tolist(), [str(damage) for damage in flat.damages]


def blanked(rows: list[list[str]]) -> Cells:
    return [[cell if cell.strip() else None for cell in row] for row in rows]


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_reads_every_dress_of_a_table(delimiter: str, end: str, encoding: str) -> None:
    found, lines, damages = cells(written([HEADER, *ROWS], delimiter, end, encoding))
    assert (found, lines, damages) == (blanked(ROWS), [2, 3], [])


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(
    rows=st.lists(st.tuples(text, text, text), max_size=6),
    delimiter=st.sampled_from(DELIMITERS),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_writer_wrote_is_read(rows: list[tuple[str, str, str]], delimiter: str, end: str, encoding: str) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADER, *rows])
    found, _, damages = cells(buffer.getvalue().encode(encoding))
    assert found == [row for row in blanked([list(row) for row in rows]) if any(row)]
    assert damages == []


@settings(deadline=None)
@given(st.binary(max_size=300) | text.map(lambda tail: written([HEADER]) + tail.encode()))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        rows, lines, _ = cells(data)
    except SourceError:
        return
    assert len(rows) == len(lines)
    assert lines == sorted(lines)


ODD = [
    (
        "Columns;;\nId;Name;Code\n1;a;b\n",
        [["1", "a", "b"]],
        [3],
        ["f.csv:1: what stands before the header was left out"],
    ),
    ("\n\nId,Name,Code\n1,a,b\n", [["1", "a", "b"]], [4], []),
    (" id ,NAME,code\n1,a,b\n", [["1", "a", "b"]], [2], []),
    ("Code,Name,Other,Id\nb,a,x,1\n", [["1", "a", "b"]], [2], []),
    ("Id,Name\n1,a\n", [["1", "a"]], [2], []),
    ("Id,Name,Code\n\n,,\n1,a,b\n , \n", [["1", "a", "b"]], [4], []),
    ('Id,Name,Code\n1,"two\nlines",b\n2,c,d\n', [["1", "two\nlines", "b"], ["2", "c", "d"]], [2, 4], []),
    ('Id,Name,Code\n1,"a ""b""",c\n', [["1", 'a "b"', "c"]], [2], []),
    ("Id,Name,Code,\n1,a,b,\n", [["1", "a", "b"]], [2], []),
    ("Id,Name,Code,\n1,a,b,x\n", [["1", "a", "b"]], [2], ["f.csv:2: column 4 has values but no name; it was left out"]),
    (
        "Id,Name,Code\n1,a\n2,a,b,\n3,a,b,c\n",
        [["1", "a", None], ["2", "a", "b"], ["3", "a", "b"]],
        [2, 3, 4],
        [
            "f.csv:2: the row has fewer than 3 cells; those that are missing count as blank",
            "f.csv:4: the row has more than 3 cells; the surplus was left out",
        ],
    ),
    (
        "Id,Name,Name,Code\n1,a,x,b\n",
        [["1", "a", "b"]],
        [2],
        ["f.csv:1: several columns are called 'Name'; the first one was read, not 3"],
    ),
    (
        'Id,Name,Code\n1,a,b\n2,"open,c\n3,d,e\n',
        [["1", "a", "b"], ["2", '"open', "c"], ["3", "d", "e"]],
        [2, 3, 4],
        ["f.csv:3: quotation marks do not pair; the line was read as it stands"],
    ),
    (
        'Id,Name,Code\n1,"a" b,c\n2,d,e\n',
        [["1", '"a" b', "c"], ["2", "d", "e"]],
        [2, 3],
        ["f.csv:2: quotation marks do not pair; the line was read as it stands"],
    ),
    ("Id,Name,Code\n1,a\0b,c\n", [["1", "ab", "c"]], [2], ["f.csv:2: a NUL character was left out"]),
]


@pytest.mark.parametrize(("data", "rows", "lines", "damages"), ODD)
def test_odd_tables(data: str, rows: Cells, lines: list[int], damages: list[str]) -> None:
    assert cells(data.encode()) == (rows, lines, damages)


def test_quotation_marks_may_belong_to_the_values() -> None:
    mapping = CODES.model_copy(update={"quotes": False})
    found, _, damages = cells(b'Id\tName\tCode\n1\t"a","b"\t"\n2\tc\td\n', mapping)
    assert found == [["1", '"a","b"', '"'], ["2", "c", "d"]]
    assert damages == []


def test_windows_1252_is_told_with_its_place() -> None:
    found, _, damages = cells("Id,Name,Code\n1,Ibuprofène,µ\n".encode("cp1252"))
    assert found == [["1", "Ibuprofène", "µ"]]
    assert len(damages) == 1
    assert damages[0].startswith("f.csv:2: the text is not UTF-8 and declares no other encoding")
    flat, _ = read_delimited("Id,Name,Code\n1,Ibuprofène,µ\n".encode("cp1252"), "f.csv", [CODES])
    assert flat.damages[0].offset == 22


def test_a_spoilt_byte_makes_no_other_encoding() -> None:
    found, _, damages = cells("Id,Name,Code\n1,Ibuprofène µ,".encode() + b"\xff\n")
    assert found == [["1", "Ibuprofène µ", "\ufffd"]]
    assert "U+FFFD" in damages[0]


def test_many_damages_are_counted() -> None:
    _, _, damages = cells(b"Id,Name,Code\n" + b"1,a\n" * 100)
    assert len(damages) == 6
    assert "(and 95 more lines of this sort)" in damages[-1]


HOSTILE = {
    "a million columns": b"Id,Name" + b",x" * 1_000_000 + b"\n1,a\n",
    "a huge cell": b"Id,Name,Code\n1,a," + b"x" * 3_000_000 + b"\n",
    "quotes that never pair": b"Id,Name\n" + b'1,"a\n' * 2_000,
    "an open quote at the top": b'Id,Name\n1,"a\n' + b"2,b\n" * 20_000,
    "pairs of quotes": b'Id,Name\n1,"a\n' + b'""\n' * 20_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_tables_are_read(data: bytes) -> None:
    rows, _, _ = cells(data)
    assert rows[0][0] == "1"


REFUSED = {
    "binary": (bytes(range(1, 256)) * 4 + b"\n", "no mapping knows these columns"),
    "NUL bytes": (b"\0\1\2\n\0\0\n" * 9, "this is a binary file"),
    "header only of other names": (b"A,B\n1,2\n", r"no mapping knows these columns \(A, B\); say with --mapping"),
    "near": (
        b"Id,Nane,Code\n1,a,b\n",
        r"no mapping knows these columns \(Id, Nane, Code\); the nearest, codes, also asks for "
        r"'Name' \(did you mean 'Nane'\?\); say with --mapping FILE",
    ),
    "header too late": (b"x\n" * 6 + b"Id,Name\n1,a\n", "no mapping knows"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_no_mapping_knows_gets_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        cells(data)


def test_a_header_alone_is_no_source(tmp_path: Path) -> None:
    assert cells(b"Id,Name,Code\n") == ([], [], [])
    (tmp_path / "f.csv").write_text("DrugBank ID,Accession Numbers,Common name,Standard InChI Key\n")
    with pytest.raises(SourceError, match="the table has its columns and no row"):
        read_sources([tmp_path / "f.csv"], Reading(None, serial))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b,c\n1,2,3\n", True),
        ("a\tb\tc\n1\t2\t3\n", True),
        ("a,b\n1,2\n", False),
        ("a,b,c\n1,2\n", False),
        ("a,b,c\n", False),
        ("", False),
        ("a,b,c\n1,2,\0\n", False),
    ],
)
def test_tells_a_table_without_its_suffix(text: str, expected: bool) -> None:
    assert looks_delimited(text) is expected


def test_field_size_limit_of_the_process_is_kept() -> None:
    before = csv.field_size_limit()
    cells(b"Id,Name\n1,a\n")
    assert csv.field_size_limit() == before


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pharmaudit.readers.streams.MAX_WHOLE", 100)
    (tmp_path / "f.csv").write_bytes(b"DrugBank ID,Name\n" * 20)
    with pytest.raises(SourceError, match="it holds more than"):
        read_sources([tmp_path / "f.csv"], Reading(None, serial))


def vocabulary(path: Path) -> Tables:
    return read_sources([path], Reading(None, serial))


VOCABULARY = (
    "DrugBank ID,Accession Numbers,Common name,CAS,UNII,Synonyms,Standard InChI Key\n"
    "DB90001,OLD1 | OLD2,Examplamine,,,Examplum | Example,\n"
)


@pytest.mark.parametrize("name", ["f.csv", "f.CSV", "f.txt", "f"])
def test_is_taken_by_suffix_or_by_its_look(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(VOCABULARY)
    assert format_of(tmp_path / name).name == "mapped table"
    assert vocabulary(tmp_path / name).sources[0].format == "DrugBank vocabulary"


def test_a_table_may_be_zipped(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("drugbank vocabulary.csv", VOCABULARY)
    assert len(vocabulary(tmp_path / "f.zip").entries) == 1


def test_header_is_looked_for_in_the_first_lines() -> None:
    late = b"note\n" * (delimited.HEADER_WITHIN - 1) + b"Id,Name\n1,a\n"
    assert cells(late)[0] == [["1", "a"]]
