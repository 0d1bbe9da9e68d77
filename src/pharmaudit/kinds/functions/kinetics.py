"""Do half-life, volume of distribution and clearance of an entry fit together?"""

from collections.abc import Callable
from math import log

import pandas as pd

from pharmaudit.checks.pharmacokinetics import clearance, half_life_hours, volume
from pharmaudit.facts.facts import Facts
from pharmaudit.facts.matching import matches
from pharmaudit.kinds.functions.base import Function, Judged, judged

BODY = 70.0
"""Kilograms of an adult, to compare a value per kilogram with one for the whole body."""

FACTOR = 20.0
"""Half-lives of several phases and values of several groups lie up to ten times apart; further off is a slip."""

_PART = r"(?i)\b(?:renal(?:ly)?|kidney)\s*(?:cl|:)"
"""The clearance by the kidneys alone says nothing of the half-life."""


def coherent(facts: Facts) -> Judged:
    """The half-life is near ln 2 · volume / clearance; texts that do not give one number are not judged."""
    entries = facts.tables.entries
    texts = entries[["half_life", "volume_of_distribution", "clearance"]].dropna()
    texts = texts[~matches(texts["clearance"], _PART)]
    # as soon as one of the three gives no number the others need not be read
    stated = half_life_hours(texts["half_life"]).dropna()
    litres = _of_body(texts["volume_of_distribution"][stated.index], volume, "L").dropna()
    flow = _of_body(texts["clearance"][litres.index], clearance, "L/h").dropna()
    expected = log(2) * litres[flow.index] / flow
    ratio = stated[flow.index] / expected
    told = expected.map(lambda hours: f"{hours:.3g} h")
    return judged(entries.index, ratio.between(1 / FACTOR, FACTOR, inclusive="neither"), told)


def _of_body(texts: pd.Series, read: Callable[[pd.Series, str], pd.Series], unit: str) -> pd.Series:
    """What each text gives for a whole body in `unit`; per kilogram counts for one of BODY."""
    return read(texts, unit).fillna(read(texts, f"{unit}/kg") * BODY)


KINETICS = {"coherent-pharmacokinetics": Function("half_life", coherent)}
