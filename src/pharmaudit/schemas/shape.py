"""Schemas worked out from the declared columns, and the adapter from pandera's report to rows that fail.

A missing column or a wrong dtype is a mistake of a reader and raises; text of the wrong shape is a finding.
"""

from collections.abc import Mapping
from functools import cache

import pandas as pd
import pandera.errors
import pandera.pandas as pa

from pharmaudit.checks import CHECKS
from pharmaudit.checks.base import Valid, matching
from pharmaudit.readers.layout import TABLES, Table

SHAPES: Mapping[str, Valid] = {
    "integer": matching("[+-]?[0-9]+"),
    "number": matching(r"[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?"),
    "date": CHECKS["iso-date"].valid,
    "boolean": matching("true|false"),
}
"""Kind of column -> what tells the shape of its text. Empty text has none: presence is the business of other rules."""


@cache
def schema(table: str) -> pa.DataFrameSchema:
    """The pandera schema of a table: all its columns and no others, with one check per shaped column."""
    declared = TABLES[table]
    columns = {key: pa.Column("str" if key == "owner" else "int64") for key in declared.keys}
    for column in declared.columns:
        shape = SHAPES.get(column.kind)
        checks = [pa.Check(_has_shape(shape), name=f"{column.name} is {column.kind}", ignore_na=True)] if shape else []
        columns[column.name] = pa.Column("str", checks=checks, nullable=True)
    return pa.DataFrameSchema(columns, name=table, strict=True)


def _has_shape(shape: Valid) -> Valid:
    def check(values: pd.Series) -> pd.Series:
        return shape(values) | (values.str.strip() == "")

    return check


def misshapen(table: str, frame: pd.DataFrame) -> dict[str, pd.Index]:
    """Column -> rows whose text has not the shape of the column.

    Raises pandera.errors.SchemaErrors where a column is missing or of another dtype.
    """
    declared: Table = TABLES[table]
    try:
        schema(table).validate(frame[[*declared.keys, *(column.name for column in declared.columns)]], lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        if cases["index"].isna().any():
            raise
        return {str(column): pd.Index(rows["index"].astype("int64")) for column, rows in cases.groupby("column")}
    return {}
