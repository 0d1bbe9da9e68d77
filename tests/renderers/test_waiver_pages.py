"""What the pages say of waivers and of measured precision; without them nothing of either."""

from dataclasses import replace
from datetime import date

import pytest

from pharmaudit import pipeline
from pharmaudit.model import Source
from pharmaudit.progress import silent
from pharmaudit.readers.waivers import Waiver, Waivers
from pharmaudit.renderers.html import environment
from pharmaudit.report.pages.dashboard import dashboard
from pharmaudit.report.pages.found import groups_by_entry
from pharmaudit.report.pages.places import places
from pharmaudit.report.pages.rule import precision_words, rule_pages
from pharmaudit.report.pages.waivers import SHOWN, waiver_health
from pharmaudit.rulebook import load_rulebook
from pharmaudit.rulebook.profile import load_profile
from pharmaudit.triage.precision import Precision
from tests.report.small import CARDS, OPTIONS, RULEBOOK, small, tables_of


def waiver(rule: str, until: date | None = date(2027, 6, 30), line: int = 1) -> Waiver:
    given = until.isoformat() if until else "<soon>"
    return Waiver(line, rule, ("DB9*",), "", "", "So <b>it</b> is.", "Anna", until, given)


@pytest.fixture(scope="module")
def report():
    rule = small().findings["rule"][0]
    items = [waiver(rule), waiver(rule, date(2026, 12, 1)), *(waiver(rule, None, line) for line in range(3, 63))]
    beside = pipeline.Beside(waivers=Waivers(Source("w.yaml", "waivers", "0" * 64, len(items)), tuple(items)))
    profile = load_profile("default", RULEBOOK / "profiles")
    made = pipeline.judged(tables_of(CARDS), load_rulebook(RULEBOOK), profile, OPTIONS, silent, beside)
    return replace(made, precision={rule: Precision(3, 1)})


def test_how_the_waivers_stand(report):
    health = waiver_health(report)
    assert waiver_health(small()) is None
    assert (health.total, health.remarked, len(health.remarks)) == (62, 60, SHOWN)
    assert health.findings == (report.findings["status"] == "waived").sum() > 0
    counts = dict(health.counts)
    assert (counts["In use"], counts["Expiring within 30 days"], counts["With a date that cannot be read"]) == (
        2,
        1,
        60,
    )


def printed(template: str, page) -> str:
    return environment().get_template(template).render(page=page, site=page.site, root="../")


def test_a_finding_says_why_it_is_waived(report):
    groups = [group for groups in groups_by_entry(report).values() for group in groups]
    why = {(found.status, found.why) for group in groups for one in group.rules for found in one.findings}
    assert why == {("open", ""), ("waived", "So <b>it</b> is. (Anna, until 2027-06-30)")}
    assert {one.why for group in groups_by_entry(small()).values() for one in group[0].rules[0].findings} == {""}


def test_the_front_page_tells_how_they_stand(report):
    front = printed("index.html.j2", dashboard(report, places(report)))
    assert "waived, by a file of 62 waivers. They change no score." in front
    assert "&#39;&lt;soon&gt;&#39; is no date" in front
    assert "and 10 more; <code>pharmaudit waivers check</code> tells all." in front
    assert 'id="waivers"' not in printed("index.html.j2", dashboard(small(), places(small())))


def test_the_page_of_a_rule_tells_its_precision(report):
    pages = [printed("rule.html.j2", page) for page in rule_pages(report, places(report))]
    told = "<dt>Measured precision</dt><dd>75.0 % (30.0 to 95.5 %, Wilson 95 %): people judged 4 findings"
    assert [told in page for page in pages].count(True) == 1
    assert ["Measured precision" in page for page in pages].count(True) == 1


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        (None, ""),
        (Precision(1, 0), "100.0 % (20.6 to 100.0 %, Wilson 95 %): people judged 1 finding and confirmed 1"),
        (Precision(0, 2), "0.0 % (0.0 to 65.8 %, Wilson 95 %): people judged 2 findings and confirmed 0"),
        (Precision(1999, 1), "99.9 % (99.7 to 100.0 %, Wilson 95 %): people judged 2,000 findings and confirmed 1,999"),
    ],
)
def test_precision_in_words(measured: Precision | None, words: str):
    assert precision_words(measured) == words
