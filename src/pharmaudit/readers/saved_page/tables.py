"""Tables of a saved page as rows: cells go to columns by the head of the table, never by their place alone."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pharmaudit.readers.page.values import NOTHING, Row, effect, patent, said
from pharmaudit.readers.saved_page.dom import Element, is_data, link_of, plain
from pharmaudit.readers.saved_page.text import text_of

Rows = list[tuple[str, Row]]

_PRODUCT = {
    **{"name": "name", "dosage": "dosage_form", "strength": "strength", "route": "route", "labeller": "labeller"},
    **{"marketing start": "started_marketing_on", "marketing end": "ended_marketing_on", "region": "country"},
}
_PROPERTY = {"property": "kind", "value": "value", "source": "source"}
_COLUMNS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "products": ("products", _PRODUCT),
    "mixtures": ("mixtures", {"name": "name", "ingredients": "ingredients"}),
    "ingredients": ("salts", {"ingredient": "name", "unii": "unii", "cas": "cas_number", "inchi key": "inchikey"}),
    "salts": ("salts", {"name": "name", "unii": "unii", "cas": "cas_number", "inchi key": "inchikey"}),
    "international_brands": ("international_brands", {"name": "name", "company": "company"}),
    "drug_interactions": ("drug_interactions", {"drug": "name", "interaction": "description"}),
    "pathways": ("pathways", {"pathway": "name", "category": "category"}),
    "snp_effects": (
        "snp_effects",
        {
            **{"interacting gene/enzyme": "protein_name", "allele name": "allele", "description": "description"},
            **{"defining change(s)": "defining_change", "type(s)": "type"},
        },
    ),
    "trials": ("trials", {name: name for name in ("phase", "status", "purpose", "conditions", "count")}),
    "packagers": ("packagers", {"name": "name"}),
    "manufacturers": ("manufacturers", {"name": "name"}),
    "dosages": ("dosages", {name: name for name in ("form", "route", "strength")}),
    "prices": ("prices", {"unit description": "description", "cost": "cost", "unit": "unit"}),
    "patents": (
        "patents",
        {
            **{"patent number": "number", "pediatric extension": "pediatric_extension", "approved": "approved"},
            **{"expires (estimated)": "expires", "region": "country", "country": "country"},
        },
    ),
    "experimental_properties": ("experimental_properties", _PROPERTY),
    "predicted_properties": ("calculated_properties", _PROPERTY),
}
"""Heading -> table, and head of a column in lower case -> column."""

_KEY = {
    "patents": "number",
    "prices": "description",
    "trials": "phase",
    "dosages": "form",
    "snp_effects": "description",
}
_LINKED = {"drug_interactions": ("drugbank_id", r"/(DB\d{5})(?!\d)"), "pathways": ("smpdb_id", r"\b(SMP\d{5,7})\b")}
_OF_PRODUCTS: Mapping[str, Row] = {
    "brand-name-prescription-products": {"generic": "false", "over_the_counter": "false", "approved": "true"},
    "approved-prescription-products": {"generic": "false", "over_the_counter": "false", "approved": "true"},
    "generic-prescription-products": {"generic": "true", "over_the_counter": "false", "approved": "true"},
    "approved-generic-prescription-products": {"generic": "true", "over_the_counter": "false", "approved": "true"},
    "over-the-counter-products": {"over_the_counter": "true"},
    "approved-over-the-counter-products": {"over_the_counter": "true", "approved": "true"},
    "unapproved-other-products": {"approved": "false"},
}
"""What the heading of a list of products says of each of them."""
_COST = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([A-Z]{3})")
_SHOWN = re.compile(r"[Ss]howing\s+([\d,]+)\s+to\s+([\d,]+)\s+of\s+([\d,]+)")


@dataclass(frozen=True)
class Read:
    """What the tables in one value gave: rows, and the rows of markup that could not be told apart."""

    rows: Rows
    left: list[Element]


def rows_of(heading_id: str, slug: str, value: Element) -> Read:
    """The rows of all tables in the value of a heading. A table whose head names no known column gives none."""
    read = Read([], [])
    if heading_id not in _COLUMNS:
        return read
    for table in _tables(value):
        heads: list[str] = []
        for line in _lines(table):
            cells = [cell for cell in line if cell.tag in ("td", "th")]
            if all(cell.tag == "th" for cell in cells) or (not heads and next(line.iterancestors()).tag == "thead"):
                heads = heads or [text_of(cell).lower() for cell in cells]
            elif row := _row(heading_id, heads, cells):
                read.rows.append(_finished(heading_id, slug, row))
            elif _says_something(line):
                read.left.append(line)
    return read


def partly_shown(value: Element) -> tuple[int, int] | None:
    """How many rows a table shows, and of how many: the site sends long tables page by page."""
    for element in value.iter():
        if "dataTables_info" in (element.get("class") or ""):
            found = _SHOWN.search(" ".join(plain(element).split()))
            first, last, total = (int(number.replace(",", "")) for number in found.groups()) if found else (1, 0, 0)
            if last - first + 1 < total:
                return last - first + 1, total
    return None


def _tables(value: Element) -> Iterator[Element]:
    return (table for table in value.iter("table") if all(is_data(at) for at in _path(table, value)))


def _path(element: Element, top: Element) -> Iterator[Element]:
    at: Element | None = element
    while at is not None and at is not top:
        yield at
        at = at.getparent()


def _lines(table: Element) -> Iterator[Element]:
    """The rows of a table, without those of tables inside it."""
    for line in table.iter("tr"):
        if next(line.iterancestors("table")) is table and len(line):
            yield line


def _row(heading_id: str, heads: list[str], cells: list[Element]) -> Row:
    """The cells under known heads; {} where the table has no head, or the row has not its shape."""
    table, columns = _COLUMNS[heading_id]
    if len(cells) > len(heads) or len(cells) < 2:
        return {}
    row: Row = {}
    for head, cell in zip(heads, cells, strict=False):
        column = columns.get(head)
        if column:
            text = text_of(cell).replace("\t", " ")
            row[column] = text if heading_id == "trials" and text in NOTHING else said(text)
    column, pattern = _LINKED.get(heading_id, ("", ""))
    found = re.search(pattern, link_of(cells[0])) if column else None
    if found:
        row[column] = found[1]
    key = _KEY.get(table, "kind" if columns is _PROPERTY else "name")
    return row if row.get(key) else {}


def _finished(heading_id: str, slug: str, row: Row) -> tuple[str, Row]:
    table = _COLUMNS[heading_id][0]
    if row.get("country"):
        row["country"] = re.sub(r"^[^\w]+", "", row["country"] or "")  # the flag of the country comes first
    if table == "snp_effects":
        return effect(row)
    if table == "patents":
        return table, patent(row)
    if table == "products":
        return table, row | _OF_PRODUCTS.get(slug, {})
    cost = _COST.fullmatch(row.get("cost") or "") if table == "prices" else None
    return table, row | ({"cost": cost[1].replace(",", ""), "currency": cost[2]} if cost else {})


def _says_something(line: Element) -> bool:
    text = text_of(line)
    return bool(text) and text not in NOTHING and not text.startswith(("No data available", "Loading"))
