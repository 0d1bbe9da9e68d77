# ruff: noqa: E501 (a table: a row a line)
"""The headings of a DrugBank page: spellings, fields, shapes and orders over the vintages, declared once as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pharmaudit.readers.page.trials import TRIAL


class Shape(StrEnum):
    """What the value under a heading looks like."""

    SECTION = "section"  # groups other headings, carries no value
    PROSE = "prose"
    WORD = "word"  # one line
    LIST = "list"
    TABLE = "table"
    NUMBERED = "numbered"
    FASTA = "fasta"
    ADVERT = "advert"  # prose for subscribers, adverts for the public
    SKIP = "skip"  # pictures, tables that another heading repeats, things without a place in our tables


@dataclass(frozen=True)
class Heading:
    """One heading. `field` is a column of `entries` or a table; '' where nothing is kept.

    `printed`: an empty field keeps its heading and says "Not Available". `form` is the pattern of a value that can be
    told without its heading; `evident` lets such a value be found although a heading of several words is not seen.
    """

    id: str
    field: str
    shape: Shape
    spellings: tuple[str, ...]
    printed: bool = False
    form: str = ""
    evident: bool = False

    @cached_property
    def one_word(self) -> bool:
        """Only lines of one word can have been lost from a copy."""
        return any(" " not in spelling for spelling in self.spellings)


_UNII = r"[A-Z0-9]{10}"
_GROUP = r"(?:approved|illicit|experimental|withdrawn|nutraceutical|investigational|vet[ _]approved)"
_MASS = r"(?:Average: ?[\d.]+|Monoisotopic: ?[\d.]+|[\d.]+(?: Da)?)(?: ?Monoisotopic: ?[\d.]+)?"
# two small letters that are no aromatic atoms in a row, nor the end of Cl or Br: no SMILES has them
_NAME = r"(?!.*email.protected).*(?:[ad-kmqt-z][a-z]|[a-z][ad-kmqt-z]).*"
_SMILES = r"(?:\[\[email.protected\][^\]]{0,8}\]?|\[[^\]\s]{1,20}\]|Br|Cl|[BCNOPSFIHbcnops*]|[-=#$:/\\.()%\d@+])+"
_DOWNLOAD = r"Download(?: \(.{2,20}\))?"
FOOTER = r"Drug created (?:at|on) .{4,60}"

# id [= field] | shape | "+" printed when empty | spellings, newest first | form of a value ("!" before it: evident)
_TABLE = rf"""
title = name             | word     |   |
identification =         | section  |   | Identification
summary                  | prose    |   | Summary
brand_names              | list     |   | Brand Names
name                     | word     | + | Generic Name; Name
drugbank_ids             | word     | + | DrugBank Accession Number; Accession Number; DrugBank ID | (?:DB|BTD|BIOD)\d{{5}}\b.{{0,200}}
description              | prose    | + | Background; Description
type                     | word     | + | Type | (?i:small molecule|biotech)
groups                   | word     | + | Groups | (?i:{_GROUP}(?:, {_GROUP})*)
structure =              | skip     |   | Structure | Thumb|3D|Download|Similar Structures|Structure for .+
average_mass             | table    |   | Weight | {_MASS}
formula = calculated_properties | word |  | Chemical Formula
biologic_classification  | list     |   | Biologic Classification
protein_structure =      | skip     |   | Protein Structure; Protein structure | Db\d{{5}}
articles_nav =           | skip     |   | Related Articles
protein_formula = experimental_properties | word | | Protein Chemical Formula; Protein chemical formula
protein_weight = average_mass | word |   | Protein Average Weight; Protein average weight | {_MASS}
sequences                | fasta    |   | Sequences
synonyms                 | list     | + | Synonyms
external_ids             | list     | + | External IDs; External Identifiers
ingredients = salts      | table    |   | Product Ingredients; Active Ingredients
salts                    | table    | + | Salts
products_section =       | section  |   | Products; Product Images
products                 | table    | + | Brand Name Prescription Products; Approved Prescription Products; Approved Generic Prescription Products; Approved Over the Counter Products; Prescription Products; Generic Prescription Products; Over the Counter Products; Unapproved/Other Products
international_brands     | table    | + | International/Other Brands; International Brands
mixtures                 | table    | + | Mixture Products; Brand mixtures; Brand Mixtures
pharmacology =           | section  |   | Pharmacology
indication               | prose    | + | Indication
associated_conditions    | skip     |   | Associated Conditions; Associated Therapies; Structured Indications
contraindications        | advert   |   | Contraindications & Blackbox Warnings
pharmacodynamics         | prose    | + | Pharmacodynamics
mechanism_of_action      | prose    | + | Mechanism of action; Mechanism of Action
mechanism_targets =      | skip     |   | TargetActionsOrganism; Target Actions Organism | [AUN][A-Z][^.]{{3,120}}
absorption               | prose    | + | Absorption
volume_of_distribution   | prose    | + | Volume of distribution; Volume of Distribution
protein_binding          | prose    | + | Protein binding; Protein Binding
metabolism               | prose    | + | Metabolism
route_of_elimination     | prose    | + | Route of elimination; Route of Elimination
half_life                | prose    | + | Half-life; Half life; Half-Life
clearance                | prose    | + | Clearance
adverse_effects          | advert   |   | Adverse Effects
toxicity                 | prose    | + | Toxicity
pathways                 | table    | + | Pathways | .{{2,200}}(?:Drug action|Drug metabolism|Metabolic|Signaling|Physiological|Disease)
snp_effects              | table    | + | Pharmacogenomic Effects/ADRs; SNP Mediated Effects; SNP Mediated Adverse Drug Reactions
interactions =           | section  |   | Interactions
drug_interactions        | table    | + | Drug Interactions
food_interactions        | list     | + | Food Interactions
categories_section =     | section  |   | Categories
atc_codes                | table    | + | ATC Codes
ahfs_codes               | list     | + | AHFS Codes
categories               | list     | + | Drug Categories
categories_classic = categories | list | + | Categories
classifications          | table    |   | Chemical Taxonomy; Taxonomy; Classification | !Not classified
taxon_description = classifications | prose | + | Description
kingdom = classifications | word    | + | Kingdom | (?:Organic|Inorganic|Chemical) .+
superclass = classifications | word | + | Super Class
class = classifications  | word     | + | Class
subclass = classifications | word   | + | Sub Class
direct_parent = classifications | word | + | Direct Parent
alternative_parents      | list     | + | Alternative Parents
substituents             | list     | + | Substituents
framework =              | skip     |   | Molecular Framework
descriptors =            | skip     |   | External Descriptors
affected_organisms       | list     | + | Affected organisms; Affected Organisms
identifiers =            | section  |   | Chemical Identifiers
unii                     | word     | + | UNII | {_UNII}
cas_number               | word     | + | CAS number; CAS Number | \d{{2,7}}-\d\d-\d
inchikey = calculated_properties | word |  | InChI Key; InChIKey | (?:InChIKey=)?[A-Z]{{14}}-[A-Z]{{10}}-[A-Z]
inchi = calculated_properties | word |   | InChI | InChI=.+
iupac_name = calculated_properties | word | | IUPAC Name | {_NAME}
smiles = calculated_properties | word |  | SMILES | {_SMILES}
references =             | section  |   | References
synthesis_reference      | prose    |   | Synthesis Reference
articles                 | numbered | + | General References; General Reference
external_identifiers     | table    |   | External Links
pdb_entries              | list     |   | PDB Entries
fda_label                | word     |   | FDA label; FDA Label | {_DOWNLOAD}
msds                     | word     |   | MSDS | {_DOWNLOAD}
trials                   | table    |   | Clinical Trials | !{TRIAL}
economics =              | section  |   | Pharmacoeconomics
manufacturers            | list     | + | Manufacturers
packagers                | list     | + | Packagers
dosages                  | table    | + | Dosage Forms; Dosage forms
prices                   | table    | + | Prices | .{{2,200}}[\d.]+ ?USD\s?.{{1,60}}
patents                  | table    | + | Patents | (?:US|CA)?\d{{5,9}}\s?(?:Yes|No)\s?\d.+
properties =             | section  |   | Properties
state                    | word     | + | State | (?i:solid|liquid|gas)
experimental_properties  | table    | + | Experimental Properties
predicted_properties     | skip     |   | Predicted Properties
predicted_admet          | skip     |   | Predicted ADMET Features; Predicted ADMET features
spectra                  | skip     |   | Spectra; Mass Spec (NIST); Chromatographic Properties
targets                  | table    |   | Targets
enzymes                  | table    |   | Enzymes
carriers                 | table    |   | Carriers
transporters             | table    |   | Transporters
footer =                 | skip     |   |
"""


def _heading(row: str) -> Heading:
    # the form comes last because its pattern may hold the separator
    head, shape, printed, spellings, *form = (part.strip() for part in row.split("|", 4))
    name, equals, field = (part.strip() for part in head.partition("="))
    pattern = form[0] if form else ""
    return Heading(
        name,
        field if equals else name,
        Shape(shape),
        tuple(spelling.strip() for spelling in spellings.split(";") if spelling.strip()),
        printed == "+",
        pattern.removeprefix("!"),
        pattern.startswith("!"),
    )


HEADINGS: Mapping[str, Heading] = {
    heading.id: heading for heading in (_heading(row) for row in _TABLE.strip().splitlines())
}

_START = "title identification summary brand_names name drugbank_ids"
_STRUCTURE = "structure average_mass formula biologic_classification"
_PROTEIN = "protein_structure articles_nav protein_formula protein_weight sequences"
_NAMES = "synonyms external_ids ingredients"
_PRODUCTS = "products international_brands mixtures"
_PHARMACOLOGY = (
    "pharmacology indication associated_conditions contraindications pharmacodynamics mechanism_of_action "
    "mechanism_targets absorption volume_of_distribution protein_binding metabolism route_of_elimination half_life "
    "clearance adverse_effects toxicity pathways snp_effects"
)
_INTERACTIONS = "interactions drug_interactions food_interactions"
_TAXONOMY = (
    "classifications taxon_description kingdom superclass class subclass direct_parent alternative_parents "
    "substituents framework descriptors"
)
_IDENTIFIERS = "unii cas_number inchikey inchi iupac_name smiles"
_CLASSIC_IDENTIFIERS = "salts categories_classic unii cas_number average_mass formula inchikey inchi iupac_name smiles"
_REFERENCES = "references synthesis_reference articles external_identifiers"
_DOCUMENTS = "pdb_entries fda_label msds trials"
_END = (
    "economics manufacturers packagers dosages prices patents properties state experimental_properties "
    "predicted_properties predicted_admet spectra"
)
_PROTEINS = "targets enzymes carriers transporters footer"
_CLASSIC_START = f"{_START} type groups description structure biologic_classification {_PROTEIN} {_NAMES} {_PRODUCTS}"

ORDERS: Mapping[str, tuple[str, ...]] = {
    vintage: tuple(order.split())
    for vintage, order in {
        "2020": f"{_START} description type groups {_STRUCTURE} {_PROTEIN} {_NAMES} {_PHARMACOLOGY} {_INTERACTIONS} "
        f"products_section {_PRODUCTS} categories_section atc_codes categories {_TAXONOMY} affected_organisms "
        f"identifiers {_IDENTIFIERS} {_REFERENCES} {_DOCUMENTS} {_END} {_PROTEINS}",
        "5.0": f"{_CLASSIC_START} {_CLASSIC_IDENTIFIERS} {_PHARMACOLOGY} {_INTERACTIONS} {_REFERENCES} atc_codes "
        f"ahfs_codes {_DOCUMENTS} {_END} {_TAXONOMY} {_PROTEINS}",
        "4.x": f"{_CLASSIC_START} {_CLASSIC_IDENTIFIERS} {_TAXONOMY} {_PHARMACOLOGY} affected_organisms {_END} "
        f"{_REFERENCES} atc_codes ahfs_codes {_DOCUMENTS} {_INTERACTIONS} {_PROTEINS}",
    }.items()
}
"""Headings in page order, for each vintage of the site."""

TAXON_IDS = frozenset({"taxon_description", "kingdom", "class", "substituents"})
"""Headings of one word that are printed only if the entry is classified."""
TAXON_WITNESSES = frozenset({"superclass", "subclass", "direct_parent", "alternative_parents"})
"""Headings of several words that are printed with them."""
PROTEIN_IDS = frozenset(_PROTEINS.split()) - {"footer"}
