"""The workbook: read back with openpyxl, and the same bytes twice."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from pharmaudit.errors import UsageError
from pharmaudit.renderers.xlsx import VERDICTS, write_book, write_xlsx
from pharmaudit.report.queue import open_findings_of, queue_of
from tests.report.small import CARDS, report_of


@pytest.fixture(scope="module")
def report():
    return report_of(*CARDS)


@pytest.fixture
def book(report, tmp_path: Path):
    (tmp_path / "entries").mkdir()
    write_xlsx(report, tmp_path, lambda *_: None)
    return openpyxl.load_workbook(tmp_path / "worklist.xlsx")


def cells(sheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_sheets_hold_the_queue_and_its_findings(report, book):
    assert book.sheetnames == ["worklist", "findings", "about"]
    head, *rows = cells(book["worklist"])
    assert head == [name.replace("_", " ") for name in report.worklist.columns if name != "entry"]
    assert [row[head.index("name")] or "" for row in rows] == report.worklist["name"].tolist()
    assert [row[head.index("priority")] for row in rows] == report.worklist["priority"].tolist()
    queue = queue_of(report)
    found = open_findings_of(queue.rows, queue.findings)
    head, *rows = cells(book["findings"])
    assert [row[head.index("fingerprint")] for row in rows] == found["fingerprint"].tolist()
    assert found["rank"].is_monotonic_increasing
    assert set(found["entry_name"]) <= set(report.worklist["name"])
    assert len(found) > 0


@pytest.mark.parametrize("name", ["worklist", "findings"])
def test_a_sheet_can_be_worked_with(book, name):
    sheet = book[name]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    verdict = next(cell.column_letter for cell in sheet[1] if cell.value == "verdict")
    (choice,) = sheet.data_validations.dataValidation
    assert str(choice.sqref) == f"{verdict}2:{verdict}{sheet.max_row}"
    assert choice.formula1 == '"' + ",".join(VERDICTS) + '"'


def test_texts_never_run_and_numbers_are_numbers(book):
    kinds = {cell.data_type for name in book.sheetnames for row in book[name].iter_rows() for cell in row}
    assert "f" not in kinds
    assert "=HYPERLINK(0)" in [cell.value for row in book["worklist"].iter_rows() for cell in row]
    assert book["worklist"]["B2"].number_format == "0.0"


def test_ids_lead_to_their_pages(book):
    links = {
        cell.value: cell.hyperlink.target for row in book["worklist"].iter_rows() for cell in row if cell.hyperlink
    }
    assert links["DB90002"] == "entries/DB90002.html"
    assert all(target.startswith("entries/") and ":" not in target for target in links.values())


def test_the_same_report_gives_the_same_bytes(report, tmp_path: Path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_xlsx(report, tmp_path / name, lambda *_: None)
    assert (tmp_path / "one" / "worklist.xlsx").read_bytes() == (tmp_path / "two" / "worklist.xlsx").read_bytes()
    made = openpyxl.load_workbook(tmp_path / "one" / "worklist.xlsx").properties.created
    assert made.replace(tzinfo=None) == datetime.combine(report.provenance.as_of, datetime.min.time())


def test_odd_texts_and_no_rows(report, tmp_path: Path):
    queue = queue_of(report)
    odd = ["{=1+1}", "\x00\x1f controls", "x" * 40_000]
    rows = queue.rows.head(3).assign(name=odd[: len(queue.rows.head(3))])
    write_book(queue, rows, tmp_path / "odd.xlsx", {})
    names = [row[3].value for row in openpyxl.load_workbook(tmp_path / "odd.xlsx")["worklist"].iter_rows(min_row=2)]
    assert names[0] == "{=1+1}"
    assert max(map(len, names)) <= 32_767
    write_book(queue, rows.head(0), tmp_path / "none.xlsx", {})
    assert openpyxl.load_workbook(tmp_path / "none.xlsx")["findings"].max_row == 1
    with pytest.raises(UsageError, match="cannot be written there"):
        write_book(queue, rows.head(0), tmp_path / "no folder" / "file.xlsx", {})
