"""The normalised tables: every table and column that a reader may fill, named once.

A column is written `name[:kind][=source]`. The kind is the shape its text must have (text, integer, number, date,
boolean); the source says where DrugBank XML keeps it below the element of the row: a child element (the default: the
column's name with hyphens), `@attribute`, `child/@attribute`, or `.` for the text of the row's own element.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain

import numpy as np
import pandas as pd
import pyarrow as pa

from pharmaudit.model import Damage, Source

KEYS = ("entry", "owner", "parent")
"""Key columns of a child table: row number of its entry in `entries`; for nested tables also the name of the table
that owns the row and the row number in it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the shape of its text, and where DrugBank XML keeps it ('' if it does not)."""

    name: str
    kind: str
    source: str

    @classmethod
    def parse(cls, text: str) -> "Column":
        head, _, source = text.partition("=")
        name, _, kind = head.partition(":")
        return cls(name, kind or "text", source or name.replace("_", "-"))


@dataclass(frozen=True)
class Table:
    """One table. `path` is the element of a row below its owner: `list/item`, or `item` where it is repeated bare."""

    name: str
    path: str
    spec: str
    owners: tuple[str, ...] = ("entries",)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(Column.parse(word) for word in self.spec.split())

    @property
    def nested(self) -> bool:
        return self.owners != ("entries",)

    @property
    def keys(self) -> tuple[str, ...]:
        if self.name == "entries":
            return ("line", "offset")
        return KEYS if self.nested else KEYS[:1]

    @cached_property
    def width(self) -> int:
        """Cells of a row: keys and columns."""
        return len(self.keys) + len(self.columns)


_PROTEINS = ("targets", "enzymes", "carriers", "transporters")
_PROTEIN = "position:integer=@position id name organism known_action"
_REFERENCE = {
    "articles": "ref_id pubmed_id citation",
    "textbooks": "ref_id isbn citation",
    "links": "ref_id title url",
    "attachments": "ref_id title url",
}
_SNP = "protein_name gene_symbol uniprot_id rs_id allele"

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "entries",
            "drug",
            "entry_id=- source=- type=@type created:date=@created updated:date=@updated name description cas_number "
            "unii average_mass:number monoisotopic_mass:number state synthesis_reference indication pharmacodynamics "
            "mechanism_of_action toxicity metabolism absorption half_life protein_binding route_of_elimination "
            "volume_of_distribution clearance fda_label msds "
            # what only a page carries
            "stub_banner:boolean=- summary=- biologic_classification=- contraindications=- adverse_effects=-",
        ),
        Table("drugbank_ids", "drugbank-id", "drugbank_id=. primary:boolean=@primary"),
        Table("groups", "groups/group", "group=."),
        *(
            Table(name, f"general-references/{name}/{name.removesuffix('s')}", spec)
            for name, spec in _REFERENCE.items()
        ),
        Table("classifications", "classification", "description direct_parent kingdom superclass class subclass"),
        Table("alternative_parents", "alternative-parent", "name=.", ("classifications",)),
        Table("substituents", "substituent", "name=.", ("classifications",)),
        Table("salts", "salts/salt", "name unii cas_number inchikey average_mass:number monoisotopic_mass:number"),
        Table("salt_ids", "drugbank-id", "drugbank_id=. primary:boolean=@primary", ("salts",)),
        Table("synonyms", "synonyms/synonym", "synonym=. language=@language coder=@coder"),
        Table(
            "products",
            "products/product",
            "name labeller ndc_id ndc_product_code dpd_id ema_product_code ema_ma_number started_marketing_on:date "
            "ended_marketing_on:date dosage_form strength route fda_application_number generic:boolean "
            "over_the_counter:boolean approved:boolean country source",
        ),
        Table("international_brands", "international-brands/international-brand", "name company"),
        Table("mixtures", "mixtures/mixture", "name ingredients supplemental_ingredients"),
        Table("packagers", "packagers/packager", "name url"),
        Table("manufacturers", "manufacturers/manufacturer", "name=. generic:boolean=@generic url=@url"),
        Table("prices", "prices/price", "description cost:number currency=cost/@currency unit"),
        Table("categories", "categories/category", "category mesh_id"),
        Table("affected_organisms", "affected-organisms/affected-organism", "organism=."),
        Table("dosages", "dosages/dosage", "form route strength"),
        Table("atc_codes", "atc-codes/atc-code", "code=@code"),
        Table("atc_levels", "level", "code=@code label=.", ("atc_codes",)),
        Table("ahfs_codes", "ahfs-codes/ahfs-code", "code=."),
        Table("pdb_entries", "pdb-entries/pdb-entry", "pdb_id=."),
        Table(
            "patents",
            "patents/patent",
            "number country approved:date expires:date pediatric_extension:boolean",
        ),
        Table("food_interactions", "food-interactions/food-interaction", "advice=."),
        Table("drug_interactions", "drug-interactions/drug-interaction", "drugbank_id name description"),
        Table("sequences", "sequences/sequence", "sequence=. format=@format"),
        Table("calculated_properties", "calculated-properties/property", "kind value source"),
        Table("experimental_properties", "experimental-properties/property", "kind value source"),
        Table("external_identifiers", "external-identifiers/external-identifier", "resource identifier"),
        Table("external_links", "external-links/external-link", "resource url"),
        Table("pathways", "pathways/pathway", "smpdb_id name category"),
        Table("pathway_drugs", "drugs/drug", "drugbank_id name", ("pathways",)),
        Table("pathway_enzymes", "enzymes/uniprot-id", "uniprot_id=.", ("pathways",)),
        Table("reactions", "reactions/reaction", "sequence:integer"),
        Table("reaction_left", "left-element", "drugbank_id name", ("reactions",)),
        Table("reaction_right", "right-element", "drugbank_id name", ("reactions",)),
        Table("reaction_enzymes", "enzymes/enzyme", "drugbank_id name uniprot_id", ("reactions",)),
        Table("snp_effects", "snp-effects/effect", f"{_SNP} defining_change description pubmed_id"),
        Table("snp_reactions", "snp-adverse-drug-reactions/reaction", f"{_SNP} adverse_reaction description pubmed_id"),
        Table("targets", "targets/target", _PROTEIN),
        Table("enzymes", "enzymes/enzyme", f"{_PROTEIN} inhibition_strength induction_strength"),
        Table("carriers", "carriers/carrier", _PROTEIN),
        Table("transporters", "transporters/transporter", _PROTEIN),
        Table("protein_actions", "actions/action", "action=.", _PROTEINS),
        *(
            Table(f"protein_{name}", f"references/{name}/{name.removesuffix('s')}", spec, _PROTEINS)
            for name, spec in _REFERENCE.items()
        ),
        Table(
            "polypeptides",
            "polypeptide",
            "id=@id source=@source name general_function specific_function gene_name locus cellular_location "
            "transmembrane_regions signal_regions theoretical_pi:number molecular_weight:number chromosome_location "
            "organism ncbi_taxonomy_id=organism/@ncbi-taxonomy-id amino_acid_sequence gene_sequence",
            _PROTEINS,
        ),
        Table(
            "polypeptide_identifiers",
            "external-identifiers/external-identifier",
            "resource identifier",
            ("polypeptides",),
        ),
        Table("polypeptide_synonyms", "synonyms/synonym", "synonym=.", ("polypeptides",)),
        Table("polypeptide_pfams", "pfams/pfam", "identifier name", ("polypeptides",)),
        Table("polypeptide_terms", "go-classifiers/go-classifier", "category description", ("polypeptides",)),
        # what only a page carries
        Table("brand_names", "", "name=-"),
        Table("external_ids", "", "identifier=-"),
        Table("trials", "", "phase=- status=- purpose=- conditions=- count:integer=-"),
        # how a page was read: where each field stood, what it could not tell, what could not be attributed
        Table("headings", "", "field=- line_number:integer=- value=- inferred:boolean=- confidence=-"),
        Table("lost_fields", "", "field=-"),
        Table("unattributed", "", "line_number:integer=- text=-"),
    )
}

Rows = dict[str, list[list[object]]]
"""Table name -> rows, each in the order of the table's keys and then its columns."""

