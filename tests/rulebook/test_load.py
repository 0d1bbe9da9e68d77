"""Rule files are read strictly: what is wrong is told with file, line and column, and with what was meant."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pharmaudit.errors import RuleError, UsageError
from pharmaudit.rulebook import Rulebook, load_rulebook
from pharmaudit.rulebook.load import RULE_FOLDERS
from tests.building import ROOT

RULE = """\
id: COM901
name: no-name
title: Entry has no name
dimension: completeness
section: identification
kind: presence
field: name
when: core
severity: error
confidence: high
effort: 2
message: "{entry} has no name"
problem: Nobody finds it.
fix: Name it.
since: 0.1.0
examples:
  - pass: {}
  - fail: {name: null}
"""
Load = Callable[..., Rulebook]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's catalogue, patterns and vocabularies, without a rule."""
    folder = tmp_path_factory.mktemp("bare") / "rules"
    for name in ("patterns", "vocabularies"):
        shutil.copytree(ROOT / "rules" / name, folder / name)
    for name in ("fields.yaml", "cohorts.yaml"):
        shutil.copy(ROOT / "rules" / name, folder / name)
    return folder


@pytest.fixture
def load(bare: Path, tmp_path: Path) -> Load:
    """Load rules given as text, the first as COM901.yaml."""

    def loaded(*texts: str | bytes, first: str = "COM901") -> Rulebook:
        for number, text in enumerate(texts):
            name = first if not number else f"COM{901 + number}"
            data = text.encode() if isinstance(text, str) else text
            (tmp_path / f"{name}.yaml").write_bytes(data)
        return load_rulebook(bare, (tmp_path,))

    return loaded


def test_a_good_rule(load: Load) -> None:
    book = load(RULE)
    assert [rule.id for rule in book.rules] == ["COM901"]
    assert book.rule("no-name") is book.rule("COM901")
    assert book.documents["COM901"].at(("examples", 1)).endswith("COM901.yaml:18:5")
    assert len(book.digest) == 64
    with pytest.raises(UsageError, match=r"there is no rule 'no-nmae'\. Did you mean 'no-name'\?"):
        book.rule("no-nmae")


