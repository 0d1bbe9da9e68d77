"""Rows of the list tables, from the lines of a value. A line that cannot be told apart into columns gives no row."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from pharmaudit.readers.page.trials import trial

Row = dict[str, str | None]
Parser = Callable[[Sequence[str]], list[Row]]

NOTHING = frozenset({"", "-", "---", "N/A", "Not Available", "Not applicable", "Not Applicable"})
_REFERENCE = re.compile(r"\[(Article|Link|Textbook|Book|File|Attachment|PubMed:? ?(\d+))\]$")
_NUMBER = re.compile(r"\d{1,3}\. ")
_REFERENCE_TABLES = {
    "Article": ("articles", "citation"),
    "PubMed": ("articles", "citation"),
    "Link": ("links", "title"),
    "Textbook": ("textbooks", "citation"),
    "Book": ("textbooks", "citation"),
    "File": ("attachments", "title"),
    "Attachment": ("attachments", "title"),
}
_PRICE = re.compile(
    r"(?P<description>\S.{0,300}?)\s*(?P<cost>\d{1,9}\.\d{1,4}) ?(?P<currency>USD)\s*(?P<unit>\S.{0,60})?"
)
_PATENT = re.compile(
    r"(?P<number>[A-Z]{0,2}\d{5,9})\s*(?P<extension>Yes|No)\s*(?P<approved>\d{4}-\d\d-\d\d)\s*(?P<expires>\d{4}-\d\d-\d\d)"
    r"\s*(?P<country>\D{2,20})?"
)
_PATHWAY = re.compile(
    r"(?P<name>\S.{0,300}?)\s*(?P<category>Drug action|Drug metabolism|Metabolic|Signaling|Physiological|Disease)"
)
_ATC = re.compile(r"([A-Z]\d\d[A-Z]{2}\d\d)\b(?:\s*[—–-].*)?")
_ATC_LEVEL = re.compile(r"([A-Z](?:\d\d(?:[A-Z]{1,2})?)?)\s*[—–-]\s*(\S.*)")
_RESOURCES = (
    *("Human Metabolome Database", "KEGG Drug", "KEGG Compound", "PubChem Compound", "PubChem Substance", "ChemSpider"),
    *("BindingDB", "RxNav", "ChEBI", "ChEMBL", "ZINC", "Therapeutic Targets Database", "PharmGKB", "PDBe Ligand"),
    *("Wikipedia", "UniProt", "GenBank", "Guide to Pharmacology", "IUPHAR", "National Drug Code Directory"),
    "Drugs Product Database (DPD)",
)
_RESOURCE = re.compile("(" + "|".join(re.escape(name) for name in _RESOURCES) + r")\s*(.*)")
_LINK = re.compile(r"(RxList|Drugs\.com|PDRhealth)\s*(.*)")


def reference(text: str) -> tuple[str, Row] | None:
    """Table and row of one reference; None if its kind is not printed."""
    match = _REFERENCE.search(text)
    if match is None:
        return None
    table, column = _REFERENCE_TABLES["PubMed" if match[2] else match[1]]
    row: Row = {column: _NUMBER.sub("", text[: match.start()].strip(), count=1)}
    return table, row | {"pubmed_id": match[2]} if match[2] else row


def said(cell: str) -> str | None:
    """What a cell of a table says; None where it says that there is nothing."""
    text = cell.strip()
    return None if text in NOTHING else text


def items(column: str, separator: str = "") -> Parser:
    """One row a line, or a part of a line."""

    def parse(texts: Sequence[str]) -> list[Row]:
        parts = [part for text in texts for part in (text.split(separator) if separator else [text])]
        return [{column: part.strip()} for part in parts if part.strip()]

    return parse


def cells(*columns: str) -> Parser:
    """One row a line with tabs between the cells; cells that have run together cannot be told apart."""

    def parse(texts: Sequence[str]) -> list[Row]:
        rows = [[said(cell) for cell in text.split("\t")] for text in texts if "\t" in text]
        return [dict(zip(columns, row, strict=False)) for row in rows]

    return parse


def matches(pattern: re.Pattern[str], **renamed: str) -> Parser:
    """One row a line that has the pattern, whose groups are named as the columns."""

    def parse(texts: Sequence[str]) -> list[Row]:
        found = (pattern.fullmatch(text) for text in texts)
        return [{renamed.get(name, name): text for name, text in match.groupdict().items()} for match in found if match]

    return parse


def _groups(texts: Sequence[str]) -> list[Row]:
    return [{"group": row["group"].lower().replace(" ", "_")} for row in items("group", ",")(texts) if row["group"]]


def _sequences(texts: Sequence[str]) -> list[Row]:
    """One FASTA record a row; a record that lost its residues is none."""
    records: list[list[str]] = []
    for text in texts:
        if text.startswith(">") or not records:
            records.append([])
        records[-1].append(text)
    return [{"sequence": "\n".join(record), "format": "FASTA"} for record in records if len(record) > 1]


def _drug_interactions(texts: Sequence[str]) -> list[Row]:
    rows = [_interaction(text) for text in texts if len(text) < 2000]
    return [{"name": name, "description": description} for name, description in rows if name]


def _interaction(text: str) -> tuple[str, str]:
    """The drug's name is the longest beginning of the line that the description repeats."""
    name, tab, description = text.partition("\t")
    if tab:
        return name.strip(), description.strip()
    for end in range(min(len(text) - 1, 150), 1, -1):
        if text[end].isupper() and not text[end - 1].isspace() and text[:end] in text[end:]:
            return text[:end], text[end:]
    return "", ""


