"""The lines of a waiver that an entry page offers: filled in, they are a waiver of what they stand under."""

from dataclasses import replace
from datetime import date

import pytest

from pharmaudit.readers.waivers import waivers_in
from pharmaudit.report.pages.found import groups_by_entry
from tests.report.small import CARDS, HOSTILE, report_of, small


def offered(report):
    """Row number, rule and lines of every waiver."""
    groups = groups_by_entry(report)
    return [(entry, one, one.waiver) for entry in groups for group in groups[entry] for one in group.rules]


def filled(lines: str) -> str:
    return (
        lines.replace("reason:", "reason: So it is.").replace("by:", "by: Anna").replace("until:", "until: 2027-01-01")
    )


def test_filled_in_they_are_read_as_a_waiver_of_that_finding():
    report = report_of(*CARDS, HOSTILE)
    ids, found = report.entries["entry_id"].tolist(), report.findings
    seen = 0
    for entry, one, lines in offered(report):
        if not ids[entry]:
            assert lines == ""
            continue
        (waiver,) = waivers_in(filled(lines).encode(), "waivers.yaml").items
        assert (waiver.rule, waiver.entries, waiver.until) == (one.rule.id, (ids[entry],), date(2027, 1, 1))
        rows = found[(found["entry"] == entry) & (found["rule"] == one.rule.id)]
        if waiver.fingerprint:
            assert rows["fingerprint"].tolist() == [waiver.fingerprint]
            seen += 1
        else:
            assert len(rows) > 1 or rows["value"].iloc[0] == ""
    assert seen


@pytest.mark.parametrize("entry_id", ["'DB9*'", "'?'", "''", "' '"])
def test_an_id_that_would_name_others_gets_no_lines(entry_id):
    for _, _, lines in offered(report_of(f"entry_id: {entry_id}\nname: X\ngroups: [approved]\n")):
        assert lines == ""


@pytest.mark.parametrize(
    "entry_id", ["'12345'", "'0012'", "'1e5'", "'true'", "'a: b'", '"\\U0001F600"', '"a\\u202Eb"', "'#x'"]
)
def test_any_other_id_comes_back_as_it_is(entry_id):
    report = report_of(f"entry_id: {entry_id}\nname: X\ngroups: [approved]\n")
    for _, _, lines in offered(report):
        (waiver,) = waivers_in(filled(lines).encode(), "waivers.yaml").items
        assert waiver.entries == (report.entries["entry_id"][0],)
        assert "\u202e" not in lines


def test_settled_findings_get_none():
    waived = replace(small(), findings=small().findings.assign(status="waived"))
    assert {lines for _, _, lines in offered(waived)} == {""}
