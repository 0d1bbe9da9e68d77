"""Two releases of the DrugBank vocabulary (CC0), one after the other: true lists of ids, worked out from the files."""

import csv
from datetime import date
from pathlib import Path

from pharmaudit import pipeline
from pharmaudit.history.store import append, read_past
from pharmaudit.progress import silent
from pharmaudit.rulebook import load_rulebook
from pharmaudit.rulebook.profile import load_profile
from tests.history.runs import RECORDED
from tests.report.small import RULEBOOK

OLD, NEW = "vocabulary_2020_spreadsheet_dates_us.csv", "vocabulary_5.1.10_clean.csv"


def truth(path: Path) -> dict[str, list[str]]:
    """Id -> its secondary ids."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {row["DrugBank ID"]: row["Accession Numbers"].split(" | ") for row in csv.DictReader(lines)}


def test_ids_of_two_releases(shared_data: Path, tmp_path: Path) -> None:
    folder, file = shared_data / "vocabulary", tmp_path / "history.db"
    book, profile = load_rulebook(RULEBOOK), load_profile("default", RULEBOOK / "profiles")
    for name in (OLD, NEW):
        options = pipeline.Options(as_of=date(2026, 1, 1))
        beside = pipeline.Beside(past=read_past(file, "default"))
        report = pipeline.judged(pipeline.read([folder / name], options), book, profile, options, silent, beside)
        assert report.snapshot is not None
        append(file, report.snapshot, RECORDED)
    assert report.changes is not None
    old, new = truth(folder / OLD), truth(folder / NEW)
    heirs = {other: id_ for id_, others in new.items() for other in others if other}
    missing = old.keys() - new.keys()
    ids = report.changes.ids
    assert set(ids.added) == new.keys() - old.keys()
    assert set(ids.vanished) == missing - heirs.keys()
    assert dict(ids.merged) == {id_: heirs[id_] for id_ in missing & heirs.keys()}
    assert (len(ids.added), len(ids.vanished), len(ids.merged), ids.shared) == (
        *(len(new.keys() - old.keys()), len(missing - heirs.keys()), len(missing & heirs.keys())),
        len(old.keys() & new.keys()),
    )
    assert ids.added
    assert missing
