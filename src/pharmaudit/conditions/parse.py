"""Parse a condition into a checked syntax tree.

A condition is a Python expression of names of fields, constants, `and`, `or`, `not`, comparisons, `in`, and calls of
FUNCTIONS. Everything else is refused with its column before anything is evaluated; nothing is ever handed to Python.
"""

import ast
import warnings
from dataclasses import dataclass
from functools import lru_cache

MAX_LENGTH = 1000
MAX_NUMBER = 10**15

FUNCTIONS: dict[str, int] = {
    "len": 1,  # rows of a list field, characters of a text
    "lower": 1,
    "number": 1,  # the text as a number, unknown where it is none
    "present": 1,  # the field holds something that informs, or a template
    "blank": 1,
    "state": 1,  # the name of the field's state
    "matches": 2,  # the named pattern is found in the value, or in any row of "table.column"
}
"""Name -> number of arguments."""

_COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn)


class ConditionError(ValueError):
    """A condition outside the language. `column` counts characters from 0."""

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True)
class Condition:
    """A parsed condition: its text, its tree, and the names and patterns it speaks of (name -> column).

    A name with a dot is a column of a table; `groups.` means the first column of that table.
    """

    text: str
    tree: ast.expr
    names: tuple[tuple[str, int], ...]
    patterns: tuple[tuple[str, int], ...]

    def column(self, node: ast.expr) -> int:
        """The character of the text, from 0, at which a node of the tree begins."""
        return _column(self.text, node.col_offset)


@lru_cache(maxsize=4096)
def parse(text: str) -> Condition:
    """Parse a condition. Raises ConditionError."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(f"a condition may have {MAX_LENGTH} characters, this one has {len(text)}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Python only frowns at is refused
            tree = ast.parse(text.strip().replace("\n", " "), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = _lead(text) + (getattr(error, "offset", None) or 1) - 1
        raise ConditionError(f"not a condition: {getattr(error, 'msg', 'too deep')}", column) from None
    names: dict[str, int] = {}
    patterns: dict[str, int] = {}
    try:
        _truth(tree, names, patterns)
    except ConditionError as error:
        raise ConditionError(str(error), _column(text, error.column)) from None
    return Condition(text, tree, _columns(text, names), _columns(text, patterns))


Names = dict[str, int]


def _columns(text: str, names: Names) -> tuple[tuple[str, int], ...]:
    return tuple((name, _column(text, offset)) for name, offset in names.items())


def _column(text: str, offset: int) -> int:
    """The character of a text at a place that Python counts in bytes, after the blanks that the text opens with."""
    return _lead(text) + len(text.strip().encode()[:offset].decode(errors="ignore"))


def _lead(text: str) -> int:
    return len(text) - len(text.lstrip())


def _truth(node: ast.expr, names: Names, patterns: Names) -> None:
    """Accept an expression that is true or false."""
    match node:
        case ast.BoolOp(values=values):
            for value in values:
                _truth(value, names, patterns)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            _truth(operand, names, patterns)
        case ast.Compare(left=left, ops=operators, comparators=[right]):
            if not isinstance(operators[0], _COMPARISONS):
                raise ConditionError("`is` is not in the language; use == or blank(field)", node.col_offset)
            _value(left, names, patterns)
            if isinstance(operators[0], ast.In | ast.NotIn):
                _membership(left, right, names)
            else:
                _value(right, names, patterns)
        case ast.Compare():
            raise ConditionError("a chain of comparisons is not in the language; join them with `and`", node.col_offset)
        case ast.Name() | ast.Call() | ast.Constant(value=bool()):
            _value(node, names, patterns)
        case _:
            raise ConditionError(f"{_shown(node)} is not in the language", node.col_offset)


def _membership(left: ast.expr, right: ast.expr, names: Names) -> None:
    """Accept what stands right of `in`: constants in brackets, or a list field with a constant on its left."""
    if isinstance(right, ast.List | ast.Tuple):
        for item in right.elts:
            _constant(item)
        return
    if not isinstance(left, ast.Constant) or not _list(right, names):
        raise ConditionError("`in` asks for a constant in a list field, or a field in [constants]", right.col_offset)


def _list(node: ast.expr, names: Names) -> bool:
    """Note a list field, `groups`, or one of its columns, `articles.doi`; False for anything else."""
    match node:
        case ast.Name(id=table):
            names.setdefault(f"{table}.", node.col_offset)
        case ast.Attribute(value=ast.Name(id=table), attr=column):
            names.setdefault(f"{table}.{column}", node.col_offset)
        case _:
            return False
    return True


def _value(node: ast.expr, names: Names, patterns: Names) -> None:
    match node:
        case ast.Name(id=name):
            names.setdefault(name, node.col_offset)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number) as operand) if (
            not isinstance(number, bool)
        ):
            _constant(operand)
        case ast.Call(func=ast.Name(id="matches"), args=[field, ast.Constant(value=str() as pattern)], keywords=[]):
            if not (isinstance(field, ast.Attribute) and _list(field, names)):
                _value(field, names, patterns)
            patterns.setdefault(pattern, node.col_offset)
        case ast.Call(func=ast.Name(id=function), args=[ast.Name() as field], keywords=[]) if (
            FUNCTIONS.get(function) == 1
        ):
            _value(field, names, patterns)
        case ast.Call(func=ast.Name(id=function)):
            known = ", ".join(FUNCTIONS)
            raise ConditionError(f"{function}(…) is not one of {known}, or its arguments are wrong", node.col_offset)
        case _:
            _constant(node)


def _constant(node: ast.expr) -> None:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str | int | float):
        raise ConditionError(f"{_shown(node)} is not in the language", node.col_offset)
    if isinstance(node.value, str):
        if not node.value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in node.value):
            raise ConditionError("half a character (a lone surrogate) is not in the language", node.col_offset)
    elif abs(node.value) > MAX_NUMBER:
        raise ConditionError("a number this large is not in the language", node.col_offset)


def _shown(node: ast.expr) -> str:
    return type(node).__name__.lower()