def atc(text: str, above: str) -> tuple[str, str | None] | None:
    """A code and the label of its level (None for the code of a drug itself); None for a line that is neither.

    A level belongs to the drug's code `above`, which begins with it.
    """
    if match := _ATC.fullmatch(text):
        return match[1], None
    match = _ATC_LEVEL.fullmatch(text)
    return (match[1], match[2]) if match and above.startswith(match[1]) else None


def effects(texts: Sequence[str]) -> list[tuple[str, Row]]:
    """Table and row of pharmacogenomic effects, from lines with tabs between the cells."""
    columns = ("protein_name", "allele", "genotype", "defining_change", "type", "description")
    rows = cells(*columns)([text for text in texts if text.count("\t") >= len(columns) - 1])
    return [effect(row) for row in rows]


def patent(row: Row) -> Row:
    """The row of a patent, whose extension is a yes or no."""
    extended = {"Yes": "true", "No": "false"}
    return row | {"pediatric_extension": extended.get(row.get("pediatric_extension") or "")}


def effect(row: Row) -> tuple[str, Row]:
    """An adverse reaction has a table of its own; its type says "ADR"."""
    kept = {name: row.get(name) for name in ("protein_name", "allele", "description")}
    if (row.get("type") or "").startswith("ADR"):
        return "snp_reactions", kept
    return "snp_effects", kept | {"defining_change": row.get("defining_change")}


def _resources(pattern: re.Pattern[str], column: str) -> Parser:
    def parse(texts: Sequence[str]) -> list[Row]:
        return [{"resource": resource, column: value} for resource, value in _pairs(texts, pattern)]

    return parse


def _pairs(texts: Sequence[str], pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Resource and value from one line, or from two lines."""
    resource = ""
    for text in texts:
        name, tab, value = text.partition("\t")
        if tab and bool(_LINK.fullmatch(name)) == (pattern is _LINK):
            yield name.strip(), value.strip()
        if tab:
            resource = ""
            continue
        match = pattern.fullmatch(text)
        if match is None:
            if resource and not (_LINK.match(text) or _RESOURCE.match(text)):
                yield resource, text
            resource = ""
        elif match[2]:
            yield match[1], match[2]
            resource = ""
        else:
            resource = match[1]


PARSERS: Mapping[str, Parser] = {
    "groups": _groups,
    "brand_names": items("name", ", "),
    "synonyms": items("synonym"),
    "external_ids": items("identifier", " / "),
    "sequences": _sequences,
    "salts": cells("name", "unii", "cas_number", "inchikey"),
    "products": cells(
        *("name", "dosage_form", "strength", "route", "labeller"),
        *("started_marketing_on", "ended_marketing_on", "country"),
    ),
    "international_brands": cells("name", "company"),
    "mixtures": cells("name", "ingredients"),
    "pathways": matches(_PATHWAY),
    "drug_interactions": _drug_interactions,
    "food_interactions": items("advice"),
    "categories": items("category"),
    "ahfs_codes": items("code"),
    "affected_organisms": items("organism"),
    "pdb_entries": items("pdb_id", " / "),
    "external_identifiers": _resources(_RESOURCE, "identifier"),
    "external_links": _resources(_LINK, "url"),
    "trials": lambda texts: [row for row in map(trial, texts) if row],
    "manufacturers": items("name"),
    "packagers": items("name"),
    "dosages": cells("form", "route", "strength"),
    "prices": matches(_PRICE),
    "patents": lambda texts: [patent(row) for row in matches(_PATENT, extension="pediatric_extension")(texts)],
    "experimental_properties": cells("kind", "value", "source"),
}
"""Table -> its parser. A table without one is known by its heading only."""
BY_LINE = frozenset(
    [
        *("salts", "products", "international_brands", "mixtures", "pathways", "drug_interactions", "trials"),
        *("dosages", "prices", "patents", "experimental_properties"),
    ]
)
"""Tables whose lines are a row each."""
