"""`pharmaudit verdicts apply`: from the report to an editor, back into waivers and precision, into the next report."""

import json
import stat
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pharmaudit import pipeline
from pharmaudit.rulebook import load_rulebook
from tests.cli.test_cli import Run, run  # noqa: F401  # run is a fixture

CARD = """
entry_id: DB90001
name: Examplamine
type: small molecule
groups: [approved]
cas_number: 50-78-3
created: "2005-06-13"
updated: "2004-01-01"
"""
FEW = ("--select", "VAL102,CUR101,COM1", "--as-of", "2026-01-01")
HEAD = "rule,entry_id,fingerprint,verdict,curator,date,notes\n"
ONE, TWO, THREE = "0123456789abcdef", "0123456789abcde0", "0123456789abcde1"
FALSE = f"VAL102,DB90001,{ONE},false positive,Anna,2026-01-10,The label spells it so.\n"
KEEP = f'CUR101,DB90001,{TWO},won\'t fix,Bo,2026-01-11,"Not ours: see ""the label""\nΩ #1"\n'
TRUE = f"VAL102,DB90002,{THREE},confirmed,Anna,2026-01-10,\n"
ONCE = cache(load_rulebook)


@pytest.fixture(autouse=True)
def _load_the_rules_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load_rulebook", ONCE)


def filled(*rows: str, name: str = "filled.csv") -> str:
    Path(name).write_text(HEAD + "".join(rows), encoding="utf-8")
    return name


def files() -> tuple[bytes, ...]:
    return tuple(Path(name).read_bytes() for name in ("waivers.yaml", "verdicts.csv"))


def test_rows_become_waivers_and_verdicts(run: Run) -> None:  # noqa: F811
    ran = run("verdicts", "apply", filled(FALSE, KEEP, TRUE))
    assert (ran.code, ran.err) == (0, "")
    assert "3 verdicts read, 3 of them new or changed in verdicts.csv; 0 rows have none" in ran.out
    assert "2 waivers added to waivers.yaml" in ran.out
    assert Path("waivers.yaml").read_text(encoding="utf-8") == (
        "# Findings that are accepted, each with a reason, a name and a last day.\n"
        "- rule: VAL102\n  entries: DB90001\n  fingerprint: 0123456789abcdef\n"
        "  reason: 'false positive: The label spells it so.'\n  by: Anna\n  until: '2027-01-10'\n"
        "- rule: CUR101\n  entries: DB90001\n  fingerprint: 0123456789abcde0\n"
        "  reason: 'won''t fix: Not ours: see \"the label\" Ω #1'\n"
        "  by: Bo\n  until: '2027-01-11'\n"
    )
    assert Path("verdicts.csv").read_text(encoding="utf-8").splitlines() == [
        "rule,entry_id,fingerprint,verdict,curator,date",
        f"CUR101,DB90001,{TWO},won't fix,Bo,2026-01-11",
        f"VAL102,DB90001,{ONE},false positive,Anna,2026-01-10",
        f"VAL102,DB90002,{THREE},confirmed,Anna,2026-01-10",
    ]
    assert stat.S_IMODE(Path("waivers.yaml").stat().st_mode) == 0o644
    assert sorted(path.name for path in Path().iterdir()) == ["filled.csv", "verdicts.csv", "waivers.yaml"]