def test_the_digest_changes_with_any_file(load: Load) -> None:
    first = load(RULE).digest
    assert load(RULE).digest == first
    assert load(RULE + "# a word more\n").digest != first


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("kind: presence", "knid: presence", "1:1", "kind must be one of presence, count"),
        ("kind: presence", "kind: presense", "6:1", "kind must be one of presence, .*Did you mean 'presence'?"),
        ("kind: presence", "kind: [presence]", "6:1", "kind must be one of"),
        ("when: core", "wehn: core", "8:1", "there is no key 'wehn'. Did you mean 'when'?"),
        ("when: core", "min: 3", "8:1", "there is no key 'min'."),
        ("title: Entry has no name\n", "", "1:1", "the key 'title' is missing"),
        ("Nobody finds it.", '"  "', "13:1", "problem: String should have at least 1 character"),
        ("severity: error", "severity: eror", "9:1", "severity must be .*, not 'eror'. Did you mean 'error'?"),
        ("severity: error", "severity: NO", "9:1", "severity must be .*, not 'NO'"),
        ("confidence: high", "confidence: 1", "10:1", "confidence must be .*, not 1"),
        ("dimension: completeness", "dimension: complete", "4:1", "Did you mean 'completeness'?"),
        (
            "dimension: completeness",
            "dimension: validity",
            "1:1",
            "starts with XVAL (yours) or VAL",
        ),
        ("effort: 2", "effort: soon", "11:1", "effort: Input should be a valid integer"),
        ("effort: 2", "effort: -1", "11:1", "effort: Input should be greater than or equal to 0"),
        ("name: no-name", "name: No Name", "2:1", "name: String should match pattern"),
        ("id: COM901", "id: COM902", "1:1", "the id 'COM902' is not the name of its file, 'COM901'"),
        ("id: COM901", "id: 901", "1:1", "id: Input should be a valid string"),
        ("when: core", "when: core\nwhen: core", "9:1", "the key 'when' is given twice"),
        ("{name: null}", "{name: null, name: a}", "18:24", "the key 'name' is given twice"),
        ("field: name", "field: nmae", "7:1", "there is no field 'nmae'. Did you mean 'name'?"),
        ("field: name", "field: links.ulr", "7:1", "there is no field 'links.ulr'."),
        ("field: name", "field: linx.url", "7:1", "there is no field 'linx.url'."),
        ("when: core", "when: cor", "8:1", "column 1 of the condition: there is no field 'cor'."),
        ("when: core", "when: core and and", "8:1", "column 10 of the condition: not a condition"),
        ("when: core", "when: name > 3", "8:1", "column 8 of the condition: text is compared with a number"),
        (
            "when: core",
            "when: matches(name, 'no-dta')",
            "8:1",
            "no pattern 'no-dta'; known: .* Did you mean 'no-data'?",
        ),
        ("when: core", "when: [core]", "8:1", "when: Input should be a valid string"),
        ("{entry} has", "{entri} has", "12:1", "{entri} is not one of entry, id,"),
        ("{entry} has", "{} has", "12:1", "{} is not one of"),
        ("{entry} has", "{0} has", "12:1", "{0} is not one of"),
        ("{entry} has", "{entry.__class__} has", "12:1", "{entry.__class__} is not one of"),
        ("{entry} has", "{entry[0]} has", "12:1", "{entry[0]} is not one of"),
        ("{entry} has", "{entry:>999999999} has", "12:1", "a placeholder is a name in braces"),
        ("{entry} has", "{entry!a} has", "12:1", "a placeholder is a name in braces"),
        ("{entry} has", "{entry has", "12:1", "the braces do not match"),
        ("{entry} has", "entry} has", "12:1", "the braces do not match"),
        ("{name: null}", "null", "18:5", "an example has one of pass, fail and not_applicable"),
        ("fail: {name: null}", "fail: {name: null}\n    pass: {}", "18:5", "an example has one of"),
        ("fail: {name: null}", "fial: {name: null}", "18:5", "there is no key 'examples.1.fial'."),
        ("fail: {name: null}", "fail: [name]", "18:5", "examples.1.fail: Input should be a valid dictionary"),
        ("kind: presence", "kind: format\ncheck: ca-number", "7:1", "there is no check .* Did you mean 'cas-number'?"),
        (
            "kind: presence",
            "kind: vocabulary\nvocabulary: grop",
            "7:1",
            "no vocabulary 'grop'; known: .* Did you mean 'group'?",
        ),
        (
            "kind: presence",
            "kind: text\nforbid: no-dta",
            "7:1",
            "no pattern 'no-dta'; known: .* Did you mean 'no-data'?",
        ),
        ("kind: presence", "kind: count", "7:1", "a count rule judges a number, and this field holds text"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(load: Load, old: str, new: str, where: str, what: str) -> None:
    assert RULE.count(old) == 1
    with pytest.raises(RuleError) as refused:
        load(RULE.replace(old, new))
    lines = [line.partition(": ") for line in str(refused.value).splitlines()]
    told = [sentence for place, _, sentence in lines if place.endswith(f"COM901.yaml:{where}")]
    assert any(all(part in sentence for part in what.split(".*")) for sentence in told), str(refused.value)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", ":1:1: a rule file is a mapping of keys"),
        ("- id: COM901", ":1:1: a rule file is a mapping of keys"),
        ("just a text", ":1:1: a rule file is a mapping of keys"),
        ("id: [", ":2:1: did not find expected node content"),
        ("id: COM901\n  name: x", ":2:7: mapping values are not allowed"),
        ("id: 'COM901", "found unexpected end of stream"),
        ("a: 1\n---\nb: 2", "but found another document"),
        ("id: \x00", ":1:1: "),
        ("\tid: COM901", "cannot start any token"),
        ("? [a, b]\n: c", ":1:3: a key must be a word"),
        (b"\xff\xfeid", ":1:1: the file is not UTF-8 (byte 0)"),
        (b"id: \xe9t\xe9", ":1:1: the file is not UTF-8 (byte 4)"),
        ("a: &x 1\nb: *x", ":1:4: anchors and aliases are not allowed"),
        ("b: *x", ":1:4: anchors and aliases are not allowed"),
        ("a: &a [l]\nb: &b [*a, *a]\nc: [*b, *b, *b]", ":1:4: anchors and aliases are not allowed"),
        ("id: !!python/object/apply:os.system [touch pwned]", ":1:5: tags such as tag:yaml.org,2002:python"),
        ("id: !!python/name:os.system", ":1:5: tags such as"),
        ("id: !local COM901", ":1:5: tags such as"),
        ("id: !!str COM901", ":1:5: tags such as"),
        ("[" * 30 + "]" * 30, ":1:21: nested deeper than 20 levels"),
        ("a: " + "[" * 100_000, "nested deeper than 20 levels"),
        ("# " + "x" * (1 << 20), ":1:1: the file is larger than 1024 KiB"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_files_that_are_no_rules(load: Load, text: str | bytes, what: str) -> None:
    with pytest.raises(RuleError) as refused:
        load(text)
    assert what in str(refused.value)
    assert "COM901.yaml:" in str(refused.value)
    assert len(str(refused.value)) < 600


def test_a_word_stays_a_word(load: Load) -> None:
    text = RULE.replace("title: Entry has no name", "title: NO").replace("since: 0.1.0", "since: 1e3")
    text = text.replace("problem: Nobody finds it.", "problem: 2020-01-01").replace("fix: Name it.", "fix: 0x10")
    text = text.replace("{name: null}", "{name: on, state: 007, groups: [y, 12], created: 2020-01-01}")
    rule = load(text).rule("COM901")
    assert (rule.title, rule.since, rule.problem, rule.fix) == ("NO", "1e3", "2020-01-01", "0x10")
    patch = {"name": "on", "state": "007", "groups": ["y", 12], "created": "2020-01-01"}
    assert rule.examples[1].patch == patch


def test_a_byte_order_mark_is_no_harm(load: Load) -> None:
    assert load(b"\xef\xbb\xbf" + RULE.encode()).rule("COM901")


def test_no_id_and_no_name_is_taken_twice(load: Load) -> None:
    second = RULE.replace("COM901", "COM902")
    with pytest.raises(RuleError, match=r"COM902.yaml:2:1: the name 'no-name' is taken by .*COM901.yaml"):
        load(RULE, second)
    assert len(load(RULE, second.replace("no-name", "nameless")).rules) == 2


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("covered_by: [COM999]", "", "there is no rule 'COM999'"),
        ("axis: none\ncovered_by: [COM901]", "", "COM901 cannot be covered by COM901, which is covered itself"),
        ("axis: none\ncovered_by: [COM902]", "field: links.url\n", "COM902, which judges another table"),
        ("covered_by: [COM902]", "", "a rule of completeness cannot be covered"),
    ],
)
def test_a_cover_that_does_not_fit(load: Load, first: str, second: str, reason: str) -> None:
    other = RULE.replace("COM901", "COM902").replace("no-name", "nameless")
    if second:
        other = other.replace("field: name\n", second)
    with pytest.raises(RuleError, match=rf"COM901.yaml:\d+:1: .*{reason}"):
        load(RULE + first + "\n", other)
    assert (
        len(
            load(
                RULE + "axis: none\ncovered_by: [COM902]\n", RULE.replace("COM901", "COM902").replace("no-name", "x")
            ).rules
        )
        == 2
    )


