"""Evaluate a condition over a whole table at once: a truth for every row. Nulls make a comparison false."""

import ast
import operator
from collections.abc import Callable, Container, Iterator
from typing import Any

import numpy as np
import pandas as pd

from pharmaudit.conditions.parse import Condition
from pharmaudit.facts.derived import DERIVED, FILLED
from pharmaudit.facts.facts import Facts, columns_of
from pharmaudit.model import State
from pharmaudit.readers.layout import TABLES

Column = pd.Series
_OPERATORS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def mask(condition: Condition, facts: Facts, table: str) -> np.ndarray:
    """One truth per row of `table`. Names are columns of the table first, then fields and facts of the row's entry.

    What the sources of an entry have no place for is neither true nor false: the condition must be true either way.
    """
    return _Evaluation(facts, table).truth(condition.tree)[0]


def decided(condition: Condition, facts: Facts, table: str) -> np.ndarray:
    """Rows for which what the sources can tell is enough to say whether the condition is true."""
    certain, possible = _Evaluation(facts, table).truth(condition.tree)
    return np.asarray(certain == possible)


def is_known(name: str, fields: Container[str], table: str) -> bool:
    """Whether `name` means something in a condition over `table`."""
    head, dot, column = name.partition(".")
    if dot:
        return column in columns_of(head) if column else bool(columns_of(head)) and head != "entries"
    return name in columns_of(table) or name in fields or name in DERIVED or name in TABLES


class _Evaluation:
    def __init__(self, facts: Facts, table: str) -> None:
        self._facts = facts
        self._table = table
        self._entries = facts.entry_of(table)

    def truth(self, node: ast.expr) -> tuple[np.ndarray, np.ndarray]:
        """(certainly true, possibly true): the two differ where a source has no place for what is asked."""
        match node:
            case ast.BoolOp(op=op, values=values):
                join = np.logical_and if isinstance(op, ast.And) else np.logical_or
                certain, possible = zip(*(self.truth(value) for value in values), strict=True)
                return join.reduce(certain), join.reduce(possible)
            case ast.UnaryOp(operand=operand):
                certain, possible = self.truth(operand)
                return ~possible, ~certain
            case _:
                found, known = self._atom(node), self._known(node)
                return (found, found) if known is None else (found & known, found | ~known)

    def _known(self, node: ast.expr) -> np.ndarray | None:
        """Rows for whose entry a source has a place for every name of the expression; None for all of them."""
        known = np.ones(self._facts.size, dtype=bool)
        for name in _names(node):
            column = f"{self._table}.{name}"
            of_row = self._table != "entries" and name in self._facts.frame(self._table).columns
            known &= self._facts.carried(column if of_row else name)
        return None if known.all() else np.asarray(known[self._entries])

    def _atom(self, node: ast.expr) -> np.ndarray:
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._compare(left, op, right)
            case ast.Constant(value=value):
                return np.full(len(self._entries), bool(value))
            case _:
                return _as_truth(self.value(node))

    def value(self, node: ast.expr) -> Column:
        match node:
            case ast.Name(id=name):
                return self._named(name)
            case ast.Call(func=ast.Name(id=function), args=[argument, *rest]):
                return self._call(function, argument, rest)
            case ast.UnaryOp(operand=ast.Constant(value=value)):
                return pd.Series(-float(str(value)), index=range(len(self._entries)))
            case ast.Constant(value=value):
                return pd.Series(value, index=range(len(self._entries)))
        raise AssertionError(ast.dump(node))  # parse() lets nothing else through

    def _compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> np.ndarray:
        if isinstance(op, ast.In | ast.NotIn):
            found = self._contains(left, right)
            if isinstance(op, ast.In):
                return found
            return ~found & self.value(left).notna().to_numpy()
        first, second = self.value(left), self.value(right)
        known = (first.notna() & second.notna()).to_numpy()
        return _as_truth(_OPERATORS[type(op)](first, second)) & known

    def _contains(self, left: ast.expr, right: ast.expr) -> np.ndarray:
        """`"approved" in groups`: any row of the list; `type in ["biotech"]`: one of the constants."""
        if isinstance(right, ast.List | ast.Tuple):
            return self.value(left).isin([ast.literal_eval(item) for item in right.elts]).to_numpy(dtype=bool)
        table, column = _list_column(right)
        frame = self._facts.frame(table)
        return self._any_row(table, (frame[column] == ast.literal_eval(left)).fillna(False).to_numpy(dtype=bool))

    def _named(self, name: str) -> Column:
        frame = self._facts.frame(self._table)
        if name in frame.columns:
            return frame[name]
        if name in self._facts.catalogue.fields:
            values = self._facts.value(name)
        else:
            values = self._facts.derived(name) if name in DERIVED else self._facts.count(name)
        return values.take(self._entries).reset_index(drop=True)

    def _call(self, function: str, argument: ast.expr, rest: list[ast.expr]) -> Column:
        if function == "matches":
            pattern = self._facts.catalogue.patterns[str(ast.literal_eval(rest[0]))]
            return pd.Series(self._matching(argument, pattern))
        if function in ("present", "blank", "state"):
            states = self._states(argument)
            if function == "state":
                return states.astype("str")
            wanted = FILLED if function == "present" else (State.BLANK.value,)
            return states.isin(wanted)
        values = self.value(argument)
        if function == "number":
            return pd.to_numeric(values, errors="coerce")
        if function == "lower":
            return values.str.lower()
        return values if pd.api.types.is_numeric_dtype(values) else values.str.len().fillna(0)

    def _states(self, argument: ast.expr) -> Column:
        name = argument.id if isinstance(argument, ast.Name) else ""
        of_entry = self._table == "entries" or name not in self._facts.frame(self._table).columns
        if of_entry and name in self._facts.catalogue.fields:
            return self._facts.state(name).take(self._entries).reset_index(drop=True)
        blank = self.value(argument).fillna("").str.strip() == ""
        return pd.Series(np.where(blank, State.BLANK.value, State.PRESENT.value))

    def _matching(self, argument: ast.expr, pattern: str) -> np.ndarray:
        if isinstance(argument, ast.Attribute):
            table, column = _list_column(argument)
            frame = self._facts.frame(table)
            return self._any_row(table, self._facts.matches(frame[column], pattern))
        return self._facts.matches(self.value(argument), pattern)

    def _any_row(self, table: str, chosen: np.ndarray) -> np.ndarray:
        """Rows whose entry has a chosen row in another table."""
        found = np.zeros(self._facts.size, dtype=bool)
        found[self._facts.entry_of(table)[chosen]] = True
        return np.asarray(found[self._entries])


def _names(node: ast.expr) -> Iterator[str]:
    """Fields, facts and tables that an expression asks for; not those whose state it asks for by name."""
    match node:
        case ast.Call(func=ast.Name(id="state")):
            return
        case ast.Attribute(value=ast.Name(id=name)) | ast.Name(id=name):
            yield name
        case ast.Call(args=inner):
            for one in inner:
                yield from _names(one)
        case ast.Compare(left=left, comparators=inner):
            for one in (left, *inner):
                yield from _names(one)


def _list_column(node: ast.expr) -> tuple[str, str]:
    """`groups` means the first column of its table; `articles.doi` names one."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.value.id, node.attr
    name = node.id if isinstance(node, ast.Name) else ""
    return name, columns_of(name)[0]


def _as_truth(values: Column) -> np.ndarray:
    return (values.notna() & values.where(values.notna(), 0).astype(bool)).to_numpy(dtype=bool)
