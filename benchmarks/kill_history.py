"""Kill whole audits with a history at random moments; look whether store and report stay whole.

    python -m benchmarks.kill_history [--kills 200] [--seed 7]

Each time `pharmaudit audit` of the seeds runs in a process of its own and gets a SIGKILL after a random part of the
time that a whole run takes. Behind every kill the store must pass SQLite's integrity check and hold whole runs only,
and the report folder must hold a whole report or, between the two renames of the swap, none.
"""

import argparse
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from pharmaudit.history.store import read_past


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.monotonic()
        _start(folder).wait()
        whole = time.monotonic() - began
        before, ended, without = 1, 0, 0
        for _ in range(given.kills):
            process, began = _start(folder), time.monotonic()
            try:
                process.wait(timeout=chance.uniform(0.2, 1.05) * whole)
                ended, whole = ended + 1, min(whole, time.monotonic() - began)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
            runs = _checked(folder / "history.db")
            assert before <= runs <= before + 1, "a run was lost, or one too many is there"
            before = runs
            without += not _report(folder / "out")
        print(
            f"{given.kills} runs, {given.kills - ended} killed, {before} recorded; {without} times no report; all whole"
        )


def _start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pharmaudit", "audit", "--history", "history.db", "--out", "out", "-q"]
    return subprocess.Popen([*command, "--format", "csv,json"], cwd=folder, stderr=subprocess.DEVNULL)


def _checked(file: Path) -> int:
    """How many runs the store holds, each of them whole."""
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        told = db.execute("select number from runs except select run from run_rules").fetchall()
        assert not told, f"runs without their counts: {told}"
    return len(read_past(file, "default").trend)


def _report(out: Path) -> bool:
    """Whether there is a report; where there is one it must be whole."""
    if not out.exists():
        return False
    assert {"report.json", "entries.csv", "findings.csv", "worklist.csv"} <= {one.name for one in out.iterdir()}
    json.loads((out / "report.json").read_text(encoding="utf-8"))
    return True


if __name__ == "__main__":
    main()
