"""What rows of other tables hold: dosages in products, identifiers and articles in addresses and citations."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from pharmaudit.evidence.missing import lacks
from pharmaudit.evidence.rows import Suggestion
from pharmaudit.evidence.sentences import trimmed
from pharmaudit.facts.facts import Facts

ADDRESSES = {
    "PubChem Compound": r"pubchem\.ncbi\.nlm\.nih\.gov/compound/(?P<value>\d+)\b",
    "PubChem Substance": r"pubchem\.ncbi\.nlm\.nih\.gov/substance/(?P<value>\d+)\b",
    "ChEBI": r"ebi\.ac\.uk/chebi/\S*CHEBI(?::|%3A)(?P<value>\d+)\b",
    "ChEMBL": r"ebi\.ac\.uk/chembl\w*/\S*\b(?P<value>CHEMBL\d+)\b",
    "ChemSpider": r"chemspider\.com/Chemical-Structure\.(?P<value>\d+)\b",
    "KEGG Compound": r"(?:genome\.jp|kegg\.jp)/\S*\b(?P<value>C\d{5})\b",
    "KEGG Drug": r"(?:genome\.jp|kegg\.jp)/\S*\b(?P<value>D\d{5})\b",
    "PharmGKB": r"pharmgkb\.org/\S*\b(?P<value>PA\d+)\b",
    "Wikipedia": r"en\.wikipedia\.org/wiki/(?P<value>[^\s?#/:]+)$",
}
"""Resource -> where its addresses have the identifier; RE2 and `re` read them alike."""
PUBMED = r"(?:ncbi\.nlm\.nih\.gov/(?:m/)?pubmed|pubmed\.(?:ncbi\.nlm\.nih\.)?gov)/(?P<value>\d+)\b"
CITED = r"(?i)\bPMID:?\s*(?P<value>\d{4,8})\b"
DOI = r"(?i)(?:\bdoi:?\s*|doi\.org/)(?P<value>10\.\d{4,9}/[^\s\]]*[^\s\].,;)])"


def held(facts: Facts) -> Iterator[Suggestion]:
    """All of them, table by table."""
    yield from _dosages(facts)
    yield from _identifiers(facts)
    yield from _linked_articles(facts)
    yield from _cited(facts)


def _dosages(facts: Facts) -> Iterator[Suggestion]:
    """Form and route of products, each pair once, where an entry has no dosage."""
    products, lacking = _numbered(facts, "products"), lacks("dosages", facts)
    rows = products[lacking[products["entry"].to_numpy(dtype=np.int64)] & _said(products["route"])]
    rows = rows.drop_duplicates(["entry", "dosage_form", "route"])
    for entry, item, route, form in _cells(rows, "route", "dosage_form"):
        value = ", ".join(part for part in (form, route) if part)
        yield Suggestion(
            entry, "dosages", "row", "products.route", item, trimmed(route, 0, len(route), 0, len(route)), value
        )


def _identifiers(facts: Facts) -> Iterator[Suggestion]:
    """Identifiers inside addresses, of resources of which the entry has no identifier at all."""
    listed = facts.tables["external_identifiers"]
    known = pd.MultiIndex.from_frame(listed[["entry", "resource"]])
    for table in ("external_links", "links"):
        links = _numbered(facts, table)
        for resource, pattern in ADDRESSES.items():
            rows = links[facts.matches(links["url"], pattern)]
            asked = pd.MultiIndex.from_arrays([rows["entry"], np.full(len(rows), resource)])
            for one in _found(rows[~asked.isin(known)], f"{table}.url", pattern, "external_identifiers", "identifier"):
                yield replace(one, value=f"{resource}: {one.value}")


def _linked_articles(facts: Facts) -> Iterator[Suggestion]:
    """Articles of PubMed that are filed among the links, and not among the articles of the entry."""
    listed = facts.tables["articles"]
    known = pd.MultiIndex.from_frame(listed[["entry", "pubmed_id"]])
    links = _numbered(facts, "links")
    rows = links[facts.matches(links["url"], PUBMED)]
    for one in _found(rows, "links.url", PUBMED, "articles", "article"):
        if (one.entry, one.value) not in known:
            yield one


def _cited(facts: Facts) -> Iterator[Suggestion]:
    """PMID or DOI in the citation of an article that has no PMID of its own."""
    articles = _numbered(facts, "articles")
    articles = articles[~_said(articles["pubmed_id"])]
    for pattern in (CITED, DOI):
        rows = articles[facts.matches(articles["citation"], pattern)]
        yield from _found(rows, "articles.citation", pattern, "articles", "citation")


def _found(rows: pd.DataFrame, source: str, pattern: str, field: str, kind: str) -> Iterator[Suggestion]:
    for entry, item, text in _cells(rows, source.partition(".")[2]):
        words = re.search(pattern, text)
        if words is not None:
            whole = trimmed(text, 0, len(text), *words.span("value"))
            yield Suggestion(entry, field, kind, source, item, whole, words["value"])


def _numbered(facts: Facts, table: str) -> pd.DataFrame:
    """A table with `item`, the number of each row among those of its entry."""
    rows = facts.tables[table]
    return rows.assign(item=rows.groupby("entry").cumcount())


def _said(values: pd.Series) -> np.ndarray:
    return (values.fillna("").str.strip() != "").to_numpy(dtype=bool)


def _cells(rows: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Entry, item and the columns of each row; "" for null."""
    told = (rows[name].fillna("").tolist() for name in columns)
    return zip(rows["entry"].tolist(), rows["item"].tolist(), *told, strict=True)
