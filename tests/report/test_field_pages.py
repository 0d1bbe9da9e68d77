"""What the pages of the fields say, as data; and how other pages lead to them."""

from dataclasses import replace

import numpy as np
import pytest

from pharmaudit.model import Remark, Severity
from pharmaudit.report.fill import Fill, fill_rates
from pharmaudit.report.pages import field as module
from pharmaudit.report.pages.entry import entry_pages
from pharmaudit.report.pages.field import field_index, field_pages
from pharmaudit.report.pages.places import places
from pharmaudit.report.pages.rule import rule_pages
from tests.report.small import CARDS, HOSTILE, report_of, small


@pytest.fixture(scope="module")
def pages():
    report = small()
    return {page.name: page for page in field_pages(report, places(report))}


def test_rates_are_those_of_fill_rates(pages):
    rates = fill_rates(small().facts)
    for row in rates[rates["population"] == "all"].to_dict("records"):
        whole = pages[row["field"]].line.all
        assert whole.entries == row["entries"]
        assert whole.known == row["entries"] - row["unknown"]
        assert (whole.filled, whole.informative) == (row["filled"], row["informative"])


def test_more_cohorts_than_a_narrow_code_can_count():
    cohorts = np.arange(40, dtype=np.int8)
    fill = Fill(*(np.zeros(40, dtype=bool) for _ in range(3)))
    rows = module._rows([str(number) for number in cohorts], cohorts, fill, np.full(40, 3))
    assert [row.entries for row in rows] == [1] * 40


def test_cohorts_add_up_and_bars_are_whole(pages):
    for page in pages.values():
        whole = page.line.all
        for name in ("entries", "known", "filled", "informative"):
            assert sum(getattr(row, name) for row in page.cohorts) == getattr(whole, name)
        for row in (whole, *page.cohorts):
            assert sum(part.count for part in row.parts) == row.entries
            assert row.informative <= row.filled <= row.known <= row.entries
        assert sum(count for _, count, _ in page.states) == whole.entries
        sizes = [row.entries for row in page.cohorts]
        assert sizes == sorted(sizes, reverse=True)


def test_what_a_field_says_in_numbers(pages):
    page = pages["indication"]
    assert (page.line.label, page.line.section, page.line.points) == ("Indication", "pharmacology", 5)
    assert (page.line.all.filled, page.line.all.informative) == (2, 1)
    assert (page.line.all.filled_cell.text, page.line.all.informative_cell.text) == ("40", "20")
    assert {mark.word: count for mark, count, _ in page.states} == {"present": 1, "missing": 3, "placeholder": 1}
    assert pages["groups"].line.points is None


def test_entries_that_lack_it_come_in_order_of_the_queue(pages, monkeypatch):
    page = pages["indication"]
    assert [one.rank for one in page.lacking] == [1, 2, 3, 4]
    assert page.lacked == page.line.gaps == 4
    assert {one.entry_id: one.state for one in page.lacking}["DB90002"] == "placeholder"
    assert all(one.gain and one.minutes for one in page.lacking)
    queue = small().worklist
    assert [one.entry_id for one in page.lacking] == queue["entry_id"].tolist()
    assert pages["cas_number"].asking == "COM107"
    assert "DB90003" not in {one.entry_id for one in pages["cas_number"].lacking}, "it does not apply to a cell"
    monkeypatch.setattr(module, "LACKING_SHOWN", 1)
    cut = {page.name: page for page in field_pages(small(), places(small()))}["indication"]
    assert (len(cut.lacking), cut.lacked) == (1, 4)


def test_rules_that_read_it(pages):
    assert "COM103" in [one.rule.id for one in pages["indication"].rules]
    assert pages["indication"].asking == "COM103"
    assert (pages["clearance"].rules, pages["clearance"].asking) == ((), "")


def test_the_index_has_every_field_in_page_order():
    index = field_index(small())
    assert [line.label for line in index.lines] == [item.label for item in small().facts.catalogue.fields.values()]
    assert index.first == len(small().worklist)
    assert all(0 <= line.gaps <= index.first for line in index.lines)


def test_what_the_run_before_says_of_a_field():
    noted = [Remark("CUR902", Severity.WARNING, "toxicity", "lost", "x")]
    noted += [Remark("HIS103", Severity.INFO, "field toxicity", "drifted", "x")]
    noted += [Remark("HIS103", Severity.INFO, "cohort toxicity", "grew", "x")]
    report = replace(small(), remarks=tuple(noted))
    told = {page.name: page.told for page in field_pages(report, places(report))}
    assert told.pop("toxicity") == ("lost", "drifted")
    assert set(told.values()) == {()}


def test_entries_and_rules_lead_to_fields(pages):
    report = report_of(*CARDS, HOSTILE)
    files = {page.line.page for page in pages.values()}
    for page in entry_pages(report, places(report).names):
        assert {field.page for section in page.sections for field in section.fields} == files
    fields = {page.rule.id: page.fields for page in rule_pages(report, places(report))}
    assert ("Indication", "indication") in fields["COM103"]
