"""The condition language is closed: what is outside of it is refused with a position, and nothing is ever run."""

import sys
import time

import pytest

from pharmaudit.conditions import Condition, ConditionError, mismatches, parse
from pharmaudit.conditions.parse import FUNCTIONS, MAX_LENGTH
from pharmaudit.kinds.base import condition_complaints
from tests.building import known

ACCEPTED = (
    "core",
    "True",
    "not core",
    "core and not systemic or oral",
    '"approved" in groups',
    '"approved" not in groups',
    '"10.1/x" in articles.doi',
    'type in ["biotech", "small molecule"]',
    'type not in ("biotech",)',
    "len(description) > 40",
    "len(articles) >= 2",
    "number(average_mass) < -0.5",
    'lower(name) == "x"',
    'state(half_life) == "placeholder"',
    "present(half_life) and blank(toxicity)",
    'matches(name, "no-data")',
    'matches(lower(name), "no-data")',
    'matches(articles.citation, "no-data")',
    "(core\n and systemic)",
    '  name == "x"  ',
)

HOSTILE = {
    "attribute": "name.__class__",
    "attribute compared": 'name.upper == "X"',
    "attribute chain": "a.b.c == 1",
    "method call": 'name.lower() == "x"',
    "subscript": "name[0] == 1",
    "dunder call": '__import__("os")',
    "import": '__import__("os").system("touch pwned")',
    "eval": 'eval("1")',
    "exec": 'exec("1")',
    "open": 'open("/etc/passwd")',
    "getattr": 'getattr(name, "x")',
    "function of a function": "len(len(name)) > 1",
    "call of a call": "len(name)(1)",
    "keyword argument": "len(x=name) > 1",
    "starred argument": "len(*name) > 1",
    "too many arguments": "len(name, name) > 1",
    "no argument": "len() > 1",
    "pattern that is a name": "matches(name, name)",
    "pattern that is a number": "matches(name, 1)",
    "lambda": "lambda: 1",
    "lambda called": "(lambda: core)()",
    "list comprehension": "[x for x in name]",
    "generator": "any(x for x in name)",
    "dict": "{1: 2}",
    "set": "{1}",
    "f-string": 'f"{name}" == "x"',
    "f-string alone": 'f"{name}"',
    "bytes": 'name == b"x"',
    "walrus": "(x := core)",
    "await": "await name",
    "yield": "(yield)",
    "conditional": "core if core else core",
    "arithmetic": "len(name) + 1 > 2",
    "huge exponent": "len(name) > 9**9**9",
    "shift": "1 << 1000000 > 2",
    "invert": "~len(name) > 1",
    "unary plus": "+1 == 1",
    "minus a truth": "-True == 1",
    "double minus": "--1 == 1",
    "minus a name": "-number(name) > 1",
    "is": "name is None",
    "none": "name == None",
    "ellipsis": "name == ...",
    "complex": "len(name) > 1j",
    "huge number": "len(name) > " + "9" * 900,
    "infinite": "len(name) > 1e999",
    "minus infinity": "len(name) > -1e999",
    "lone surrogate": r'name == "\ud800"',
    "chain": "1 < len(name) < 3",
    "text as truth": '"core"',
    "number as truth": "1",
    "in a name": "name in groups",
    "in a text": '"a" in "abc"',
    "in a call": '"a" in len(name)',
    "in nested brackets": "name in [[1]]",
    "in names": "name in [name]",
    "slice": "name[1:2]",
    "statement": "import os",
    "assignment": "core = 1",
    "two statements": "core; core",
    "two lines": "core\nsystemic",
    "empty": "",
    "blank": "   ",
    "comment alone": "# core",
    "null byte": "core\0",
    "unclosed": "(core",
    "unclosed text": 'name == "x',
    "unknown escape": r'name == "\d"',
    "number run into a word": "1if core else 1",
    "nested parentheses": "(" * 10_000 + "core" + ")" * 10_000,
    "nested parentheses that fit": "(" * 400 + "core" + ")" * 400,
    "nested lists": "name in " + "[" * 400 + "]" * 400,
    "long": "core or " * 200 + "core",
    "not a thousand times": "not " * 10_000 + "core",
}


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepts(text: str) -> None:
    assert isinstance(parse(text), Condition)
    assert condition_complaints("when", text, "entries", known()) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_refuses_with_a_position_and_at_once(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    started, before = time.perf_counter(), set(sys.modules)
    with pytest.raises(ConditionError) as refused:
        parse(text)
    assert 0 <= refused.value.column <= max(len(text), 1)
    assert str(refused.value)
    assert len(str(refused.value)) < 300
    assert time.perf_counter() - started < 2
    assert set(sys.modules) == before  # nothing was imported
    assert capsys.readouterr() == ("", "")
    assert len(condition_complaints("when", text, "entries", known())) == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("nmae == 'x'", "column 1 of the condition: there is no field 'nmae'"),
        ("__builtins__", "column 1 of the condition: there is no field '__builtins__'"),
        ("core and True_", "column 10 of the condition: there is no field 'True_'"),
        ('"x" in nmae', "column 8 of the condition: there is no field 'nmae'"),
        ('"x" in name', "column 8 of the condition: there is no field 'name'"),
        ('"x" in articles.__class__', "column 8 of the condition: there is no field 'articles.__class__'"),
        ('matches(name.__class__, "no-data")', "column 9 of the condition: there is no field 'name.__class__'"),
        ('name == "éé" and nmae', "column 18 of the condition: there is no field 'nmae'"),
        ("  nmae", "column 3 of the condition: there is no field 'nmae'"),
        ('name == "é" and name.x', "column 17 of the condition: attribute is not in the language"),
        ("core and\n(nmae)", "column 11 of the condition: there is no field 'nmae'"),
        ("core and and", "column 10 of the condition: not a condition: invalid syntax"),
    ],
)
def test_complains_of_names_at_their_column(text: str, what: str) -> None:
    assert condition_complaints("when", text, "entries", known()) == [(("when",), what)]


