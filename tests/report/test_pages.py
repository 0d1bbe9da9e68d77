"""What the pages say, as data."""

import pytest

from pharmaudit.model import Damage
from pharmaudit.next_star import Plan
from pharmaudit.next_star import Step as Deed
from pharmaudit.report.pages.dashboard import dashboard
from pharmaudit.report.pages.entry import entry_pages
from pharmaudit.report.pages.found import FINDINGS_SHOWN
from pharmaudit.report.pages.places import places
from pharmaudit.report.pages.rule import rule_index, rule_pages
from pharmaudit.report.pages.steps import SHOWN, Step, climb
from pharmaudit.report.pages.worklist import worklist
from tests.report.small import CELL, FULL, STUB, report_of, small


def entry(report, number):
    return list(entry_pages(report, places(report).names))[number]


@pytest.mark.parametrize("number", range(5))
def test_points_add_up_to_the_score(number):
    page = entry(small(), number)
    standing = page.standing
    assert sum(row.earned for row in standing.points) == standing.earned
    assert sum(row.possible for row in standing.points) == standing.possible
    assert sum(section.earned for section in page.sections) == standing.earned
    assert sum(section.possible for section in page.sections) == standing.possible
    assert page.completeness == pytest.approx(100 * standing.earned / standing.possible, abs=0.1)
    assert page.completeness <= 100 * standing.earned / standing.possible
    assert len(standing.points) + len(standing.uncounted) == len(small().points.fields)


def test_every_field_has_its_state_in_page_order():
    report = small()
    page = entry(report, 2)
    fields = [field for section in page.sections for field in section.fields]
    assert [field.label for field in fields] == [item.label for item in report.facts.catalogue.fields.values()]
    words = {field.label: field.mark.word for field in fields}
    assert words["Half-life"] == "present"
    assert words["CAS number"] == "not applicable"
    assert words["Indication"] == "missing"
    assert page.banner is True
    assert entry(report, 0).banner is None


def test_findings_of_an_entry_come_by_severity():
    page = entry(small(), 1)
    assert [group.mark.word for group in page.findings] == ["error", "warning", "info"]
    assert page.found == int((small().findings["entry"] == 1).sum()) == sum(group.count for group in page.findings)


def test_a_long_list_of_findings_is_cut_and_counted():
    articles = "\n".join(f'  - {{citation: "An article. doi: https://doi.org/10.1000/18{n}"}}' for n in range(40))
    report = report_of(f"entry_id: DB90009\nname: X\ngroups: [approved]\narticles:\n{articles}")
    (one,) = (one for group in entry(report, 0).findings for one in group.rules if one.rule.id == "VAL102")
    assert (one.count, len(one.findings), one.left_out) == (40, FINDINGS_SHOWN, 15)


def step(label="Field"):
    return Step(label, 9.0, 10, 50)


DEEDS = (Deed("write", "half_life", "Half-life", 15, 6.0), Deed("refer", "references", "References", 40, times=2))
WAY = Plan(3, 9.0, 0, DEEDS)


@pytest.mark.parametrize(
    ("stars", "plan", "steps", "sentence", "way"),
    [
        (None, None, 0, "has no stars", []),
        (5, None, 0, "no field that counts is missing", []),
        (5, None, 2, "some fields could still be written", []),
        (2, WAY, 9, "3 stars take 9.0 more points and 2 references", ["write the half-life", "add 2 references"]),
        (2, Plan(3, 9.0), 1, "more than the fields that are missing would give", []),
    ],
)
def test_the_way_to_the_next_star(stars, plan, steps, sentence, way):
    found = climb(stars, plan, [step()] * steps)
    assert sentence in found.sentence
    assert [deed.words for deed in found.way] == way
    assert len(found.steps) + found.left_out == steps
    assert len(found.steps) <= SHOWN


def test_an_entry_tells_its_way_on_the_page_and_as_data():
    report = small()
    for number, page in enumerate(entry_pages(report, places(report).names)):
        told = report.entry(report.entries["entry_id"][number] or "")["next_star"] if number < 3 else None
        if told:
            assert told["sentence"] == page.climb.sentence
            assert [one["do"] for one in told["steps"]] == [deed.words for deed in page.climb.way]
            assert told["minutes"] == sum(deed.minutes for deed in page.climb.way)


def test_dashboard_counts_every_entry_once():
    report = small()
    page = dashboard(report, places(report))
    size = len(report.entries)
    assert sum(one.count for one in page.stubs) == sum(one.count for one in page.grades) == size
    assert page.completeness.scored + page.completeness.unscored == size
    assert sum(row.entries for row in page.cohorts) == size
    assert sum(int(cell.text) for _, cells in page.cross.rows for cell in cells) == size
    assert page.declared == (1, 1)
    assert not page.gate.passed
    assert [row.rank for row in page.today.entries] == [1, 2, 3, 4]
    why = {row.entry_id: row.why for row in page.today.entries}["DB90002"]
    assert "; completeness " in why
    assert why.endswith("; toxicity is missing.")


def test_cells_of_the_cross_table_lead_to_as_many_rows():
    report = small()
    page = dashboard(report, places(report))
    for verdict, cells in page.cross.rows:
        for cell in cells:
            assert bool(cell.link) is (cell.text != "0")
            assert not cell.link or f"stub={verdict}" in cell.link


def test_what_could_not_be_audited_is_shown():
    report = report_of(FULL, damages=[Damage("cards/card9.yaml", "torn", line=7, fatal=True)])
    page = dashboard(report, places(report))
    assert [(name, one.line) for name, one in page.unaudited.damages] == [("card9.yaml", 7)]


def test_nothing_to_do_is_said():
    report = report_of(FULL)
    page = dashboard(report, places(report))
    assert page.today.headline.startswith("Nothing is waiting")
    assert page.today.entries == ()


def test_worklist_has_ranked_entries_first_and_all_of_them():
    report = small()
    page = worklist(report, places(report))
    rows = page.data["rows"]
    assert len(rows) == len(report.entries)
    assert page.ranked == page.data["ranked"] == len(page.plain) == len(report.worklist)
    assert [len(row) for row in rows] == [17] * page.ranked + [10] * (len(rows) - page.ranked)
    assert rows[0][0] == report.worklist["entry_id"].iloc[0]
    assert {row[2] for row in rows} == {"", "row-4", "db90001-row-5"}


def test_rule_page_groups_equal_values():
    report = small()
    pages = {page.rule.id: page for page in rule_pages(report, places(report))}
    first = pages["COM103"].values[0]
    assert (first.value, first.findings, first.count) == ("", 3, 3)
    assert [one.label for one in first.entries] == ["DB90003", "row-4", "db90001"]
    assert pages["COM103"].values[1].value == "Not Available"
    assert pages["VAL101"].references == (
        ("https://example.org/types", "https://example.org/types"),
        ("javascript:alert(1)", ""),
    )
    assert [page.rule.id for page in pages.values()] == [line.rule.id for line in rule_index(report).lines]


def test_tallies_of_cohorts_add_up():
    report = report_of(FULL, STUB, CELL)
    for page in rule_pages(report, places(report)):
        assert sum(row.failed for row in page.cohorts) == page.line.total.failed
        assert sum(row.passed for row in page.cohorts) == page.line.total.passed
        for row in page.cohorts:
            assert row.passed + row.failed + row.not_applicable == row.entries
