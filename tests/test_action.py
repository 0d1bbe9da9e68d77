"""The composite action and the hooks for pre-commit: valid, safe against what inputs say, and working."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pharmaudit.cli.init import STARTER
from tests.building import ROOT
from tests.workflows import (
    BIN,
    ERRORS,
    Ran,
    asks_for,
    bash,
    load,
    schema_says,
    scripts,
    stand_in,
    steps_of,
    well_formed,
)

ACTION = load(ROOT / "action.yml")
STEPS = {step["id"]: step for step in steps_of(ACTION) if "id" in step}


def audit(folder: Path, bin_folder: Path = BIN, **inputs: str) -> Ran:
    """Run the audit step with some inputs, the others empty; a few rules only."""
    step = STEPS["audit"]
    texts = {
        name: inputs.get(value.removeprefix("${{ inputs.").removesuffix(" }}").replace("-", "_"), "")
        for name, value in step["env"].items()
    }
    return bash(step["run"], folder, **texts | {"BIN": str(bin_folder), "PHARMAUDIT_SELECT": ERRORS})


def test_is_valid() -> None:
    assert schema_says(ROOT / "action.yml", "vendor.github-actions") == ""


def test_scripts_take_no_expressions() -> None:
    found = scripts(ACTION)
    assert len(found) == 3
    for script in found:
        assert "${{" not in script
        assert well_formed(script) == ""


def test_every_input_is_used() -> None:
    asked = set().union(*(asks_for(step) for step in steps_of(ACTION)))
    elsewhere = {"python-version"}
    assert asked | elsewhere == set(ACTION["inputs"])
    assert all(one["default"] is not None for one in ACTION["inputs"].values())


HOSTILE = '"; touch pwned; echo "$(touch pwned)`touch pwned` *'


@pytest.mark.parametrize(
    ("inputs", "given"),
    [
        ({}, ["--format=", "--out=", "--"]),
        (
            {"sources": "one entry.yaml\n\nanother.yaml\n"},
            ["--format=", "--out=", "--", "one entry.yaml", "another.yaml"],
        ),
        ({"sources": "--help"}, ["--format=", "--out=", "--", "--help"]),
        ({"rules": "mine\nours"}, ["--format=", "--out=", "--rules=mine", "--rules=ours", "--"]),
        (
            {
                "profile": "ci",
                "waivers": "w",
                "baseline": "b",
                "history": "h",
                "fail_on": "never",
                "out": "o",
                "format": "csv",
            },
            [
                "--format=csv",
                "--out=o",
                "--profile=ci",
                "--waivers=w",
                "--baseline=b",
                "--history=h",
                "--fail-on=never",
                "--",
            ],
        ),
        (
            dict.fromkeys(("sources", "rules", "profile", "format", "out", "history"), HOSTILE),
            [
                *(f"--{name}={HOSTILE}" for name in ("format", "out", "profile", "history", "rules")),
                *("--", HOSTILE),
            ],
        ),
    ],
)
def test_inputs_become_arguments_and_are_never_run(tmp_path: Path, inputs: dict[str, str], given: list[str]) -> None:
    tool = stand_in(tmp_path / "bin", """printf '%s\\n' "$@" > given""", "pharmaudit")
    ran = audit(tmp_path, tool, **inputs)
    assert (ran.code, ran.err, ran.outputs) == (0, "", {"code": "0", "passed": "true"})
    assert (tmp_path / "given").read_text().splitlines() == ["audit", *given]
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("code", [1, 2, 3, 4])
def test_an_audit_that_did_not_pass_is_told(tmp_path: Path, code: int) -> None:
    tool = stand_in(tmp_path / "bin", f"exit {code}", "pharmaudit")
    ran = audit(tmp_path, tool, format="json", out="o")
    assert (ran.code, ran.outputs) == (0, {"code": str(code), "passed": "false"})
    assert bash(steps_of(ACTION)[-1]["run"], tmp_path, CODE=ran.outputs["code"]).code == code


def test_tells_a_failed_gate_and_leaves_the_report(tmp_path: Path) -> None:
    ran = audit(tmp_path, format="csv,markdown", out="my report", history="kept/history.sqlite", profile="strict")
    assert (ran.code, ran.err) == (0, "")
    assert ran.outputs == {"code": "1", "passed": "false", "report": "true", "history": "true"}
    assert ran.summary == (tmp_path / "my report" / "summary.md").read_text(encoding="utf-8")
    assert (tmp_path / "my report" / "findings.csv").is_file()


INSTALLER = """echo "$@" >> {log}
if [ "$2" = venv ]; then mkdir -p "$3/{folder}"; cp "$0" "$3/{folder}/python"; fi"""


@pytest.mark.parametrize("folder", ["bin", "Scripts"])
@pytest.mark.parametrize(
    ("version", "installed"),
    [("", "--constraint /a/constraints.txt /a[chem]"), ("1.2.3", "pharmaudit[chem]==1.2.3")],
)
def test_installs_what_is_asked_for(tmp_path: Path, folder: str, version: str, installed: str) -> None:
    log = tmp_path / "log"
    python = stand_in(tmp_path / "here", INSTALLER.format(log=log, folder=folder), "python") / "python"
    ran = bash(STEPS["install"]["run"], tmp_path, PYTHON=str(python), VERSION=version, GITHUB_ACTION_PATH="/a")
    assert (ran.code, ran.err) == (0, "")
    assert ran.outputs == {"bin": str(tmp_path / ".temp" / "pharmaudit" / folder)}
    assert log.read_text().splitlines()[1] == f"-m pip install {installed}"


def test_hooks_are_valid_and_the_same_that_init_writes(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", tmp_path / "hooks.yaml")
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", "hooks.yaml"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    hooks: list[dict[str, Any]] = load(ROOT / ".pre-commit-hooks.yaml")
    assert [hook["id"] for hook in hooks] == ["pharmaudit-rules", "pharmaudit-waivers"]
    (written,) = load(STARTER / "pre-commit.yaml")["repos"]
    for hook, other in zip(hooks, written["hooks"], strict=True):
        assert hook["pass_filenames"] is False
        assert hook["entry"] == other["entry"], "which tests/cli/test_init.py runs"
