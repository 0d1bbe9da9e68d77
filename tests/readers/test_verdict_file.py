"""Worklists that came back: rows become reviews, bad rows are told with their line, and nothing else is lost."""

import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.errors import UsageError
from pharmaudit.readers.verdicts import VERDICTS, Review, read_filled, read_kept, together
from pharmaudit.readers.workbook import read_workbook
from pharmaudit.renderers.kept import verdicts_csv
from pharmaudit.renderers.xlsx import write_xlsx
from tests.report.small import RULEBOOK, small

RULES = {"VAL301": "VAL301", "bad-cas": "VAL301", "COM101": "COM101"}
OF_SMALL = {path.stem: path.stem for path in RULEBOOK.rglob("*[0-9].yaml")}
HEAD = "rule,entry_id,fingerprint,verdict,curator,date,notes\n"
ROW = "VAL301,DB90001,0123456789abcdef,false positive,Anna,2026-11-22,The label spells it so.\n"


def csv_of(folder: Path, text: str, name: str = "f.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_a_row(tmp_path: Path) -> None:
    filled = read_filled(csv_of(tmp_path, HEAD + ROW), RULES)
    notes = "The label spells it so."
    one = Review("VAL301", "DB90001", "0123456789abcdef", "false positive", "Anna", date(2026, 11, 22), notes, 2)
    assert (filled.reviews, filled.refused, filled.blank) == ((one,), (), 0)


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        ("Confirmed", "confirmed"),
        (" FALSE  positive ", "false positive"),
        ("won\u2019t fix", "won't fix"),
        ("Won't Fix", "won't fix"),
    ],
)
def test_spellings_of_a_verdict(verdict: str, expected: str, tmp_path: Path) -> None:
    (one,) = read_filled(csv_of(tmp_path, HEAD + ROW.replace("false positive", verdict)), RULES).reviews
    assert one.verdict == expected


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "false positive",
            "false positiv",
            "'false positiv' is no verdict, which is confirmed, false positive or won't",
        ),
        ("false positive", "no", "'no' is no verdict"),
        ("false positive", "confirmd", "Did you mean 'confirmed'?"),
        ("Anna", " ", "the curator is missing"),
        ("The label spells it so.", "", "the notes are missing: say why"),
        ("2026-11-22", "2026-02-30", "'2026-02-30' is no date; write it as 2026-11-22"),
        ("2026-11-22", "22.11.2026", "is no date"),
        ("2026-11-22", "", "'' is no date"),
        ("VAL301", "VAL310", "there is no rule 'VAL310'. Did you mean"),
        ("VAL301", "", "this is not a finding"),
        ("DB90001", "", "names no entry id"),
        ("DB90001", "DB*", "reads as a pattern"),
        ("0123456789abcdef", "", "'' is no fingerprint"),
        ("0123456789abcdef", "1.23457E+15", "is no fingerprint"),
    ],
)
def test_a_bad_row_is_refused_and_the_next_one_is_read(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    filled = read_filled(csv_of(tmp_path, HEAD + ROW.replace(old, new, 1) + ROW), RULES)
    (damage,) = filled.refused
    assert str(damage).startswith(f"{tmp_path / 'f.csv'}:2: the row is left out: ")
    assert sentence in str(damage)
    assert [one.line for one in filled.reviews] == [3]


def test_what_is_confirmed_needs_no_reason_and_names_of_rules_are_ids(tmp_path: Path) -> None:
    row = "bad-cas,DB90001,0123456789abcdef-2,confirmed,Anna,2026-11-22,\n"
    (one,) = read_filled(csv_of(tmp_path, HEAD + row), RULES).reviews
    assert (one.rule, one.fingerprint) == ("VAL301", "0123456789abcdef-2")


def test_what_spreadsheets_make_of_a_csv_file(tmp_path: Path) -> None:
    text = "\ufeffEntry ID;Rule;more;Fingerprint;Verdict;Curator;Date;Notes\r\n"
    text += "DB90001;VAL301;'=HYPERLINK(0);0123456789abcdef;confirmed;'=Anna;2026-11-22;\"two\r\nlines\"\r\n"
    text += (
        ";;;;;;;\r\n\r\nDB90001;VAL301;;0123456789abcdef;;;;\r\nDB90001;VAL301;;0123456789abcdef;won't;A;2026-01-01;x"
    )
    filled = read_filled(csv_of(tmp_path, text), RULES)
    (one,) = filled.reviews
    assert (one.curator, one.notes, one.line) == ("=Anna", "two\r\nlines", 2)
    assert filled.blank == 2
    assert [damage.line for damage in filled.refused] == [7]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.csv", b"", "the header has no column verdict"),
        ("a.csv", b"rule,entry_id\nVAL301,DB1\n", "the header has no column verdict"),
        ("a.csv", HEAD.encode() + b'a,"b', "the row cannot be read"),
        ("none.csv", None, "the verdicts cannot be read (No such file"),
        ("none.xlsx", None, "this workbook cannot be read (No such file"),
        ("a.xlsx", b"", "this workbook cannot be read (File is not a zip file)"),
        ("a.xlsx", b"PK\x03\x04rubbish", "this workbook cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used(name: str, data: bytes | None, sentence: str, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError) as caught:
        read_filled(tmp_path / name, RULES)
    assert str(caught.value).startswith(str(tmp_path / name))
    assert sentence in str(caught.value)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook as we write it."""
    folder = tmp_path_factory.mktemp("book")
    write_xlsx(small(), folder, lambda *_: None)
    return folder / "worklist.xlsx"


def filled_in(path: Path, folder: Path, when: object, sheet: str = "findings", epoch: object = None) -> Path:
    """The workbook with its first row judged, saved anew by another program."""
    book = openpyxl.load_workbook(path)
    if epoch is not None:
        book.epoch = epoch
    head = [cell.value for cell in book[sheet][1]]
    for name, value in {"verdict": "false positive", "curator": "Anna Ω", "date": when, "notes": "So _x000A_."}.items():
        book[sheet].cell(2, head.index(name) + 1, value)
    book.save(folder / "filled.xlsx")
    return folder / "filled.xlsx"


def test_our_own_workbook_has_no_verdict_yet(ours: Path) -> None:
    filled = read_filled(ours, RULES)
    assert (filled.reviews, filled.refused) == ((), ())
    sheets = read_workbook(ours)
    assert [sheet.name for sheet in sheets] == ["worklist", "findings", "about"]
    assert filled.blank == sum(len(sheet.rows) - 1 for sheet in sheets[:2])


def test_sheets_are_read_as_another_reader_does(ours: Path) -> None:
    for sheet, other in zip(read_workbook(ours), openpyxl.load_workbook(ours), strict=True):
        told = [[cell.value for cell in row] for row in other.iter_rows()]
        rows = [list(cells) + [""] * (len(told[0]) - len(cells)) for _, cells in sheet.rows]
        assert rows == [["" if value is None else value for value in row] for row in told]


@pytest.mark.parametrize(
    ("when", "epoch"),
    [
        ("2026-11-22", None),
        (date(2026, 11, 22), None),
        (datetime(2026, 11, 22, 18, 30), None),
        (datetime(2026, 11, 22), openpyxl.utils.datetime.CALENDAR_MAC_1904),
    ],
)
def test_a_workbook_that_was_filled_in(ours: Path, tmp_path: Path, when: object, epoch: object) -> None:
    filled = read_filled(filled_in(ours, tmp_path, when, epoch=epoch), OF_SMALL)
    (one,) = filled.reviews
    assert (one.verdict, one.curator, one.date) == ("false positive", "Anna Ω", date(2026, 11, 22))
    assert one.line == 2
    assert filled.refused == ()


@pytest.mark.parametrize("when", [1e300, -1e7, 3e6, "22 Nov", True])
def test_a_cell_that_is_no_date(ours: Path, tmp_path: Path, when: object) -> None:
    (damage,) = read_filled(filled_in(ours, tmp_path, when), OF_SMALL).refused
    assert "is no date" in damage.reason


def test_a_verdict_on_an_entry_is_not_a_finding(ours: Path, tmp_path: Path) -> None:
    filled = read_filled(filled_in(ours, tmp_path, "2026-11-22", "worklist"), RULES)
    (damage,) = filled.refused
    assert "filled.xlsx, sheet worklist:2: the row is left out: this is not a finding" in str(damage)


def test_a_workbook_without_verdicts_or_with_hostile_parts(ours: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "plain.xlsx")
    with pytest.raises(UsageError, match="no sheet has a column verdict"):
        read_filled(tmp_path / "plain.xlsx", RULES)
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    with zipfile.ZipFile(ours) as old, zipfile.ZipFile(tmp_path / "bomb.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                start = data.index(b"<worksheet")
                data = data[:start] + bomb + data[start:].replace(b"<t>", b"<t>&b;&f;")
            new.writestr(name, data)
    with suppress(UsageError):  # to refuse it is as well as to read it without its entities
        told = str([sheet.rows for sheet in read_workbook(tmp_path / "bomb.xlsx")])
        assert "aaaa" not in told
        assert "root:" not in told


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("a.csv", "a.xlsx"):
        (folder / name).write_bytes(HEAD.encode() + data if name == "a.csv" else data)
        with suppress(UsageError):
            read_filled(folder / name, RULES)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(str.strip).filter(bool)
REVIEWS = st.builds(
    Review,
    rule=st.sampled_from(["VAL301", "COM101"]),
    entry_id=TEXT.filter(lambda text: "*" not in text and "?" not in text and not text.startswith("'")),
    fingerprint=st.integers(0, 3).map("{:016x}".format),
    verdict=st.sampled_from(VERDICTS),
    curator=TEXT.filter(lambda text: not text.startswith("'")),
    date=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(REVIEWS, max_size=6))
def test_what_is_kept_comes_back(tmp_path_factory: pytest.TempPathFactory, reviews: list[Review]) -> None:
    kept = together((), reviews)
    path = tmp_path_factory.mktemp("kept") / "verdicts.csv"
    path.write_bytes(verdicts_csv(kept))
    back, damages = read_kept(path)
    assert damages == ()
    assert verdicts_csv(back) == verdicts_csv(kept)
    assert verdicts_csv(together(back, kept)) == verdicts_csv(kept)


def test_the_latest_verdict_counts() -> None:
    def of(verdict: str, day: int, fingerprint: str = "a" * 16) -> Review:
        return Review("VAL301", "DB1", fingerprint, verdict, "Anna", date(2026, 11, day))

    old, new, same, other = (
        of("confirmed", 1),
        of("won't fix", 2),
        of("false positive", 2),
        of("confirmed", 1, "0" * 16),
    )
    assert together([old], [new, other]) == (other, new)
    assert together([new], [old]) == (new,)
    assert together([new], [same]) == (same,)
    assert together([old, old], []) == (old,)


def test_a_bad_line_of_what_is_kept(tmp_path: Path) -> None:
    text = "rule,entry_id,fingerprint,verdict,curator,date\nVAL301,DB1,x,confirmed,Anna,2026-11-22\n"
    reviews, (damage,) = read_kept(csv_of(tmp_path, text))
    assert reviews == ()
    assert str(damage).startswith(f"{tmp_path / 'f.csv'}:2: the verdict is left out: 'x' is no fingerprint")
    with pytest.raises(UsageError, match="the header has no column rule"):
        read_kept(csv_of(tmp_path, "entry_id\n"))
