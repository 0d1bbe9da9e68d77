"""A year of nightly runs in the history store: its size, the time that a run takes to append, and that of queries.

    python -m benchmarks.history FILE [--runs 365] [--entries 20000] [--findings 300000] [--churn 0.005]

FILE must not exist. Every night `churn` of the findings go and as many come, a third of them findings that were there
before; the entries that they belong to change content, points and scores. Prints a line now and then, and a table, in
CPU seconds.
"""

import argparse
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from pharmaudit.history import trends
from pharmaudit.history.changes import RunInfo
from pharmaudit.history.snapshot import BITS, RULE_COLUMNS, Bits, Snapshot, counted
from pharmaudit.history.store import append, read_past, reading

RULES, FIELDS, COHORTS = 300, 60, 20
SEVERITIES = ("error", "warning", "info")


class Base:
    """A base that changes a little every night."""

    def __init__(self, entries: int, findings: int) -> None:
        self.random = np.random.default_rng(7)
        self.ids = np.array([f"DB{number:05d}" for number in range(entries)], dtype=object)
        self.next = 0
        self.findings = self._made(findings)
        self.gone = self.findings.iloc[:0]
        self.content = self.random.integers(0, 2**63, entries)
        self.credit = np.where(self.random.random((entries, FIELDS)) < 0.3, np.nan, self._credits(entries))

    def _credits(self, size: int) -> np.ndarray:
        return (self.random.random((size, FIELDS)) < 0.6).astype(float)

    def _made(self, size: int) -> pd.DataFrame:
        prints = self.random.integers(0, 2**63, size)
        self.next += size
        return pd.DataFrame(
            {
                "fingerprint": [f"{value:016x}" for value in prints.tolist()],
                "at": self.random.integers(0, len(self.ids), size),
                "rule": self.random.integers(0, RULES, size),
                "field": self.random.integers(0, FIELDS, size),
            }
        )

    def night(self, churn: float) -> None:
        """One night's work: some findings go, some come, some come back; their entries are not what they were."""
        size = round(len(self.findings) * churn)
        going = self.random.choice(len(self.findings), size, replace=False)
        back = self.gone.sample(min(size // 3, len(self.gone)), random_state=int(self.random.integers(2**31)))
        come = self._made(size - len(back))
        left = self.findings.iloc[going]
        self.findings = pd.concat([self.findings.drop(self.findings.index[going]), back, come], ignore_index=True)
        self.gone = pd.concat([self.gone.drop(back.index), left], ignore_index=True)
        touched = np.unique(come["at"])[: round(len(self.ids) * churn)]
        self.content[touched] = self.random.integers(0, 2**63, len(touched))
        self.credit[touched] = np.where(np.isnan(self.credit[touched]), np.nan, self._credits(len(touched)))

    def snapshot(self, number: int) -> Snapshot:
        """What a run over the base leaves to the history."""
        size, rules = len(self.ids), [f"COM{rule:03d}" for rule in range(RULES)]
        score = np.floor(1000 * np.nanmean(self.credit, axis=1)) / 10
        entries = pd.DataFrame(
            {
                "entry_id": self.ids,
                "entry_name": [f"Examplamine {id_}" for id_ in self.ids],
                "cohort": [f"cohort {at % COHORTS}" for at in range(size)],
                **{name: [f"{name} {at}" if name != "type" else "biotech" for at in range(size)] for name in _IDENTITY},
                **dict.fromkeys(("completeness", "consistency", "evidence"), score),
                **{"grade": "B", "stub": "partial", "content": [f"{value:016x}" for value in self.content.tolist()]},
            },
            index=pd.Index([str(id_).lower() for id_ in self.ids], dtype=object),
        )
        found = self.findings
        ids = self.ids[found["at"].to_numpy()]
        findings = pd.DataFrame(
            {
                "fingerprint": found["fingerprint"].to_numpy(),
                "entry": entries.index.take(found["at"].to_numpy()),
                "entry_id": ids,
                "entry_name": entries["entry_name"].to_numpy()[found["at"].to_numpy()],
                "rule": np.array(rules, dtype=object)[found["rule"].to_numpy()],
                "severity": np.array(SEVERITIES, dtype=object)[found["rule"].to_numpy() % 3],
                "field": np.array([f"field_{at}" for at in range(FIELDS)], dtype=object)[found["field"].to_numpy()],
                "status": "open",
            }
        ).astype("object")
        table = pd.DataFrame([("0" * 16, "", 1, 1, 1, 1)] * RULES, columns=list(RULE_COLUMNS), index=pd.Index(rules))
        bits = Bits(
            tuple(f"field_{at}" for at in range(FIELDS)),
            np.ones(FIELDS),
            dict.fromkeys(BITS, self.credit > 0),
            self.credit,
        )
        as_of = date(2026, 1, 1) + timedelta(days=number)
        info = RunInfo(0, "default", as_of, "0", "r", "default", "j", ("base.xml",), size)
        return Snapshot(counted(info, entries, findings, frozenset(), size), entries, bits, findings, table)


_IDENTITY = ("type", "cas_number", "unii")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--runs", type=int, default=365)
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--findings", type=int, default=300_000)
    parser.add_argument("--churn", type=float, default=0.005)
    given = parser.parse_args()
    assert not given.file.exists(), "give a file that is not there yet"
    base, took = Base(given.entries, given.findings), []
    for number in range(given.runs):
        if number:
            base.night(given.churn)
        run = base.snapshot(number)
        began = time.process_time()
        append(given.file, run, "2026-01-01T00:00:00+00:00")
        took.append(time.process_time() - began)
        if number in (0, 1) or number % 30 == 0 or number == given.runs - 1:
            size = given.file.stat().st_size / 1e6
            print(f"run {number + 1}: {took[-1]:.2f} s, {size:.1f} MB", flush=True)
    late = np.median(took[-10:])
    print(f"append: first {took[0]:.2f} s, median {np.median(took):.2f} s, of the last ten {late:.2f} s")
    _time("what is known before a run", lambda: read_past(given.file, "default"))
    with reading(given.file) as db:
        new = "select count(*) from findings where series = 1 and last is null and first = ?"
        _time("new since yesterday", lambda: db.execute(new, (given.runs,)).fetchone())
        _time("trend of all runs", lambda: trends.of_runs(db, "default", given.runs))
        _time("one entry", lambda: trends.of_entry(db, "default", given.runs, "DB00007"))
        _time("one rule", lambda: trends.of_rule(db, "default", given.runs, "COM007"))


def _time(what: str, ask) -> None:
    began = time.process_time()
    ask()
    print(f"{what}: {1000 * (time.process_time() - began):.1f} ms")


if __name__ == "__main__":
    main()
