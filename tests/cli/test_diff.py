"""`pharmaudit diff`: two report folders compared."""

import json
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pharmaudit.cli import main
from tests.history.runs import GOOD, POOR, judged

Run = Callable[..., tuple[int, str, str]]
HOSTILE = POOR | {"entry_id": "DB90007", "name": "<script>alert(1)</script> [x](javascript:alert(2)) | *b*"}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*argv: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pharmaudit", *argv])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.mark.parametrize("formats", [("csv",), ("parquet",)])
def test_what_has_changed_is_told(run: Run, formats: Sequence[str]) -> None:
    judged(GOOD, POOR, {"entry_id": "DB90003", "name": "A"}).write("old", formats)
    heir = GOOD | {"half_life": None, "drugbank_ids": [{"drugbank_id": "DB90003", "primary": "false"}]}
    judged(heir, POOR | {"indication": "For examples."}, HOSTILE).write("new", formats)
    code, out, err = run("diff", "old", "new", "--format", "json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["ids"]["added"] == ["DB90007"]
    assert told["ids"]["merged"] == {"DB90003": "DB90001"}
    assert [one["entry_id"] for one in told["gone"] if one["why"] == "fixed"] == ["DB90002"]
    assert told["findings"]["gone with the entry"]["error"] == 1
    moved = {
        one["entry_id"]: (one["change"], one["data"], one["rule"])
        for one in told["moved"]
        if one["axis"] == "completeness"
    }
    assert moved["DB90002"] == (18.5, 18.5, 0.0)
    for style in ("text", "markdown"):
        code, out, _ = run("diff", "old", "new", "--format", style)
        assert (code, "DB90003 → DB90001" in out) == (0, True)
    assert "<script>" not in out
    assert "](javascript" not in out


@pytest.mark.parametrize("style", ["text", "markdown"])
def test_no_text_of_others_steers_the_terminal(run: Run, style: str) -> None:
    odd = "A\x1b[2J\x07\u202egnp\u2066\u200b\x9b1m"
    judged(GOOD).write("old", ("parquet",))
    judged(GOOD, POOR | {"entry_id": f"DB9{odd}", "name": odd}).write("new", ("parquet",))
    code, out, _ = run("diff", "old", "new", "--format", style)
    assert code == 0
    assert "x1b" in out
    assert [one for one in out if one != "\n" and unicodedata.category(one) in ("Cc", "Cf")] == []


def test_rules_and_data_that_both_changed_cannot_be_told_apart_by_reports(run: Run) -> None:
    judged(POOR).write("old", ("csv",))
    judged(POOR | {"indication": "For examples."}, profile={"weights": {"description": 10}}).write("new", ("csv",))
    told = json.loads(run("diff", "old", "new", "--format", "json")[1])
    assert told["rules"]["judged_alike"] is False
    assert (told["moved"][0]["data"], told["moved"][0]["rule"], told["moved"][0]["exact"]) == (None, None, False)


def no_columns(folder: Path) -> None:
    judged(GOOD).write(folder, ("csv",))
    (folder / "entries.csv").write_text("entry_id\nDB90001\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda folder: None, "there is no such folder"),  # noqa: ARG005
        (lambda folder: folder.write_text("x"), "this is no folder"),
        (lambda folder: folder.mkdir(), "it holds no report.json"),
        (lambda folder: (folder.mkdir(), (folder / "report.json").write_text("[]")), "this is no summary of a report"),
        (lambda folder: judged(GOOD).write(folder, ("json",)), "neither entries.parquet nor entries.csv"),
        (no_columns, "the column name is missing"),
    ],
    ids=["missing", "file", "empty", "other JSON", "no tables", "no columns"],
)
def test_what_is_no_report_gets_a_sentence(run: Run, make: Callable[[Path], object], sentence: str) -> None:
    judged(GOOD).write("new", ("csv",))
    make(Path("old"))
    code, _, err = run("diff", "old", "new")
    assert (code, sentence in err) == (2, True), err
