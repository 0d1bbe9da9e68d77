"""The reference distribution: how complete the entries of a released base were, to stand a small run against."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pharmaudit.errors import RuleError

FILE = "reference.json"
STEPS = 100
Score = Annotated[float, Field(ge=0, le=100)]


class Distribution(BaseModel):
    """How completeness is spread: STEPS scores, ascending, each of which stands for a hundredth of `entries`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entries: Annotated[int, Field(ge=1)]
    completeness: Annotated[tuple[Score, ...], Field(min_length=STEPS, max_length=STEPS)]

    @model_validator(mode="after")
    def _ascending(self) -> "Distribution":
        if list(self.completeness) != sorted(self.completeness):
            raise ValueError("completeness must ascend")
        return self

    @classmethod
    def of(cls, scores: np.ndarray) -> "Distribution":
        """The distribution of some scores, 0 to 100, NaN left out; at least one is needed."""
        known = scores[~np.isnan(scores)]
        middles = (np.arange(STEPS) + 0.5) / STEPS
        return cls(entries=len(known), completeness=tuple(np.quantile(known, middles, method="inverted_cdf").tolist()))


class Reference(BaseModel):
    """The distributions of one release: numbers alone, nothing of its content.

    `rulebook` is the digest of the files that made it; `makeup` that of what completeness depends on (scoring.makeup).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    release: str
    released: date
    made: date
    rulebook: str
    makeup: str
    all: Distribution
    cohorts: Mapping[str, Distribution]

    @property
    def title(self) -> str:
        return f"{self.release} ({self.released.isoformat()})"


def load_reference(folder: Path) -> Reference | None:
    """The reference of a folder of rules; None where it has none. Raises RuleError."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return Reference.model_validate_json(path.read_bytes())
    except OSError as error:
        raise RuleError(f"{path}: the reference distribution cannot be read ({error.strerror})") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        told = ": ".join(filter(None, (".".join(str(part) for part in first["loc"]), first["msg"])))
        raise RuleError(
            f"{path}: this is no reference distribution ({told}); make it again as benchmarks/reference.py says"
        ) from None
