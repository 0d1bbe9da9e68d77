"""Columns of `entries` and their rows in `headings`: values, dates, a type that only the structure tells."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from pharmaudit.model import Confidence
from pharmaudit.readers.page.attribution import Attribution, Reading
from pharmaudit.readers.page.lines import EMPTY, Line, is_footer
from pharmaudit.readers.page.noise import BANNER
from pharmaudit.readers.page.values import Row

_ID = re.compile(r"(?<![A-Za-z])DB\d{5}(?!\d)", re.IGNORECASE)
_ANY_ID = re.compile(r"\b[A-Z]{2,5}\d{5}\b")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(r"([A-Z][a-z]{2,8}) (\d{1,2}), (\d{4})")
_MASS = re.compile(r"(Monoisotopic: ?)?(?:Average: ?)?(\d[\d.]*)")
_BIOTECH = ("biologic_classification", "protein_structure", "protein_formula", "protein_weight", "sequences")
_SMALL = ("formula", "smiles", "inchi", "inchikey", "iupac_name")
PROPERTY_KINDS = {
    "formula": "Molecular Formula",
    "protein_formula": "Molecular Formula",
    "inchikey": "InChIKey",
    "inchi": "InChI",
    "iupac_name": "IUPAC Name",
    "smiles": "SMILES",
}
_LOWER = ("type", "state")


def heading_row(field: str, line: int, value: str, inferred: bool, confidence: Confidence) -> Row:
    return {
        "field": field,
        "line_number": str(line),
        "value": value[:200],
        "inferred": "true" if inferred else "false",
        "confidence": confidence.value,
    }


def column_values(attribution: Attribution) -> Row:
    """Columns of `entries` that one attribution fills; "Not Available" is kept."""
    field, text = attribution.heading.field, attribution.text
    if field == "average_mass":
        return _masses(attribution.lines)
    if field == "biologic_classification":
        return {field: " / ".join(line.text for line in attribution.lines)}
    lower = field in _LOWER and text != EMPTY
    return {field: text.lower() if lower else text}


def _masses(lines: Sequence[Line]) -> Row:
    row: Row = {}
    for line in lines:
        found = list(_MASS.finditer(line.text))
        for match in found:
            row.setdefault("monoisotopic_mass" if match[1] else "average_mass", match[2])
        if not found:
            row.setdefault("average_mass", line.text)
    return row


def drugbank_ids(text: str) -> list[Row]:
    """Primary id first, then the secondary ones: "DB00004  (BTD00084, BIOD00084)"."""
    found = _ANY_ID.findall(text) or [text]
    return [{"drugbank_id": found[n], "primary": "true" if n == 0 else "false"} for n in range(len(found))]


def id_in_name(path: PurePath) -> str | None:
    """The id in a file's name; None where there is none, or more than one to choose from."""
    found = {name.upper() for name in _ID.findall(path.name)}
    return found.pop() if len(found) == 1 else None


def dates(lines: Iterable[Line]) -> tuple[Row, list[Row]]:
    """Columns created and updated from the footer, ISO 8601, with their headings rows."""
    columns: Row = {}
    rows = []
    for line in lines:
        if not is_footer(line.text):
            continue
        created, _, updated = line.text.partition("/")
        for field, text in (("created", created), ("updated", updated)):
            match = _DATE.search(text)
            if match and match[1] in _MONTHS:
                columns[field] = f"{match[3]}-{_MONTHS.index(match[1]) + 1:02d}-{int(match[2]):02d}"
                rows.append(heading_row(field, line.number, text.strip(), False, Confidence.HIGH))
    return columns, rows


def banner(lines: Iterable[Line]) -> tuple[str, list[Row]]:
    found = next((line for line in lines if line.text.startswith(BANNER)), None)
    if found is None:
        return "false", []
    return "true", [heading_row("stub_banner", found.number, found.text, False, Confidence.HIGH)]


def inferred_type(reading: Reading) -> tuple[str | None, list[Row]]:
    """The type that the page's other headings show; one heading that every type may have is no evidence."""
    lines = {segment.id: segment.line.number for segment in reading.page.segments}
    lines |= {found.heading.id: found.line_number for found in reading.attributions}
    for kind, signs, least in (("biotech", _BIOTECH, 1), ("small molecule", _SMALL, 2)):
        seen = [lines[sign] for sign in signs if sign in lines]
        if len(seen) >= least:
            confidence = Confidence.HIGH if lines.keys() & set(signs[:1]) or len(seen) > 1 else Confidence.MEDIUM
            return kind, [heading_row("type", min(seen), kind, True, confidence)]
    return None, []
