"""How the scores of a profile are reckoned, where it wants another formula than ours: its block `formula`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Formula(BaseModel):
    """The formulas of the scores; docs/formulas.md has two public ones written in them.

    `completeness` - share: points earned in per cent of those that could be; - sum: the points that rules of kind
    points give, added up. `consistency` - rows: of each rule the share of rows that pass, weighted by severity;
    - rules: every rule weighs the same, and one that fails costs an error its whole weight, a warning a third, an info
    a tenth.
    `stars` - demanding: beside completeness they ask for texts, references, no open error and core fields; - plain: by
    completeness alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    completeness: Literal["share", "sum"] = "share"
    consistency: Literal["rows", "rules"] = "rows"
    stars: Literal["demanding", "plain"] = "demanding"
