"""From a YAML document to a checked pydantic model: every complaint has file, line, column and 'did you mean'."""

from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pharmaudit.errors import RulebookError, RuleError
from pharmaudit.yamltext import Document, Where, did_you_mean

M = TypeVar("M", bound=BaseModel)
_SHOWN = 60
_LISTS = ("tuple_type", "list_type")
NEAR = 100
"""For so many errors of a file it is worth the time to look for what was meant."""


def build(model: type[M], data: object, document: Document, where: Where = ()) -> M:
    """Validate the data at `where` of a document. Raises RuleError naming everything that is wrong."""
    if not isinstance(data, dict):
        raise RuleError(f"{document.at(where)}: expected a mapping of {', '.join(keys_of(model))}")
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise RulebookError(
            f"{document.at((*where, *(step for step in one['loc'] if isinstance(step, str | int))))}: "
            f"{_sentence(model, one, number < NEAR)}"
            for number, one in enumerate(error.errors(include_url=False))
        ) from None


def _sentence(model: type[BaseModel], error: ErrorDetails, near: bool) -> str:
    loc, kind = error["loc"], error["type"]
    key = ".".join(str(step) for step in loc)
    if kind == "extra_forbidden":
        known = keys_of(model) if len(loc) == 1 and near else ()  # what stands deeper has other keys
        return f"there is no key {key!r}.{did_you_mean(str(loc[-1]), known)}"
    if kind == "missing":
        return f"the key {key!r} is missing"
    if kind in ("enum", "literal_error"):
        allowed = str(error.get("ctx", {}).get("expected", ""))
        words = [word.strip(" '") for word in allowed.replace(" or ", ",").split(",")]
        return f"{key} must be {allowed}, not {shown(error['input'])}.{did_you_mean(str(error['input']), words)}"
    if kind in _LISTS:
        return f"{key} must be a list, such as [a, b], not {shown(error['input'])}"
    return ": ".join(filter(None, (key, error["msg"].removeprefix("Value error, "))))


def shown(value: object) -> str:
    """A value as a message quotes it, cut short where it is long."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def keys_of(model: type[BaseModel]) -> Iterable[str]:
    """The keys that a file may give."""
    return [field.alias or name for name, field in model.model_fields.items()]
