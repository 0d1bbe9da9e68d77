"""`pharmaudit init`: what it writes is valid, works as it stands, and replaces nothing."""

import errno
import os
import shlex
import sys
import tomllib
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

from pharmaudit.cli import main
from pharmaudit.cli.init import STARTER
from pharmaudit.renderers import RENDERERS
from pharmaudit.version import __version__
from tests.workflows import ERRORS, bash, load, schema_says, scripts, stand_in, steps_of, well_formed

WORKFLOW = ".github/workflows/pharmaudit.yml"
FILES = {"pharmaudit.toml", "waivers.yaml", WORKFLOW, ".pre-commit-config.yaml"}
CARD = "entry_id: DB90001\nname: Examplamine\ntype: small molecule\nprotein_binding: 120 %\n"
"""An error of VAL306."""


class Ran(NamedTuple):
    code: int
    out: str
    err: str


def run(folder: Path, *argv: str) -> Ran:
    """Run the command line in a folder."""
    out, err, code = StringIO(), StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, chdir(folder), redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["pharmaudit", *argv])
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


def files_below(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that init writes. Tests that change something take a copy."""
    folder = tmp_path_factory.mktemp("repository")
    ran = run(folder, "init", "--gitlab")
    assert (ran.code, ran.err) == (0, "")
    return folder


@pytest.fixture
def audited(repository: Path, tmp_path: Path) -> Path:
    """A copy of it, with one small source that has an error."""
    for name, text in files_below(repository).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "entry.yaml").write_text(CARD, encoding="utf-8")
    with (tmp_path / "pharmaudit.toml").open("a", encoding="utf-8") as config:
        config.write('sources = ["entry.yaml"]\n')
    return tmp_path


def take_in(file: Path, key: str) -> None:
    """Take the # away from a key of the configuration."""
    text = file.read_text(encoding="utf-8")
    assert f"\n# {key} = " in text
    file.write_text(text.replace(f"\n# {key} = ", f"\n{key} = "), encoding="utf-8")


def test_writes_what_is_asked_for(repository: Path, tmp_path: Path) -> None:
    assert set(files_below(repository)) == {*FILES, ".gitlab-ci.yml"}
    ran = run(tmp_path, "init", "new", "--no-github", "--no-pre-commit")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "pharmaudit: new: there is no such folder; give the folder of a repository\n"
    (tmp_path / "new").mkdir()
    ran = run(tmp_path, "init", "new", "--no-github", "--no-pre-commit")
    assert ran.out.splitlines()[:2] == ["written: new/pharmaudit.toml", "written: new/waivers.yaml"]
    assert set(files_below(tmp_path)) == {"new/pharmaudit.toml", "new/waivers.yaml"}


def test_twice_changes_nothing(audited: Path) -> None:
    before = files_below(audited)
    ran = run(audited, "init", "--gitlab")
    assert ran.code == 0
    assert "written" not in ran.out
    assert "add to it" not in ran.out
    assert ran.out.count("left as it is: ") == len(FILES) + 1
    assert files_below(audited) == before


def test_tells_what_to_add_to_files_that_are_there(tmp_path: Path) -> None:
    mine = {
        ".gitlab-ci.yml": "test:\n  script: [make]\n",
        ".pre-commit-config.yaml": "repos: []\n",
        "pyproject.toml": '[tool.pharmaudit]\nwaivers = "w.yaml"\n',
        "waivers.yaml": "",
    }
    for name, text in mine.items():
        (tmp_path / name).write_text(text)
    ran = run(tmp_path, "init", "--gitlab", "--no-github")
    assert ran.code == 0
    assert ran.out.splitlines()[:10] == [
        "left as it is: pyproject.toml",
        "  add to it:",
        '    history = ".pharmaudit/history.sqlite"',
        "left as it is: waivers.yaml",
        "left as it is: .gitlab-ci.yml",
        "written: pharmaudit.gitlab-ci.yml",
        "  add to it:",
        "    include:",
        "      - local: pharmaudit.gitlab-ci.yml",
        "left as it is: .pre-commit-config.yaml",
    ]
    assert "      - repo: local" in ran.out
    held = files_below(tmp_path)
    assert held.keys() == {*mine, "pharmaudit.gitlab-ci.yml"}
    assert {name: held[name] for name in mine} == mine


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = run(tmp_path, "init", "file")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "pharmaudit: file: this is no folder; give the folder of a repository\n"
    (tmp_path / ".github").write_text("")
    ran = run(tmp_path, "init")
    assert ran.code == 2
    assert ran.err.startswith(f"pharmaudit: {WORKFLOW}: the file cannot be written there (")
    assert ran.err.count("\n") == 1


def test_a_folder_for_reading_only_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulated: root, which often runs tests, may write into any folder."""

    def refused(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "open", refused)
    ran = run(tmp_path, "init")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "pharmaudit: pharmaudit.toml: the file cannot be written there (Permission denied)\n"


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    ran = run(tmp_path, "init", "--no-github", "--no-pre-commit")
    assert ran.code == 0
    assert "left as it is: waivers.yaml" in ran.out
    assert not (tmp_path / "elsewhere.yaml").exists()


@pytest.mark.parametrize(
    ("file", "schema"), [(WORKFLOW, "vendor.github-workflows"), (".gitlab-ci.yml", "vendor.gitlab-ci")]
)
def test_is_valid(repository: Path, file: str, schema: str) -> None:
    assert schema_says(repository / file, schema) == ""


def test_the_schema_would_tell(tmp_path: Path) -> None:
    (tmp_path / "w.yml").write_text("on: push\njobs: {a: {runs-on: x, steps: [{use: y}]}}\n")
    assert "use" in schema_says(tmp_path / "w.yml", "vendor.github-workflows")


def test_no_placeholder_is_left_and_this_version_is_installed(repository: Path) -> None:
    for name, text in files_below(repository).items():
        assert "@VERSION@" not in text, name
    assert load(repository / WORKFLOW)["env"]["PHARMAUDIT"] == f"pharmaudit[chem]=={__version__}"
    assert {path.name for path in STARTER.iterdir()} == {
        *("pharmaudit.toml", "waivers.yaml", "github.yml", "gitlab-ci.yml", "pre-commit.yaml"),
    }


def test_scripts_take_no_expressions(repository: Path) -> None:
    """An expression inside a script becomes part of the script: whoever can name a branch could run code."""
    found = scripts(load(repository / WORKFLOW))
    assert len(found) == 3
    for script in found:
        assert "${{" not in script
        assert well_formed(script) == ""
    assert "unexpected" in well_formed("if true")


def test_jobs_may_do_no_more_than_they_need(repository: Path) -> None:
    workflow = load(repository / WORKFLOW)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["audit"]["permissions"] == {
        "actions": "read",
        "contents": "read",
        "security-events": "write",
    }
    assert workflow["jobs"]["pages"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())


def test_what_comes_after_the_gate_is_done_before_it_fails(repository: Path) -> None:
    steps = steps_of({"jobs": {"audit": load(repository / WORKFLOW)["jobs"]["audit"]}})
    uses = [step.get("uses", step.get("name")) for step in steps]
    assert uses[-1] == "Pass or fail"
    for action in ("actions/upload-artifact@", "github/codeql-action/upload-sarif@", "actions/cache/save@"):
        assert any(use.startswith(action) for use in uses[uses.index("Audit") : -1])
    saved = next(step for step in steps if step.get("uses", "").startswith("actions/cache/save@"))
    restored = next(step for step in steps if step.get("uses", "").startswith("actions/cache/restore@"))
    assert saved["if"].startswith("always()")
    assert saved["with"]["path"] == restored["with"]["path"]
    assert saved["with"]["key"].startswith(restored["with"]["restore-keys"])
    assert "github.run_id" in saved["with"]["key"], "a key that is there already is never saved again"


@pytest.mark.parametrize("file", [WORKFLOW, ".gitlab-ci.yml"])
def test_every_format_is_one_that_we_write(repository: Path, file: str) -> None:
    document = load(repository / file)
    formats = (document["env"] if "env" in document else document["pharmaudit"]["variables"])["FORMATS"].split(",")
    assert set(formats) <= set(RENDERERS)


CONFIG = (STARTER / "pharmaudit.toml").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", [line for line in CONFIG if " = " in line])
def test_every_key_of_the_configuration_is_an_option(tmp_path: Path, line: str) -> None:
    """Those in comments too: taking the # away must do."""
    (tmp_path / "pharmaudit.toml").write_text(line.removeprefix("# "))
    assert tomllib.loads(line.removeprefix("# "))
    ran = run(tmp_path, "rules", "--help")
    assert (ran.code, ran.err) == (0, "")


def test_adoption_from_a_failed_gate_to_one_that_passes(audited: Path) -> None:
    """The story of docs/ci.md, told by the step that runs every night."""
    workflow = load(audited / WORKFLOW)
    steps = steps_of(workflow)
    step = next(one for one in steps if one.get("id") == "audit")
    ran = bash(step["run"], audited, **workflow["env"], PHARMAUDIT_SELECT=ERRORS)
    assert (ran.code, ran.err, ran.outputs) == (0, "", {"code": "1", "report": "true"})
    assert ran.out.startswith("::error ")
    report = audited / workflow["env"]["REPORT"]
    assert ran.summary == (report / "summary.md").read_text(encoding="utf-8")
    shown = next(one["with"] for one in steps if one.get("uses", "").startswith("github/codeql-action/"))
    assert (report / shown["sarif_file"].removeprefix("${{ env.REPORT }}/")).is_file()
    assert (report / "entries" / "DB90001.html").is_file()
    assert (audited / ".pharmaudit" / "history.sqlite").is_file()
    ran_write = run(audited, "baseline", "write", "reports/out")
    assert (ran_write.code, ran_write.err) == (0, "")
    take_in(audited / "pharmaudit.toml", "baseline")
    few = {"FORMATS": "csv,markdown", "PHARMAUDIT_SELECT": ERRORS}
    ran = bash(step["run"], audited, **workflow["env"] | few)
    assert (ran.code, ran.err, ran.outputs) == (0, "", {"code": "0", "report": "true"})
    (status,) = {line.split(",").count("baselined") for line in (report / "findings.csv").read_text().splitlines()[1:]}
    assert status == 1
    last = next(one for one in steps if one.get("name") == "Pass or fail")
    for code in ("0", "1", "4"):
        assert bash(last["run"], audited, CODE=code).code == int(code)


@pytest.mark.parametrize("code", [2, 4])
def test_the_audit_step_tells_of_an_audit_without_a_report(audited: Path, code: int) -> None:
    tool = stand_in(audited / "bin", f"exit {code}", "pharmaudit")
    workflow = load(audited / WORKFLOW)
    step = next(one for one in steps_of(workflow) if one.get("id") == "audit")
    ran = bash(step["run"], audited, **workflow["env"], PATH=f"{tool}{os.pathsep}{os.environ['PATH']}")
    assert (ran.code, ran.outputs, ran.summary) == (0, {"code": str(code)}, "")


def test_the_job_of_gitlab_ends_as_the_audit_does(audited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = load(audited / ".gitlab-ci.yml")["pharmaudit"]
    (script,) = job["script"]
    assert {"junit", "gitlab", "html"} <= set(job["variables"]["FORMATS"].split(","))
    monkeypatch.setenv("PHARMAUDIT_SELECT", ERRORS)
    ran = run(audited, *shlex.split(script.replace("$FORMATS", "junit,gitlab"))[1:])
    assert (ran.code, ran.err) == (1, "")
    for file in job["artifacts"]["reports"].values():
        assert (audited / file).is_file()
    assert (audited / job["artifacts"]["paths"][0] / "report.json").is_file()
    assert (job["artifacts"]["when"], job["cache"]["when"]) == ("always", "always")


def test_the_hooks_pass(audited: Path) -> None:
    """pre-commit itself would fetch the tool; what it would run is run here."""
    (repository,) = load(audited / ".pre-commit-config.yaml")["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == ["pharmaudit-rules", "pharmaudit-waivers"]
    for hook in repository["hooks"]:
        assert hook["pass_filenames"] is False, "the commands find the files by the configuration"
        ran = run(audited, *shlex.split(hook["entry"])[1:])
        assert (ran.code, ran.err) == (0, "")
