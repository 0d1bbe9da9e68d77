"""The reference distribution that ships with the rulebook."""

import json

import pytest

from pharmaudit.errors import RuleError
from pharmaudit.facts.cohorts import cohort_names
from pharmaudit.rulebook.reference import FILE, STEPS, load_reference
from tests.building import ROOT, catalogue

SHIPPED = ROOT / "rules" / FILE


def test_what_ships_is_whole():
    found = load_reference(ROOT / "rules")
    assert found is not None
    assert found.title == "DrugBank 5.1.8 (2021-01-03)"
    assert 10_000 < found.all.entries <= 14_315
    assert sum(one.entries for one in found.cohorts.values()) <= found.all.entries
    for name in found.cohorts:
        assert name in cohort_names(catalogue().classes) or "unknown" in name


def test_it_holds_numbers_alone():
    """Nothing of the content of a database may ship: names of cohorts, one release, dates and digests."""
    told = json.loads(SHIPPED.read_text(encoding="utf-8"))
    spread = [told.pop("all"), *told.pop("cohorts").values()]
    assert set(told) == {"release", "released", "made", "rulebook", "makeup"}
    assert all(set(one) == {"entries", "completeness"} for one in spread)
    assert all(isinstance(value, float) for one in spread for value in one["completeness"])
    assert SHIPPED.stat().st_size < 50_000


def test_a_folder_may_have_none(tmp_path):
    assert load_reference(tmp_path) is None


def broken(**change: object) -> str:
    return json.dumps(json.loads(SHIPPED.read_text(encoding="utf-8")) | change)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Invalid JSON"),
        ("[" * 5_000, "Invalid JSON"),
        ("[]", "object"),
        (broken(extra=1), "extra"),
        (broken(all={"entries": 5, "completeness": [1.0]}), "all.completeness"),
        (broken(all={"entries": 5, "completeness": [50.0, *([1.0] * (STEPS - 1))]}), "ascend"),
        (broken(all={"entries": 5, "completeness": [101.0] * STEPS}), "less than or equal to 100"),
        (broken(all={"entries": 0, "completeness": [1.0] * STEPS}), "all.entries"),
        (broken(all={"entries": 5, "completeness": ["NaN"] * STEPS}), "all.completeness"),
        (broken(released="soon"), "released"),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(tmp_path, text, told):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        load_reference(tmp_path)
    message = str(refused.value)
    assert message.startswith(str(tmp_path / FILE))
    assert told in message
    assert "\n" not in message
