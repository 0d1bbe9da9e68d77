"""Rule files from others: nothing of them runs, and each is refused with its place, or read in bounded time."""

import os
from pathlib import Path

import pandas as pd
import pytest

from pharmaudit.errors import RuleError
from pharmaudit.facts.matching import complaint, matches
from pharmaudit.rulebook.rule_file import load_rule
from pharmaudit.yamltext import MAX_BYTES, parse, read
from tests.building import facts_of, known, rule_of

RULE = """\
id: XCOM901
name: no-name
title: Entry has no name
dimension: completeness
section: identification
kind: presence
field: name
when: {when}
severity: error
confidence: high
effort: 2
message: "{message}"
problem: Nobody finds it.
fix: Name it.
since: 0.1.0
examples: {examples}
"""


def refusal(when: str = "core", message: str = "{entry}", examples: str = "[{pass: {}}]") -> str:
    text = RULE.replace("{when}", when).replace("{message}", message).replace("{examples}", examples)
    with pytest.raises(RuleError) as refused:
        load_rule(parse(text, "XCOM901.yaml"), "XCOM901", known())
    told = str(refused.value)
    assert len(told) < 2000
    return told


@pytest.mark.parametrize(
    "condition",
    [
        "name.__class__",
        "name.__class__.__mro__[1].__subclasses__()",
        "().__class__.__bases__[0]",
        "__import__('os').system('touch pwned')",
        "open('pwned', 'w')",
        "eval('1')",
        "len.__globals__",
        "(lambda: 1)()",
        "[x for x in (1, 2)]",
        "{name}",
        "name[0] == 'x'",
        "name if core else 1",
        "(name := 'x')",
        "f'{name}' == 'x'",
        "name == name + name",
        "len(name) > 9**9**9**9",
        "len(name) > 1e999",
        "len(name) > 1 << 100000000",
        "len(name) > 99999999999999999999",
        "name == 'x' * 1000000000",
        "name == b'x'",
        "name == ...",
        "name is None",
        "len(*name)",
        "len(name, key=1)",
        "matches(name, name)",
        "matches(name, '(a+)+$')",
        "lower(lower(name)) == 'x'",
        "core and (yield)",
        "await core",
        "core; core",
        "core\\0",
    ],
)
def test_a_condition_is_never_run(condition: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    quoted = '"' + condition.replace('"', '\\"') + '"'
    assert refusal(when=quoted).startswith("XCOM901.yaml:8:1: column ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "condition",
    [
        "core and " * 12_000 + "core",
        "(" * 10_000 + "core" + ")" * 10_000,
        "not " * 30_000 + "core",
        "x" * 100_000,
        "name in [" + "'x'," * 30_000 + "]",
        "-" * 100_000 + "1",
    ],
    ids=["long", "brackets", "not", "word", "list", "minus"],
)
def test_a_condition_of_a_hundred_thousand_characters(condition: str) -> None:
    assert "a condition may have 1000 characters, this one has" in refusal(when=f'"{condition}"')


@pytest.mark.parametrize(
    "condition",
    [
        *("(" * 490 + "core" + ")" * 490, "not " * 245 + "core", "[" * 900, "-" * 900 + "1"),
        "len(" * 240 + "name" + ")" * 240,
    ],
)
def test_a_condition_that_is_deep_but_short(condition: str) -> None:
    """Python's own parser is asked, so that its answer to such depths is tried too: refused, or judged."""
    rule = rule_of("presence", "name", when=condition)
    found = rule.complaints(known())
    assert [where for where, _ in found] in ([], [("when",)])
    assert found or len(rule.judge(facts_of({})).passed) == 1


@pytest.mark.parametrize("message", ["{entry.__class__}", "{entry:>999999999}", "{0}", "{entry!s:{value}}", "{" * 4999])
def test_a_message_is_no_format_string(message: str) -> None:
    assert refusal(message=message).startswith("XCOM901.yaml:12:1: ")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", ":1:4: anchors and aliases"),
        (b"<<: *x\n", ":1:5: anchors and aliases"),
        (b"&x a: 1\n", ":1:1: anchors and aliases"),
        (b"x: !!python/object/new:os.system [touch pwned]\n", ":1:4: tags such as"),
        (b"x: " + b"[" * 10_000 + b"]" * 10_000, ":1:23: nested deeper than 20 levels"),
        (b"x: " + b"{a: " * 10_000, "nested deeper than 20 levels"),
        (b"".join(b" " * level + b"a:\n" for level in range(1_000)), "nested deeper than 20 levels"),
        (b"- " * 10_000, "nested deeper than 20 levels"),
        (b"id: COM\x00901\n", ":1:1: "),
        (b"id: \xff\n", ":1:1: the file is not UTF-8 (byte 4)"),
        (b"id: \xed\xa0\x80\n", ":1:1: the file is not UTF-8"),
        ("id: COM901".encode("utf-16"), ":1:1: the file is not UTF-8"),
        (b"id: 1\nkind: x\nid: 2\n", ":3:1: the key 'id' is given twice"),
        (b"'id': 1\n\"id\": 2\n", ":2:1: the key 'id' is given twice"),
        (b"x" * (10 << 20), ":1:1: the file is larger than 1024 KiB"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_file_that_would_blow_up(tmp_path: Path, data: bytes, place: str) -> None:
    (tmp_path / "XCOM901.yaml").write_bytes(data)
    with pytest.raises(RuleError) as refused:
        read(tmp_path / "XCOM901.yaml")
    assert f"XCOM901.yaml{place}" in str(refused.value) or place in str(refused.value)
    assert len(str(refused.value)) < 500


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "XCOM901.yaml")
    with pytest.raises(RuleError, match=r"XCOM901.yaml:1:1: cannot be read: it is no regular file"):
        read(tmp_path / "XCOM901.yaml")
    (tmp_path / "XCOM902.yaml").symlink_to("/dev/zero")
    with pytest.raises(RuleError, match=r"XCOM902.yaml:1:1: cannot be read: it is no regular file"):
        read(tmp_path / "XCOM902.yaml")


def test_a_file_as_large_as_may_be_is_refused_with_few_words(tmp_path: Path) -> None:
    lines = [f"k{number}: 1\n" for number in range(20_000)]
    file = tmp_path / "XCOM901.yaml"
    file.write_text("kind: presence\n" + "".join(lines), encoding="utf-8")
    assert file.stat().st_size < MAX_BYTES
    with pytest.raises(RuleError) as refused:
        load_rule(read(file), "XCOM901", known())
    assert len(str(refused.value).splitlines()) == 52


@pytest.mark.parametrize("pattern", ["(?:a+)+$", "^(?:a|a)*$", "(?:a|aa)+$", "(?:.*a){20}$"])
def test_a_pattern_takes_no_more_than_linear_time(pattern: str) -> None:
    """A backtracking engine would not come to the end of this."""
    assert complaint(pattern) is None
    assert matches(pd.Series(["a" * 50_000 + "!"], dtype="str"), pattern).tolist() == [False]


@pytest.mark.parametrize("pattern", ["a{1001}", "(?:a{1000}){1000}", "(?=a)", "(a)", r"(?:a)\1", "(?<!a)b", "[", "a("])
def test_a_pattern_that_is_refused(pattern: str) -> None:
    assert complaint(pattern)


@pytest.mark.parametrize("examples", ["[{fail: {name: " + "x" * 200_000 + "}}]", "[" + "{pass: {}}, " * 2000 + "]"])
def test_examples_may_be_large(examples: str) -> None:
    text = RULE.replace("{when}", "core").replace("{message}", "{entry}").replace("{examples}", examples)
    assert load_rule(parse(text, "XCOM901.yaml"), "XCOM901", known()).examples


def test_a_rule_made_in_code_is_bounded_by_the_same_language() -> None:
    rule = rule_of("presence", "name", when="__import__('os')")
    assert [where for where, _ in rule.complaints(known())] == [("when",)]
