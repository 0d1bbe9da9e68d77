"""JUnit: read back by junitparser; failing as the gate does."""

from dataclasses import replace

import junitparser
import pytest
from lxml import etree

from pharmaudit.renderers.junit import SHOWN, junit
from pharmaudit.report import Gate
from tests.report.rich import hostile, many, rich, scrubbed
from tests.report.small import small


def cases(report):
    read = junitparser.JUnitXml.fromstring(junit(report))
    return {f"{suite.name}/{case.name.partition(' ')[0]}": case for suite in read for case in suite}


def outcome(case):
    return type(case.result[0]).__name__ if case.result else "passed"


def test_golden(golden):
    golden("formats/junit.xml", scrubbed(junit(rich()).decode()))


@pytest.mark.parametrize("make", [small, rich, hostile, many])
def test_read_back(make):
    read = junitparser.JUnitXml.fromstring(junit(make()))
    assert [suite.name for suite in read][:2] == ["gate", "sources"]
    told = (read.tests, read.failures, read.errors, read.skipped)
    read.update_statistics()
    assert told == (read.tests, read.failures, read.errors, read.skipped)


def test_outcomes():
    found = {name: outcome(case) for name, case in cases(rich()).items()}
    assert found["completeness/COM103"] == "Failure"
    assert found["completeness/COM104"] == "passed"
    assert found["completeness/COM109"] == "Skipped"
    assert found["validity/VAL102"] == "Error"
    assert found["sources/cards/card4.yaml"] == "passed"
    assert found["gate/fail_on:"] == "Failure"


def test_what_does_not_fail_is_told():
    case = cases(small())["completeness/COM104"]
    assert "open findings" in case.system_out
    assert "of severity warning" in case.system_out


@pytest.mark.parametrize(("fail_on", "expected"), [("never", "passed"), ("error", "passed"), ("warning", "Failure")])
def test_fails_at_the_severity_that_closes_the_gate(fail_on, expected):
    report = replace(small(), gate=Gate(True, fail_on, 0))
    assert outcome(cases(report)["completeness/COM104"]) == expected


def test_lost_entries_are_an_error_of_their_source():
    sources = [case for name, case in cases(hostile()).items() if name.startswith("sources/")]
    assert [outcome(case) for case in sources].count("Error") == 1


def test_a_rule_that_applies_to_nothing_is_skipped():
    report = small()
    tally = report.tallies["COM103"]
    nothing = replace(tally, passed=tally.passed * 0, failed=tally.failed * 0)
    case = cases(replace(report, tallies={**report.tallies, "COM103": nothing}))["completeness/COM103"]
    assert outcome(case) == "Skipped"


def test_only_the_first_findings_are_listed():
    text = cases(many())["completeness/COM103"].result[0].text
    assert len(text.strip().splitlines()) == 2 + SHOWN + 1
    assert text.rstrip().endswith("more")


def test_no_text_ends_its_element():
    root = etree.fromstring(junit(hostile()))
    assert {one.tag for one in root.iter()} == {
        *("testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out")
    }
