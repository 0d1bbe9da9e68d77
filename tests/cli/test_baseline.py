"""`pharmaudit baseline` and what an audit makes of one; the gate and the worst findings in the terminal."""

import json
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from pharmaudit import pipeline
from pharmaudit.rulebook import load_rulebook
from tests.cli.test_cli import Ran, Run, run  # noqa: F401  # run is a fixture

CARD = """
entry_id: DB90001
name: Examplamine
type: small molecule
groups: [experimental]
cas_number: {cas}
created: "2005-06-13"
updated: "{updated}"
articles: [{{citation: "An article of our own making.", pubmed_id: x1}}]
"""
FEW = ("--select", "VAL102,CUR101,VAL104", "--as-of", "2026-01-01")
BAD, GOOD = {"cas": "50-78-3", "updated": "2004-01-01"}, {"cas": "50-78-2", "updated": "2006-01-01"}


ONCE = cache(load_rulebook)


@pytest.fixture(autouse=True)
def _load_the_rules_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of a run over one card is reading the rules, which no test here changes."""
    monkeypatch.setattr(pipeline, "load_rulebook", ONCE)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A source with two errors, a wrong CAS number and a wrong date."""
    return write(tmp_path / "base.yaml", **BAD)


def write(path: Path, **keys: str) -> Path:
    path.write_text(CARD.format(**(BAD | keys)), encoding="utf-8")
    return path


def audit(run: Run, base: Path, *argv: str) -> Ran:  # noqa: F811
    return run("audit", base, "--out", "out", "--format", "csv,json", *FEW, *argv)


def statuses() -> dict[str, str]:
    frame = pd.read_csv("out/findings.csv")
    return dict(zip(frame["rule"], frame["status"], strict=True))


def listed(path: str = "baseline.txt") -> list[str]:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[1] for line in lines if not line.startswith("#")]


def test_what_is_listed_does_not_close_the_gate_and_what_is_new_does(run: Run, base: Path) -> None:  # noqa: F811
    ran = run("baseline", "write", base, *FEW)
    assert (ran.code, ran.out) == (0, "baseline.txt: 2 findings added\n")
    ran = audit(run, base, "--baseline", "baseline.txt")
    assert ran.code == 0
    assert "Not open of these: 2 in the baseline" in ran.out
    assert statuses() == {"CUR101": "baselined", "VAL102": "baselined"}
    plain = json.loads(Path("out/report.json").read_text(encoding="utf-8"))["scores"]
    assert audit(run, base).code == 1
    assert json.loads(Path("out/report.json").read_text(encoding="utf-8"))["scores"] == plain  # never of the status

    file = Path("baseline.txt")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "VAL102" not in line), encoding="utf-8")
    ran = audit(run, base, "--baseline", "baseline.txt")
    assert ran.code == 1
    assert statuses() == {"CUR101": "baselined", "VAL102": "open"}
    assert "  ● error VAL102 DB90001: 50-78-3 is no CAS number" in ran.out
    assert "  failed: open errors: expected at most 0, found 1, 1 too many; open findings.csv\n" in ran.out


def test_what_is_fixed_leaves(run: Run, base: Path) -> None:  # noqa: F811
    run("baseline", "write", base, *FEW)
    before = Path("baseline.txt").read_bytes()
    write(base, cas=GOOD["cas"])
    ran = audit(run, base, "--baseline", "baseline.txt", "--show", "info")
    assert ran.code == 0
    assert "baseline.txt: 1 line lists a finding that is fixed (line 4)." in ran.out
    ran = run("baseline", "prune", base, *FEW, "--check")
    assert ran.code == 1
    assert "1 finding to be taken out, 1 still there" in ran.out
    assert "  line 4: VAL102 DB90001 cas_number" in ran.out
    assert Path("baseline.txt").read_bytes() == before
    ran = run("baseline", "prune", base, *FEW)
    assert ran.code == 0
    assert "1 finding taken out, 1 still there" in ran.out
    assert listed() == ["CUR101"]
    assert run("baseline", "prune", base, *FEW, "--check").code == 0


def test_prune_never_adds_and_keeps_what_was_not_judged(run: Run, base: Path, tmp_path: Path) -> None:  # noqa: F811
    write(base, updated=GOOD["updated"])
    run("baseline", "write", base, *FEW)
    write(base)
    run("baseline", "prune", base, *FEW)
    assert listed() == ["VAL102"]  # the wrong date is new, and stays out
    write(base, **GOOD)
    ran = run("baseline", "prune", base, "--select", "CUR101", "--as-of", "2026-01-01")
    assert "0 findings taken out, 0 still there, 1 not judged in this run" in ran.out
    assert listed() == ["VAL102"]
    other = tmp_path / "other.yaml"
    other.write_text("entry_id: DB90002\nname: Examplovir\ntype: small molecule\n", encoding="utf-8")
    ran = run("baseline", "prune", other, *FEW)
    assert "0 still there, 1 of entries that it does not hold" in ran.out
    assert run("baseline", "prune", other, *FEW, "--gone", "--check").code == 1
    run("baseline", "prune", other, *FEW, "--gone")
    assert listed() == []


