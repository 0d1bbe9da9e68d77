"""Kill audits with a history at random moments; look whether store and report stay whole.

    python -m benchmarks.kill_history [--kills 200] [--seed 7] [--late 0.5]

Each time `pharmaudit audit` of three cards of our own, rules VAL1 only, runs in a process group of its own and gets a
SIGKILL at a moment drawn from the whole time that a run takes; the part `--late` of them once the report is being
built, so that the swap of the report and the transaction of the store are met. Behind every kill the store must pass
SQLite's integrity check and hold the last complete run and whole runs only, and the report folder must hold a whole
report or, between the two renames of the swap, none. What a kill leaves beside the report stays where it is; a last
run, not killed, must do its work in spite of it.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from pharmaudit.history.store import read_past

CARD = "entry_id: DB9000{0}\nname: Examplamine {0}\ntype: small molecule\ngroups: [experimental]\n"
FILES = {"report.json", "entries.csv", "findings.csv", "worklist.csv"}
TRIED, TAIL = 3, 0.4
"""Runs that are timed first; seconds in which a run ends, more or less, once it has begun to build its report."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--late", type=float, default=0.5)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(1, 4):
            (folder / f"card_{number}.yaml").write_text(CARD.format(number), encoding="utf-8")
        whole, runs, told = min(_timed(folder) for _ in range(TRIED)), TRIED, Counter[str]()
        for _ in range(given.kills):
            process, late = _start(folder), chance.random() < given.late
            if late:
                _building(process, folder, {*folder.iterdir()})
            killed = _killed(process, chance.uniform(0, TAIL if late else whole))
            open_ = (folder / "history.db-wal").exists()  # the check below takes the log over
            known = _checked(folder / "history.db")
            assert runs <= known <= runs + 1, "a run was lost, or one too many is there"
            assert killed or known == runs + 1, "a run ended and was not recorded"
            told["killed" if killed else "ended"] += 1
            told["killed behind their record"] += killed and known > runs
            told["killed with the store open"] += killed and open_
            told["without a report"] += not _report(folder / "out")
            runs = known
        told["leftovers beside the report"] = len(_beside(folder))
        _timed(folder)
        assert _checked(folder / "history.db") == runs + 1
        assert _report(folder / "out"), "what was left hinders the next run"
        print(f"a whole run takes {whole:.2f} s; {', '.join(f'{what}: {count}' for what, count in told.items())}")


def _start(folder: Path) -> subprocess.Popen[bytes]:
    cards = [f"card_{number}.yaml" for number in range(1, 4)]
    given = ["--select", "VAL1", "--history", "history.db", "--out", "out", "--format", "csv,json", "-q"]
    command = [sys.executable, "-m", "pharmaudit", "audit", *cards, *given]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, start_new_session=True)


def _timed(folder: Path) -> float:
    """Seconds of a run that is left to end."""
    began = time.monotonic()
    process = _start(folder)
    _, complaint = process.communicate()
    assert process.returncode in (0, 1), complaint.decode()
    return time.monotonic() - began


def _building(process: subprocess.Popen[bytes], folder: Path, before: set[Path]) -> None:
    """Wait until a run has begun to build its report beside the old one, or has ended."""
    while process.poll() is None and not any(one not in before for one in folder.glob(".out-*")):
        time.sleep(0.001)


def _killed(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether a run had to be killed; else it must have ended well."""
    try:
        _, complaint = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return process.returncode == -signal.SIGKILL
    assert process.returncode in (0, 1), complaint.decode()
    return False


def _checked(file: Path) -> int:
    """How many runs the store holds, each of them whole."""
    runs = len(read_past(file, "default").trend)
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        told = db.execute("select number from runs except select run from run_rules").fetchall()
        assert not told, f"runs without their counts: {told}"
    return runs


def _report(out: Path) -> bool:
    """Whether there is a report; where there is one it must be whole."""
    if not out.exists():
        return False
    assert {one.name for one in out.iterdir()} == FILES
    told = json.loads((out / "report.json").read_text(encoding="utf-8"))
    rows = (out / "entries.csv").read_text(encoding="utf-8").splitlines()
    assert (len(rows), "provenance" in told) == (4, True), "the report is not whole"
    return True


def _beside(folder: Path) -> list[str]:
    known = {"out", "history.db", "history.db-wal", "history.db-shm"}
    return sorted(one.name for one in folder.iterdir() if one.name not in known and one.suffix != ".yaml")


if __name__ == "__main__":
    main()
