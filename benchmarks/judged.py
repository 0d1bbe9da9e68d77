"""What rules say to the values of one column, for benchmarks that measure rules on lists of values."""

import platform
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Rule
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.tables import Tables
from pharmaudit.resources import data_dir
from pharmaudit.rulebook import load_rulebook

RULEBOOK = load_rulebook(data_dir("rules"))
TODAY = date(2026, 1, 1)
"""No rule measured here depends on it."""


def rules(*prefixes: str) -> list[Rule]:
    """The rules whose ids start so, in order."""
    return [rule for rule in RULEBOOK.rules if rule.id.startswith(prefixes)]


def failing(column: str, values: Sequence[str], judges: Sequence[Rule], **others: str) -> dict[str, np.ndarray]:
    """Rule id -> which values fail it, where each value is `table.column` in an entry of its own.

    `others` fills further columns of the row alike. A value that a rule does not judge does not fail it.
    """
    table, _, name = column.partition(".")
    entries = [{"entry_id": f"DB{number:05}", "source": "list"} for number in range(len(values))]
    rows = [{name: value, **others} for value in values]
    if table == "entries":
        entries = [entry | row for entry, row in zip(entries, rows, strict=True)]
    made = {"entries": [_cells("entries", (number, 0), entry) for number, entry in enumerate(entries)]}
    if table != "entries":
        made[table] = [_cells(table, (number,), row) for number, row in enumerate(rows)]
    facts = Facts(Tables.from_rows(made), RULEBOOK.catalogue, TODAY)
    return {rule.id: rule.judge(facts).passed.eq(False).fillna(False).to_numpy(dtype=bool) for rule in judges}


def _cells(table: str, keys: tuple[int, ...], row: dict[str, str]) -> tuple[object, ...]:
    return (*keys, *(row.get(column.name) for column in TABLES[table].columns))


def any_of(failed: dict[str, np.ndarray], judges: Sequence[Rule]) -> np.ndarray:
    """Values that fail one of the rules."""
    return np.logical_or.reduce([failed[rule.id] for rule in judges])


def table(path: Path, **layout: str | int) -> pd.DataFrame:
    """A CSV file as text, empty cells as empty text."""
    return pd.read_csv(path, dtype="str", keep_default_na=False, **layout)


def share(mask: np.ndarray) -> str:
    return f"{mask.sum():,} of {len(mask):,} ({100 * mask.mean():.3f} %)"


def machine() -> str:
    """Where a figure was measured, without a name of the machine."""
    return f"{platform.processor() or platform.machine()}, {platform.system()}, Python {platform.python_version()}"