def test_a_baseline_is_never_written_over(run: Run, base: Path) -> None:  # noqa: F811
    write(base, updated=GOOD["updated"])
    run("baseline", "write", base, *FEW)
    write(base)
    ran = run("baseline", "write", base, *FEW)
    assert ran.code == 2
    assert "there is a baseline already" in ran.err
    assert "baseline prune" in ran.err
    assert listed() == ["VAL102"]
    ran = run("baseline", "write", base, *FEW, "--add-new")
    assert (ran.code, ran.out) == (0, "baseline.txt: 1 finding added to 1 that were listed before\n")
    assert listed() == ["CUR101", "VAL102"]


def test_a_report_serves_as_well_as_its_sources(run: Run, base: Path) -> None:  # noqa: F811
    run("baseline", "write", base, *FEW, "--baseline", "fresh.txt")
    audit(run, base)
    assert run("baseline", "write", "out", "--baseline", "stored.txt").code == 0
    assert Path("stored.txt").read_bytes() == Path("fresh.txt").read_bytes()
    write(base, **GOOD)
    audit(run, base, "--baseline", "stored.txt")
    assert run("baseline", "prune", "out", "--baseline", "stored.txt", "--check").code == 1
    run("baseline", "prune", "out", "--baseline", "stored.txt")
    assert listed("stored.txt") == []


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (("baseline", "prune", "base.yaml"), "baseline.txt: there is no such baseline"),
        (("audit", "base.yaml", "--baseline", "none.txt"), "none.txt: there is no such baseline"),
        (("audit", "base.yaml", "--baseline", "base.yaml"), "base.yaml:1: this is no baseline"),
        (("baseline", "write", "out", "base.yaml"), "out is a report; give one report alone"),
        (("baseline", "write", "out", "--select", "VAL"), "out is a report"),
        (("baseline", "write", "out"), "no summary of a report of this version"),
        (("baseline", "write", "base.yaml", "--baseline", "no/such/b.txt"), "cannot be written there"),
    ],
)
def test_what_cannot_be_followed_ends_with_2(run: Run, base: Path, argv: tuple[str, ...], sentence: str) -> None:  # noqa: F811
    (base.parent / "out").mkdir()
    (base.parent / "out" / "report.json").write_text("{}", encoding="utf-8")
    ran = run(*argv)
    assert ran.code == 2
    assert sentence in ran.err


def test_a_bad_line_is_told_and_the_rest_is_used(run: Run, base: Path) -> None:  # noqa: F811
    run("baseline", "write", base, *FEW)
    with Path("baseline.txt").open("a", encoding="utf-8") as file:
        file.write("nonsense\n")
    ran = audit(run, base, "--baseline", "baseline.txt")
    assert ran.code == 0
    assert "baseline.txt:5: this is no line of a baseline" in ran.err
    assert set(statuses().values()) == {"baselined"}


def test_the_configuration_names_a_baseline_for_all_commands(run: Run, base: Path) -> None:  # noqa: F811
    Path("pharmaudit.toml").write_text('baseline = "known.txt"\nselect = ["VAL102"]\n', encoding="utf-8")
    assert run("baseline", "write", base).out == "known.txt: 1 finding added\n"
    assert run("audit", base, "--format", "json").code == 0


def test_conditions_of_a_profile_decide_and_are_told(run: Run, base: Path) -> None:  # noqa: F811
    Path("mine.yaml").write_text(
        "name: mine\nabout: a test\nfail_on: never\ngate: {new: {error: 1}, lost: 0, drift: 0}\n", encoding="utf-8"
    )
    ran = audit(run, base, "--profile", "mine.yaml")
    assert ran.code == 1
    assert "Gate failed: 1 of 3 conditions not met, 1 not judged: new errors.\n" in ran.out
    assert "  not judged: counts and rates that moved too far: expected at most 0; there is no run before" in ran.out
    gate = json.loads(Path("out/report.json").read_text(encoding="utf-8"))["gate"]
    keys = {"name", "title", "passed", "expected", "found", "difference", "open", "limit", "value"}
    assert all(set(one) == keys for one in gate["conditions"])
    outcome = {one["name"]: one["passed"] for one in gate["conditions"]}
    assert outcome == {"new.error": False, "drift": None, "lost": True}
    Path("mine.yaml").write_text("name: mine\nabout: a test\ngate: {open: {VAL999: 1}}\n", encoding="utf-8")
    ran = audit(run, base, "--profile", "mine.yaml")
    assert ran.code == 2
    assert "mine.yaml:3:15: no rule is named 'VAL999'" in ran.err


@pytest.mark.parametrize(("argv", "shown"), [(("--show", "info", "--fail-on", "never"), "●●■"), (("--quiet",), "")])
def test_what_is_shown_is_apart_from_what_fails(run: Run, base: Path, argv: tuple[str, ...], shown: str) -> None:  # noqa: F811
    ran = run("audit", base, "--out", "out", "--format", "json", "--select", "VAL102,CUR101,COM215", *argv)
    assert "".join(line[2] for line in ran.out.splitlines() if line.startswith(("  ●", "  ▲", "  ■"))) == shown