def test_the_variables_of_an_audit_name_the_files_here_too(
    run: Run,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PHARMAUDIT_WAIVERS", "mine.yaml")
    monkeypatch.setenv("PHARMAUDIT_VERDICTS", "mine.csv")
    assert run("verdicts", "apply", filled(FALSE)).code == 0
    assert sorted(path.name for path in Path().iterdir()) == ["filled.csv", "mine.csv", "mine.yaml"]
    assert run("verdicts", "apply", "filled.csv", "--waivers", "flag.yaml", "--verdicts", "flag.csv").code == 0
    assert Path("flag.yaml").is_file()
    assert Path("flag.csv").is_file()


def test_the_same_file_twice_changes_nothing(run: Run) -> None:  # noqa: F811
    run("verdicts", "apply", filled(FALSE, KEEP, TRUE))
    before = files()
    ran = run("verdicts", "apply", "filled.csv")
    assert (ran.code, files()) == (0, before)
    assert "0 of them new or changed" in ran.out
    assert "0 waivers added" in ran.out


@pytest.mark.parametrize(
    ("second", "verdict", "waivers", "said"),
    [
        (FALSE.replace("01-10", "01-09").replace("false positive", "confirmed"), "false positive", 1, ""),
        (
            FALSE.replace("01-10", "02-10").replace("false positive", "confirmed"),
            "confirmed",
            1,
            "waives it: take it out",
        ),
        (FALSE.replace("01-10", "02-10"), "false positive", 2, ""),  # a later judgement is a later last day
        (FALSE.replace("Anna", "Bo"), "false positive", 1, ""),
    ],
)
def test_a_later_verdict_replaces(run: Run, second: str, verdict: str, waivers: int, said: str) -> None:  # noqa: F811
    run("verdicts", "apply", filled(FALSE))
    ran = run("verdicts", "apply", filled(second))
    assert ran.code == 0
    assert said in ran.err
    assert bool(ran.err) == bool(said)
    assert pd.read_csv("verdicts.csv")["verdict"].tolist() == [verdict]
    assert Path("waivers.yaml").read_text().count("- rule:") == waivers


def test_a_false_positive_that_was_confirmed_later_is_not_waived(run: Run) -> None:  # noqa: F811
    run("verdicts", "apply", filled(FALSE.replace("false positive", "confirmed").replace("2026", "2028")))
    run("verdicts", "apply", filled(FALSE))
    assert not Path("waivers.yaml").exists()


def test_bad_rows_are_refused_and_the_good_ones_applied(run: Run) -> None:  # noqa: F811
    bad = FALSE.replace("Anna", ""), FALSE.replace("VAL102", "VAL0"), KEEP.replace("2026-01-11", "soon")
    ran = run("verdicts", "apply", filled(*bad, TRUE, FALSE))
    assert ran.code == 1
    assert [line.partition(": the row")[0] for line in ran.err.splitlines()] == [
        f"pharmaudit: filled.csv:{line}" for line in (2, 3, 4)
    ]
    assert "3 rows refused: mend them and apply the file again" in ran.out
    assert len(pd.read_csv("verdicts.csv")) == 2
    assert Path("waivers.yaml").read_text().count("- rule:") == 1


OWN = "- {rule: COM101, entries: 'DB*', glob_reason: all, reason: x, by: y, until: soon} # kept\n"


@pytest.mark.parametrize(
    "before",
    [OWN, OWN.rstrip(), OWN.replace("\n", "\r\n"), f"  {OWN}", "# nothing\n", "", "# none\n[]\n", f"\ufeff{OWN}"],
)
def test_what_stands_in_the_file_stays(run: Run, before: str) -> None:  # noqa: F811
    Path("waivers.yaml").write_bytes(before.encode())
    Path("waivers.yaml").chmod(0o600)
    ran = run("verdicts", "apply", filled(FALSE, KEEP), "--until", "2026-03-01")
    assert (ran.code, ran.err) == (0, "")
    after = Path("waivers.yaml").read_bytes()
    assert after.startswith(before.removesuffix("[]\n").encode())
    assert after.count(b"until: '2026-03-01'") == 2
    assert stat.S_IMODE(Path("waivers.yaml").stat().st_mode) == 0o600
    assert run("waivers", "check", "--as-of", "2026-01-01").code == (1 if "rule" in before else 0)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "waivers.yaml",
            OWN.replace("- ", "[", 1).replace(" #", "] #"),
            "waivers.yaml: nothing can be added behind its end; write the waivers as a list",
        ),
        ("waivers.yaml", f"{OWN}...\n", "waivers.yaml"),
        ("waivers.yaml", "- {rule: VAL102}\n", "waivers.yaml:1:3: the key 'by' is missing"),
        ("verdicts.csv", HEAD + TRUE + TRUE.replace("confirmed", "yes"), "verdicts.csv:3: the verdict is left out"),
        ("verdicts.csv", "a,b\n", "verdicts.csv:1: the header has no column rule"),
        ("filled.csv", "a,b\n", "filled.csv:1: the header has no column verdict"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(run: Run, name: str, text: str, told: str) -> None:  # noqa: F811
    filled(FALSE)
    Path(name).write_text(text)
    ran = run("verdicts", "apply", "filled.csv")
    assert ran.code == 2
    assert told in ran.err
    assert sorted(path.name for path in Path().iterdir()) == sorted({"filled.csv", name})
    assert Path(name).read_text() == text


def test_a_folder_that_cannot_be_written(run: Run) -> None:  # noqa: F811
    ran = run("verdicts", "apply", filled(FALSE), "--waivers", "none/waivers.yaml")
    assert ran.code == 2
    assert "none/waivers.yaml: the file cannot be written there (No such file or directory)" in ran.err


@pytest.mark.parametrize("kept", ["none/verdicts.csv", "waivers.yaml"])
def test_of_two_files_none_is_written_alone(run: Run, kept: str) -> None:  # noqa: F811
    assert run("verdicts", "apply", filled(FALSE), "--verdicts", kept).code == 2
    assert not Path("waivers.yaml").exists()
    assert [path.name for path in Path().iterdir()] == ["filled.csv"]


def test_from_the_workbook_to_the_next_report(run: Run) -> None:  # noqa: F811
    Path("base.yaml").write_text(CARD, encoding="utf-8")
    run("audit", "base.yaml", "--out", "out", "--format", "xlsx,csv,json", *FEW)
    book = openpyxl.load_workbook("out/worklist.xlsx")
    sheet = book["findings"]
    place = {cell.value: cell.column for cell in sheet[1]}
    verdicts = {"VAL102": "false positive", "CUR101": "confirmed"}
    for row in range(2, sheet.max_row + 1):
        if verdict := verdicts.get(sheet.cell(row, place["rule"]).value):
            for name, value in {
                "verdict": verdict,
                "curator": "Anna",
                "date": pd.Timestamp("2026-01-05"),
                "notes": "So.",
            }.items():
                sheet.cell(row, place[name], value)
    book.save("filled.xlsx")
    assert run("verdicts", "apply", "filled.xlsx").code == 0
    kept = ("--waivers", "waivers.yaml", "--verdicts", "verdicts.csv")
    run("audit", "base.yaml", "--out", "out", "--format", "csv,json", *FEW, *kept)
    found = pd.read_csv("out/findings.csv").set_index("rule")["status"]
    assert (found["VAL102"], found["CUR101"]) == ("waived", "open")
    rules = json.loads(Path("out/report.json").read_text())["rules"]
    assert rules["VAL102"]["precision"] == {
        "confirmed": 0,
        "false_positive": 1,
        "value": 0.0,
        "low": 0.0,
        "high": 0.7935,
    }
    assert rules["CUR101"]["precision"]["low"] == 0.2065
    assert not any("precision" in told for name, told in rules.items() if name not in verdicts)
    # the value is edited: the waiver does not hold any more
    Path("base.yaml").write_text(CARD.replace("50-78-3", "50-78-4"), encoding="utf-8")
    run("audit", "base.yaml", "--out", "out", "--format", "csv,json", *FEW, *kept)
    assert pd.read_csv("out/findings.csv").set_index("rule")["status"]["VAL102"] == "open"
    checked = run("waivers", "check", "base.yaml", *FEW)
    assert checked.code == 1
    assert "waivers.yaml:2: WAI105 warning: the value behind the waiver of VAL102 in DB90001 was edited" in checked.out
