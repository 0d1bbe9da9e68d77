"""The closed language of `when` and `then`: read by Python's own parser, never run by it."""

from pharmaudit.conditions.evaluate import decided, is_known, mask
from pharmaudit.conditions.parse import Condition, ConditionError, parse
from pharmaudit.conditions.sorts import NUMBER, TEXT, mismatches, sort_of

__all__ = [
    "NUMBER",
    "TEXT",
    "Condition",
    "ConditionError",
    "decided",
    "is_known",
    "mask",
    "mismatches",
    "parse",
    "sort_of",
]
