"""`--format` and `--limit`: formats for other tools come from the same run as the report."""

import json
import sys
from pathlib import Path

import pytest

from pharmaudit.cli import main

FORMATS = "sarif,junit,github,markdown,gitlab,badge,dqv,prometheus"
FILES = {
    *("findings.sarif", "code-scanning.sarif", "junit.xml", "annotations.txt", "summary.md", "gitlab.json"),
    *("badge.json", "quality.jsonld", "metrics.prom", "report.json"),
}
CARD = "entry_id: DB90001\nname: '::error::x'\ntype: small molecule\ngroups: [approved]\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for number in range(3):
        (tmp_path / f"e{number}.yaml").write_text(CARD.replace("90001", f"9000{number}"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *argv: str) -> int:
    command = ["pharmaudit", "audit", "e0.yaml", "e1.yaml", "e2.yaml", "--out", "o", "--select", "COM1,COM2", *argv]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0)


def test_all_formats_of_one_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--format", FORMATS, "--limit", "1", "--quiet", "--as-of", "2026-01-01") == 1
    written = {path.name: path.read_text(encoding="utf-8") for path in (folder / "o").iterdir()}
    assert set(written) == FILES
    printed = capsys.readouterr().out
    assert printed == written["annotations.txt"]
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in printed.splitlines())
    results = json.loads(written["findings.sarif"])["runs"][0]["results"]
    told = {
        name: [one["ruleId"] for one in results if ("occurrenceCount" in one) == more]
        for name, more in (("alone", False), ("together", True))
    }
    assert len(set(told["alone"])) == len(told["alone"])
    assert set(told["together"]) <= set(told["alone"])
    assert told["together"]


@pytest.mark.parametrize(
    ("argv", "told"),
    [(("--format", "sarf"), "there is no format 'sarf'"), (("--limit", "-1"), "limit"), (("--limit", "x"), "limit")],
)
def test_what_is_refused(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    argv: tuple[str, ...],
    told: str,
) -> None:
    assert run(monkeypatch, *argv) == 2
    assert told in capsys.readouterr().err
    assert not (folder / "o").exists()
