"""The baseline: what it takes out of the gate, what is fixed, what nobody can tell, and what its file says."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.facts.facts import Facts
from pharmaudit.model import Source
from pharmaudit.readers.baseline import Baseline, Listed, read_baseline
from pharmaudit.readers.tables import Tables
from pharmaudit.triage.baseline import (
    Judged,
    Run,
    baselined,
    judged_in,
    lines_of,
    missing_in,
    pruned,
    stale_remarks,
    standing,
    written,
)
from tests.building import catalogue, facts_of, rule_of, tables_of

ONE, TWO, THREE = ("0" * 15 + digit for digit in "123")
FILE = Source("baseline.txt", "baseline", "", 0)
DAY = date(2026, 1, 1)


def baseline(*rows: tuple[str, str, str, str]) -> Baseline:
    return Baseline(FILE, tuple(Listed(*row, line) for line, row in enumerate(rows, 3)))


def found(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Findings: fingerprint, rule, status."""
    frame = pd.DataFrame(rows, columns=["fingerprint", "rule", "status"], dtype="str")
    return frame.assign(entry_id="DB90000", field="name")


def nobody(_rule: str, _field: str) -> frozenset[str]:
    return frozenset()


JUDGED = Judged(frozenset({"VAL101", "VAL102"}), frozenset({"db90000"}), nobody)
UNTOLD = Judged(JUDGED.rules, JUDGED.entries, lambda _rule, field: frozenset({"db90000"} if field == "unii" else ()))


@pytest.mark.parametrize(
    ("row", "judged", "kind"),
    [
        ((ONE, "VAL101", "DB90000", "name"), JUDGED, "there"),
        ((ONE, "VAL999", "DB90000", "name"), JUDGED, "there"),
        ((TWO, "VAL101", "DB90000", "name"), JUDGED, "fixed"),
        ((TWO, "VAL101", "db90000", "name"), JUDGED, "fixed"),
        ((TWO, "VAL999", "DB90000", "name"), JUDGED, "unjudged"),
        ((TWO, "VAL101", "DB90009", "name"), JUDGED, "gone"),
        ((TWO, "VAL999", "DB90009", "name"), JUDGED, "unjudged"),
        ((TWO, "VAL101", "DB90000", "unii"), UNTOLD, "unjudged"),
        ((TWO, "VAL101", "DB90000", "name"), UNTOLD, "fixed"),
        ((TWO, "VAL101", "", "name"), JUDGED, "gone"),
    ],
)
def test_a_line_is_fixed_only_where_its_rule_was_judged_on_its_entry(row, judged, kind):
    now = standing(baseline(row), found((ONE, "VAL101", "open")), judged)
    assert {name: len(getattr(now, name)) for name in ("there", "fixed", "gone", "unjudged") if getattr(now, name)} == {
        kind: 1
    }


@pytest.mark.parametrize("status", ["open", "waived", "baselined"])
def test_a_finding_is_there_whatever_its_status(status):
    assert standing(baseline((ONE, "VAL101", "DB90000", "")), found((ONE, "VAL101", status)), JUDGED).there


def test_only_open_findings_that_are_listed_get_the_status():
    listed = baseline((ONE, "VAL101", "DB90000", ""), (TWO, "VAL101", "DB90000", ""))
    frame = found((ONE, "VAL101", "open"), (TWO, "VAL101", "waived"), (THREE, "VAL101", "open"))
    assert list(baselined(frame, listed)["status"]) == ["baselined", "waived", "open"]
    assert list(frame["status"]) == ["open", "waived", "open"]
    assert list(baselined(frame, baseline())["status"]) == ["open", "waived", "open"]
    assert len(baselined(found(), listed)) == 0


def test_numbered_fingerprints_are_told_apart():
    frame = found((ONE, "VAL101", "open"), (f"{ONE}-1", "VAL101", "open"))
    assert list(baselined(frame, baseline((f"{ONE}-1", "VAL101", "DB90000", "")))["status"]) == ["open", "baselined"]


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, None),
        (1, "1 line lists a finding that is fixed (line 3)."),
        (2, "2 lines list findings that are fixed (line 3, 4)."),
        (7, "7 lines list findings that are fixed (line 3, 4, 5, 6, 7 and 2 more)."),
    ],
)
def test_stale_lines_are_one_remark(count, told):
    known = baseline(*((f"{number:016}", "VAL101", "DB90000", "") for number in range(count)))
    remarks = stale_remarks(known, standing(known, found(), JUDGED))
    assert [one.message for one in remarks] == ([told] if told else [])
    assert all((one.severity, one.subject) == ("info", "baseline.txt") for one in remarks)


