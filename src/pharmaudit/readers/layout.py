"""The normalised tables: every table and column that a reader may fill, named once.

A column is written `name[:kind][=source]`. The kind is the shape its text must have (text, integer, number, date,
boolean); the source says where DrugBank XML keeps it below the element of the row: a child element (the default: the
column's name with hyphens), `@attribute`, `child/@attribute`, or `.` for the text of the row's own element. After `|`
stand the places in which older exports keep the same thing; what takes more than another name is in `xml/older.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

KEYS = ("entry", "owner", "parent")
"""Key columns of a child table: row number of its entry in `entries`; for nested tables also the name of the table
that owns the row and the row number in it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the shape of its text, where DrugBank XML keeps it ('-' if it does not) and kept it."""

    name: str
    kind: str
    source: str
    older: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Column":
        head, _, source = text.partition("=")
        name, _, kind = head.partition(":")
        source, *older = source.split("|")
        return cls(name, kind or "text", source or name.replace("_", "-"), tuple(older))

    @property
    def sources(self) -> tuple[str, ...]:
        """Every place in which XML may keep it."""
        return () if self.source == "-" else (self.source, *self.older)


@dataclass(frozen=True)
class Table:
    """One table. `path` is the element of a row below its owner: `list/item`, or `item` where it is repeated bare.

    `older` has the paths by which older exports call the same rows.
    """

    name: str
    path: str
    spec: str
    owners: tuple[str, ...] = ("entries",)
    older: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(Column.parse(word) for word in self.spec.split())

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path by which XML may name its rows."""
        return (self.path, *self.older) if self.path else ()

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
_PROTEIN = "position:integer=@position id name organism known_action partner=@partner"
_REFERENCE = {
    "articles": "ref_id pubmed_id citation",
    "textbooks": "ref_id isbn citation",
    "links": "ref_id title url",
    "attachments": "ref_id title url",
}


def _or_attributes(spec: str) -> str:
    """The columns of a row whose values are child elements, and were attributes of the row's own element in 4.x."""
    words = ((word, word.partition(":")[0].replace("_", "-")) for word in spec.split())
    return " ".join(f"{word}={name}|@{name}" for word, name in words)


_SNP = "protein_name gene_symbol uniprot_id rs_id allele"

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "entries",
            "drug",
            "entry_id=- source=- type=@type created:date=@created updated:date=@updated name description cas_number "
            "unii average_mass:number monoisotopic_mass:number state synthesis_reference indication "
            "pharmacodynamics=pharmacodynamics|pharmacology mechanism_of_action toxicity "
            "metabolism=metabolism|biotransformation absorption half_life protein_binding route_of_elimination "
            "volume_of_distribution clearance fda_label msds drugbank_version=@version "
            # what only a page carries
            "stub_banner:boolean=- summary=- biologic_classification=- contraindications=- adverse_effects=-",
        ),
        Table(
            "drugbank_ids",
            "drugbank-id",
            "drugbank_id=. primary:boolean=@primary",
            older=("secondary-accession-numbers/secondary-accession-number",),
        ),
        Table("groups", "groups/group", "group=."),
        *(
            Table(name, f"general-references/{name}/{name.removesuffix('s')}", spec)
            for name, spec in _REFERENCE.items()
        ),
        Table(
            "classifications",
            "classification",
            "description direct_parent kingdom superclass class subclass",
            older=("taxonomy",),
        ),
        Table("alternative_parents", "alternative-parent", "name=.", ("classifications",)),
        Table(
            "substituents",
            "substituent",
            "name=. names_class:boolean=@class",
            ("classifications",),
            older=("substructures/substructure",),
        ),
        Table(
            "salts", "salts/salt", "name=name|. unii cas_number inchikey average_mass:number monoisotopic_mass:number"
        ),
        Table("salt_ids", "drugbank-id", "drugbank_id=. primary:boolean=@primary", ("salts",)),
        Table("synonyms", "synonyms/synonym", "synonym=. language=@language coder=@coder"),
        Table(
            "products",
            "products/product",
            "name=name|@name|. "
            + _or_attributes(
                "labeller ndc_id ndc_product_code dpd_id ema_product_code ema_ma_number started_marketing_on:date "
                "ended_marketing_on:date dosage_form strength route fda_application_number generic:boolean "
                "over_the_counter:boolean approved:boolean country source"
            ),
        ),
        Table(
            "international_brands",
            "international-brands/international-brand",
            "name=name|. company=company|@company",
            older=("international-brands/brand", "brands/brand"),
        ),
        Table("mixtures", "mixtures/mixture", "name ingredients supplemental_ingredients"),
        Table("packagers", "packagers/packager", "name url"),
        Table("manufacturers", "manufacturers/manufacturer", "name=. generic:boolean=@generic url=@url"),
        Table("prices", "prices/price", "description cost:number currency=cost/@currency unit"),
        Table("categories", "categories/category", "category=category|. mesh_id"),
        Table("affected_organisms", "affected-organisms/affected-organism", "organism=."),
        Table("dosages", "dosages/dosage", "form route strength"),
        Table("atc_codes", "atc-codes/atc-code", "code=@code|."),
        Table("atc_levels", "level", "code=@code label=.", ("atc_codes",)),
        Table("ahfs_codes", "ahfs-codes/ahfs-code", "code=."),
        Table("pdb_entries", "pdb-entries/pdb-entry", "pdb_id=."),
        Table(
            "patents",
            "patents/patent",
            "number country approved:date expires:date pediatric_extension:boolean",
        ),
        Table("food_interactions", "food-interactions/food-interaction", "advice=."),
        Table(
            "drug_interactions", "drug-interactions/drug-interaction", "drugbank_id=drugbank-id|drug name description"
        ),
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
            "organism ncbi_taxonomy_id=organism/@ncbi-taxonomy-id amino_acid_sequence gene_sequence "
            "amino_acid_sequence_format=amino-acid-sequence/@format gene_sequence_format=gene-sequence/@format "
            # what only the partners of 3.0 have
            "organism_category=organism/@category organism_uniprot_name=organism/@uniprot-name reaction essentiality",
            _PROTEINS,
        ),
        *(  # references of the partners of 3.0
            Table(f"polypeptide_{name}", f"references/{name}/{name.removesuffix('s')}", spec, ("polypeptides",))
            for name, spec in _REFERENCE.items()
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
        # of an entry that several sources tell of: the further ones, and what both have a value for
        Table("origins", "", "source=- line:integer=- offset:integer=-"),
        Table("comparisons", "", "field=- source=- value=- other_source=- other_value=-"),
    )
}

PROPERTIES: Mapping[str, str] = {
    "smiles": "SMILES",
    "inchi": "InChI",
    "inchikey": "InChIKey",
    "formula": "Molecular Formula",
    "iupac_name": "IUPAC Name",
}
"""Fields that are kept as properties: field -> `kind` of its row in `calculated_properties`."""
