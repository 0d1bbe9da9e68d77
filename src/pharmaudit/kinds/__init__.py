"""The closed set of forms that a rule can take, one module each."""

from collections.abc import Mapping

from pharmaudit.kinds.agree import Agree
from pharmaudit.kinds.base import Example, Known, Rule, Verdict
from pharmaudit.kinds.compare import Compare
from pharmaudit.kinds.count import Count
from pharmaudit.kinds.format import Format
from pharmaudit.kinds.implies import Implies
from pharmaudit.kinds.points import Points
from pharmaudit.kinds.presence import Presence
from pharmaudit.kinds.python import Python
from pharmaudit.kinds.range import Range
from pharmaudit.kinds.reference import Reference
from pharmaudit.kinds.schema import Schema
from pharmaudit.kinds.symmetric import Symmetric
from pharmaudit.kinds.text import Text
from pharmaudit.kinds.unique import Unique
from pharmaudit.kinds.vocabulary import Vocabulary

__all__ = ["KINDS", "Example", "Known", "Rule", "Verdict"]

KINDS: Mapping[str, type[Rule]] = {
    "presence": Presence,
    "count": Count,
    "points": Points,
    "format": Format,
    "range": Range,
    "vocabulary": Vocabulary,
    "unique": Unique,
    "reference": Reference,
    "symmetric": Symmetric,
    "implies": Implies,
    "compare": Compare,
    "agree": Agree,
    "text": Text,
    "schema": Schema,
    "python": Python,
}