def test_neither_waived_findings_nor_those_in_preview_are_worth_listing():
    frame = found((ONE, "VAL101", "open"), (TWO, "VAL101", "waived"), (THREE, "VAL102", "baselined"))
    run = Run(frame, frozenset({"VAL102"}), JUDGED, "digest", DAY, True)
    assert list(run.worth_listing["fingerprint"]) == [ONE]
    run = Run(frame, frozenset(), JUDGED, "digest", DAY, True)
    assert list(run.worth_listing["fingerprint"]) == [ONE, THREE]


def test_what_a_source_has_no_place_for_is_not_fixed():
    whole = facts_of({"name": "Examplamine"})
    rule = rule_of("presence", "unii")
    judged = judged_in([rule], whole)
    assert judged.rules == {"VAL999"}
    assert judged.entries == {"db90000"}
    assert judged.untold("VAL999", "unii") == frozenset()

    tables = tables_of({"name": "Examplamine"})
    poor = Source("test", "mapped", "", 1, carries=frozenset({"name", "type"}))
    narrow = Facts(Tables(tables.frames, (poor,), ()), catalogue(), DAY)
    judged = judged_in([rule, rule_of("presence", "name", id="VAL998")], narrow)
    assert judged.untold("VAL999", "unii") == {"db90000"}
    assert judged.untold("VAL998", "name") == frozenset()


def test_the_file_is_sorted_and_the_same_for_any_order():
    lines = [
        Listed(ONE, "VAL102", "DB2", "name", 0),
        Listed(TWO, "VAL101", "DB9", "", 0),
        Listed(THREE, "VAL101", "DB1", "", 0),
    ]
    text = written(lines, "digest", DAY)
    assert text == written(reversed(lines), "digest", DAY)
    assert text.splitlines() == [
        "# pharmaudit baseline, format 1: fingerprint, rule, entry, field",
        "# rulebook digest, 2026-01-01",
        f"{THREE}\tVAL101\tDB1\t",
        f"{TWO}\tVAL101\tDB9\t",
        f"{ONE}\tVAL102\tDB2\tname",
    ]


texts = st.text(max_size=12)
rows = st.lists(st.tuples(st.integers(0, 40), texts, texts), max_size=12, unique_by=lambda row: row[0])


@given(rows)
@settings(max_examples=40, deadline=None)
def test_what_is_written_reads_back_whatever_an_entry_is_called(tmp_path_factory, drawn):
    frame = pd.DataFrame(
        [(f"{number:016}", "VAL101", entry, field) for number, entry, field in drawn],
        columns=["fingerprint", "rule", "entry_id", "field"],
    )
    path: Path = tmp_path_factory.mktemp("baseline") / "b.txt"
    path.write_bytes(written(lines_of(frame), "digest", DAY).encode("utf-8", "replace"))
    known, damages = read_baseline(path)
    assert damages == ()
    assert {one.fingerprint for one in known.listed} == set(frame["fingerprint"])
    assert missing_in(known.listed, lines_of(frame)) == ()
    assert pruned(known, ()).encode() == path.read_bytes()
    left = pruned(known, known.listed)
    assert left.splitlines() == path.read_text(encoding="utf-8").split("\n")[:2]


def test_pruning_leaves_all_other_lines_as_they_are():
    text = ("# head", "# a note", f"{ONE}\tVAL101\tDB1\t", "not a line", f"{TWO}\tVAL101\tDB1\t", "")
    known = Baseline(FILE, (Listed(ONE, "VAL101", "DB1", "", 3), Listed(TWO, "VAL101", "DB1", "", 5)), text)
    assert pruned(known, known.listed[:1]) == f"# head\n# a note\nnot a line\n{TWO}\tVAL101\tDB1\t\n\n"