Cells = dict[str, list[object]]
"""Table name -> the cells of its rows, one row after the other: half the memory of a list for each row."""


def empty_rows() -> Rows:
    return {name: [] for name in TABLES}


def arrow_schema(table: Table) -> pa.Schema:
    """Keys are int64 (owner: text); every data column is text as it stands in the source, null where absent."""
    keys = [(key, pa.string() if key == "owner" else pa.int64()) for key in table.keys]
    return pa.schema(keys + [(column.name, pa.string()) for column in table.columns])


@cache
def _empty(name: str) -> pd.DataFrame:
    frame: pd.DataFrame = arrow_schema(TABLES[name]).empty_table().to_pandas()
    return frame


def to_frame(table: Table, rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """The rows of a table as a frame of Arrow-backed text and int64 keys."""
    return _framed(table, list(chain.from_iterable(rows)))


def _framed(table: Table, cells: Sequence[object]) -> pd.DataFrame:
    if not cells:
        return _empty(table.name)
    if len(cells) % table.width:
        raise ValueError(f"every row of {table.name} must have {table.width} cells")
    schema = arrow_schema(table)
    arrays = [pa.array(cells[place :: table.width], column.type) for place, column in enumerate(schema)]
    frame: pd.DataFrame = pa.Table.from_arrays(arrays, schema=schema).to_pandas()
    return frame


@dataclass(frozen=True)
class Tables:
    """All tables of a knowledge base, with where they came from and what was damaged.

    `frames` holds every table of TABLES, empty ones too. Row numbers of `entries` are the `entry` key of the others.
    """

    frames: Mapping[str, pd.DataFrame]
    sources: tuple[Source, ...] = ()
    damages: tuple[Damage, ...] = ()

    @classmethod
    def from_rows(cls, rows: Rows, sources: Iterable[Source] = (), damages: Iterable[Damage] = ()) -> "Tables":
        """Tables from rows, however few."""
        cells = {name: list(chain.from_iterable(table_rows)) for name, table_rows in rows.items()}
        return cls.from_cells(cells, sources, damages)

    @classmethod
    def from_cells(cls, cells: Cells, sources: Iterable[Source] = (), damages: Iterable[Damage] = ()) -> "Tables":
        """Tables from cells, as a reader of many entries collects them."""
        frames = {name: _framed(table, cells.get(name, [])) for name, table in TABLES.items()}
        return cls(frames, tuple(sources), tuple(damages))

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]

    @property
    def entries(self) -> pd.DataFrame:
        return self.frames["entries"]


