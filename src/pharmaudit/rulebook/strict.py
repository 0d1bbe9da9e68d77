"""From a YAML document to a checked pydantic model: every complaint has file, line, column and 'did you mean'."""

from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pharmaudit.errors import RuleError
from pharmaudit.yamltext import Document, Where, did_you_mean

M = TypeVar("M", bound=BaseModel)


def build(model: type[M], data: object, document: Document, where: Where = ()) -> M:
    """Validate the data at `where` of a document. Raises RuleError naming the first thing that is wrong."""
    if not isinstance(data, dict):
        raise RuleError(f"{document.at(where)}: expected a mapping of {', '.join(keys_of(model))}")
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        place = (*where, *(step for step in first["loc"] if isinstance(step, str | int)))
        raise RuleError(f"{document.at(place)}: {_sentence(model, first)}") from None


def _sentence(model: type[BaseModel], error: ErrorDetails) -> str:
    loc, kind = error["loc"], error["type"]
    key = ".".join(str(step) for step in loc)
    if kind == "extra_forbidden":
        known = keys_of(model) if len(loc) == 1 else ()  # what stands deeper has other keys
        return f"there is no key {key!r}.{did_you_mean(str(loc[-1]), known)}"
    if kind == "missing":
        return f"the key {key!r} is missing"
    if kind in ("enum", "literal_error"):
        allowed = str(error.get("ctx", {}).get("expected", ""))
        words = [word.strip(" '") for word in allowed.replace(" or ", ",").split(",")]
        return f"{key} must be {allowed}, not {error['input']!r}.{did_you_mean(str(error['input']), words)}"
    return f"{key}: {error['msg'].removeprefix('Value error, ')}"


def keys_of(model: type[BaseModel]) -> Iterable[str]:
    """The keys that a file may give."""
    return [field.alias or name for name, field in model.model_fields.items()]
