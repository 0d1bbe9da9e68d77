"""Findings worst first, what is cut off, places, and the exit code that formats tell."""

from dataclasses import replace

import pytest

from pharmaudit.model import Damage, Lifecycle, Remark, Severity
from pharmaudit.report import Gate
from pharmaudit.report.outcome import exit_code
from pharmaudit.report.places import place_of, source_paths, told_path
from pharmaudit.report.worst import CONFIDENCES, LEVELS, OPEN, cut, remarks, worst
from pharmaudit.rulebook.judge import Crash
from tests.report.rich import many, rich
from tests.report.small import small


def test_open_then_severe_then_sure_then_wanted():
    rows = worst(rich())
    keys = [
        (status != OPEN, LEVELS.index(level), CONFIDENCES.index(confidence), -priority)
        for status, level, confidence, priority in rows[["status", "level", "confidence", "priority"]].itertuples(
            index=False
        )
    ]
    assert keys == sorted(keys)
    assert sorted(rows["fingerprint"]) == sorted(rich().findings["fingerprint"])


def test_rows_know_their_entry():
    rows = worst(small())
    numbers = rows["entry"].to_numpy()
    assert rows["source"].tolist() == [f"cards/card{number + 1}.yaml" for number in numbers]
    assert rows["priority"].tolist() == small().entries["priority"].to_numpy()[numbers].tolist()


def test_rules_in_preview_are_infos():
    report = small()
    rules = tuple(
        rule.model_copy(update={"status": Lifecycle.PREVIEW}) if rule.id == "COM103" else rule for rule in report.rules
    )
    rows = worst(replace(report, rules=rules)).set_index("rule")
    assert set(rows.loc["COM103", "level"]) == {"info"}
    assert set(rows.loc["COM103", "severity"]) == {"error"}
    assert rows["preview"].groupby("rule").all().sum() == 1


def test_nothing_found():
    report = small()
    rows = worst(replace(report, findings=report.findings.head(0)))
    kept = cut(rows, 10)
    assert (len(rows), len(kept.shown), kept.more) == (0, 0, 0)


@pytest.mark.parametrize(
    ("most", "limit"),
    [(25_000, None), (25_000, 1), (25_000, 0), (100, None), (100, 3), (30, 50), (11, None), (0, None)],
)
def test_cut_loses_nothing(most, limit):
    rows = worst(many(50))
    kept = cut(rows, most, limit)
    assert len(kept.shown) + kept.more == len(rows)
    assert len(kept.shown) + len(kept.left) <= max(most, rows["rule"].nunique())
    if limit is not None:
        assert kept.shown["rule"].value_counts().max() <= limit or kept.shown.empty
    assert kept.shown.index.is_monotonic_increasing


def test_what_is_left_has_the_worst_level_of_it_and_its_status():
    left = cut(worst(rich()), 0).left
    assert set(left["status"]) == {"open", "waived", "baselined"}
    assert left.loc[left["new"], "status"].tolist() == ["open"] * left["new"].sum()
    assert left["new"].any()


@pytest.mark.parametrize(
    ("path", "otherwise", "told"),
    [
        ("data/a.xml", "a.xml", "data/a.xml"),
        ("./data//a.xml", "a.xml", "data/a.xml"),
        ("data\\a.xml", "a.xml", "data/a.xml"),
        ("/home/someone/a.xml", "a.xml", "a.xml"),
        ("/home/someone/a.xml", "", "a.xml"),
        ("C:\\data\\a.xml", "data/a.xml", "data/a.xml"),
        ("../a.xml", "", "a.xml"),
        ("../a.xml", "../a.xml", "a.xml"),
        ("..", "", "source"),
        ("", "", "source"),
        ("a\n\udcff.xml", "", "a\\n\\udcff.xml"),
    ],
)
def test_no_path_leads_out_of_the_folder(path, otherwise, told):
    assert told_path(path, otherwise) == told


def test_paths_of_sources():
    assert list(source_paths(small()).values()) == [f"cards/card{number}.yaml" for number in range(1, 6)]


@pytest.mark.parametrize(
    ("subject", "place"),
    [
        ("waivers.yaml:12", ("waivers.yaml", 12)),
        ("/etc/waivers.yaml:12", ("waivers.yaml", 12)),
        ("waivers.yaml:0", ("waivers.yaml", 1)),
        ("field toxicity", ("", None)),
        ("a: b", ("", None)),
    ],
)
def test_place_of_a_remark(subject, place):
    assert place_of(Remark("WAI101", Severity.INFO, subject, "m", "f")) == place


def test_remarks_worst_first():
    assert [one.subject for one in remarks(rich())] == ["field toxicity", "waivers.yaml:12", "waivers.yaml:9"]


@pytest.mark.parametrize(
    ("passed", "crashed", "lost", "code"),
    [
        (True, False, False, 0),
        (False, False, False, 1),
        (False, True, False, 3),
        (True, True, True, 3),
        (True, False, True, 4),
    ],
)
def test_exit_code(passed, crashed, lost, code):
    report = replace(small(), gate=Gate(passed, "error", 0 if passed else 1))
    made = replace(
        report.provenance,
        crashes=(Crash("COM101", "x"),) if crashed else (),
        damages=(Damage("a", "b", loss=lost),),
    )
    assert exit_code(replace(report, provenance=made)) == code
