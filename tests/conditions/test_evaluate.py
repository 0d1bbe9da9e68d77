"""Whole columns give the same truths as one row at a time in plain Python."""

import ast
import operator
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.conditions import mask, mismatches, parse
from pharmaudit.facts.facts import Facts
from tests.building import facts_of

TEXTS = (None, "", "  ", "N/A", "approved", "Éa", "12", "-1.5", "12 mg")
LISTS = ([], ["approved"], ["approved", "12"], ["Éa"])
CITATIONS = ([], [None], ["12", "Éa"])
CARDS: list[dict[str, Any]] = [
    {
        "name": name,
        "indication": TEXTS[(place * 7) % len(TEXTS)],
        "groups": groups,
        "articles": [{"citation": text, "pubmed_id": "12"} for text in citations],
    }
    for place, (name, groups, citations) in enumerate(product(TEXTS, LISTS, CITATIONS))
]
ROWS = {
    "entries": CARDS,
    "articles": [{**card, **row} for card in CARDS for row in card["articles"]],
}
COMPARE = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_of(*CARDS)


def reference(node: ast.expr, row: dict[str, Any]) -> Any:
    """The value of a condition for one row, by the letter of the language; None is unknown."""
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return all(reference(value, row) for value in values)
        case ast.BoolOp(values=values):
            return any(reference(value, row) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not reference(operand, row)
        case ast.UnaryOp(operand=operand):
            return -reference(operand, row)
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as op], comparators=[right]):
            value = reference(left, row)
            if isinstance(right, ast.List):
                found = value in [reference(item, row) for item in right.elts]
            else:
                found = value in many(right, row)
            return value is not None and found == isinstance(op, ast.In)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            first, second = reference(left, row), reference(right, row)
            return first is not None and second is not None and COMPARE[type(op)](first, second)
        case ast.Call(func=ast.Name(id="matches"), args=[ast.Attribute() as field, _]):
            return any(text is not None and "10." in text for text in many(field, row))
        case ast.Call(func=ast.Name(id="matches"), args=[field, _]):
            return "10." in (reference(field, row) or "")
        case ast.Call(func=ast.Name(id=function), args=[argument]):
            return call(function, reference(argument, row))
        case ast.Name(id=name):
            return len(row[name]) if isinstance(row[name], list) else row[name]
        case ast.Constant(value=value):
            return value
    raise AssertionError(ast.dump(node))


def many(node: ast.expr, row: dict[str, Any]) -> list[str | None]:
    return row["groups"] if isinstance(node, ast.Name) else [article["citation"] for article in row["articles"]]


def call(function: str, value: Any) -> Any:
    if function == "number":
        try:
            return None if value is None else float(value)
        except ValueError:
            return None
    if function == "lower":
        return None if value is None else value.lower()
    if function == "len":
        return value if isinstance(value, int) else len(value or "")
    if isinstance(value, int):
        state = "present" if value else "blank"
    else:
        text = (value or "").strip()
        state = "blank" if not text else "placeholder" if text == "N/A" else "present"
    return {"state": state, "present": state == "present", "blank": state == "blank"}[function]