def test_an_id_of_the_built_in_rules_is_taken_too(bare: Path, tmp_path: Path) -> None:
    shutil.copytree(bare, tmp_path / "rules")
    (tmp_path / "rules" / RULE_FOLDERS[0]).mkdir()
    for folder in (tmp_path / "rules" / RULE_FOLDERS[0], tmp_path / "mine"):
        folder.mkdir(exist_ok=True)
        (folder / "COM901.yaml").write_text(RULE)
    with pytest.raises(RuleError, match=r"mine.COM901.yaml:1:1: the id 'COM901' is taken by"):
        load_rulebook(tmp_path / "rules", (tmp_path / "mine",))


def test_a_folder_without_rules(bare: Path, tmp_path: Path) -> None:
    assert load_rulebook(bare).rules == ()
    (tmp_path / "empty").mkdir()
    for name, reason in (("empty", "the folder holds no rule file"), ("nothing", "there is no such folder of rules")):
        with pytest.raises(UsageError, match=reason):
            load_rulebook(bare, (tmp_path / name,))


def test_a_folder_named_as_a_rule_cannot_be_read(load: Load, tmp_path: Path) -> None:
    (tmp_path / "COM905.yaml").mkdir()
    with pytest.raises(RuleError, match=r"COM905.yaml:1:1: cannot be read: Is a directory"):
        load(RULE)


