"""Whether a condition puts like with like: text beside text, numbers beside numbers. Told when a rule is loaded.

A comparison of a text with a number has no answer, so that it would either crash the rule or silently be false.
"""

import ast
from collections.abc import Container, Iterator

from pharmaudit.conditions.parse import Condition
from pharmaudit.facts.derived import DERIVED, NUMBERS, TRUTHS
from pharmaudit.facts.facts import columns_of
from pharmaudit.readers.layout import TABLES

TEXT, NUMBER, TRUTH = "text", "a number", "a truth"
_OF_CALLS = {"len": NUMBER, "number": NUMBER, "lower": TEXT, "state": TEXT}
Mismatch = tuple[str, int]


def sort_of(name: str, table: str) -> str:
    """What a name holds in a condition over `table`: text, a number (the rows of a list) or a truth."""
    if name in columns_of(table):
        return TEXT
    if name in DERIVED:
        return NUMBER if name in NUMBERS else TRUTH if name in TRUTHS else TEXT
    return NUMBER if name in TABLES else TEXT


def mismatches(condition: Condition, fields: Container[str], table: str) -> list[Mismatch]:
    """What is wrong, and at which column of the condition (from 0)."""
    walk = _Walk(fields, table)
    return [(what, condition.column(node)) for what, node in walk.truth(condition.tree)]


class _Walk:
    def __init__(self, fields: Container[str], table: str) -> None:
        self._fields = fields
        self._table = table

    def truth(self, node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
        match node:
            case ast.BoolOp(values=values):
                for value in values:
                    yield from self.truth(value)
            case ast.UnaryOp(operand=operand):
                yield from self.truth(operand)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                yield from self._calls(left)
                yield from self._calls(right)
                yield from (
                    self._membership(left, right) if isinstance(op, ast.In | ast.NotIn) else self._pair(left, right)
                )
            case _:
                yield from self._calls(node)
                if self._sort(node) == TEXT:
                    yield "text is neither true nor false; ask present(…), or compare it", node

    def _pair(self, left: ast.expr, right: ast.expr) -> Iterator[tuple[str, ast.expr]]:
        first, second = self._sort(left), self._sort(right)
        if first != second:
            hint = "; number(…) reads a text as a number" if {first, second} == {TEXT, NUMBER} else ""
            yield f"{first} is compared with {second}{hint}", right

    def _membership(self, left: ast.expr, right: ast.expr) -> Iterator[tuple[str, ast.expr]]:
        if isinstance(right, ast.List | ast.Tuple):
            for item in right.elts:
                yield from self._pair(left, item)
        elif self._sort(left) != TEXT:
            yield f"a list holds texts, this is {self._sort(left)}", left

    def _calls(self, node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
        """Arguments that a function cannot take."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            return
        argument, function = node.args[0], node.func.id
        if isinstance(argument, ast.Attribute):
            return
        yield from self._calls(argument)
        sort, name = self._sort(argument), argument.id if isinstance(argument, ast.Name) else ""
        stated = name in self._fields and name not in columns_of(self._table)
        if function in ("lower", "matches") and sort != TEXT:
            yield f"{function}(…) needs a text, this is {sort}", argument
        elif function in ("present", "blank", "state") and sort != TEXT and not stated:
            yield f"{function}(…) needs a field, this is {sort}", argument
        elif function in ("len", "number") and sort == TRUTH:
            yield f"{function}(…) cannot take a truth", argument

    def _sort(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=name):
                return sort_of(name, self._table)
            case ast.Call(func=ast.Name(id=function)):
                return _OF_CALLS.get(function, TRUTH)
            case ast.Constant(value=bool()):
                return TRUTH
            case ast.Constant(value=str()):
                return TEXT
        return NUMBER
