"""What an audit prints of its outcome: the worst open findings, remarks, and every condition of the gate."""

from dataclasses import replace

import pytest

from pharmaudit.model import Remark, Severity
from pharmaudit.renderers.summary_lines import SHOWN, WIDTH, gate_lines, open_lines, plain, remark_lines
from pharmaudit.report import Gate
from pharmaudit.report.condition import Condition
from tests.report.small import small


@pytest.mark.parametrize("show", ["error", "warning", "info"])
def test_open_findings_from_a_severity_up_the_worst_first(show):
    report = small()
    levels = ["error", "warning", "info"][: ["error", "warning", "info"].index(show) + 1]
    counts = report.findings["severity"].value_counts()
    wanted = [level for level in levels for _ in range(counts.get(level, 0))]
    lines = open_lines(report, show)
    assert [line.split()[1] for line in lines[:SHOWN]] == wanted[:SHOWN]
    more = len(wanted) - SHOWN
    assert lines[SHOWN:] == ([f"  and {more} more open findings"] if more > 0 else [])
    assert all(line.isprintable() for line in lines)
    assert all(len(line) < WIDTH + 30 for line in lines)


def test_settled_findings_are_not_shown_and_new_ones_come_first():
    report = small()
    found = report.findings
    assert open_lines(replace(report, findings=found.assign(status="baselined")), "info") == []
    last = found.index[found["severity"] == "error"][-1]
    changed = found.assign(change=["new" if row == last else "persisting" for row in found.index])
    first = open_lines(replace(report, findings=changed), "info")[0]
    assert found.loc[last, "rule"] in first


@pytest.mark.parametrize(("show", "count"), [("error", 1), ("warning", 1), ("info", 2)])
def test_remarks(show, count):
    remarks = tuple(Remark("baseline", level, "b.txt:3", "Fixed.", "") for level in (Severity.INFO, Severity.ERROR))
    lines = remark_lines(replace(small(), remarks=remarks), show)
    assert len(lines) == count
    assert "error baseline b.txt:3: Fixed." in lines[-1]


@pytest.mark.parametrize(
    ("page", "formats", "file"),
    [
        ("rules/VAL101.html", ("html", "csv"), "rules/VAL101.html"),
        ("rules/VAL101.html", ("csv",), "findings.csv"),
        ("worklist.html?show=all&grade=E", ("csv",), "entries.csv"),
        ("index.html#damage", ("csv",), "report.json"),
        ("index.html", ("json",), "report.json"),
        ("rules/VAL101.html", ("json",), "report.json"),
    ],
)
def test_what_to_open_is_what_was_written(page, formats, file):
    gate = Gate(False, "error", 1, (Condition("new.error", "new errors", 0, 1, open=page),))
    assert gate_lines(gate, formats) == [f"  failed: new errors: expected at most 0, found 1, 1 too many; open {file}"]


def test_conditions_that_passed_or_were_not_judged():
    gate = Gate(
        True,
        "never",
        0,
        (Condition("lost", "lost entries", 0, 0), Condition("drift", "drift", 0, None, note="there is no run before")),
    )
    assert gate_lines(gate, ("html",)) == [
        "  passed: lost entries: expected at most 0, found 0",
        "  not judged: drift: expected at most 0; there is no run before",
    ]


def test_nothing_steers_the_terminal():
    assert plain("a\x1b[31mb\nc\u202egnp\x07  d") == "a[31mb cgnp d"
