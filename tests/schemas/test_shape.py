"""Pandera schemas of every table, and the rows whose text has not the shape of its column."""

import pandas as pd
import pandera.errors
import pytest

from pharmaudit.readers.layout import TABLES
from pharmaudit.schemas import SHAPES, misshapen, schema
from tests.building import tables_of


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_a_schema_and_its_own_frames_fit(table: str) -> None:
    assert list(schema(table).columns) == [*TABLES[table].keys, *(column.name for column in TABLES[table].columns)]
    assert schema(table).strict
    assert schema(table) is schema(table)
    assert misshapen(table, tables_of()[table]) == {}
    assert misshapen(table, tables_of({})[table]) == {}


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("integer", ["0", "-1", "+12"], ["1.5", "one", "1 ", "\u0661", "1\n"]),
        ("number", ["0", "-1.5", ".5", "1e-9"], ["1,5", "5.", "heavy", "1e", "nan"]),
        (
            "date",
            ["2020-01-31", "1999-12-01"],
            ["2020-13-01", "31/01/2020", "2020-1-1", "2020-01-01T00:00", "1800-01-01"],
        ),
        ("boolean", ["true", "false"], ["True", "yes", "0"]),
    ],
)
def test_shapes(kind: str, good: list[str], bad: list[str]) -> None:
    assert kind in SHAPES
    column = {"integer": "sequence", "number": "cost", "date": "approved", "boolean": "pediatric_extension"}[kind]
    table = {"integer": "reactions", "number": "prices", "date": "patents", "boolean": "patents"}[kind]
    assert kind in {item.kind for item in TABLES[table].columns if item.name == column}
    values: list[str | None] = [*good, None, "", "  ", *bad]
    tables = tables_of({table: [{column: value} for value in values]})
    found = misshapen(table, tables[table])
    assert {name: rows.tolist() for name, rows in found.items()} == {column: list(range(len(good) + 3, len(values)))}


def test_every_shape_is_used() -> None:
    kinds = {column.kind for table in TABLES.values() for column in table.columns}
    assert kinds == {"text", *SHAPES}


def test_several_columns() -> None:
    frame = tables_of({"created": "x"}, {"created": "x", "updated": "y"}, {"average_mass": "2"}).entries
    assert {name: rows.tolist() for name, rows in misshapen("entries", frame).items()} == {
        "created": [0, 1],
        "updated": [1],
    }


def test_a_missing_column_or_another_type_is_a_mistake_of_the_reader() -> None:
    frame = tables_of({"prices": [{"cost": "1"}]})["prices"]
    with pytest.raises(KeyError, match="cost"):
        misshapen("prices", frame.drop(columns="cost"))
    with pytest.raises(pandera.errors.SchemaErrors):
        misshapen("prices", frame.assign(cost=pd.Series([1.0])))
    with pytest.raises(pandera.errors.SchemaErrors):
        misshapen("prices", frame.assign(entry=pd.Series(["0"])))
