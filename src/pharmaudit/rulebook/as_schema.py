"""Row-level rules as the named checks of a pandera schema, for pipelines of others."""

from datetime import date

import pandas as pd
import pandera.pandas as pa

from pharmaudit import conditions
from pharmaudit.facts.facts import Facts, columns_of
from pharmaudit.kinds import Rule
from pharmaudit.kinds.compare import Compare
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.tables import Tables
from pharmaudit.rulebook.load import Rulebook
from pharmaudit.schemas import schema


def table_schema(table: str, rulebook: Rulebook, as_of: date) -> pa.DataFrameSchema:
    """The shape of a table, with a frame-level check for every row-level rule that the table alone can decide."""
    shape = schema(table)
    columns = {name: column.set_checks(column.checks) for name, column in shape.columns.items()}
    for column in columns.values():
        column.required = False
    rules = [rule for rule in rulebook.rules if rule.table == table and _is_decided_by(rule, table)]
    checks = [
        pa.Check(_Passes(rule, rulebook, as_of), name=rule.id, error=rule.title, ignore_na=False) for rule in rules
    ]
    return pa.DataFrameSchema(columns, checks=checks, name=table, strict=False)


def _is_decided_by(rule: Rule, table: str) -> bool:
    """Whether a rule asks for nothing but columns of the table: no other rows, no lists, no facts of the entry."""
    columns = columns_of(table)
    texts = [text for key in (*rule.condition_keys, "where") if (text := getattr(rule, key, None)) is not None]
    other = [rule.other] if isinstance(rule, Compare) and rule.other != "as_of" else []
    names = other + [name for text in texts for name, _ in conditions.parse(text).names]
    head, _, column = rule.field.rpartition(".")
    own = (head or "entries") == table  # points of an entry may be earned by rows of another table
    return own and rule.scope == "row" and all(name in columns for name in (column, *names))


class _Passes:
    """One rule over a lone frame: what it cannot judge there passes."""

    def __init__(self, rule: Rule, rulebook: Rulebook, as_of: date) -> None:
        self._rule, self._rulebook, self._as_of = rule, rulebook, as_of

    def __call__(self, frame: pd.DataFrame) -> pd.Series:
        facts = Facts(_lone(self._rule.table, frame), self._rulebook.catalogue, self._as_of)
        passed = self._rule.judge(facts).passed
        return pd.Series(passed.fillna(True).to_numpy(dtype=bool), index=frame.index)


def _lone(name: str, frame: pd.DataFrame) -> Tables:
    """Tables of which only one has rows; a child table gets as many nameless entries as it speaks of."""
    declared = TABLES[name]
    empty = Tables.from_rows({})
    columns = [column.name for column in declared.columns]
    rows = frame.reset_index(drop=True)
    full = pd.DataFrame({column: rows.get(column, pd.Series(pd.NA, rows.index)) for column in columns}).astype("str")
    for key in declared.keys:
        full[key] = rows.get(key, pd.Series(rows.index, rows.index))
    frames = dict(empty.frames) | {name: full}
    if name != "entries":
        size = int(full["entry"].max()) + 1 if len(full) else 0
        frames["entries"] = empty.entries.reindex(range(size)).astype(empty.entries.dtypes.replace("int64", "float64"))
    return Tables(frames)