TEXT_NAMES = st.sampled_from(["name", "indication"])
LIST_NAMES = st.sampled_from(["groups", "articles"])
QUOTED = st.sampled_from(["approved", "Éa", "éa", "", "12", "placeholder", "present"]).map(lambda text: f'"{text}"')
NUMBER = st.one_of(st.integers(-3, 14), st.sampled_from(["1.5", "-1.5", "12.0"])).map(str)
TEXT = st.one_of(
    TEXT_NAMES,
    QUOTED,
    TEXT_NAMES.map("lower({})".format),
    st.one_of(TEXT_NAMES, LIST_NAMES).map("state({})".format),
)
NUMERIC = st.one_of(
    NUMBER,
    LIST_NAMES,
    TEXT_NAMES.map("number({})".format),
    st.one_of(TEXT_NAMES, LIST_NAMES).map("len({})".format),
)
COMPARISON = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
IN = st.sampled_from(["in", "not in"])
LEAF = st.one_of(
    st.sampled_from(["True", "False"]),
    LIST_NAMES,
    st.builds("{} {} {}".format, TEXT, COMPARISON, TEXT),
    st.builds("{} {} {}".format, NUMERIC, COMPARISON, NUMERIC),
    st.builds("{} {} [{}]".format, TEXT, IN, st.lists(QUOTED, max_size=3).map(", ".join)),
    st.builds(
        "{} {} [{}]".format, NUMERIC, IN, st.lists(st.integers(0, 14).map(str), min_size=1, max_size=3).map(", ".join)
    ),
    st.builds("{} {} {}".format, QUOTED, IN, st.sampled_from(["groups", "articles.citation"])),
    st.builds(
        "{}({})".format,
        st.sampled_from(["present", "blank"]),
        st.one_of(TEXT_NAMES, LIST_NAMES),
    ),
    st.builds('matches({}, "doi-directory")'.format, st.sampled_from(["name", "lower(name)", "articles.citation"])),
)
CONDITION = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("(not {})".format, inner),
    ),
    max_leaves=6,
).filter(lambda text: len(text) < 900)


@pytest.mark.parametrize("table", ["entries", "articles"])
@settings(max_examples=150, deadline=None)
@given(text=CONDITION)
def test_agrees_with_a_row_by_row_evaluation(facts: Facts, table: str, text: str) -> None:
    condition = parse(text)
    assert mismatches(condition, facts.catalogue.fields, table) == []
    expected = [bool(reference(condition.tree, row)) for row in ROWS[table]]
    found = mask(condition, facts, table)
    assert found.dtype == bool
    assert found.tolist() == expected


@settings(max_examples=40, deadline=None)
@given(text=CONDITION)
def test_holds_on_an_empty_base(text: str) -> None:
    assert mask(parse(text), facts_of(), "articles").tolist() == []
    assert mask(parse(text), facts_of(), "entries").tolist() == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Anna" in entries.name', [True, False]),
        ('matches(entries.name, "doi-directory")', [False, True]),
        ('"10.5/x" in articles.doi', [False, True]),
        ('"inhibitor" in protein_actions', [True, False]),
        ('"indication" in texts', [True, False]),
        ("resolvable_references > 0", [False, True]),
        ('best_group == "other"', [True, True]),
        ("core == True", [False, False]),
        ('state(pharmacology_filled) == "present"', [True, False]),
        ("present(smiles)", [False, True]),
        ("number(average_mass) > 1", [False, True]),
    ],
)
def test_names_of_every_sort(text: str, expected: list[bool]) -> None:
    facts = facts_of(
        {"name": "Anna", "indication": "For pain.", "targets": [{"name": "T", "protein_actions": ["inhibitor"]}]},
        {
            "name": "10.1",
            "average_mass": "12.5",
            "articles": [{"citation": "A paper. doi: 10.5/x"}],
            "calculated_properties": [{"kind": "SMILES", "value": "CC"}],
        },
    )

    assert mask(parse(text), facts, "entries").tolist() == expected


def test_rows_of_a_table_speak_of_their_entry() -> None:
    facts = facts_of({}, {"groups": ["approved"], "links": [{"url": "a"}, {"url": None}]}, {"links": [{"title": "t"}]})
    assert mask(parse('"approved" in groups'), facts, "links").tolist() == [True, True, False]
    assert mask(parse('"approved" in groups and present(url)'), facts, "links").tolist() == [True, False, False]
    assert mask(parse("links == 2"), facts, "links").tolist() == [True, True, False]
    assert mask(parse('state(url) == "blank"'), facts, "links").tolist() == [False, True, True]


def test_a_hostile_pattern_is_linear() -> None:
    """The expressions are RE2: no input makes them slow."""
    facts = facts_of({"name": "a" * 100_000 + "b"})
    assert facts.matches(facts.value("name"), "^(?:a+)+$").tolist() == [False]
