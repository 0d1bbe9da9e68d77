"""Cohorts: the biologic class of every entry, its best group, and the peers it is compared with."""

import numpy as np
import pandas as pd

from pharmaudit.facts.catalogue import CohortClass
from pharmaudit.facts.matching import matches
from pharmaudit.readers.tables import Tables

GROUP_ORDER = ("approved", "withdrawn", "investigational", "experimental")
OTHER = "other"


def biologic_class(tables: Tables, classes: tuple[CohortClass, ...]) -> pd.Series:
    """The first class of rules/cohorts.yaml that matches each entry; 'unknown' where none does."""
    entries, categories = tables.entries, tables["categories"]
    result = np.full(len(entries), "unknown", dtype=object)
    open_ = np.ones(len(entries), dtype=bool)
    small = (entries["type"] == "small molecule").to_numpy()
    for item in classes:
        if item.type is not None:
            found = (entries["type"] == item.type).to_numpy()
        else:
            found = np.zeros(len(entries), dtype=bool)
            if item.classification:
                found |= matches(entries["biologic_classification"], item.classification)
            if item.name:
                found |= matches(entries["name"], item.name)
            if item.category:
                rows = categories.loc[matches(categories["category"], item.category), "entry"]
                found[rows.to_numpy(dtype=np.int64)] = True
            if item.not_name:
                found &= ~matches(entries["name"], item.not_name)
            found &= ~small & entries["type"].notna().to_numpy()
        result[open_ & found] = item.label
        open_ &= ~found
    return pd.Series(result, dtype="str")


def best_group(tables: Tables) -> pd.Series:
    """The group that says most about an entry; 'other' where it has none of the four."""
    groups = tables["groups"]
    result = np.full(len(tables.entries), OTHER, dtype=object)
    for group in reversed(GROUP_ORDER):
        result[groups.loc[groups["group"] == group, "entry"].to_numpy(dtype=np.int64)] = group
    return pd.Series(result, dtype="str")


def cohort(class_: pd.Series, group: pd.Series, classes: tuple[CohortClass, ...]) -> pd.Series:
    """'approved small molecule' where the class is split by group, 'cell therapy' where it is too small for that."""
    split = [item.label for item in classes if item.split]
    return class_.where(~class_.isin(split), group + " " + class_)


def cohort_names(classes: tuple[CohortClass, ...]) -> list[str]:
    """Every class, and every cohort that a class is split into."""
    groups = (*GROUP_ORDER, OTHER)
    return [
        name for item in classes for name in (item.label, *(f"{group} {item.label}" for group in groups if item.split))
    ]
