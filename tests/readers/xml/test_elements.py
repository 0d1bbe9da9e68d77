"""The map of elements: fresh, complete for the schemas and for real exports, and nothing of those is dropped."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from pharmaudit.engine import serial
from pharmaudit.readers.format import Reading
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.sources import read_sources
from pharmaudit.readers.streams import opened
from pharmaudit.readers.xml import elements
from pharmaudit.schemas import misshapen

XS = "{http://www.w3.org/2001/XMLSchema}"
REAL = [
    "original_3.0_2012_DB00001.xml",
    "original_4.2_2015_DB00001-4.xml",
    "original_5.1_2018_DB00001-4.xml",
    "original_5.1_2018_DB00006.xml",
    "sample_216_real.xml.xz",
]
NO_CONTENT = (  # they say something of XML or of another drug, as the page tells
    "references/@format",
    "drug-interaction/drugbank-id/@primary",
    "pathway/drugs/drug/drugbank-id/@primary",
)


def test_the_page_is_fresh(golden: Callable[[str, str], None]) -> None:
    golden("../../docs/xml_elements.md", elements.page())


def test_every_table_that_xml_fills_is_on_the_page() -> None:
    places = elements.places()
    assert {place.table for place in places.values()} == {table.name for table in TABLES.values() if table.path}
    assert places["targets/target/polypeptide/gene-name"].column == "gene_name"
    assert places["brands/brand"] == elements.Place("brands/brand", "international_brands", "name", older=True)
    assert elements.partner_places()["species/name"].column == "organism"


class Schema:
    """The paths of an XML schema that can hold content: elements with text, and attributes."""

    def __init__(self, path: Path) -> None:
        root = etree.parse(path).getroot()
        self.named = {node.get("name"): node for node in root if node.get("name") and node.tag != f"{XS}element"}
        self.root = next(node for node in root if node.tag == f"{XS}element")

    def paths(self) -> set[str]:
        return set(self._element(self.root, ""))

    def _element(self, node: etree._Element, path: str) -> Iterator[str]:
        kind = node.get("type")
        if kind is None:
            inner = node.find(f"{XS}complexType")
            yield from [path] if inner is None else self._inside(inner, path)
        elif kind.startswith("xs:") or self.named[kind].tag == f"{XS}simpleType":
            yield path
        else:
            yield from self._inside(self.named[kind], path)

    def _inside(self, node: etree._Element, path: str) -> Iterator[str]:
        for child in node.iterchildren(f"{XS}*"):
            name, base = child.get("name"), child.get("base")
            if child.tag == f"{XS}element":
                yield from self._element(child, f"{path}/{name}")
            elif child.tag == f"{XS}attribute":
                yield f"{path}/@{name}"
            elif child.get("ref"):
                yield from self._inside(self.named[child.get("ref")], path)
            else:
                if base is not None:
                    yield path
                yield from self._inside(child, path)


@pytest.mark.parametrize("version", ["4.2", "5.0", "5.1_current"])
def test_every_path_of_the_schemas_has_its_column(shared_data: Path, version: str) -> None:
    paths = Schema(shared_data / "xsd" / f"drugbank_{version}.xsd").paths()
    below = {path.removeprefix("/drug/") for path in paths if path.startswith("/drug/")}
    assert len(below) > 250
    assert {path for path in below - set(elements.places()) if not path.endswith(NO_CONTENT)} == set()


def contents(path: Path) -> tuple[Counter[str], set[str]]:
    """Every text and attribute value of the entries and partners of an export, and their paths, by a plain walk."""
    texts, paths = Counter[str](), set[str]()
    with opened(path) as stream:
        root = etree.fromstring(stream.take(1 << 30), etree.XMLParser(huge_tree=True))

    def walk(element: etree._Element, at: str) -> None:
        found = [(f"{at}/@{name}", value) for name, value in element.items()] + [(at, element.text or "")]
        found += [(f"{at}/(tail)", child.tail or "") for child in element]
        for place, text in found:
            if text.strip() and not place.endswith(NO_CONTENT):
                texts[text] += 1
                paths.add(place.removeprefix("/"))
        for child in element:
            walk(child, f"{at}/{etree.QName(child).localname}")

    for child in root:
        if etree.QName(child).localname == "drug":
            walk(child, "")
        else:
            for partner in child:
                walk(partner, "/partner")
    return texts, paths


@pytest.mark.parametrize("name", REAL)
def test_nothing_of_a_real_export_is_dropped(shared_data: Path, name: str) -> None:
    tables = read_sources([shared_data / "xml" / name], Reading(None, serial))
    assert tables.damages == ()
    texts, paths = contents(shared_data / "xml" / name)
    known = set(elements.places()) | {f"partner/{path}" for path in elements.partner_places()}
    assert paths <= known
    cells = Counter[str]()
    for table in TABLES.values():
        for column in table.columns:
            if column.source != "-":
                cells.update(tables[table.name][column.name].dropna())
    missing = texts - cells
    if not name.startswith(("original_3", "original_4")):
        assert not missing
    everything = "".join("\n".join(cells).split())  # what the reader takes apart stands in pieces
    assert [piece for text in missing for piece in _pieces(text) if piece not in everything] == []


def _pieces(text: str) -> Iterator[str]:
    """What must be kept of a text, without blanks: an item of Textile but for its link, the link's number; a day."""
    if moment := re.fullmatch(r"(\d{4}-\d\d-\d\d) \d\d:.*", text):
        yield moment[1]
        return
    for item in re.split(r"(?m)^[ \t]*#+", text):
        words, _, number = "".join(item.split()).partition('"Pubmed":http://www.ncbi.nlm.nih.gov/pubmed/')
        label = words.partition('"Googlebooks":')[0]
        yield from (label, re.sub(r"\D+$", "", number))


@pytest.mark.parametrize("name", REAL)
def test_an_older_export_is_no_finding_by_its_shape(shared_data: Path, name: str) -> None:
    tables = read_sources([shared_data / "xml" / name], Reading(None, serial))
    assert {table: found for table in TABLES if (found := misshapen(table, tables[table]))} == {}
