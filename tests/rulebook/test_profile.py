"""Profiles: which rules run, at what severity, and what a user is told who names one that is not."""

from pathlib import Path

import pytest

from pharmaudit.errors import RuleError, UsageError
from pharmaudit.kinds import Rule
from pharmaudit.model import Lifecycle
from pharmaudit.rulebook import Profile
from pharmaudit.rulebook.profile import apply_profile, load_profile
from pharmaudit.rulebook.select import selected
from tests.building import ROOT, rule_of

FOLDER = ROOT / "rules" / "profiles"


def rules(*ids: str) -> tuple[Rule, ...]:
    return tuple(rule_of("presence", "name", id=id_) for id_ in ids)


def ran(given: tuple[Rule, ...], **keys: object) -> list[str]:
    profile = Profile.model_validate({"name": "mine", "about": "a test"} | keys)
    return [rule.id for rule in apply_profile(given, profile)]


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ((), (), ["COM101", "COM102", "VAL101"]),
        (("COM",), (), ["COM101", "COM102"]),
        ((), ("COM",), ["VAL101"]),
        (("COM101",), ("COM",), ["COM101"]),
        (("COM",), ("COM101",), ["COM102"]),
        (("COM101",), ("COM101",), ["COM101"]),
        (("COM", "VAL101"), (), ["COM101", "COM102", "VAL101"]),
        ((), ("COM", "VAL"), []),
    ],
)
def test_the_longest_prefix_decides(select: tuple[str, ...], ignore: tuple[str, ...], expected: list[str]) -> None:
    given = rules("COM101", "COM102", "VAL101")
    assert ran(given, select=select, ignore=ignore) == expected
    assert [rule.id for rule in given if selected(rule, select, ignore)] == expected


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        (("tag:doi",), (), ["VAL101", "VAL102"]),
        (("tag:doi", "COM"), (), ["COM101", "VAL101", "VAL102"]),
        (("VAL",), ("tag:doi",), ["VAL103"]),
        (("tag:doi",), ("VAL",), ["VAL101", "VAL102"]),
        (("tag:reference",), ("tag:doi",), ["COM101"]),
        (("tag:doi",), ("VAL102",), ["VAL101"]),
        (("VAL102",), ("tag:doi",), ["VAL102"]),
        (("val102",), (), ["VAL102"]),
        (("named",), ("COM",), ["COM101"]),
        (("COM",), ("named",), []),
    ],
)
def test_rules_go_by_tag_and_name_too(select: tuple[str, ...], ignore: tuple[str, ...], expected: list[str]) -> None:
    tags = {"COM101": ["reference"], "VAL101": ["doi", "reference"], "VAL102": ["doi"], "VAL103": []}
    names = {"COM101": "named"}
    given = tuple(
        rule_of("presence", "name", id=id_, tags=words, name=names.get(id_, f"rule-{id_.lower()}"))
        for id_, words in tags.items()
    )
    assert ran(given, select=select, ignore=ignore) == expected


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("tag:dio", r"no rule has the tag 'dio'\. Did you mean 'tag:doi'"),
        ("tag:", "no rule has the tag ''"),
        ("nmaed", r"no rule is named 'nmaed' .* Did you mean 'named'"),
        ("", "no rule is named ''"),
    ],
)
def test_a_word_that_means_no_rule(word: str, what: str) -> None:
    given = (rule_of("presence", "name", tags=["doi"], name="named"),)
    with pytest.raises(UsageError, match=what):
        ran(given, select=(word,))


@pytest.mark.parametrize("key", ["select", "ignore"])
def test_a_prefix_that_no_rule_has(key: str) -> None:
    with pytest.raises(
        UsageError, match=r"no rule is named 'CMO101' or has an id that starts so\. Did you mean 'COM101'\?"
    ):
        ran(rules("COM101"), **{key: ("CMO101",)})


def test_deprecated_rules_do_not_run() -> None:
    [rule] = rules("COM101")
    for status, expected in ((Lifecycle.DEPRECATED, []), (Lifecycle.PREVIEW, ["COM101"])):
        assert ran((rule.model_copy(update={"status": status}),)) == expected


@pytest.mark.parametrize("name", sorted(file.stem for file in FOLDER.glob("*.yaml")))
def test_profiles_of_the_project(name: str) -> None:
    profile = load_profile(name, FOLDER)
    assert profile.name == name
    assert load_profile(str(FOLDER / f"{name}.yaml"), Path("nowhere")) == profile


@pytest.mark.parametrize("name", ["defualt", "nothing.yaml", "../../etc/passwd", ""])
def test_a_profile_that_is_not(name: str) -> None:
    with pytest.raises(UsageError, match=r"there is no profile .*; known: .*default"):
        load_profile(name, FOLDER)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("name: x", "mine.yaml:1:1: the key 'about' is missing"),
        ("name: x\nabout: y\nfail_on: eror", "mine.yaml:3:1: fail_on must be .* Did you mean 'error'"),
        ("name: x\nabout: y\nselct: [COM]", "mine.yaml:3:1: there is no key 'selct'. Did you mean 'select'"),
        ("name: x\nabout: y\nseverity: {COM101: bad}", "mine.yaml:3:12: severity.COM101 must be 'error'"),
        ("name: x\nabout: y\nweights: {name: much}", "mine.yaml:3:11: weights.name: Input should be a valid number"),
        ("", "mine.yaml:1:1: expected a mapping of name, about"),
    ],
)
def test_a_profile_is_read_strictly(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "mine.yaml").write_text(text)
    with pytest.raises(RuleError, match=what):
        load_profile(str(tmp_path / "mine.yaml"), FOLDER)
