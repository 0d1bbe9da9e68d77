"""Annotations: one command a line, at most ten of a kind, and no text that ends a command or begins one."""

import re
from dataclasses import replace

import pytest

from pharmaudit.renderers.github import MOST, annotations
from tests.report.rich import hostile, many, rich
from tests.report.small import small

COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-z]+=[^,:]*,)*title=[^,:]*)::(.*)")


def commands(report):
    return [COMMAND.fullmatch(line) for line in annotations(report).splitlines()]


def kinds(report):
    names = [found[1] for found in commands(report)]
    return {name: names.count(name) for name in ("error", "warning", "notice")}


def test_golden(golden):
    golden("formats/annotations.txt", annotations(rich()))


@pytest.mark.parametrize("make", [small, rich, hostile, many])
def test_every_line_is_a_command(make):
    text = annotations(make())
    assert None not in commands(make())
    assert not re.search("[\r\x00\x1b\u202e\u2028]", text)
    assert len(text) < 64_000
    text.encode("utf-8")


def test_ten_of_a_kind_and_the_rest_counted():
    assert kinds(many()) == {"error": MOST, "warning": MOST, "notice": MOST}
    found = many().findings["severity"].value_counts()
    errors, warnings, notices = (int(found[name]) for name in ("error", "warning", "info"))
    assert commands(many())[-1][3] == (
        f"{errors - 10:,} errors, {warnings - 10:,} warnings, {notices - 9:,} notices more are not shown here; "
        "the report has them all."
    )


def test_a_report_with_few_findings_has_no_line_for_more():
    report = small()
    few = replace(report, findings=report.findings.head(3))
    assert sum(kinds(few).values()) == 3
    assert "more" not in annotations(few)


def test_settled_findings_are_not_annotated():
    report = small()
    assert annotations(replace(report, findings=report.findings.assign(status="waived"))) == ""


def test_percent_signs_and_breaks_come_back():
    report = small()
    found = report.findings.head(1).assign(message="50 % off\n::error::x", suggestion="")
    (one,) = commands(replace(report, findings=found))
    assert one[3].replace("%0A", "\n").replace("%25", "%") == "50 % off\n::error::x"
