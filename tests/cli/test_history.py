"""`audit --history` and `pharmaudit history` on the command line."""

import json
import multiprocessing
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest

from pharmaudit import pipeline
from pharmaudit.cli import main
from pharmaudit.history.store import append, read_past
from pharmaudit.renderers.trends import blocks
from pharmaudit.rulebook import load_rulebook
from tests.history.runs import GOOD, POOR, RECORDED, audited

CARD = "entry_id: DB90001\nname: Examplamine\ntype: small molecule\ngroups: [experimental]\n"
Run = Callable[..., tuple[int, str, str]]
AUDIT = ("audit", "card.yaml", "--out", "out", "--format", "json,csv", "--select", "COM1,VAL1", "--as-of", "2026-01-01")


@pytest.fixture(scope="module", autouse=True)
def _rules_are_read_once() -> Iterator[None]:
    """They are the same for every command, and reading them takes longer than all the rest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load_rulebook", cache(load_rulebook))
        yield


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
        audited(GOOD, file=Path("kept.db"))
    code, _, err = run(*argv)
    assert (code, sentence in err) == (2, True), err
    assert "out/history.db" not in argv or not Path("out").exists()


def test_a_run_that_cannot_be_recorded_is_written_and_ends_with_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pharmaudit.history.store.append.__defaults__", (0.1,))
    audited(GOOD, file=Path("kept.db"))
    holder = sqlite3.connect("kept.db", isolation_level=None)
    holder.execute("begin immediate")
    code, _, err = run(*AUDIT, "--history", "kept.db")
    holder.close()
    assert (code, "the report is written, but this run was not recorded" in err) == (2, True)
    assert "provenance" in report()


def test_killed_at_any_moment_the_store_holds_the_last_whole_run(tmp_path: Path) -> None:
    """Ten appends, each killed later than the one before; benchmarks/kill_history.py kills whole audits."""
    file = tmp_path / "kept.db"
    known = audited(GOOD, POOR, file=file).snapshot
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pharmaudit.history.store"])
    for at in range(10):
        process = context.Process(target=append, args=(file, known, RECORDED))
        process.start()
        process.join(0.006 * at)
        process.kill()
        process.join()
        with closing(sqlite3.connect(file)) as db:
            assert db.execute("pragma integrity_check").fetchone() == ("ok",)
            runs, rules = (db.execute(query).fetchone()[0] for query in _COUNTED)
        assert runs == rules
        assert len(read_past(file, "default").trend) == runs


_COUNTED = ("select count(*) from runs", "select count(distinct run) from run_rules")


@pytest.mark.parametrize(
    ("values", "drawn"),
    [([], ""), ([None], ""), ([1, 2, 3], "▁▅█"), ([5, None, 5], "▄ ▄"), ([3.0, 1.0], "█▁")],
)
def test_blocks(values: list[float | None], drawn: str) -> None:
    assert blocks(values) == drawn
