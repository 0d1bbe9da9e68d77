"""The seed page against the same entry in the XML export."""

import lzma
from pathlib import Path

import pytest
from lxml import etree

from pharmaudit.readers.page import read_page

SEED = Path(__file__).resolve().parents[2] / "seeds" / "DB15721_seed.txt"
SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "xml" / "sample_216_real.xml.xz"
NS = "{http://www.drugbank.ca}"


@pytest.fixture(scope="module")
def drug() -> etree._Element:
    if not SAMPLE.exists():
        pytest.skip("the XML sample is not in ../shared/data")
    with lzma.open(SAMPLE) as stream:
        root = etree.parse(stream).getroot()
    return next(drug for drug in root if drug.findtext(f"{NS}drugbank-id") == "DB15721")


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def test_page_agrees_with_xml(drug: etree._Element) -> None:
    tables = read_page(SEED, SEED.read_bytes())
    row = tables.entries.iloc[0]
    for name in ("name", "description", "mechanism_of_action"):
        assert _plain(row[name]) == _plain(drug.findtext(NS + name.replace("_", "-")))
    assert (row["type"], row["created"], row["updated"]) == (drug.get("type"), drug.get("created"), drug.get("updated"))
    for table, column, element in (
        ("articles", "citation", "citation"),
        ("links", "title", "title"),
        ("synonyms", "synonym", "synonym"),
    ):
        container = drug.find(NS + ("synonyms" if table == "synonyms" else "general-references"))
        assert container is not None
        expected = [found.text for found in container.iter(NS + element)]
        assert tables[table][column].tolist() == expected
