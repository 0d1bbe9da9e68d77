"""What a named check is, and the few vectorised building blocks that all of them share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pharmaudit.model import Repair

Valid: TypeAlias = Callable[[pd.Series], pd.Series]
Law: TypeAlias = Callable[[pd.Series], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class NamedCheck:
    """A function that rule files call by name.

    `valid` takes a Series of non-null text with any index and returns a numpy bool Series on the same index, True where
    the raw value is valid; nothing is stripped first. `good` and `bad` are real values that it must pass and fail;
    `source` says where the form is documented; `repair` suggests replacements for one failed value, `tell`
    names the part of it that is wrong.
    """

    name: str
    valid: Valid
    good: tuple[str, ...]
    bad: tuple[str, ...]
    source: str
    repair: Callable[[str], Repair] | None = None
    tell: Callable[[str], str] | None = None


def matching(pattern: str, law: Law | None = None) -> Valid:
    """A `valid` that accepts what fully matches `pattern` and obeys `law`, which sees only what matched."""

    def valid(values: pd.Series) -> pd.Series:
        mask = fullmatch(values, pattern)
        if law is not None:
            mask[mask] = law(values[mask])
        return pd.Series(mask, index=values.index)

    return valid


def fullmatch(values: pd.Series, pattern: str) -> NDArray[np.bool_]:
    """True where the whole value matches; write `[0-9]`, not `\\d`, or non-ASCII digits pass and Arrow is left."""
    return np.array(values.str.fullmatch(f"(?:{pattern})"), dtype=bool)


def contains(values: pd.Series, pattern: str) -> NDArray[np.bool_]:
    """True where the pattern occurs; it has no capturing groups, lookarounds or back references."""
    return np.array(values.str.contains(pattern), dtype=bool)


def codes(values: pd.Series, width: int) -> NDArray[np.int64]:
    """Character codes of ASCII values, one row a value, left-padded with zeros to `width`: shape (n, width)."""
    padded = np.asarray(values.str.rjust(width, "0").to_list(), dtype=f"S{width}")
    return padded.view(np.uint8).reshape(-1, width).astype(np.int64)


def digits(values: pd.Series, width: int) -> NDArray[np.int64]:
    """Base-36 value of each character (`0-9A-Z`), as `codes`; for decimal digits simply the digit."""
    found = codes(values, width)
    return found - np.where(found > ord("9"), ord("A") - 10, ord("0"))
