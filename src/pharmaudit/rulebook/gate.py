"""What a profile demands of a run: the block `gate` of a profile file."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pharmaudit.errors import UsageError
from pharmaudit.kinds import Rule
from pharmaudit.model import Severity
from pharmaudit.rulebook.gather import Gathered
from pharmaudit.rulebook.select import refuse_unknown
from pharmaudit.yamltext import Document

Count = Annotated[int, Field(ge=0, strict=True)]  # strict: true is no number
Share = Annotated[float, Field(ge=0, le=1, strict=True)]
Score = Annotated[float, Field(ge=0, le=100, strict=True)]
Axis = Literal["completeness", "consistency", "evidence"]


class Demands(BaseModel):
    """The conditions of a gate; what is not named is not demanded, and what is exactly met is met.

    `new` and `open` are the most findings, by severity; `open` takes words for rules as well: beginnings of ids, names,
    `tag:NAME`. `below_grade` is the greatest share (0 to 1) of entries with a grade below the letter, `stub_share` that
    of entries that are empty or stubs, `median` the least median of a score, `drop` the most points that a median may
    have lost since the run before, `drift` the most counts and rates that moved too far since then. `crashes` is the
    most rules that crash, `damages` the most places of the sources that cannot be read, `lost` the most of these at
    which entries are missing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    new: Mapping[Severity, Count] = {}
    open: Mapping[str, Count] = {}
    below_grade: Mapping[Literal["A", "B", "C", "D"], Share] = {}
    median: Mapping[Axis, Score] = {}
    stub_share: Share | None = None
    drop: Mapping[Axis, Score] = {}
    drift: Count | None = None
    crashes: Count | None = None
    damages: Count | None = None
    lost: Count | None = None

    @model_validator(mode="before")
    @classmethod
    def _is_mapping(cls, given: Any) -> Any:
        if not isinstance(given, Mapping | Demands):
            raise ValueError(f"a mapping of conditions is expected: {', '.join(cls.model_fields)}")
        return given


def check_gate(documents: Sequence[Document], rules: Sequence[Rule]) -> None:
    """Raises RuleError where a gate sets a ceiling for a word that is neither a severity nor means a rule."""
    gathered = Gathered()
    for document in documents:
        data = document.data
        gate = data.get("gate") if isinstance(data, dict) else None
        for word in (gate or {}).get("open", {}):
            if word not in tuple(Severity):
                try:
                    refuse_unknown(word, rules)
                except UsageError as error:
                    place = document.at(("gate", "open", word))
                    gathered.tell(f"{place}: {error} A ceiling is for {', '.join(Severity)}, or for rules")
    gathered.refuse()
