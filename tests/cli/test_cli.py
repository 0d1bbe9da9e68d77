"""The command line: its contract of exit codes, and that every error is a sentence."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from pharmaudit.cli import main

CARD = "entry_id: DB90001\nname: Examplamine\ntype: small molecule\ngroups: [experimental]\n"
MACHINE = ["--format", "csv,json"]


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*argv: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["pharmaudit", *map(str, argv)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return call


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.yaml"
    file.write_text(CARD, encoding="utf-8")
    return file


def audit(run: Run, *argv: str | Path, out: str = "out") -> Ran:
    return run("audit", *argv, "--out", out, *MACHINE, "--as-of", "2026-01-01")


def test_a_clean_source_passes_and_is_written(run: Run, good: Path) -> None:
    ran = audit(run, good)
    assert (ran.code, ran.err) == (0, "")
    assert "1 entry, " in ran.out
    report = json.loads(Path("out/report.json").read_text(encoding="utf-8"))
    assert report["gate"]["passed"] is True
    assert list(pd.read_csv("out/entries.csv")["entry_id"]) == ["DB90001"]
    assert {file.name for file in Path("out").iterdir()} == {
        *("report.json", "entries.csv", "findings.csv", "worklist.csv")
    }


def test_open_errors_close_the_gate_with_1(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(CARD.replace("experimental", "approved"), encoding="utf-8")
    assert audit(run, bad).code == 1
    assert Path("out/findings.csv").is_file()
    assert audit(run, bad, "--fail-on", "never").code == 0


def test_a_damaged_file_beside_a_good_one_ends_with_4(run: Run, good: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_bytes(b"\x00\x01\x02binary")
    ran = audit(run, good, tmp_path / "bad.xml")
    assert ran.code == 4
    assert "bad.xml: this is a binary file" in ran.err
    assert list(pd.read_csv("out/entries.csv")["entry_id"]) == ["DB90001"]


def test_a_file_that_is_cut_off_keeps_its_entries_and_ends_with_4(run: Run, tmp_path: Path) -> None:
    cut = tmp_path / "cut.xml"
    entry = '<drug type="small molecule"><drugbank-id primary="true">DB90002</drugbank-id><name>A</name></drug>'
    cut.write_text(f"<drugbank>{entry}<drug><name>B</na", encoding="utf-8")
    ran = audit(run, cut)
    assert ran.code == 4
    assert "cut.xml:1: the file ends inside an entry" in ran.err
    assert list(pd.read_csv("out/entries.csv")["entry_id"]) == ["DB90002"]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda _folder: None, "there is no such file or folder"),
        (lambda folder: folder.mkdir(), "the folder holds no file that could be read"),
        (lambda folder: folder.write_bytes(b""), "the file is empty"),
        (lambda folder: folder.write_bytes(b"\x89PNG\r\n\x1a\n\x00"), "this is a binary file"),
        (lambda folder: folder.write_text("<html><body>x</body></html>"), "its root element is <html>"),
        (lambda folder: folder.write_text("<catalog><drug/></catalog>"), "its root element is <catalog>"),
        (lambda folder: folder.write_text("hello"), "the format is not recognised"),
        (lambda folder: folder.write_bytes(b"\xfd7zXZ\x00broken"), "cannot be unpacked"),
    ],
    ids=["missing", "empty folder", "empty file", "binary", "html", "other xml", "text", "broken xz"],
)
def test_what_cannot_be_read_gets_a_sentence_and_4(run: Run, tmp_path: Path, make, sentence: str) -> None:
    make(tmp_path / "source")
    ran = audit(run, tmp_path / "source")
    assert ran.code == 4
    assert sentence in ran.err
    assert str(tmp_path / "source") in ran.err
    assert "Traceback" not in ran.err
    assert not Path("out").exists()


def write_rule(folder: Path, **changes: str) -> Path:
    folder.mkdir(exist_ok=True)
    text = """\
