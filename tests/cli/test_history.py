"""`audit --history` and `pharmaudit history` on the command line."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pharmaudit.cli import main
from pharmaudit.history.store import read_past
from pharmaudit.renderers.trends import blocks

CARD = "entry_id: DB90001\nname: Examplamine\ntype: small molecule\ngroups: [experimental]\n"
Run = Callable[..., tuple[int, str, str]]
AUDIT = ("audit", "card.yaml", "--out", "out", "--format", "json,csv", "--select", "COM1,VAL1", "--as-of", "2026-01-01")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run the command line in a folder with one card."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "card.yaml").write_text(CARD, encoding="utf-8")

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


def report() -> dict[str, object]:
    told: dict[str, object] = json.loads(Path("out/report.json").read_text(encoding="utf-8"))
    return told


def test_runs_are_recorded_and_told(run: Run) -> None:
    assert run(*AUDIT, "--history", "nightly/history.db")[0] in (0, 1)
    assert report()["changes"] == {"previous": None}
    run(*AUDIT, "--history", "nightly/history.db")
    assert report()["changes"]["findings"]["new"]["error"] == 0  # type: ignore[index]
    code, out, _ = run("history", "nightly/history.db")
    assert (code, "2 runs" in out) == (0, True)
    told = json.loads(run("history", "nightly/history.db", "--format", "json", "--last", "1")[1])
    assert [row["run"] for row in told["rows"]] == [2]
    for asked in (["--entry", "db90001"], ["--rule", "com101"], ["--cohort", "experimental small molecule"]):
        code, out, err = run("history", "nightly/history.db", *asked)
        assert (code, err) == (0, "")
        assert asked[1].lower() in out.lower()


def test_without_a_history_nothing_is_compared(run: Run) -> None:
    run(*AUDIT)
    assert report()["changes"] is None


def test_a_configuration_file_names_the_history(run: Run) -> None:
    Path("pharmaudit.toml").write_text('history = "kept.db"\nseries = "mine"\n', encoding="utf-8")
    run(*AUDIT)
    assert len(read_past(Path("kept.db"), "mine").trend) == 1
    run(*AUDIT, "--history", "none")
    assert len(read_past(Path("kept.db"), "mine").trend) == 1
    assert "series mine" in run("history")[1]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (("history",), "no history is named"),
        (("history", "not-there.db"), "there is no history here"),
        (("history", "card.yaml"), "this is no history of pharmaudit"),
        (("history", "kept.db", "--entry", "DB90002"), "the history has no entry"),
        (("history", "kept.db", "--rule", "COM102x"), "the history has no rule"),
        (("history", "kept.db", "--series", "defautl"), "the history has no series"),
        (("history", "kept.db", "--rule", "COM101", "--entry", "DB90001"), "give one of them"),
        ((*AUDIT, "--history", "card.yaml"), "this is no history of pharmaudit"),
        ((*AUDIT, "--history", "out/history.db"), "keep the history elsewhere"),
    ],
)
def test_what_cannot_be_followed_gets_a_sentence_and_2(run: Run, argv: tuple[str, ...], sentence: str) -> None:
    if "kept.db" in argv:
        run(*AUDIT, "--history", "kept.db")
    code, _, err = run(*argv)
    assert (code, sentence in err) == (2, True), err
    assert "out/history.db" not in argv or not Path("out").exists()


def test_a_run_that_cannot_be_recorded_is_written_and_ends_with_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pharmaudit.history.store.append.__defaults__", (0.1,))
    run(*AUDIT, "--history", "kept.db")
    Path("out/report.json").unlink()
    Path("out").rename("gone")
    holder = sqlite3.connect("kept.db", isolation_level=None)
    holder.execute("begin immediate")
    code, _, err = run(*AUDIT, "--history", "kept.db")
    holder.close()
    assert (code, "the report is written, but this run was not recorded" in err) == (2, True)
    assert "provenance" in report()


def test_killed_at_any_moment_the_store_holds_the_last_whole_run(run: Run, tmp_path: Path) -> None:
    """Ten runs, each killed later than the one before; benchmarks/kill_history.py does many more."""
    run(*AUDIT, "--history", "kept.db")
    command = [sys.executable, "-c", _LOOP, str(tmp_path / "kept.db")]
    for at in range(10):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path, env={**os.environ})
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.004 * at)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with sqlite3.connect("kept.db") as db:
            assert db.execute("pragma integrity_check").fetchone() == ("ok",)
            runs, rules = (db.execute(query).fetchone()[0] for query in _COUNTED)
        db.close()
        assert runs == rules
        assert len(read_past(Path("kept.db"), "default").trend) == runs


_COUNTED = ("select count(*) from runs", "select count(distinct run) from run_rules")
_LOOP = """
import sys

from pathlib import Path
from pharmaudit.history.store import append, read_past
file = Path(sys.argv[1])
known = read_past(file, "default").known
print("ready", flush=True)
while True:
    append(file, known, "2026-01-01T00:00:00+00:00")
"""


@pytest.mark.parametrize(
    ("values", "drawn"),
    [([], ""), ([None], ""), ([1, 2, 3], "▁▅█"), ([5, None, 5], "▄ ▄"), ([3.0, 1.0], "█▁")],
)
def test_blocks(values: list[float | None], drawn: str) -> None:
    assert blocks(values) == drawn
