"""Overlays: what a profile, or a file with `extends`, changes in a rule is checked as if it stood in the rule."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pharmaudit.errors import RuleError
from pharmaudit.kinds import Rule
from pharmaudit.model import Severity
from pharmaudit.rulebook import Profile, Rulebook, load_rulebook
from pharmaudit.rulebook.profile import check_weights, load_profile, with_profile
from tests.building import ROOT

RULE = """\
id: {id}
name: {name}
title: Name is too long
dimension: validity
section: identification
kind: range
field: name
of: length
max: 10
severity: error
confidence: high
effort: 2
message: "{{entry}}"
problem: It is.
fix: Shorten it.
tags: [{tag}]
since: 0.1.0
examples:
  - pass: {{}}
  - fail: {{name: A name that is too long}}
"""
Changed = Callable[[str], Rulebook]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base") / "rules"
    for name in ("patterns", "vocabularies"):
        shutil.copytree(ROOT / "rules" / name, folder / name)
    for name in ("fields.yaml", "cohorts.yaml"):
        shutil.copy(ROOT / "rules" / name, folder / name)
    (folder / "validity").mkdir()
    for id_, name, tag in (("VAL101", "long", "a"), ("VAL102", "longer", "b"), ("VAL201", "longest", "b")):
        text = RULE.format(id=id_, name=name, tag=tag)
        (folder / "validity" / f"{id_}.yaml").write_text(text)
    (folder / "profiles").mkdir()
    (folder / "profiles" / "default.yaml").write_text("name: default\nabout: All.\nseverity: {VAL1: warning}\n")
    return folder


@pytest.fixture
def changed(base: Path, tmp_path: Path) -> Changed:
    """The rulebook under a profile of some text."""

    def under(text: str) -> Rulebook:
        (tmp_path / "mine.yaml").write_text(f"name: mine\nabout: a test\n{text}")
        profile = load_profile(str(tmp_path / "mine.yaml"), base / "profiles")
        book = load_rulebook(base)
        check_weights(profile, book.catalogue)
        return with_profile(book, profile)

    return under


def told(book: Rulebook, *keys: str) -> list[tuple[object, ...]]:
    return [tuple(getattr(rule, key) for key in keys) for rule in book.rules]


def test_a_profile_changes_what_a_rule_says_of_itself_and_its_parameters(changed: Changed) -> None:
    text = "rules:\n  VAL102: {severity: info, confidence: low, effort: 7, status: preview, max: 20, when: core}\n"
    rule = changed(text).rule("VAL102")
    assert (rule.severity, rule.confidence, rule.effort, rule.status, rule.when) == (
        *("info", "low", 7, "preview"),
        "core",
    )
    assert told(changed(text), "max") == [(10,), (20,), (10,)]
    assert type(rule) is type(changed("").rule("VAL101"))
    assert changed(text).rule("VAL101") == changed("").rule("VAL101")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rules: {VAL: {max: 1}, VAL1: {max: 2}, VAL102: {max: 3}}", [2, 3, 1]),
        ("rules: {VAL102: {max: 3}, VAL1: {max: 2}, VAL: {max: 1}}", [2, 3, 1]),
        ("rules: {'tag:b': {max: 4}}", [10, 4, 4]),
        ("rules: {'tag:b': {max: 4}, VAL: {max: 1}, longest: {max: 5}}", [1, 4, 5]),
        ("rules: {longer: {min: 4}}", [10, 10, 10]),
    ],
)
def test_the_closer_word_goes_last(changed: Changed, text: str, expected: list[int]) -> None:
    assert [one for (one,) in told(changed(text), "max")] == expected


def test_severity_is_short_for_an_overlay(changed: Changed) -> None:
    text = "severity: {VAL: info, VAL102: warning}\nrules: {VAL201: {severity: error}}"
    assert told(changed(text), "severity") == [("info",), ("warning",), ("error",)]


def test_a_profile_starts_from_another(changed: Changed, base: Path, tmp_path: Path) -> None:
    assert told(changed("extends: default"), "severity") == [("warning",), ("warning",), ("error",)]
    text = "extends: default\nseverity: {VAL101: info}\nselect: [VAL1]\nweights: {name: 2}"
    assert told(changed(text), "severity") == [("info",), ("warning",), ("error",)]
    more = "select: [VAL2]\nweights: {unii: 1}"
    (tmp_path / "third.yaml").write_text(f"name: third\nabout: x\nextends: mine.yaml\n{more}")
    third = load_profile(str(tmp_path / "third.yaml"), base / "profiles")
    assert (third.name, third.select, dict(third.weights)) == ("third", ("VAL2",), {"name": 2, "unii": 1})
    assert dict(third.severity) == {"VAL1": Severity.WARNING, "VAL101": Severity.INFO}
    assert told(with_profile(load_rulebook(base), third), "severity") == [("info",), ("warning",), ("error",)]


def test_two_files_that_change_one_rule_add_up(changed: Changed, base: Path, tmp_path: Path) -> None:
    changed("rules: {VAL101: {max: 3, effort: 9}}")
    (tmp_path / "next.yaml").write_text("name: n\nabout: x\nextends: mine.yaml\nrules: {VAL101: {max: 4}}")
    profile = load_profile(str(tmp_path / "next.yaml"), base / "profiles")
    rule = with_profile(load_rulebook(base), profile).rule("VAL101")
    assert (rule.model_dump()["max"], rule.effort) == (4, 9)
    assert profile.rules["VAL101"] == {"max": 4, "effort": 9}  # what the digest of a run is made from


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("rules: {VAL101: {mx: 3}}", r"mine.yaml:3:18: an overlay of VAL101, a range rule, has no key 'mx'\."),
        ("rules: {VAL101: {max: many}}", r"mine.yaml:3:18: max: Input should be a valid number"),
        ("rules: {VAL101: {max: null}}", r"mine.yaml:3:9: a range rule needs min or max"),
        ("rules: {VAL101: {severity: eror}}", r"mine.yaml:3:18: severity must be .* Did you mean 'error'"),
        ("rules: {VAL101: {when: cor}}", r"mine.yaml:3:18: column 1 of the condition: there is no field 'cor'"),
        ("rules: {VAL101: {field: unii}}", r"mine.yaml:3:18: .* has no key 'field'\. It may change severity"),
        ("rules: {VAL101: {id: VAL103}}", r"mine.yaml:3:18: .* has no key 'id'"),
        ("rules: {VAL101: {pattern: no-data}}", r"mine.yaml:3:18: .* has no key 'pattern'"),
        ("rules: {VAL101: 3}", r"mine.yaml:3:9: rules.VAL101: Input should be a valid"),
        ("rules: {VLA101: {max: 3}}", r"mine.yaml:3:9: no rule is named 'VLA101' .* Did you mean 'VAL101'"),
        ("rules: {'tag:c': {max: 3}}", r"mine.yaml:3:9: no rule has the tag 'c'"),
        ("severity: {VLA: info}", r"mine.yaml:3:12: no rule is named 'VLA'"),
        ("weights: {nmae: 3}", r"mine.yaml:3:11: there is no field 'nmae'\. Did you mean 'name'"),
        ("extends: defualt", r"mine.yaml:3:1: there is no profile 'defualt'; known: default\. Did you mean 'default'"),
        ("extends: mine.yaml", r"mine.yaml:3:1: the profile 'mine.yaml' would start from itself"),
        ("rules: {VAL101: {mx: 3}, VAL102: {mx: 3}}", r"mine.yaml:3:18: (.*\n)*.*mine.yaml:3:35: "),
    ],
)
def test_what_is_wrong_in_an_overlay_is_told_with_its_place(changed: Changed, text: str, what: str) -> None:
    with pytest.raises(RuleError, match=what):
        changed(text)


def test_profiles_in_a_ring_are_refused(base: Path, tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "b")):
        (tmp_path / f"{name}.yaml").write_text(f"name: {name}\nabout: x\nextends: {other}.yaml")
    with pytest.raises(RuleError, match=r"c.yaml:3:1: the profile 'b.yaml' would start from itself"):
        load_profile(str(tmp_path / "a.yaml"), base / "profiles")


def test_a_profile_without_a_file_changes_rules_too(base: Path) -> None:
    profile = Profile(name="mine", about="x", rules={"VAL101": {"max": 3}})
    assert told(with_profile(load_rulebook(base), profile), "max") == [(3,), (10,), (10,)]
    with pytest.raises(RuleError, match=r"profile mine:1:1: .* has no key 'mx'"):
        with_profile(load_rulebook(base), Profile(name="mine", about="x", rules={"VAL101": {"mx": 3}}))


def own(base: Path, folder: Path, **texts: str) -> Rulebook:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text)
    return load_rulebook(base, (folder,))


def test_a_file_of_ones_own_changes_a_rule(base: Path, tmp_path: Path) -> None:
    plain = load_rulebook(base)
    book = own(base, tmp_path, ours="extends: VAL101\nmax: 40\nseverity: info\n")
    rule: Rule = book.rule("VAL101")
    assert (rule.model_dump()["max"], rule.severity, rule.name) == (40, "info", "long")
    assert book.digest != plain.digest
    assert book.documents["VAL101"].file == plain.documents["VAL101"].file  # where its examples stand
    assert own(base, tmp_path, ours="extends: longer\nmax: 40\n").rule("VAL102") != plain.rule("VAL102")


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        ({"ours": "extends: VAL101\nmx: 4"}, r"ours.yaml:2:1: an overlay of VAL101, .* has no key 'mx'"),
        ({"ours": "max: 4\nextends: lng"}, r"ours.yaml:2:1: there is no rule 'lng'\. Did you mean 'long'"),
        ({"XVAL901": "extends: XVAL901\nmax: 4"}, r"there is no rule 'XVAL901'\. The file extends itself"),
        ({"ours": "extends: [VAL101]"}, r"ours.yaml:1:1: there is no rule"),
        (
            {"ours": "extends: VAL101\nmax: 4", "theirs": "extends: long\nmax: 5"},
            r"theirs.yaml:1:1: VAL101 is changed by .*ours.yaml already",
        ),
        ({"VAL101": RULE.format(id="VAL101", name="mine", tag="a")}, r"VAL101.yaml:1:1: the id 'VAL101' is taken by"),
    ],
)
def test_what_a_file_of_ones_own_may_not_do(base: Path, tmp_path: Path, texts: dict[str, str], what: str) -> None:
    with pytest.raises(RuleError, match=what):
        own(base, tmp_path, **texts)


def test_a_built_in_rule_is_no_overlay(base: Path, tmp_path: Path) -> None:
    shutil.copytree(base, tmp_path / "rules")
    (tmp_path / "rules" / "validity" / "VAL301.yaml").write_text("extends: VAL101\nmax: 4")
    with pytest.raises(RuleError, match=r"VAL301.yaml:1:1: kind must be one of"):
        load_rulebook(tmp_path / "rules")
