"""What a field is worth in an entry: by the field, by the profile, and by the cohort where the profile says so."""

from collections.abc import Mapping

import numpy as np

from pharmaudit.facts.facts import Facts

CohortWeights = Mapping[str, Mapping[str, float]]
"""Cohort, or class of cohorts -> field -> weight. What is said of the cohort goes before what is said of its class."""


def by_cohort(facts: Facts, base: Mapping[str, float], weights: CohortWeights) -> dict[str, np.ndarray]:
    """The weight in every entry of each field that `weights` speaks of; `base` has it elsewhere."""
    found = {name: np.full(facts.size, base[name]) for told in weights.values() for name in told if name in base}
    for labels in (facts.classes, facts.cohorts):
        for label, told in weights.items():
            members = (labels == label).to_numpy()
            for name in told.keys() & found.keys():
                found[name][members] = told[name]
    return found
