"""Rows of the normalised tables, from the attributions of one page."""

from collections.abc import Sequence

from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.page import entry, proteins
from pharmaudit.readers.page.attribution import Attribution, Reading
from pharmaudit.readers.page.headings import PROTEIN_IDS
from pharmaudit.readers.page.lines import EMPTY, Line
from pharmaudit.readers.page.lost import lost_fields, lost_one_word_lines
from pharmaudit.readers.page.values import BY_LINE, PARSERS, Row, atc, effects, reference
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
        if found.rows:
            for table, row in found.rows:
                self._row(table, row)
        elif field == "drugbank_ids":
            self._rows(field, entry.drugbank_ids(found.text))
        elif field == "articles":
            self._references(found)
        elif found.heading.id in entry.PROPERTY_KINDS:
            self._row(field, {"kind": entry.PROPERTY_KINDS[found.heading.id], "value": found.text})
        elif field == "classifications":
            self._taxon(found)
        elif field in ("alternative_parents", "substituents"):
            parts = [part.strip() for text in texts for part in text.split(" / ")]
            for part in filter(None, parts):
                self._inner(field, "classifications", 0, {"name": part})
        elif field in PROTEIN_IDS:
            self._proteins(field, found)
        elif field == "atc_codes":
            self._atc_codes(found)
        elif field == "snp_effects":
            self._effects(texts)
        elif field in PARSERS:
            self._parsed(field, found)
        elif field in TABLES:
            self.unparsed.append(field)

    def _parsed(self, field: str, found: Attribution) -> None:
        """Rows by the parser of a table; of a table that can be read, a line that cannot belongs nowhere."""
        rows = PARSERS[field](found.texts)
        if field == "external_identifiers":
            links = PARSERS["external_links"](found.texts)
            self._rows("external_links", links)
            if links and not rows:
                return
        self._rows(field, rows)
        if not rows:
            self.unparsed.append(field)
        elif field in BY_LINE and len(rows) < len(found.texts):
            self.unattributed += [line for line in found.lines if not PARSERS[field]([line.text])]

    def _atc_codes(self, found: Attribution) -> None:
        above, left = "", []
        for line in found.lines:
            read = atc(line.text, above) if line.text != EMPTY else None
            if read and read[1] is None:
                above = read[0]
                self._row("atc_codes", {"code": above})
            elif read:
                row: Row = {"code": read[0], "label": read[1]}
                self._inner("atc_levels", "atc_codes", len(self.rows["atc_codes"]) - 1, row)
            elif line.text != EMPTY:
                left.append(line)
        if not above:
            self.unparsed.append("atc_codes")
        self.unattributed += left

    def _effects(self, texts: Sequence[str]) -> None:
        rows = effects(texts)
        for table, row in rows:
            self._row(table, row)
        if not rows:
            self.unparsed.append("snp_effects")

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
        cards, left = (found.cards, []) if found.cards else proteins.cards(found.lines)
        if not cards:
            self.unparsed.append(table)
            return
        self.unattributed += left
        for card in cards:
            number = len(self.rows[table])
            self._row(table, card.row)
            for action in card.actions:
                self._inner("protein_actions", table, number, {"action": action})
            for row in card.polypeptides:
                self._inner("polypeptides", table, number, row)
            for name, row in card.references:
                self._inner(f"protein_{name}", table, number, row)

    def _inner(self, table: str, owner: str, number: int, row: Row) -> None:
        """A row of a nested table, below row `number` of `owner`."""
        self.rows[table].append([0, owner, number, *_cells(table, row)])


def _cells(table: str, row: Row) -> list[str | None]:
    return [row.get(column.name) for column in TABLES[table].columns]
