"""The normalised tables: declared once, and joined without mixing up their keys."""

import pandas as pd
import pytest

from pharmaudit.model import Damage, Source
from pharmaudit.readers.layout import KEYS, TABLES, Column, Table
from pharmaudit.readers.tables import Tables, arrow_schema, empty_rows, join, to_frame


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("name", Column("name", "text", "name")),
        ("cas_number", Column("cas_number", "text", "cas-number")),
        ("cost:number", Column("cost", "number", "cost")),
        ("code=@code", Column("code", "text", "@code")),
        ("approved:boolean=a/@b", Column("approved", "boolean", "a/@b")),
        ("group=.", Column("group", "text", ".")),
        ("stub:boolean=-", Column("stub", "boolean", "-")),
    ],
)
def test_a_column_is_written_as_one_word(text: str, column: Column) -> None:
    assert Column.parse(text) == column


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_is_sound(table: Table) -> None:
    assert TABLES[table.name] is table
    names = [*table.keys, *(column.name for column in table.columns)]
    assert len(set(names)) == len(names) == table.width == len(arrow_schema(table))
    assert {column.kind for column in table.columns} <= {"text", "integer", "number", "date", "boolean"}
    assert set(table.owners) <= set(TABLES)
    sources = [column.source for column in table.columns if column.source != "-"]
    assert len(set(sources)) == len(sources)
    assert bool(table.path) == bool(sources)
    assert table.keys == (("line", "offset") if table.name == "entries" else KEYS if table.nested else ("entry",))


def test_no_two_tables_are_read_from_the_same_place() -> None:
    places = [(owner, table.path) for table in TABLES.values() for owner in table.owners if table.path]
    assert len(set(places)) == len(places)


def test_frames_are_text_and_whole_numbers() -> None:
    frame = to_frame(TABLES["atc_levels"], [[0, "atc_codes", 1, "A", None], [0, "atc_codes", 1, "", "l"]])
    assert list(frame.columns) == ["entry", "owner", "parent", "code", "label"]
    assert frame["parent"].dtype == "int64"
    assert list(frame["label"].isna()) == [True, False]
    assert list(frame["code"]) == ["A", ""]
    assert list(frame.dtypes) == list(to_frame(TABLES["atc_levels"], []).dtypes)


def test_rows_of_the_wrong_length_are_refused() -> None:
    with pytest.raises(ValueError, match="every row of groups must have 2 cells"):
        to_frame(TABLES["groups"], [[0, "approved"], [0]])


def part(*names: str) -> Tables:
    """Entries with a group each, and an ATC code with one level; damages and sources named after them."""
    rows = empty_rows()
    blank = [None] * (len(TABLES["entries"].columns) - 1)
    for number, name in enumerate(names):
        rows["entries"].append([1, 0, name, *blank])
        rows["groups"].append([number, name])
        rows["atc_codes"].append([number, name])
        rows["atc_levels"].append([number, "atc_codes", number, name, "label"])
    return Tables.from_rows(rows, [Source(n, "", "", 1) for n in names], [Damage(n, "odd") for n in names])


@pytest.mark.parametrize("parts", [["abcdef"], ["a", "bcdef"], ["", "abc", "", "def", ""], list("abcdef")])
def test_joining_keeps_every_row_with_its_owner(parts: list[str]) -> None:
    joined = join([part(*names) for names in parts])
    assert [source.path for source in joined.sources] == list("abcdef")
    assert [damage.source for damage in joined.damages] == list("abcdef")
    whole = part(*"abcdef")
    for name in TABLES:
        pd.testing.assert_frame_equal(joined[name], whole[name])
    levels = joined["atc_levels"]
    assert list(joined["atc_codes"]["code"].iloc[levels["parent"]]) == list(levels["code"])
