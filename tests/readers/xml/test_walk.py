"""From the XML of an entry to rows: what is declared in `tables.py` is read, and nothing passes silently."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pharmaudit.readers.layout import TABLES, Table
from pharmaudit.readers.tables import Tables
from pharmaudit.readers.xml.walk import Walk
from tests.xmlwriter import CLOSE, HEAD, OPEN, children, element, present, read


def walked(inside: str, attributes: str = "") -> tuple[Tables, Counter[str]]:
    walk = Walk()
    walk.entry(etree.fromstring(f"<drug{attributes}>{inside}</drug>"), "f.xml", 7, 99)
    return Tables.from_cells(walk.cells), walk.unread


SCALARS = [
    ("<name>n</name>", "n"),
    ("<name/>", ""),
    ("<name></name>", ""),
    ("<name> \n</name>", " \n"),
    ("<name>a<i>b</i>c</name>", "abc"),
    ("<name>a<![CDATA[<b>&]]></name>", "a<b>&"),
    ("<name>a&#13;\nb</name>", "a\r\nb"),
]


@pytest.mark.parametrize(("xml", "value"), SCALARS)
def test_text_of_a_scalar(xml: str, value: str) -> None:
    tables, unread = walked(xml)
    assert list(tables.entries["name"]) == [value]
    assert not unread


def test_absent_is_null() -> None:
    row = walked("")[0].entries.iloc[0]
    assert row.drop(["line", "offset", "source"]).isna().all()
    assert (row["line"], row["offset"], row["source"]) == (7, 99, "f.xml")


IDS = [
    ("<drugbank-id>B1</drugbank-id><drugbank-id primary='true'>DB1</drugbank-id>", "DB1"),
    ("<drugbank-id>DB1</drugbank-id><drugbank-id>B1</drugbank-id>", "DB1"),
    ("<drugbank-id primary='false'>DB1</drugbank-id>", "DB1"),
]


@pytest.mark.parametrize(("xml", "entry_id"), IDS)
def test_the_primary_id_is_the_entrys(xml: str, entry_id: str) -> None:
    assert walked(xml)[0].entries["entry_id"][0] == entry_id


def test_each_entry_has_its_own_id() -> None:
    walk = Walk()
    for number in (1, 2):
        walk.entry(etree.fromstring(f"<drug><drugbank-id>DB{number}</drugbank-id></drug>"), "f.xml", number, number)
    walk.entry(etree.fromstring("<drug/>"), "f.xml", 3, 3)
    ids = Tables.from_cells(walk.cells).entries["entry_id"]
    assert [*ids[:2], ids.isna()[2]] == ["DB1", "DB2", True]


UNREAD = [
    ("<news>n</news>", {"entries/news": 1}),
    ("<news/><news> </news>", {}),
    ("<news><a/></news>", {"entries/news": 1}),
    ("<name>n</name><name>m</name>", {"entries/name": 1}),
    ("<groups>loose<group>g</group></groups>", {"entries/groups (text)": 1}),
    ("<groups><grope>g</grope></groups>", {"entries/grope": 1}),
    (
        "<groups><group>g</group></groups><pathways><pathway>p<name>n</name></pathway></pathways>",
        {"pathways/pathway (text)": 1},
    ),
    ("<synonyms><synonym author='x' language=''>s</synonym></synonyms>", {"synonyms/@author": 1}),
    ("<targets><target xmlns:q='u' q:a='1'/></targets>", {}),
    ("<protein-sequences><other>1</other></protein-sequences>", {"entries/protein-sequences": 1}),
    ("<targets><target><x>1</x><references><y>2</y></references></target></targets>", {"targets/x": 1, "targets/y": 1}),
]


@pytest.mark.parametrize(("xml", "unread"), UNREAD)
def test_counts_what_has_no_place(xml: str, unread: dict[str, int]) -> None:
    assert walked(xml)[1] == unread


def test_a_second_scalar_does_not_replace_the_first() -> None:
    assert walked("<name>n</name><name>m</name>")[0].entries["name"][0] == "n"


def test_namespaces_do_not_matter() -> None:
    walk = Walk()
    for uri in ("http://www.drugbank.ca", "http://drugbank.ca", "u"):
        walk.entry(
            etree.fromstring(f"<drug xmlns='{uri}'><name>{uri}</name><groups><group/></groups></drug>"), "", 1, 1
        )
    tables = Tables.from_cells(walk.cells)
    assert list(tables.entries["name"]) == ["http://www.drugbank.ca", "http://drugbank.ca", "u"]
    assert list(tables["groups"]["entry"]) == [0, 1, 2]


# --- rows -> XML -> rows ---

LETTERS = "aZ09 <>&\"'é€\u00a0\U0001f48a]]>"


def random_row(table: Table, random: Random) -> dict[str, object]:
    """A row with some of its columns and up to two rows in each nested table."""
    row: dict[str, object] = {}
    for column in table.columns:
        child = column.source.partition("/@")[0]
        if child != column.source and child.replace("-", "_") not in row:
            continue  # an attribute of a child that is absent
        if column.source != "-" and (random.random() < 0.7 or column.source == "."):
            row[column.name] = "".join(random.choices(LETTERS, k=random.randrange(4)))
    for child in children(table):
        row[child.name] = [random_row(child, random) for _ in range(random.choice((0, 0, 1, 2)))]
    return row


def flatten(
    table: Table, row: dict[str, object], key: tuple[object, ...], rows: dict[str, list[tuple[object, ...]]]
) -> None:
    own = rows[table.name]
    number = len(own)
    own.append((*key, *(row.get(column.name) for column in table.columns)))
    for child in children(table):
        below = row[child.name]
        assert isinstance(below, list)
        entry = key[0] if table.name != "entries" else number
        for each in below:
            flatten(child, each, (entry, table.name, number) if child.nested else (entry,), rows)


def whole_row(table: Table) -> dict[str, object]:
    """A row with every column, and one such row in each table below."""
    row: dict[str, object] = {c.name: f"{table.name}.{c.name}" for c in table.columns if c.source != "-"}
    return row | {child.name: [whole_row(child)] for child in children(table)}


def test_every_column_that_xml_has_survives_the_way_through_xml(tmp_path: Path) -> None:
    text = HEAD + OPEN + element(TABLES["entries"], whole_row(TABLES["entries"]), "drug") + CLOSE
    tables = read(tmp_path / "f.xml", text)
    assert tables.damages == ()
    for name, table in TABLES.items():
        for column in table.columns:
            if column.source != "-":
                assert set(tables[name][column.name]) == {f"{name}.{column.name}"}, (name, column.name)


@given(st.randoms(use_true_random=True), st.booleans())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_survive_the_way_through_xml(tmp_path: Path, random: Random, older: bool) -> None:
    """`older`: things go by any of the names that they have, or had."""
    pick = random.choice if older else present
    cards = [random_row(TABLES["entries"], random) for _ in range(3)]
    expected: dict[str, list[tuple[object, ...]]] = {name: [] for name in TABLES}
    for card in cards:
        flatten(TABLES["entries"], card, (0, 0), expected)
    text = HEAD + OPEN + "\n".join(element(TABLES["entries"], card, "drug", pick) for card in cards) + CLOSE
    tables = read(tmp_path / "f.xml", text)
    assert all(one.reason.startswith("blanks around the id") for one in tables.damages)
    for name, table in TABLES.items():
        columns = [column.name for column in table.columns if column.source != "-"]
        keys = [key for key in table.keys if key not in ("line", "offset")]
        frame = tables[name][[*keys, *columns]]
        names = [*table.keys, *(column.name for column in table.columns)]
        wanted = [tuple(row[names.index(column)] for column in frame.columns) for row in expected[name]]
        found = frame.astype(object).where(frame.notna(), None)
        assert list(found.itertuples(index=False, name=None)) == wanted, name
