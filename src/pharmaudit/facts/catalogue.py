"""The field catalogue, cohort classes and phrases: what rules/ says of the data, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as PydanticField

PHARMACOLOGY = (
    "indication",
    "pharmacodynamics",
    "mechanism_of_action",
    "toxicity",
    "absorption",
    "volume_of_distribution",
    "protein_binding",
    "metabolism",
    "route_of_elimination",
    "half_life",
    "clearance",
)
"""The eleven fields by which an entry counts as annotated."""

PHARMACOKINETICS = PHARMACOLOGY[4:]
"""The seven pharmacokinetic fields among them."""


class Field(BaseModel):
    """One data item of the knowledge base; see rules/fields.yaml for the meaning of each key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    label: str
    section: str
    kind: Literal["text", "scalar", "list", "derived"]
    weight: float = 0
    core: bool = False
    not_applicable_to: tuple[str, ...] = ()
    carried_by: tuple[Literal["page", "xml"], ...] = ()


class CohortClass(BaseModel):
    """One biologic class of rules/cohorts.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str = PydanticField(alias="class")
    type: str | None = None
    classification: str | None = None
    category: str | None = None
    name: str | None = None
    not_name: str | None = None
    split: bool = False
    stub_below: int = 2


@dataclass(frozen=True)
class Catalogue:
    """Everything declared about the data.

    `vocabularies`: name -> values; `patterns`: name -> RE2 expression. The states need the vocabulary `placeholder`
    and the patterns `boilerplate-description`, `boilerplate-indication`, `no-data` and `asserted-absence`.
    """

    fields: Mapping[str, Field]
    classes: tuple[CohortClass, ...] = ()
    vocabularies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(name for name, item in self.fields.items() if item.kind == "text")

    @cached_property
    def sections(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.section for item in self.fields.values()))