def test_an_unknown_pattern_is_told_with_some_that_are_known() -> None:
    ((_, what),) = condition_complaints("when", 'matches(name, "(a+)+$")', "entries", known())
    assert what.startswith("column 1 of the condition: there is no pattern '(a+)+$'; known: ")
    assert what.endswith(" more, which docs/writing_rules.md lists")
    assert what.count(", ") == 10


@pytest.mark.parametrize(
    ("text", "column", "what"),
    [
        ("name > 3", 7, "text is compared with a number"),
        ("3 < name", 4, "a number is compared with text"),
        ('len(name) == "3"', 13, "a number is compared with text"),
        ('groups == "approved"', 10, "a number is compared with text"),
        ('core == "true"', 8, "a truth is compared with text"),
        ("core == 1", 8, "a truth is compared with a number"),
        ('number(name) in [1, "2"]', 20, "a number is compared with text"),
        ("name in [1]", 9, "text is compared with a number"),
        ("3 in groups", 0, "a list holds texts, this is a number"),
        ("name", 0, "text is neither true nor false"),
        ("core and lower(name)", 9, "text is neither true nor false"),
        ("not state(name)", 4, "text is neither true nor false"),
        ('matches(groups, "no-data")', 8, "matches(…) needs a text, this is a number"),
        ('matches(len(name), "no-data")', 8, "matches(…) needs a text, this is a number"),
        ('lower(groups) == "x"', 6, "lower(…) needs a text, this is a number"),
        ("present(core)", 8, "present(…) needs a field, this is a truth"),
        ("blank(informative_texts)", 6, "blank(…) needs a field, this is a number"),
        ("number(core) > 1", 7, "number(…) cannot take a truth"),
    ],
)
def test_like_is_put_with_like(text: str, column: int, what: str) -> None:
    [(told, at)] = mismatches(parse(text), known().fields, "entries")
    assert (at, told.partition(";")[0]) == (column, what)


def test_a_name_is_a_column_of_the_table_first() -> None:
    """`references` counts references of an entry; `state` is a field, and a column of no other table."""
    assert mismatches(parse('category == "x"'), known().fields, "categories") == []
    assert mismatches(parse("len(categories) > 1"), known().fields, "categories") == []
    assert not condition_complaints("when", 'kind == "logP"', "experimental_properties", known())
    assert condition_complaints("when", 'kind == "logP"', "entries", known())


def test_the_longest_condition_is_parsed() -> None:
    text = "core or " * ((MAX_LENGTH - 4) // 8) + "core"
    assert len(text) <= MAX_LENGTH
    assert parse(text).names == (("core", 0),)


@pytest.mark.parametrize("function", [name for name, arguments in FUNCTIONS.items() if arguments == 1])
def test_functions_take_one_name(function: str) -> None:
    assert parse(f"{function}(name) == {function}(name)")
    with pytest.raises(ConditionError, match="is not one of len, lower"):
        parse(f'{function}("name") == 1')