id: VAL990
name: own-rule
title: Name is not of our own making
dimension: validity
section: identification
kind: text
field: name
forbid: asserted-absence
severity: error
confidence: high
effort: 1
message: "{entry} is wrong"
problem: It is.
fix: Mend it.
since: 0.1.0
examples:
  - pass: {}
  - fail: {name: Not absorbed.}
"""
    for key, line in changes.items():
        text = "\n".join(line if old.startswith(f"{key}:") else old for old in text.splitlines()) + "\n"
    file = folder / "VAL990.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_misspelt_key_in_a_rule_ends_with_2_and_its_place(run: Run, good: Path, tmp_path: Path) -> None:
    file = write_rule(tmp_path / "mine", severity="severty: error")
    ran = audit(run, good, "--rules", tmp_path / "mine")
    assert ran.code == 2
    assert f"{file}:9:1" in ran.err
    assert "Did you mean 'severity'?" in ran.err
    assert not Path("out").exists()


def test_rules_of_ones_own_run_and_are_tested(run: Run, tmp_path: Path) -> None:
    write_rule(tmp_path / "mine")
    assert run("rules", "test", "--rules", tmp_path / "mine", "--select", "VAL990").code == 0
    bad = tmp_path / "bad.yaml"
    bad.write_text(CARD.replace("Examplamine", "Not absorbed"), encoding="utf-8")
    assert audit(run, bad, "--rules", tmp_path / "mine").code == 1
    assert "VAL990" in Path("out/findings.csv").read_text(encoding="utf-8")


def test_an_example_that_lies_ends_with_2(run: Run, tmp_path: Path) -> None:
    file = write_rule(tmp_path / "mine", forbid="phrases: placeholder")
    ran = run("rules", "test", "--rules", tmp_path / "mine", "--select", "VAL990")
    assert ran.code == 2
    assert f"{file}:18" in ran.err


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--format", "pdf"], "there is no format 'pdf'"),
        (["--profile", "defualt"], "Did you mean 'default'?"),
        (["--select", "XYZ"], "no rule is named 'XYZ'"),
        (["--select", ""], "this option names nothing ('')"),
        (["--ignore", " , "], "this option names nothing (' , ')"),
        (["--as-of", "tomorrow"], "tomorrow"),
        (["--jobs", "0"], "--jobs"),
    ],
)
def test_usage_errors_end_with_2(run: Run, good: Path, argv: Sequence[str], sentence: str) -> None:
    ran = run("audit", good, "--out", "out", *argv)
    assert ran.code == 2
    assert sentence in ran.err


def test_a_folder_that_is_no_report_is_never_replaced(run: Run, good: Path) -> None:
    Path("precious").mkdir()
    Path("precious/thesis.txt").write_text("years of work")
    ran = audit(run, good, out="precious")
    assert ran.code == 2
    assert Path("precious/thesis.txt").read_text() == "years of work"


def test_a_report_is_replaced_as_a_whole(run: Run, good: Path) -> None:
    assert audit(run, good).code == 0
    Path("out/index.html").write_text("of a former run, with more formats")
    assert audit(run, good).code == 0
    assert not Path("out/index.html").exists()
    assert [file.name for file in Path().glob(".out*")] == []


def test_the_same_run_writes_the_same_bytes(run: Run, good: Path) -> None:
    for out in ("one", "two"):
        run("audit", good, "--out", out, "--as-of", "2026-01-01")
    files = sorted(file.relative_to("one") for file in Path("one").rglob("*") if file.is_file())
    assert len(files) > 6
    for file in files:
        assert (Path("one") / file).read_bytes() == (Path("two") / file).read_bytes(), file


def test_explain(run: Run, good: Path) -> None:
    ran = run("explain", "DB90001", good)
    assert ran.code == 0
    assert "Examplamine" in ran.out
    told = json.loads(run("explain", "examplamine", good, "--format", "json").out)
    assert told["entry"]["entry_id"] == "DB90001"
    assert sum(point["possible"] for point in told["points"]) > 0
    ran = run("explain", "DB90002", good)
    assert (ran.code, "Did you mean 'DB90001'?" in ran.err) == (2, True)


def test_rules_list_and_show(run: Run) -> None:
    listed = run("rules", "list")
    assert listed.code == 0
    assert "COM201" in listed.out
    assert {rule["id"] for rule in json.loads(run("rules", "list", "--format", "json").out)} >= {"COM201"}
    shown = run("rules", "show", "missing-indication")
    assert shown.code == 0
    assert "## How to mend it" in shown.out
    assert run("rules", "show", "COM20").code == 2


def test_configuration_and_environment(run: Run, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("pharmaudit.toml").write_text('out = "from-file"\nformat = "json"\n', encoding="utf-8")
    assert run("audit", good).code == 0
    assert [file.name for file in Path("from-file").iterdir()] == ["report.json"]
    monkeypatch.setenv("PHARMAUDIT_OUT", "from-environment")
    assert run("audit", good).code == 0
    assert Path("from-environment/report.json").is_file()
    assert run("audit", good, "--out", "from-flag").code == 0
    assert Path("from-flag/report.json").is_file()
    Path("pharmaudit.toml").write_text('outt = "x"\n', encoding="utf-8")
    ran = run("audit", good)
    assert (ran.code, "Did you mean 'out'?" in ran.err) == (2, True)


def test_formulas_are_disarmed_in_csv(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "armed.yaml"
    source.write_text(CARD.replace("Examplamine", '"=HYPERLINK(1)"'), encoding="utf-8")
    audit(run, source)
    assert list(pd.read_csv("out/entries.csv")["name"]) == ["'=HYPERLINK(1)"]


HEAVY = ("pandas", "pandera", "lxml", "pyarrow", "jinja2", "pydantic")


def test_help_imports_nothing_heavy() -> None:
    """What makes `--help` quick is that nothing heavy is imported for it; that can be tested without a clock."""
    code = f"""