@pytest.mark.parametrize(
    ("file", "text", "what"),
    [
        ("patterns/more.yaml", "x: {pattern: '[', source: s, good: [], bad: []}", r"more.yaml:1:5: this is no RE2"),
        (
            "patterns/more.yaml",
            "x: {pattern: 'a(?=b)', source: s, good: [], bad: []}",
            r"more.yaml:1:5: this is no RE2",
        ),
        ("patterns/more.yaml", "x: {pattern: '(a)', source: s, good: [], bad: []}", r"unnamed groups"),
        ("patterns/more.yaml", "x: {patern: a, source: s, good: [], bad: []}", r"1:5: .*Did you mean 'pattern'"),
        ("patterns/more.yaml", "x: a", r"more.yaml:1:1: expected a mapping of pattern"),
        ("patterns/more.yaml", "- x", r"more.yaml:1:1: expected a mapping of names to patterns"),
        (
            "patterns/z.yaml",
            "no-data: {pattern: a, source: s, good: [], bad: []}",
            r"z.yaml:1:1: the pattern 'no-data' is in another file already",
        ),
        ("vocabularies/more.yaml", "values: [a]", r"more.yaml:1:1: the key 'about' is missing"),
        ("vocabularies/more.yaml", "[a]", r"more.yaml:1:1: expected a mapping of about"),
        ("fields.yaml", "a: 1", r"fields.yaml:1:1: expected a list"),
        ("fields.yaml", "- {name: a, label: A, section: s, kind: texts}", r"fields.yaml:1:.*Did you mean 'text'"),
        (
            "fields.yaml",
            "- {name: a, label: A, section: s, kind: text}\n- {name: a, label: A, section: s, kind: text}",
            r"fields.yaml:2:4: the field 'a' is declared twice",
        ),
        ("cohorts.yaml", "- {class: a, name: '('}", r"cohorts.yaml:1:14: this is no RE2 expression"),
        ("cohorts.yaml", "- {clas: a}", r"cohorts.yaml:1:4: there is no key 'clas'. Did you mean 'class'"),
    ],
)
def test_the_data_that_rules_speak_of(bare: Path, tmp_path: Path, file: str, text: str, what: str) -> None:
    shutil.copytree(bare, tmp_path / "rules")
    (tmp_path / "rules" / file).write_text(text)
    with pytest.raises(RuleError, match=what):
        load_rulebook(tmp_path / "rules")


def test_all_that_is_wrong_in_all_files_is_told_at_once_and_in_order(load: Load) -> None:
    first = RULE.replace("severity: error", "severity: eror").replace("when: core", "wehn: core")
    second = RULE.replace("COM901", "COM902").replace("field: name", "field: nmae").replace("{entry}", "{entri}")
    with pytest.raises(RuleError) as refused:
        load(first, second, "id: [")
    told = [line.rpartition("/")[2] for line in str(refused.value).splitlines()]
    assert told[0] == "5 things are wrong in the files:"
    assert [line.partition(": ")[0] for line in told[1:]] == [
        "COM901.yaml:8:1",
        "COM901.yaml:9:1",
        "COM902.yaml:7:1",
        "COM902.yaml:12:1",
        "COM903.yaml:2:1",
    ]


def test_what_is_told_has_an_end(load: Load) -> None:
    text = RULE + "".join(f"key_{number:03}: x\n" for number in range(200))
    with pytest.raises(RuleError) as refused:
        load(text)
    told = str(refused.value).splitlines()
    assert (len(told), told[0], told[-1]) == (52, "200 things are wrong in the files:", "and 150 more")
    with pytest.raises(RuleError) as refused:
        load(RULE.replace("severity: error", f"severity: {'e' * 100_000}"))
    assert len(str(refused.value)) < 600


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ("title: Entry has no name", "title: TODO what it is", ["3:1: title is still to be filled in: what it is"]),
        ("fix: Name it.", "fix: TODO", ["14:1: fix is still to be filled in"]),
        ("when: core", "when: TODO", ["8:1: when is still to be filled in"]),
        ("effort: 2", "effort: TODO", ["11:1: effort is still to be filled in"]),
        ("since: 0.1.0", "tags: [a, TODO b]\nsince: 0.1.0", ["15:11: tags.1 is still to be filled in: b"]),
        ("{name: null}", "TODO a patch", ["18:5: examples.1.fail is still to be filled in: a patch"]),
        ("{name: null}", "{TODO field: null}", ["18:12: examples.1.fail.TODO field is still to be filled in: field"]),
        ("fix: Name it.", "fix: TODO\nmin: TODO", ["14:1: fix is", "15:1: min is"]),
    ],
)
def test_a_todo_is_refused_wherever_it_stands(load: Load, old: str, new: str, places: list[str]) -> None:
    with pytest.raises(RuleError) as refused:
        load(RULE.replace(old, new))
    told = [line for line in str(refused.value).splitlines() if ".yaml:" in line]
    assert [place in line for place, line in zip(places, told, strict=True)] == [True] * len(places), told


def test_a_todo_may_be_what_a_rule_is_about(load: Load) -> None:
    rule = load(RULE.replace("{name: null}", "{name: TODO}")).rule("COM901")
    assert rule.examples[1].patch == {"name": "TODO"}
