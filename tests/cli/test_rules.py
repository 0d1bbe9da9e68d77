"""`pharmaudit rules`: begun, listed, shown, tried; and the configuration that these commands follow."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from pharmaudit.cli import main
from pharmaudit.config import load_config
from pharmaudit.errors import UsageError
from tests.building import rulebook


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]
CARD = "entry_id: DB90001\nname: Examplamine\ntype: small molecule\ngroups: [experimental]\n"


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


def ids(ran: Ran) -> set[str]:
    return {rule["id"] for rule in json.loads(ran.out)}


def test_a_new_rule_is_refused_until_it_is_complete(run: Run) -> None:
    ran = run("rules", "new", "XCOM001", "--name", "no-state", "--out", "mine")
    assert (ran.code, ran.err) == (0, "")
    assert "rules test --rules mine --select XCOM001" in ran.out
    file = Path("mine/XCOM001.yaml")
    ran = run("rules", "test", "--rules", "mine")
    assert ran.code == 2
    assert f"{file}:12:1: title is still to be filled in" in ran.err
    values = {"title": "No state", "section": "chemistry", "field": "state", "message": "'{entry}'"}
    values |= {"problem": "It is unknown.", "fix": "Look it up.", "  - pass": "{}", "  - fail": "{state: null}"}
    lines = [
        f"{line.partition(':')[0]}: {values[line.partition(':')[0]]}"
        if "TODO" in line and not line.startswith("#")
        else line
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    ran = run("rules", "test", "--rules", "mine", "--select", "XCOM001")
    assert (ran.code, ran.err, ran.out) == (0, "", "2 examples of 1 rule: 2 passed, 0 failed\n")
    Path("mine/COM201.yaml").write_text("extends: COM201\nseverity: info\n", encoding="utf-8")
    ran = run("rules", "test", "--rules", "mine", "--own")
    assert (ran.code, " of 2 rules: " in ran.out) == (0, True), "the new one, and the one that is changed"
    file.write_text(file.read_text(encoding="utf-8").replace("  - fail: {state: null}", ""), encoding="utf-8")
    ran = run("rules", "test", "--rules", "mine", "--select", "no-state")
    assert (ran.code, "XCOM001 needs an example under `fail`" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["COM001"], "the id of a rule of your own begins with X: XCOM001"),
        (["XVLA001"], "is not XCOM, XCON, XVAL, XUNI, XCRE, XCUR and three digits. Did you mean 'XVAL'?"),
        (["XCOM001", "--kind", "rang"], "Did you mean 'range'?"),
        (["XCOM001", "--name", "missing-indication"], "the name 'missing-indication' is taken by COM201"),
        (["XCOM002", "--out", "mine"], "the id 'XCOM002' is taken by"),
        (["XCOM001", "--out", "mine/XCOM002.yaml"], "the rule cannot be written there"),
        (["../XCOM001"], "three digits"),
    ],
)
def test_what_cannot_be_begun(run: Run, argv: Sequence[str], sentence: str) -> None:
    assert run("rules", "new", "XCOM002", "--out", "mine").code == 0
    before = Path("mine/XCOM002.yaml").read_text(encoding="utf-8")
    ran = run("rules", "new", *argv)
    assert (ran.code, sentence in ran.err) == (2, True), ran.err
    assert [str(file) for file in Path().rglob("*.yaml")] == ["mine/XCOM002.yaml"]
    assert Path("mine/XCOM002.yaml").read_text(encoding="utf-8") == before


def test_an_incomplete_rule_is_not_in_the_way_of_the_next(run: Run) -> None:
    for number in (1, 2):
        assert run("rules", "new", f"XVAL00{number}", "--rules", "mine").code == 0
    assert sorted(file.name for file in Path("mine").iterdir()) == ["XVAL001.yaml", "XVAL002.yaml"]


def test_rules_are_listed_by_tag_kind_and_dimension(run: Run) -> None:
    every = {rule.id: rule for rule in rulebook().rules}
    found = ids(run("rules", "list", "--tag", "doi", "--format", "json"))
    assert (
        found
        == {name for name, rule in every.items() if "doi" in rule.tags}
        == ids(run("rules", "list", "--select", "tag:doi", "--format", "json"))
    )
    found = ids(run("rules", "list", "--kind", "range", "--dimension", "validity", "--format", "json"))
    assert found == {name for name in every if every[name].kind == "range" and name.startswith("VAL")} != set()
    left = run("rules", "list", "--select", "VAL8", "--ignore", "tag:doi", "--tag", "identifier", "--format", "json")
    assert "VAL813" in ids(left)
    assert "VAL804" not in ids(left)
    for argv in (["--tag", "dio"], ["--kind", "rang"], ["--dimension", "valid"], ["--select", "tag:dio"]):
        ran = run("rules", "list", *argv)
        assert (ran.code, "Did you mean" in ran.err) == (2, True), ran.err
    assert run("rules", "list", "--tag", "doi", "--kind", "symmetric").code == 2


def test_a_profile_shows_in_what_is_listed_and_shown(run: Run) -> None:
    Path("mine.yaml").write_text(
        "name: mine\nabout: x\nextends: default\nselect: [COM2]\nrules: {COM214: {min: 80, severity: info}}"
    )
    listed = json.loads(run("rules", "list", "--profile", "mine.yaml", "--format", "json").out)
    assert all(rule["id"].startswith("COM2") for rule in listed)
    assert [rule["min"] for rule in listed if rule["id"] == "COM214"] == [80]
    assert "- min: `80`" in run("rules", "show", "COM214", "--profile", "mine.yaml").out
    assert "- min: `60`" in run("rules", "show", "COM214").out


def test_an_overlay_of_ones_own_counts_in_an_audit(run: Run) -> None:
    Path("mine").mkdir()
    Path("mine/ours.yaml").write_text("extends: missing-description\nstatus: active\nwhen: 'True'\n")
    Path("good.yaml").write_text(CARD)
    run("audit", "good.yaml", "--out", "out", "--format", "csv", "--rules", "mine", "--select", "COM101")
    assert "COM101" in Path("out/findings.csv").read_text(encoding="utf-8")
    run("audit", "good.yaml", "--out", "out", "--format", "csv", "--select", "COM101")
    assert "COM101" not in Path("out/findings.csv").read_text(encoding="utf-8")


def test_all_errors_of_all_files_are_printed_with_their_places(run: Run) -> None:
    for number in (1, 2):
        run("rules", "new", f"XVAL00{number}", "--out", "mine")
    ran = run("audit", "--rules", "mine")
    assert ran.code == 2
    lines = ran.err.splitlines()
    assert lines[0].startswith("pharmaudit: ")
    assert {line.partition(":")[0] for line in lines[1:]} == {"mine/XVAL001.yaml", "mine/XVAL002.yaml"}


@pytest.mark.parametrize("of", ["rule", "profile"])
def test_the_schema_goes_to_the_terminal_or_into_a_file(run: Run, of: str) -> None:
    ran = run("rules", "schema", "--of", of)
    assert json.loads(ran.out)["$schema"].endswith("2020-12/schema")
    assert run("rules", "schema", "--of", of, "--out", "made/schema.json").code == 0
    assert json.loads(Path("made/schema.json").read_text(encoding="utf-8")) == json.loads(ran.out)
    Path("made/folder").mkdir()
    assert run("rules", "schema", "--out", "made/folder").code == 2


def test_the_configuration_counts_for_rules_and_explain_from_any_folder_below(run: Run, tmp_path: Path) -> None:
    run("rules", "new", "XVAL001", "--out", "mine")
    rule = Path("mine/XVAL001.yaml")
    rule.write_text("extends: COM214\nmin: 80\n")
    Path("ours.yaml").write_text("name: ours\nabout: x\nextends: default\nfail_on: never\n")
    options = ['rules = ["mine"]', 'profile = "ours.yaml"', 'select = ["COM2", "VAL1"]', 'out = "r"']
    Path("pharmaudit.toml").write_text("\n".join(options))
    Path("deep/er").mkdir(parents=True)
    Path("deep/er/good.yaml").write_text(CARD)
    os.chdir("deep/er")
    shown = run("rules", "show", "COM214")
    assert "- min: `80`" in shown.out, shown.err
    assert {name[:4] for name in ids(run("rules", "list", "--format", "json"))} == {"COM2", "VAL1"}
    assert ids(run("rules", "list", "--select", "COM101", "--format", "json")) == {"COM101"}
    explained = run("explain", "DB90001", "good.yaml", "--format", "json")
    assert {finding["rule"][:4] for finding in json.loads(explained.out)["findings"]} <= {"COM2", "VAL1"}
    assert run("audit", "good.yaml", "--format", "json").code == 0
    assert (tmp_path / "r" / "report.json").is_file()
    made = run("rules", "new", "XVAL002")
    assert (made.code, (tmp_path / "mine" / "XVAL002.yaml").is_file()) == (0, True)


def test_the_nearest_configuration_counts_and_only_that(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "pharmaudit.toml").write_text('rules = ["x", "/y"]\nselect = ["COM"]\nprofile = "ci"\n')
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    known = ("rules", "select", "profile")
    assert load_config(tmp_path / "a" / "b", known, ["rules"]) == {
        "rules": [str(tmp_path / "x"), "/y"],
        "select": ["COM"],
        "profile": "ci",
    }
    assert load_config(tmp_path, known, ["rules"])["rules"] == ["x", "/y"]
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.pharmaudit]\nprofile = "p.yaml"\n')
    assert load_config(tmp_path / "a" / "b", known, ["rules"]) == {"profile": str(tmp_path / "a" / "p.yaml")}
    (tmp_path / "a" / "pharmaudit.toml").write_text("slect = 1\n")
    with pytest.raises(UsageError, match=r"a.pharmaudit.toml: there is no option 'slect'\. Did you mean 'select'"):
        load_config(tmp_path / "a" / "b", known)


def test_a_text_alone_is_a_list_of_one(tmp_path: Path) -> None:
    file = tmp_path / "pharmaudit.toml"
    file.write_text('rules = "mine"\nprofile = "ci"\n')
    assert load_config(tmp_path, ("rules", "profile"), lists=["rules"]) == {"rules": ["mine"], "profile": "ci"}
    for value in ("3", "[3]", "true"):
        file.write_text(f"rules = {value}\n")
        with pytest.raises(UsageError, match=r"pharmaudit\.toml: rules must be a text or a list of texts"):
            load_config(tmp_path, ("rules",), lists=["rules"])


def test_the_configuration_file_may_give_one_folder(run: Run) -> None:
    Path("pharmaudit.toml").write_text('rules = "nowhere"\n')
    ran = run("rules", "list")
    assert (ran.code, ran.err) == (2, "pharmaudit: nowhere: there is no such folder of rules\n")


def test_timings_are_printed_and_nowhere_written(run: Run) -> None:
    Path("good.yaml").write_text(CARD)
    plain = ["audit", "good.yaml", "--as-of", "2026-01-01", "--select", "COM1"]
    assert " ms  in all" not in run(*plain, "--out", "one").out
    ran = run(*plain, "--out", "two", "--timings")
    rules = [line.split()[-1] for line in ran.out.splitlines() if " ms  COM1" in line]
    assert sorted(rules) == sorted(rule.id for rule in rulebook().rules if rule.id.startswith("COM1"))
    assert " ms  in all" in ran.out
    for file in Path("one").rglob("*"):
        if file.is_file():
            assert file.read_bytes() == (Path("two") / file.relative_to("one")).read_bytes()
