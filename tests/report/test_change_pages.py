"""What the page of changes and the front page say of the runs before, as data."""

from dataclasses import replace

import pytest

from pharmaudit.history.changes import BY_RULES, ENTRY_GONE, FIXED, NEW, REOPENED, Ids
from pharmaudit.report.pages import changes as module
from pharmaudit.report.pages.changes import FIRST_RUN, NO_HISTORY, changes_page
from pharmaudit.report.pages.places import places
from pharmaudit.report.pages.since_last import changes_part
from tests.history.runs import GOOD, POOR, audited, judged
from tests.report.changed import changed
from tests.report.small import small


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return changed(tmp_path_factory.mktemp("history"))


@pytest.fixture(scope="module")
def page(report):
    return changes_page(report, places(report))


def told(page):
    """Word of a fate -> rule -> entries."""
    return {fate.word: {one.rule: [entry.label for entry in one.entries] for one in fate.rules} for fate in page.fates}


def test_findings_by_what_became_of_them(page):
    fates = told(page)
    assert list(fates) == [NEW, REOPENED, FIXED, ENTRY_GONE]
    assert fates[NEW] == {"COM103": ["../<script>alert(1)</script>"], "COM106": ["DB90001"]}
    assert fates[REOPENED] == {"COM103": ["DB90001"]}
    assert fates[FIXED] == {"COM104": ["DB90002"]}
    assert {entry for entries in fates[ENTRY_GONE].values() for entry in entries} == {"DB90003"}
    for fate in page.fates:
        assert fate.count == sum(one.findings for one in fate.rules)


def test_only_entries_of_this_run_have_links(page):
    hrefs = {entry.label: entry.href for fate in page.fates for one in fate.rules for entry in one.entries}
    assert hrefs == {
        "../<script>alert(1)</script>": "entries/row-2.html",
        "DB90001": "entries/DB90001.html",
        "DB90002": "entries/DB90002.html",
        "DB90003": "",
    }


def test_a_long_list_is_cut_and_counted(report, monkeypatch):
    monkeypatch.setattr(module, "ENTRIES_SHOWN", 0)
    monkeypatch.setattr(module, "MOVERS", 1)
    monkeypatch.setattr(module, "REMARKS_SHOWN", 1)
    page = changes_page(report, places(report))
    assert [(one.count, one.left_out) for one in page.fates[0].rules] == [(1, 1), (1, 1)]
    assert (page.moved[0].count, len(page.moved[0].movers)) == (3, 1)
    assert (page.remarked, len(page.remarks)) == (3, 1)


def test_moves_are_told_for_every_axis_and_split(page):
    assert [axis.axis for axis in page.moved] == ["completeness", "consistency", "evidence"]
    for one in page.moved[0].movers:
        assert one.data + one.rule == pytest.approx(one.change, abs=0.11)
    far = [abs(one.change) for one in page.moved[0].movers]
    assert far == sorted(far, reverse=True)
    assert page.moved[0].count == len(far) == 3


def test_ids_rules_and_medians(page):
    assert [(one.word, one.count, [member.label for member, _ in one.shown]) for one in page.ids] == [
        ("vanished", 1, ["DB90003"])
    ]
    assert page.changed_rules == (("COM101", "Entry has no name"),)
    assert [one.axis for one in page.medians] == ["completeness", "consistency", "evidence"]
    assert {one.rule for _, one in page.remarks} == {"CUR901", "CUR902"}
    assert {one.runs for one in page.lines} == {3}


def test_a_merged_id_leads_to_the_entry_that_has_it_now(report):
    ids = Ids(merged={"DB90009": "DB90001"}, added=tuple(f"DB8{number:04}" for number in range(30)))
    page = changes_page(replace(report, changes=replace(report.changes, ids=ids)), places(report))
    added, merged = page.ids
    assert (added.count, len(added.shown), added.left_out) == (30, 25, 5)
    ((member, into),) = merged.shown
    assert (member.label, member.href, into) == ("DB90009", "entries/DB90001.html", "DB90001")


def test_a_rule_that_did_not_run_is_named_without_a_link(report):
    gone = report.changes.gone.assign(rule="OLD101", why=BY_RULES)
    page = changes_page(replace(report, changes=replace(report.changes, gone=gone)), places(report))
    (one,) = (one for fate in page.fates if fate.word == BY_RULES for one in fate.rules)
    assert (one.rule, one.title) == ("OLD101", "")


def test_without_a_run_before_there_is_one_sentence(tmp_path):
    first = judged(GOOD, file=tmp_path / "none.sqlite", series="cells")
    for report, sentence in ((small(), NO_HISTORY), (first, FIRST_RUN.format("cells"))):
        page = changes_page(report, places(report))
        assert page.sentence == sentence
        assert (page.since, page.fates, page.moved, page.ids, page.lines) == ("", (), (), (), ())
        assert changes_part(report) is None


def test_the_front_page_has_the_same_numbers(report, page):
    part = changes_part(report)
    counts = dict(part.counts)
    for fate in page.fates:
        assert counts[fate.word] == fate.count
    assert counts["entries whose completeness moved"] == page.moved[0].count
    assert (part.sentence, part.since) == (page.sentence, page.since)
    assert part.sentence.startswith("2 open findings are new, 1 was fixed; 1 rule is new or changed, and ")


def test_nothing_changed(tmp_path):
    file = tmp_path / "history.sqlite"
    audited(GOOD, POOR, file=file)
    report = judged(GOOD, POOR, file=file)
    page = changes_page(report, places(report))
    assert page.sentence == "0 open findings are new, 0 were fixed."
    assert told(page) == {NEW: {}, FIXED: {}}
    assert not any((page.ids, page.remarks, page.changed_rules, *(axis.count for axis in page.moved)))
