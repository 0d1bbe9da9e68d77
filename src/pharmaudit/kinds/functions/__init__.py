"""The closed registry of functions that rules of kind `python` call by name: never code of a user, never an import."""

from collections.abc import Mapping

from pharmaudit.kinds.functions.base import Function, Judged
from pharmaudit.kinds.functions.kinetics import KINETICS
from pharmaudit.kinds.functions.mentions import MENTIONS
from pharmaudit.kinds.functions.publications import PUBLICATIONS
from pharmaudit.kinds.functions.structure import STRUCTURE

__all__ = ["FUNCTIONS", "Function", "Judged"]

FUNCTIONS: Mapping[str, Function] = {**STRUCTURE, **MENTIONS, **KINETICS, **PUBLICATIONS}
