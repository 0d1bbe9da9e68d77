"""Demand: how much an entry is used, from 0 to 1, as the knowledge base tells it or as a table from outside does."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import Facts

GROUP_DEMAND = {"approved": 1.0, "withdrawn": 0.6, "investigational": 0.4, "experimental": 0.1}
OTHER_DEMAND = 0.1
NONPROPRIETARY = r"(?i)\b(?:inn|usan|ban|jan|dcf|dcit)\b"
"""Those who give nonproprietary names; IUPAC, who names every substance, is none of them."""
OWN_USE = "what the source tells of use"


@dataclass(frozen=True)
class External:
    """Demand told from outside: the name of the table, and a number of any scale, 0 or more, by entry id."""

    name: str
    values: Mapping[str, float]


@dataclass(frozen=True)
class Demand:
    """Demand of every entry, 0 to 1; the parts of it that nobody can tell; where it comes from.

    `parts` are the means that `value` is made of, `role` what it is multiplied by. `strangers` counts ids of the table
    from outside that no entry has.
    """

    value: np.ndarray
    unknown: tuple[str, ...]
    parts: Mapping[str, np.ndarray]
    origin: str = OWN_USE
    role: np.ndarray | None = None
    strangers: int = 0


def meaning(wanted: Demand) -> str:
    """What the demand of a report is made of, in words."""
    if wanted.role is None:
        gap = f" {wanted.strangers:,} of its ids belong to no entry." if wanted.strangers else ""
        return f"0 to 1, the mean of {wanted.origin}, scaled by logarithm up to the 99th percentile.{gap}"
    told = (
        "0 to 1, the mean of what the source tells of use: best group, products, dosage forms, interactions that point "
        "to the entry, trials; times how far the entry is a medicine in its own right: an ATC code, a nonproprietary "
        "name, an international brand."
    )
    return told + (f" Not told by this source: {', '.join(wanted.unknown)}." if wanted.unknown else "")


def demand(facts: Facts, external: External | None = None) -> Demand:
    """Mean of best group and use, the latter from the table of `external` or else from what is known here.

    Here, use is products, dosage forms, interactions that point to the entry and trials; the mean is multiplied by
    the role of the entry (see `role`). Numbers are scaled by logarithm up to their 99th percentile.
    """
    group = {"group": facts.groups.map(GROUP_DEMAND).fillna(OTHER_DEMAND).to_numpy(dtype=float)}
    if external is not None:
        told = pd.Series({key.lower(): value for key, value in external.values.items()}, dtype=float)
        ids = facts.tables.entries["entry_id"].fillna("").str.lower()
        parts = group | {"demand": _scaled(ids.map(told).fillna(0).to_numpy(dtype=float))}
        strangers = int((~told.index.isin(ids)).sum())
        return Demand(_mean(parts), (), parts, f"{external.name} and the best group", strangers=strangers)
    counts = {
        "products": facts.count("products").to_numpy(),
        "dosage forms": facts.count("dosages").to_numpy(),
        "interactions": _in_degree(facts),
        "trials": facts.count("trials").to_numpy(),
    }
    unknown = tuple(name for name, count in counts.items() if not count.any())
    parts = group | {name: _scaled(count) for name, count in counts.items() if name not in unknown}
    weight = role(facts)
    return Demand(_mean(parts) * weight, unknown, parts, role=weight)


def role(facts: Facts) -> np.ndarray:
    """How far an entry is a medicine in its own right, from 1/4 (no sign of it) to 1: (1 + signs) / (1 + signs known).

    The signs are an ATC code, a nonproprietary name (a synonym coded INN, USAN, BAN, JAN, DCF or DCIT) and an
    international brand. A solvent or a vehicle is part of many products without being what they are taken for, and has
    none. A sign that no entry of the base has says nothing, and is left out.
    """
    named = facts.matches(facts.frame("synonyms")["coder"], NONPROPRIETARY)
    signs = (
        facts.count("atc_codes").to_numpy() > 0,
        np.bincount(facts.entry_of("synonyms")[named], minlength=facts.size) > 0,
        facts.count("international_brands").to_numpy() > 0,
    )
    known = [sign for sign in signs if sign.any()]
    found = sum(known, start=np.zeros(facts.size))
    return np.asarray((1 + found) / (1 + len(known)))


def _scaled(count: np.ndarray) -> np.ndarray:
    """Numbers of any scale as 0 to 1: by logarithm, 1 from the 99th percentile up, or from half of the largest."""
    scaled = np.log1p(count)
    if not scaled.any():
        return np.zeros(len(count))
    return np.asarray(np.minimum(1.0, scaled / max(np.quantile(scaled, 0.99), scaled.max() / 2)))


def _mean(parts: Mapping[str, np.ndarray]) -> np.ndarray:
    return np.asarray(np.mean(list(parts.values()), axis=0))


def _in_degree(facts: Facts) -> np.ndarray:
    """How many rows of other entries' interactions point at each entry."""
    named = facts.frame("drug_interactions")["drugbank_id"].value_counts()
    return facts.tables.entries["entry_id"].map(named).fillna(0).to_numpy(dtype=float)
