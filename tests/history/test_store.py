"""The store: what comes back of a run, and what it bears."""

import multiprocessing
import resource
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pharmaudit.history import schema
from pharmaudit.history.snapshot import BITS, ENTRY_COLUMNS, FINDING_COLUMNS, Snapshot
from pharmaudit.history.store import StoreError, append, check_writable, read_past, reading
from tests.history.runs import GOOD, POOR, RECORDED, audited, judged

SAME = {"check_dtype": False, "check_index_type": False, "check_column_type": False}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


def snapshot(*cards: object, file: Path) -> Snapshot:
    found = judged(*cards, file=file).snapshot  # type: ignore[arg-type]
    assert found is not None
    return found


def sizes(file: Path) -> dict[str, int]:
    with reading(file) as db:
        names = ("runs", "findings", "states", "entries", "words")
        return {name: db.execute(f"select count(*) from {name}").fetchone()[0] for name in names}  # noqa: S608


def test_what_is_written_comes_back(file: Path) -> None:
    run = snapshot(GOOD, POOR, file=file)
    append(file, run, RECORDED)
    known = read_past(file, "default").known
    assert known is not None
    pd.testing.assert_frame_equal(known.entries[list(ENTRY_COLUMNS)], run.entries[list(ENTRY_COLUMNS)], **SAME)
    pd.testing.assert_frame_equal(known.findings[list(FINDING_COLUMNS)], run.findings[list(FINDING_COLUMNS)], **SAME)
    pd.testing.assert_frame_equal(known.rules, run.rules.sort_index(), **SAME)
    assert known.bits.fields == run.bits.fields
    assert all((known.bits.of[name] == run.bits.of[name]).all() for name in BITS)
    assert np.allclose(known.bits.credit, run.bits.credit, equal_nan=True)
    assert (known.info.number, known.info.errors, known.info.sources) == (1, run.info.errors, run.info.sources)


def test_the_same_run_twice_adds_a_run_and_nothing_else(file: Path) -> None:
    audited(GOOD, POOR, file=file)
    before = sizes(file)
    report = audited(GOOD, POOR, file=file)
    assert sizes(file) == before | {"runs": 2}
    assert report.changes is not None
    assert (len(report.changes.gone), len(report.changes.moved)) == (0, 0)
    last = read_past(file, "default").trend[-1]
    assert (last.new, last.fixed, last.reopened) == (0, 0, 0)


def test_only_what_changed_is_written(file: Path) -> None:
    audited(GOOD, POOR, file=file)
    before = sizes(file)
    audited(GOOD, POOR | {"indication": "For examples."}, file=file)
    assert sizes(file)["states"] == before["states"] + 1
    assert sizes(file)["findings"] == before["findings"]
    path = read_past(file, "default").paths
    assert path["completeness"].tolist() == [62.9, 29.6, 48.1]
    assert path["last"].isna().tolist() == [True, False, True]


def test_order_is_order_of_appending_whatever_the_date(file: Path) -> None:
    from datetime import date

    audited(GOOD, file=file)
    report = audited(GOOD, file=file, as_of=date(2020, 1, 1))
    assert report.changes is not None
    assert [one.as_of.year for one in read_past(file, "default").trend] == [2026, 2020]


def test_a_status_that_changes_is_no_new_finding(file: Path) -> None:
    audited(POOR, file=file)
    run = snapshot(POOR, file=file)
    run.findings["status"] = "waived"
    append(file, run, RECORDED)
    known = read_past(file, "default").known
    assert known is not None
    assert set(known.findings["status"]) == {"waived"}
    assert sizes(file)["findings"] == len(run.findings)


def test_a_store_of_the_first_version_is_renewed(file: Path) -> None:
    """A store as the first version would have left it: the same rows without series."""
    audited(GOOD, POOR, file=file)
    old = file.with_name("old.db")
    with sqlite3.connect(old) as db:
        for statement in schema.MIGRATIONS[0].split(";"):
            db.execute(statement)
        db.execute(f"pragma application_id = {schema.APPLICATION}")
        db.execute("pragma user_version = 1")
        db.execute("attach ? as new", (str(file),))
        tables = [name for (name,) in db.execute("select name from main.sqlite_schema where type = 'table'")]
        for name in tables:
            columns = ", ".join(row[1] for row in db.execute(f"pragma main.table_info({name})"))
            db.execute(f"insert into main.{name} ({columns}) select {columns} from new.{name}")  # noqa: S608
    db.close()
    report = audited(GOOD, POOR, file=old)
    assert report.changes is not None
    assert report.changes.previous is not None
    assert set(report.findings["change"]) == {"persisting"}
    with reading(old) as db:
        assert schema.version_of(db) == schema.VERSION
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)


def newer(file: Path) -> None:
    audited(GOOD, file=file)
    with sqlite3.connect(file) as db:
        db.execute(f"pragma user_version = {schema.VERSION + 1}")
    db.close()


def of_others(file: Path) -> None:
    with sqlite3.connect(file) as db:
        db.execute("create table notes (text)")
    db.close()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda file: file.write_text("This is no database, but a text of more than a few letters. " * 40),
            "no history",
        ),
        (newer, "a newer version of pharmaudit wrote this history"),
        (of_others, "an SQLite file of something else"),
        (lambda file: file.mkdir(), "this is a folder"),
    ],
    ids=["no SQLite", "newer", "of others", "folder"],
)
def test_what_is_no_store_of_ours_is_refused(file: Path, make: Callable[[Path], object], sentence: str) -> None:
    make(file)
    with pytest.raises(StoreError, match=sentence):
        check_writable(file)


def test_an_empty_file_becomes_a_store(file: Path) -> None:
    file.touch()
    check_writable(file)
    audited(GOOD, file=file)
    assert len(read_past(file, "default").trend) == 1


def test_a_place_below_a_file_is_refused(file: Path) -> None:
    file.write_text("x")
    with pytest.raises(StoreError, match="cannot be written there"):
        check_writable(file / "below" / "history.db")


def test_a_history_that_is_held_by_another_is_waited_for_and_then_told(file: Path) -> None:
    audited(GOOD, file=file)
    run = snapshot(GOOD, file=file)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("begin immediate")
    with pytest.raises(StoreError, match=r"held the history for more than 0\.1 seconds"):
        append(file, run, RECORDED, timeout=0.1)
    assert len(read_past(file, "default").trend) == 1  # readers are not kept out
    holder.execute("rollback")
    holder.close()
    append(file, run, RECORDED)
    assert len(read_past(file, "default").trend) == 2


def test_a_full_disk_leaves_the_last_run(file: Path) -> None:
    audited(GOOD, file=file)
    big = [{"entry_id": f"DB9{number:04d}", "name": "x" * 1000} for number in range(400)]
    run = snapshot(*big, file=file)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        with pytest.raises(StoreError, match="is the disk full"):
            append(file, run, RECORDED)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert len(read_past(file, "default").trend) == 1
    append(file, run, RECORDED)
    assert len(read_past(file, "default").trend) == 2


def test_two_runs_at_once_are_both_recorded(file: Path) -> None:
    run = snapshot(GOOD, POOR, file=file)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pharmaudit.history.store"])
    processes = [context.Process(target=append, args=(file, run, RECORDED)) for _ in range(2)]
    for one in processes:
        one.start()
    for one in processes:
        one.join(120)
    assert [one.exitcode for one in processes] == [0, 0]
    past = read_past(file, "default")
    assert len(past.trend) == 2
    assert past.known is not None
    assert len(past.known.findings) == len(run.findings)
