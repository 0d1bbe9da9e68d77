"""Weights by cohort: unknown cohorts and fields are refused with the nearest name; profiles that extend add to them."""

from pathlib import Path

import pytest

from pharmaudit.errors import RulebookError, RuleError
from pharmaudit.rulebook.profile import check_weights, load_profile
from tests.building import ROOT, catalogue

HEAD = "name: own\nabout: Own weights.\n"


def load(folder: Path, text: str):
    path = folder / "own.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    profile = load_profile(str(path), ROOT / "rules" / "profiles")
    check_weights(profile, catalogue())
    return profile


@pytest.mark.parametrize("cohort", ["cell therapy", "small molecule", "approved small molecule", "other protein"])
def test_cohorts_and_classes_have_weights(tmp_path, cohort):
    profile = load(tmp_path, f"cohort_weights: {{{cohort}: {{half_life: 1}}}}\n")
    assert profile.cohort_weights == {cohort: {"half_life": 1}}


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        (
            "cohort_weights: {cel therapy: {half_life: 1}}",
            ":3:",
            "no cohort 'cel therapy'. Did you mean 'cell therapy'",
        ),
        ("cohort_weights: {approved vaccine: {half_life: 1}}", ":3:", "no cohort 'approved vaccine'"),
        ("cohort_weights:\n  vaccine: {halflife: 1}", ":4:", "no field 'halflife'. Did you mean 'half_life'"),
        ("cohort_weights: {vaccine: {half_life: -1}}", ":3:", "greater than or equal to 0"),
        ("cohort_weights: {vaccine: {half_life: .nan}}", ":3:", "half_life"),
        ("cohort_weights: {vaccine: 1}", ":3:", "vaccine"),
        ("cohort_weights: [vaccine]", ":3:", "cohort_weights"),
        ("weights: {half_life: -1}", ":3:", "greater than or equal to 0"),
    ],
)
def test_what_is_not_is_refused_with_its_place(tmp_path, text, place, told):
    with pytest.raises((RuleError, RulebookError)) as refused:
        load(tmp_path, text + "\n")
    assert place in str(refused.value)
    assert told in str(refused.value)


def test_a_profile_adds_to_the_one_it_extends(tmp_path):
    (tmp_path / "base.yaml").write_text(HEAD + "cohort_weights: {vaccine: {half_life: 1, unii: 2}}\n", encoding="utf-8")
    profile = load(tmp_path, "extends: base.yaml\ncohort_weights: {vaccine: {unii: 3}, allergen: {unii: 4}}\n")
    assert profile.cohort_weights == {"vaccine": {"half_life": 1, "unii": 3}, "allergen": {"unii": 4}}
