"""Fill rates: how many entries have each field at all, and how many of those say something."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pharmaudit.facts.derived import INFORMATIVE
from pharmaudit.facts.facts import Facts
from pharmaudit.facts.states import visible
from pharmaudit.model import State

POPULATIONS = ("all", "approved", "approved small molecule", "approved biotech", "experimental")


@dataclass(frozen=True)
class Fill:
    """Of one field, by entry: whether something stands there, whether it says something, whether no source can tell."""

    filled: np.ndarray
    informative: np.ndarray
    unknown: np.ndarray


def fill_of(facts: Facts, field: str) -> Fill:
    """How a field is filled, entry by entry."""
    states = facts.state(field)
    return Fill(
        filled=_filled(facts.value(field)),
        informative=states.isin(INFORMATIVE).to_numpy(),
        unknown=(states == State.UNKNOWN.value).to_numpy(),
    )


def fill_rates(facts: Facts) -> pd.DataFrame:
    """One row per field and population: `field`, `label`, `section`, `population`, `entries`, `filled`, `informative`,
    `unknown`.

    `filled` counts entries in which something stands, placeholders and templates too; `informative` those in which it
    says something (state present or asserted absent); `unknown` those whose source cannot tell. A population is by
    group, so that an entry may be in several.
    """
    members = _members(facts)
    rows = []
    for name, field in facts.catalogue.fields.items():
        one = fill_of(facts, name)
        counted = (one.filled, one.informative, one.unknown)
        for population, mask in members.items():
            counts = (int((truth & mask).sum()) for truth in counted)
            rows.append((name, field.label, field.section, population, int(mask.sum()), *counts))
    names = ["field", "label", "section", "population", "entries", "filled", "informative", "unknown"]
    return pd.DataFrame(rows, columns=names)


def _filled(values: pd.Series) -> np.ndarray:
    if pd.api.types.is_numeric_dtype(values):
        return (values > 0).fillna(False).to_numpy(dtype=bool)
    return (visible(values) != "").to_numpy()


def _members(facts: Facts) -> dict[str, np.ndarray]:
    groups, types = facts.frame("groups"), facts.tables.entries["type"].str.lower()
    approved, experimental = (_in_group(facts, groups, name) for name in ("approved", "experimental"))
    masks = (
        np.ones(facts.size, dtype=bool),
        approved,
        approved & types.eq("small molecule").to_numpy(dtype=bool, na_value=False),
        approved & types.eq("biotech").to_numpy(dtype=bool, na_value=False),
        experimental,
    )
    return dict(zip(POPULATIONS, masks, strict=True))


def _in_group(facts: Facts, groups: pd.DataFrame, name: str) -> np.ndarray:
    mask = np.zeros(facts.size, dtype=bool)
    mask[groups.loc[groups["group"] == name, "entry"].to_numpy(dtype=np.int64)] = True
    return mask