import sys
sys.argv = ["pharmaudit", "--help"]
from pharmaudit.cli import main
try:
    main()
finally:
    print([name for name in {HEAVY} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip().endswith("[]"), done.stdout


def _written(path: Path) -> tuple[int, ...]:
    """What changes when a place is written to or replaced, but not when it is looked at."""
    told = path.lstat()
    return told.st_mode, told.st_ino, told.st_size, told.st_mtime_ns


@pytest.mark.parametrize("kind", ["pipe", "link to nothing", "file", "foreign mark", "source inside"])
def test_what_is_no_report_is_never_replaced(run: Run, good: Path, kind: str) -> None:
    out = Path("out")
    if kind == "pipe":
        os.mkfifo(out)
    elif kind == "link to nothing":
        out.symlink_to("nowhere")
    elif kind == "file":
        out.write_text("text")
    else:
        out.mkdir()
        (out / "report.json").write_text("{}")
        if kind == "source inside":
            assert audit(run, good, out="other").code == 0
            shutil.copytree("other", out, dirs_exist_ok=True)
            good = Path(shutil.copy(good, out / "mine.yaml"))
    before = _written(out)
    assert audit(run, good).code == 2
    assert _written(out) == before
    assert good.is_file()


def test_a_link_is_written_through(run: Run, good: Path) -> None:
    Path("real").mkdir()
    Path("out").symlink_to("real")
    assert audit(run, good).code == 0
    assert Path("out").is_symlink()
    assert Path("real/report.json").is_file()


def test_documentation_replaces_nothing_but_itself(run: Run) -> None:
    Path("pages").mkdir()
    Path("pages/notes.md").write_text("mine")
    ran = run("rules", "docs", "pages")
    assert (ran.code, "notes.md" in ran.err) == (2, True)
    assert Path("pages/notes.md").read_text() == "mine"
    assert run("rules", "docs", "fresh").code == 0
    assert run("rules", "docs", "fresh").code == 0
    assert run("rules", "docs", "fresh", "--check").code == 0
    Path("fresh/COM201.md").write_text("stale")
    assert run("rules", "docs", "fresh", "--check").code == 2


def test_rules_go_by_name_and_a_mistyped_choice_is_no_success(run: Run, good: Path) -> None:
    assert audit(run, good, "--select", "missing-indication").code == 0
    assert run("rules", "list", "--select", "COM101,COM102").out.endswith("2 rules\n")
    for command in ("list", "test"):
        assert run("rules", command, "--select", "QQ").code == 2


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["audit", "a" * 5000], 4),
        (["audit", "seed\udcff.txt"], 4),
        (["explain", "", "good.yaml"], 2),
        (["audit", "good.yaml", "--format", ""], 2),
        (["audit", "good.yaml", "--out", "a" * 300], 2),
        (["audit", "good.yaml", "other.yaml", "--id", "DB00001"], 2),
        (["audit", "good.yaml", "--rules", "nowhere"], 2),
    ],
)
def test_odd_arguments_get_a_sentence(run: Run, good: Path, argv: Sequence[str], code: int) -> None:
    shutil.copy(good, good.with_name("other.yaml"))
    ran = run(*argv)
    assert ran.code == code
    assert ran.err.startswith("pharmaudit: ")
    assert "internal error" not in ran.err


