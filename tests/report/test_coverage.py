"""What the rules of a run cover, and which fields a rule reads."""

from datetime import date

import pytest

from pharmaudit.kinds import Rule
from pharmaudit.pipeline import Options, judged, rules_of
from pharmaudit.progress import silent
from pharmaudit.report import Report
from pharmaudit.report.coverage import FEWEST, Noisy, coverage
from pharmaudit.report.summary import summary
from pharmaudit.rulebook.reads import fields_read
from tests.building import catalogue, rule_of, rulebook, tables_of


def report_of(*cards: dict[str, object], select: tuple[str, ...] = ()) -> Report:
    options = Options(select=select, as_of=date(2026, 1, 1))
    return judged(tables_of(*cards), *rules_of(options), options, silent)


def test_rules_that_never_applied_never_fired_or_fired_a_lot() -> None:
    good, bad, none = {"cas_number": "50-78-2"}, {"cas_number": "50-78-3"}, {"cas_number": None}
    chosen = ("VAL102", "VAL104", "VAL105", "COM107")
    found = coverage(report_of(*[good] * 24, *[bad] * 7, *[none] * 5, select=chosen))
    assert found.never_applied == ("VAL104",)
    assert found.never_fired == ("COM107", "VAL105")
    assert found.noisy == (Noisy("VAL102", 7, 31, True),)
    assert found.noisy[0].percent == 22
    assert {"name", "cas_number", "unii", "type"}.isdisjoint(found.unread)
    assert "indication" in found.unread
    few = coverage(report_of(*[bad] * (FEWEST - 1), select=chosen))
    assert few.noisy == ()
    edge = coverage(report_of(*[good] * 24, *[bad] * 6, select=chosen))
    assert edge.noisy == ()


def test_a_gap_is_noisy_but_not_suspicious() -> None:
    card = {"groups": ["approved"], "description": None}
    assert coverage(report_of(*[card] * FEWEST, select=("COM101",))).noisy == (Noisy("COM101", FEWEST, FEWEST, False),)


def test_an_empty_base_and_the_summary() -> None:
    told = summary(report_of())["rule_coverage"]
    assert told.keys() == {"unread", "never_applied", "never_fired", "noisy"}
    assert len(told["never_applied"]) > 200
    assert (told["never_fired"], told["noisy"]) == ((), ())


@pytest.mark.parametrize(
    ("rule", "read"),
    [
        (rule_of("presence", "name"), {"name"}),
        (rule_of("presence", "links.url"), {"links"}),
        (rule_of("presence", "name", when='"a" in groups and len(articles) > 1'), {"name", "groups", "articles"}),
        (rule_of("presence", "links.url", when="present(unii)"), {"links", "unii"}),
        (rule_of("implies", "name", when="core", then='matches(articles.doi, "no-data")'), {"name", "articles"}),
        (rule_of("compare", "created", operator="<", other="updated"), {"created", "updated"}),
        (rule_of("compare", "created", operator="<", other="entries.updated"), {"created", "updated"}),
        (rule_of("compare", "created", operator="<", other="as_of"), {"created"}),
        (rule_of("reference", "name", to=["synonyms.synonym", "entries.unii"]), {"name", "synonyms", "unii"}),
        (rule_of("text", "texts.value", forbid="no-data"), set(catalogue().texts)),
        (rule_of("text", "texts.value", forbid="no-data", only=["half_life"]), {"half_life"}),
        (rule_of("text", "other_texts.value", forbid="no-data"), {"name"}),
        (rule_of("presence", "reference_list.ref_id"), {"articles", "textbooks", "links", "attachments"}),
    ],
    ids=lambda value: value.field if isinstance(value, Rule) else "",
)
def test_the_fields_that_a_rule_reads(rule: Rule, read: set[str]) -> None:
    assert fields_read(rule, catalogue()) == read


def test_most_fields_are_read() -> None:
    read = frozenset().union(*(fields_read(rule, catalogue()) for rule in rulebook().rules))
    assert len(read) > 0.8 * len(catalogue().fields)
