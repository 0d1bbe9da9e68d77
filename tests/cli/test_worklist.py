"""`pharmaudit worklist`: of sources and of a report, filters, files, refusals."""

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.cli.test_cli import Run, audit, run  # noqa: F401  # run is a fixture

BASE = "type: small molecule\ndescription: An amine of our own making.\n"
CARDS = {
    "one": f"entry_id: DB90001\nname: Examplamine\ngroups: [approved]\n{BASE}categories: [{{category: Amines}}]\n",
    "two": f"entry_id: DB90002\nname: '=1+1'\ngroups: [approved]\n{BASE}",
    "three": f"entry_id: DB90003\nname: Examplic acid\ngroups: [withdrawn]\n{BASE}",
}


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    folder = tmp_path / "cards"
    folder.mkdir()
    for name, card in CARDS.items():
        (folder / f"{name}.yaml").write_text(card, encoding="utf-8")
    return folder


def ids(out: str) -> list[str]:
    return [row["entry_id"] for row in json.loads(out)["worklist"]]


def test_a_report_gives_the_queue_of_its_sources(run: Run, cards: Path) -> None:  # noqa: F811
    audit(run, cards)
    fresh = json.loads(run("worklist", cards, "--format", "json", "--as-of", "2026-01-01").out)
    ran = run("worklist", "out", "--format", "json")
    stored = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert stored["origin"] == "from the report out, not audited again"
    assert fresh["origin"] == "audited just now"
    assert stored["worklist"] == fresh["worklist"]
    assert len(fresh["worklist"]) == 3


def test_the_table_names_entries_and_how_many_there_are(run: Run, cards: Path) -> None:  # noqa: F811
    ran = run("worklist", cards, "--top", "2", "--group", "approved")
    assert "=1+1" in ran.out
    assert "Examplic acid" not in ran.out
    assert "2 of 2 entries to work on with group approved; audited just now." in ran.out


def test_files_hold_all_rows_that_match(run: Run, cards: Path) -> None:  # noqa: F811
    run("worklist", cards, "--csv", "all.csv", "--xlsx", "all.xlsx", "--category", "amines")
    assert list(pd.read_csv("all.csv")["entry_id"]) == ["DB90001"]
    run("worklist", cards, "--csv", "all.csv", "--xlsx", "all.xlsx")
    assert len(pd.read_csv("all.csv")) == 3
    assert openpyxl.load_workbook("all.xlsx")["worklist"].max_row == 4
    run("worklist", cards, "--csv", "all.csv", "--top", "1")
    assert len(pd.read_csv("all.csv")) == 1


def test_links_lead_from_the_workbook_to_the_report(run: Run, cards: Path) -> None:  # noqa: F811
    run("audit", cards, "--out", "out", "--format", "html,csv", "--quiet")
    Path("mine").mkdir()
    run("worklist", "out", "--xlsx", "mine/list.xlsx")
    sheet = openpyxl.load_workbook("mine/list.xlsx")["worklist"]
    targets = [cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(targets) == 3
    assert all((Path("mine") / target).is_file() for target in targets)


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["out", "--category", "amines"], "a report keeps no drug categories"),
        (["out", "--demand", "views.csv"], "for --demand give its sources"),
        (["out", "cards"], "out is a report; give one report alone"),
        (["out", "--cohort", "approvd small molecule"], "Did you mean 'approved small molecule'?"),
        (["out", "--csv", "no/such/place.csv"], "no/such/place.csv: the file cannot be written there"),
        (["out", "--csv", "list.txt"], "list.txt: give a name that ends in .csv"),
        (["out", "--csv", "out/entries.csv"], "lies in the report"),
        (["cards", "--demand", "views.csv", "--csv", "views.csv"], "this is read for the worklist"),
        (["cards", "--demand", "views.csv"], "views.csv: the demand table cannot be read"),
    ],
)
def test_refusals(run: Run, cards: Path, argv: list[str], sentence: str) -> None:  # noqa: F811
    audit(run, cards)
    ran = run("worklist", *argv)
    assert ran.code == 2
    assert sentence in ran.err


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda out: (out / "worklist.csv").unlink(), "audit again with --format csv"),
        (lambda out: (out / "worklist.csv").write_text("rank,name\n1,x\n"), "the column entry_id is missing"),
        (lambda out: (out / "report.json").write_text("[]"), "this is no summary of a report"),
    ],
    ids=["no worklist", "other columns", "other summary"],
)
def test_a_spoiled_report_gets_a_sentence(run: Run, cards: Path, spoil, sentence: str) -> None:  # noqa: F811
    audit(run, cards)
    spoil(Path("out"))
    ran = run("worklist", "out")
    assert ran.code == 2
    assert sentence in ran.err


def test_demand_from_a_table_a_variable_or_the_configuration(run: Run, cards: Path, monkeypatch) -> None:  # noqa: F811
    Path("views.csv").write_text("entry_id,value\nDB90002,900\nDB90001,many\nDB12345,3\n", encoding="utf-8")
    ran = run("worklist", cards, "--format", "json", "--demand", "views.csv")
    assert ids(ran.out)[0] == "DB90002"
    assert "views.csv:3: 'many' is no number of 0 or more; the row is left out" in ran.err
    assert "1 id of views.csv without an entry" in ran.err
    monkeypatch.setenv("PHARMAUDIT_DEMAND", "views.csv")
    assert ids(run("worklist", cards, "--format", "json").out)[0] == "DB90002"
    monkeypatch.delenv("PHARMAUDIT_DEMAND")
    Path("pharmaudit.toml").write_text('demand = "views.csv"\n', encoding="utf-8")
    assert ids(run("worklist", cards, "--format", "json").out)[0] == "DB90002"
    told = json.loads(run("explain", "DB90002", cards, "--format", "json").out)["demand"]
    assert told["origin"] == "views.csv and the best group"
    assert told["parts"] == {"group": 1.0, "demand": 1.0}
    assert "1 id of views.csv without an entry" in run("audit", cards, "--format", "json").out