def test_an_unforeseen_error_ends_with_3(run: Run, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pharmaudit.pipeline.run", lambda *_: 1 / 0)
    ran = audit(run, good)
    assert (ran.code, "ZeroDivisionError" in ran.err) == (3, True)


@pytest.mark.parametrize(
    ("text", "code"), [("as-of = 2024-01-01", 0), ("tool = 3", 2), ("[nonsense", 2), ('fail-on = "warn"', 2)]
)
def test_configuration_files(run: Run, good: Path, text: str, code: int) -> None:
    Path("pharmaudit.toml").write_text(text + "\n", encoding="utf-8")
    assert run("audit", good, "--out", "out").code == code


@pytest.mark.parametrize("name", ["=1+1", " =1+1", "@x", "-2+3+cmd()", "-.1+cmd", "\uff1d1+1"])
def test_every_formula_is_disarmed(run: Run, tmp_path: Path, name: str) -> None:
    source = tmp_path / "armed.yaml"
    source.write_text(CARD.replace("Examplamine", f'"{name}"'), encoding="utf-8")
    audit(run, source)
    assert list(pd.read_csv("out/entries.csv")["name"]) == [f"'{name}"]


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_convert_writes_tables_that_every_command_reads(run: Run, good: Path, form: str) -> None:
    ran = run("convert", good, "--to", form, "--out", "t")
    assert (ran.code, ran.out) == (0, "1 entry, 3 tables: t\n")
    assert audit(run, "t").code == audit(run, good, out="direct").code
    assert Path("out/entries.csv").read_text() == Path("direct/entries.csv").read_text()


def test_convert_ends_with_4_where_a_source_was_lost(run: Run, good: Path) -> None:
    Path("bad.xml").write_text("<html/>")
    ran = run("convert", good, "bad.xml", "--out", "t")
    assert ran.code == 4
    assert "bad.xml: this is no DrugBank export" in ran.err
    assert Path("t/entries.parquet").is_file()


def test_convert_refuses_a_foreign_folder_before_it_reads(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "thesis.doc").touch()
    ran = run("convert", "missing", "--out", "t")
    assert ran.code == 2
    assert "the folder holds something that is no folder of tables of ours" in ran.err


def test_fill_rates_are_printed(run: Run, good: Path) -> None:
    ran = run("fill-rates", good)
    assert ran.code == 0
    assert "all: 1" in ran.out
    assert re.search(r"^Name +100\.0 \(100\.0\)", ran.out, re.MULTILINE)
    rows = json.loads(run("fill-rates", good, "--format", "json").out)
    assert {"field": "name", "population": "all", "filled": 1}.items() <= rows[5].items()