@dataclass
class _Offsets:
    """Row numbers at which the tables of the part in hand begin in the joined tables."""

    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))

    def shift(self, table: Table, frame: pd.DataFrame) -> pd.DataFrame:
        if "entry" in frame:
            frame = frame.assign(entry=frame["entry"] + self.rows["entries"])
        if table.nested and len(frame):
            starts = frame["owner"].map(self.rows).to_numpy(dtype=np.int64)
            frame = frame.assign(parent=frame["parent"] + starts)
        return frame


def join(parts: Sequence[Tables]) -> Tables:
    """Concatenate the tables of several parts or sources, renumbering the keys."""
    if len(parts) == 1:
        return parts[0]
    offsets = _Offsets()
    shifted: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    for part in parts:
        for name, table in TABLES.items():
            shifted[name].append(offsets.shift(table, part[name]))
        for name in TABLES:
            offsets.rows[name] += len(part[name])
    frames = {
        name: pd.concat([frame for frame in pieces if len(frame)], ignore_index=True)
        if any(len(frame) for frame in pieces)
        else to_frame(TABLES[name], [])
        for name, pieces in shifted.items()
    }
    return Tables(
        frames,
        tuple(source for part in parts for source in part.sources),
        tuple(damage for part in parts for damage in part.damages),
    )
