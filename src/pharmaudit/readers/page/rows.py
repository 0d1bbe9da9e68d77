"""Rows of the normalised tables, from the attributions of one page."""

from collections.abc import Sequence

from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.page import entry, proteins
from pharmaudit.readers.page.attribution import Attribution, Reading
from pharmaudit.readers.page.headings import PROTEIN_IDS
from pharmaudit.readers.page.lines import EMPTY, Line
from pharmaudit.readers.page.lost import lost_fields, lost_one_word_lines
from pharmaudit.readers.page.values import PARSERS, Row, reference
from pharmaudit.readers.tables import Rows, empty_rows

_TAXA = ("kingdom", "superclass", "class", "subclass", "direct_parent")
_COLUMNS = frozenset(column.name for column in TABLES["entries"].columns)


class Builder:
    """Collects the rows of one entry, which is row 0 of `entries`."""

    def __init__(self, reading: Reading, lines: Sequence[Line]) -> None:
        self.reading = reading
        self.lines = lines
        self.rows: Rows = empty_rows()
        self.columns: Row = {}
        self.headings: list[Row] = []
        self.unattributed = list(reading.unattributed)
        self.unparsed: list[str] = []
        self.taxonomy: Row = {}

    def build(self, outside_id: str | None, path: str) -> Rows:
        for attribution in self.reading.attributions:
            self._attribution(attribution)
        self._general(outside_id, path)
        for field in (
            *lost_fields(self.reading, lost_one_word_lines(self.lines), self.columns["type"]),
            *self.unparsed,
        ):
            if [0, field] not in self.rows["lost_fields"]:
                self._row("lost_fields", {"field": field})
        for row in sorted(self.headings, key=lambda row: int(row["line_number"] or 0)):
            self._row("headings", row)
        for line in sorted(self.unattributed, key=lambda line: line.number):
            self._row("unattributed", {"line_number": str(line.number), "text": line.text})
        if self.taxonomy or self.rows["alternative_parents"] or self.rows["substituents"]:
            self._row("classifications", self.taxonomy)
        self.rows["entries"].append([1, 0, *_cells("entries", self.columns)])
        return self.rows

    def _row(self, table: str, row: Row) -> None:
        self.rows[table].append([0, *_cells(table, row)])

    def _general(self, outside_id: str | None, path: str) -> None:
        """Columns that no heading of their own gives."""
        dates, date_rows = entry.dates(self.lines)
        stub, stub_rows = entry.banner(self.lines)
        self.headings += [*date_rows, *stub_rows]
        ids = self.rows["drugbank_ids"]
        self.columns |= dates | {"stub_banner": stub, "source": path}
        self.columns["entry_id"] = str(ids[0][1]) if ids else outside_id
        if "type" not in self.columns:
            self.columns["type"], type_rows = entry.inferred_type(self.reading)
            self.headings += type_rows

    def _attribution(self, found: Attribution) -> None:
        heading = found.heading
        if not heading.field or (heading.id == "title" and "name" in self.reading.ids):
            return
        inferred = found.inferred or heading.id == "title"
        self.headings.append(
            entry.heading_row(heading.field, found.line_number, found.text, inferred, found.confidence)
        )
        if heading.field in _COLUMNS:
            self.columns |= entry.column_values(found)
        elif found.texts:
            self._table(found)

    def _table(self, found: Attribution) -> None:
        """Rows of a list field; a field whose value gives no row is lost, not empty."""
        field, texts = found.heading.field, found.texts
        if field == "drugbank_ids":
            self._rows(field, entry.drugbank_ids(found.text))
        elif field == "articles":
            self._references(found)
        elif field == "calculated_properties":
            self._row(field, {"kind": entry.PROPERTY_KINDS[found.heading.id], "value": found.text})
        elif field == "classifications":
            self._taxon(found)
        elif field in ("alternative_parents", "substituents"):
            self.rows[field].extend([0, "classifications", 0, text] for text in texts)
        elif field in PROTEIN_IDS:
            self._proteins(field, found)
        elif field in PARSERS:
            rows = PARSERS[field](texts)
            if field == "external_identifiers":
                self._rows("external_links", PARSERS["external_links"](texts))
            self._rows(field, rows)
            if not rows:
                self.unparsed.append(field)
        elif field in TABLES:
            self.unparsed.append(field)

    def _rows(self, table: str, rows: Sequence[Row]) -> None:
        for row in rows:
            self._row(table, row)

    def _references(self, found: Attribution) -> None:
        for line in found.lines:
            read = reference(line.text) if line.text != EMPTY else None
            if read:
                self._row(read[0], read[1])
            elif line.text != EMPTY:
                self.unattributed.append(line)

    def _taxon(self, found: Attribution) -> None:
        name = found.heading.id
        if name == "taxon_description":
            self.taxonomy["description"] = found.text
        elif name in _TAXA:
            self.taxonomy[name] = found.text

    def _proteins(self, table: str, found: Attribution) -> None:
        cards = proteins.cards(found.lines)
        if not cards:
            self.unparsed.append(table)
        for card in cards:
            number = len(self.rows[table])
            action = card.get("Pharmacological action")
            row = {"position": card["position"], "name": card["name"], "organism": card.get("Organism")}
            self._row(table, row | {"known_action": action.lower() if action else None})
            if card.get("Uniprot ID") or card.get("Gene Name"):
                self._polypeptide(table, number, card)
            for name in (card.get("Actions") or "").split(","):
                if name.strip():
                    self.rows["protein_actions"].append([0, table, number, name.strip().lower()])

    def _polypeptide(self, table: str, number: int, card: Row) -> None:
        row = {"id": card.get("Uniprot ID"), "gene_name": card.get("Gene Name"), "name": card["name"]}
        self.rows["polypeptides"].append([0, table, number, *_cells("polypeptides", row)])


def _cells(table: str, row: Row) -> list[str | None]:
    return [row.get(column.name) for column in TABLES[table].columns]
