"""The page text reader on the project's seed, on real excerpts of other vintages, and on damaged input."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from pharmaudit.engine import serial
from pharmaudit.errors import SourceError
from pharmaudit.readers.format import Reading
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.page import looks_like_page, read_page
from pharmaudit.readers.page.headings import HEADINGS, ORDERS
from pharmaudit.readers.page.trials import trial
from pharmaudit.readers.page.values import PARSERS, reference
from pharmaudit.readers.sources import read_sources
from pharmaudit.readers.tables import Tables

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "seeds" / "DB15721_seed.txt"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
NOT_AVAILABLE = [
    *(
        "indication",
        "pharmacodynamics",
        "absorption",
        "volume_of_distribution",
        "protein_binding",
        "metabolism",
        "route_of_elimination",
        "half_life",
        "clearance",
        "toxicity",
        "pathways",
        "snp_effects",
        "drug_interactions",
        "food_interactions",
        "categories",
        "affected_organisms",
        "cas_number",
        "manufacturers",
        "packagers",
        "dosages",
        "prices",
        "patents",
        "state",
        "experimental_properties",
    )
]


def read(text: str, name: str = "page.txt") -> Tables:
    return read_page(Path(name), text.encode())


def column(tables: Tables, table: str, name: str) -> list[str]:
    return tables[table][name].tolist()


def everything(tables: Tables) -> str:
    return "\n".join(frame.to_csv() for frame in tables.frames.values())


@pytest.fixture(scope="module")
def seed() -> Tables:
    return read_page(SEED, SEED.read_bytes())


def test_seed_entry(seed: Tables) -> None:
    row = seed.entries.iloc[0]
    expected = {
        "entry_id": "DB15721",
        "name": "Natural Killer Cell",
        "stub_banner": "true",
        "type": "biotech",
        "created": "2020-08-11",
        "updated": "2020-08-13",
        "biologic_classification": "Cell transplant therapies / Other cell transplant therapies",
    }
    assert {name: row[name] for name in expected} == expected
    assert len(row["description"].split("\n\n")) == 4
    assert row["mechanism_of_action"].startswith("The predominant targets of NK cells are ‘stressed’ cells")
    assert not seed.damages
    assert seed.sources[0].format == "page text"
    assert seed.sources[0].entries == 1


def test_seed_not_available_lines_have_one_place_each(seed: Tables) -> None:
    headings = seed["headings"]
    empty = headings[headings["value"] == "Not Available"]
    assert len(NOT_AVAILABLE) == 24
    assert sorted(empty["field"]) == sorted(NOT_AVAILABLE)
    lines = SEED.read_text(encoding="utf-8").split("\n")
    assert {lines[int(number) - 1] for number in empty["line_number"]} == {"Not Available"}
    assert empty["line_number"].is_unique
    assert set(empty["confidence"]) == {"high"}
    assert len(seed["unattributed"]) == 0
    for field in NOT_AVAILABLE:
        if field in TABLES:
            assert len(seed[field]) == 0
        else:
            assert seed.entries.iloc[0][field] == "Not Available"


def test_seed_lists(seed: Tables) -> None:
    assert column(seed, "synonyms", "synonym") == ["NK Cells"]
    assert column(seed, "external_ids", "identifier") == ["Natural Killer Cells"]
    assert len(seed["articles"]) == 6
    assert seed["articles"]["pubmed_id"].isna().all()
    assert column(seed, "articles", "citation")[1] == (
        "Kumar S: Natural killer cell cytotoxicity and its regulation by inhibitory receptors. Immunology. 2018 "
        "Jul;154(3):383-393. doi: 10.1111/imm.12921. Epub 2018 Apr 11."
    )
    assert column(seed, "links", "title") == ["TheScientist: Natural Killer Cell Therapies Catch Up to CAR T"]
    assert len(seed["trials"]) == 5
    assert seed["trials"].iloc[3].drop("entry").tolist() == [
        *("2", "Completed", "Treatment", "Acute Myeloid Leukemia", "1"),
    ]


def test_seed_what_cannot_be_told(seed: Tables) -> None:
    # External Links holds only lines of one word, and this copy lost the heading with them; pages of its time had no
    # codes of the AHFS
    expected = {"drugbank_ids", "type", "groups", "unii", "external_identifiers", "ahfs_codes"}
    assert set(column(seed, "lost_fields", "field")) == expected
    headings = seed["headings"].set_index("field")
    assert headings.loc["type", "inferred"] == "true"
    assert headings.loc["classifications", "value"] == "Not classified"
    assert len(seed["classifications"]) == 0


@pytest.mark.parametrize(
    "phrase",
    ["This information should not", "Build, train", "Learn more", "See how", "Tap into", "Data Library", "See a data"],
)
def test_seed_adverts_are_nowhere(seed: Tables, phrase: str) -> None:
    assert phrase not in everything(seed)


def test_id_is_never_invented() -> None:
    data = SEED.read_bytes()
    nameless = read_page(Path("page.txt"), data)
    assert nameless.entries["entry_id"].isna().all()
    assert any("--id" in damage.reason and not damage.fatal for damage in nameless.damages)
    assert column(read_page(Path("page.txt"), data, "DB99999"), "entries", "entry_id") == ["DB99999"]


@pytest.mark.parametrize(
    ("start", "name", "type_", "groups", "ids"),
    [
        ("DB00001", None, "biotech", [], ["DB00001", "BTD00024", "BIOD00024"]),
        ("DB00002", "Cetuximab", "biotech", ["approved"], ["DB00002"]),
        (
            *("DB00004", "Denileukin diftitox", "biotech", ["approved", "investigational"]),
            ["DB00004", "BTD00084", "BIOD00084"],
        ),
        ("DB09061", "Cannabidiol", "small molecule", ["approved", "investigational"], ["DB09061"]),
        ("DB15726", "Human Umbilical Cord Mesenchymal Stem Cells", None, [], ["DB15726"]),
    ],
)
def test_excerpts(start: str, name: str | None, type_: str | None, groups: list[str], ids: list[str]) -> None:
    path = next(iter((SHARED / "pages").glob(f"{start}_*.txt")), None)
    if path is None:
        pytest.skip("real excerpts are not in ../shared/data")
    tables = read_page(path, path.read_bytes())
    row = tables.entries.iloc[0].astype(object).where(tables.entries.iloc[0].notna(), None)
    assert (row["entry_id"], row["name"], row["type"]) == (ids[0], name, type_)
    assert column(tables, "groups", "group") == groups
    assert column(tables, "drugbank_ids", "drugbank_id") == ids
    assert len(tables["unattributed"]) == 0
    # the excerpts are cut: what comes later is unknown, not empty
    assert {"targets", "trials"} <= set(column(tables, "lost_fields", "field"))
    assert (name is None) == ("name" in column(tables, "lost_fields", "field"))


def test_structure_fields() -> None:
    path = SHARED / "pages" / "DB09061_drugbank.ca_5.0_stub_small-molecule.excerpt.txt"
    if not path.exists():
        pytest.skip("real excerpts are not in ../shared/data")
    tables = read_page(path, path.read_bytes())
    properties = tables["calculated_properties"].set_index("kind")["value"]
    assert properties["SMILES"] == "CCCCCC1=CC(O)=C([[email protected]@H]2C=C(C)CC[[email protected]]2C(C)=C)C(O)=C1"
    assert set(properties.index) == {"SMILES", "InChI", "InChIKey", "Molecular Formula", "IUPAC Name"}
    row = tables.entries.iloc[0]
    assert (row["average_mass"], row["monoisotopic_mass"], row["unii"]) == ("314.469", "314.224580206", "19GBJ60SN5")


GLUED = """NameMadeupumab
Accession NumberDB99998  (BTD99998)
TypeSmall Molecule
GroupsApproved, Vet Approved
Description

A molecule that nobody has ever made, described here for a test.

SynonymsNot Available
External Identifiers Not Available
SaltsNot Available
CAS number50-00-0
DescriptionThis compound belongs to the class of inventions.
KingdomOrganic compounds
Alternative ParentsNot Available
IndicationFor the treatment of test failures.
StateSolid
Drug created on June 13, 2005 07:24 / Updated on August 02, 2018 03:55"""


def test_glued_vintage() -> None:
    tables = read(GLUED)
    row = tables.entries.iloc[0]
    assert (row["entry_id"], row["name"], row["type"]) == ("DB99998", "Madeupumab", "small molecule")
    assert (row["cas_number"], row["state"], row["created"]) == ("50-00-0", "solid", "2005-06-13")
    assert row["description"].startswith("A molecule that nobody")
    assert row["indication"] == "For the treatment of test failures."
    assert column(tables, "groups", "group") == ["approved", "vet_approved"]
    assert column(tables, "drugbank_ids", "primary") == ["true", "false"]
    assert column(tables, "classifications", "kingdom") == ["Organic compounds"]
    assert column(tables, "classifications", "description") == ["This compound belongs to the class of inventions."]
    assert len(tables["unattributed"]) == 0


def test_cards_of_targets() -> None:
    text = GLUED.replace(
        "Drug created",
        "Targets\n1. Made protein\nKind\nProtein\nOrganism\nHumans\nPharmacological action\nYes\n"
        "Actions\nInhibitor\n"
        "Gene Name\nMDP1\nUniprot ID\nP99999\nReferences\n  1. Doe J: Text. 2001. [Article]\n"
        "2. Other protein\nDrug created",
    )
    tables = read(text)
    assert column(tables, "targets", "name") == ["Made protein", "Other protein"]
    assert column(tables, "targets", "organism")[0] == "Humans"
    assert column(tables, "protein_actions", "action") == ["inhibitor"]
    assert column(tables, "polypeptides", "id") == ["P99999"]
    assert len(tables["articles"]) == 0


@pytest.mark.parametrize("text", ["", "a,b,c\n1,2,3\n", "<drugbank/>", "Name\nType\nSome other text", "{}"])
def test_no_page(text: str) -> None:
    assert not looks_like_page(text)
    with pytest.raises(SourceError, match=r"page\.txt: .*; "):
        read(text)


def test_undecodable_bytes_are_damage_with_a_position() -> None:
    data = b"\xef\xbb\xbf" + GLUED.encode() + b"\nbad \xff byte\n"
    damage = read_page(Path("DB99998.txt"), data).damages[0]
    assert damage.offset == data.index(b"\xff")
    assert damage.line == GLUED.count("\n") + 2
    assert not damage.fatal


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends(newline: str) -> None:
    text = SEED.read_text(encoding="utf-8")
    assert everything(read(text.replace("\n", newline), "DB15721")) == everything(read(text, "DB15721"))


@pytest.mark.parametrize(
    "junk",
    [
        "x" * 5_000_000,
        "x\n" * 2_500_000,
        "Not Available\n" * 190_000,
        "Type\n" * 190_000,
        "word and word\n\n" * 95_000,
        "  1. " + "(" * 5_000_000,
        "2Completed" + "Treatment " * 500_000,
        "Average: " * 500_000,
    ],
    ids=["one line", "many lines", "empty values", "one heading", "paragraphs", "brackets", "trial", "masses"],
)
@pytest.mark.parametrize("page", [False, True])
def test_junk_is_read_or_refused_soon(junk: str, page: bool) -> None:
    text = "Generic Name\nA name\nWeight\n" + junk + "\nClinical Trials\n" + junk[:1000] + "\nState\n" if page else junk
    begin = time.process_time()
    with suppress(SourceError) if page else pytest.raises(SourceError):
        read(text)
    assert time.process_time() - begin < 10  # seconds of CPU; three or four are usual


@pytest.mark.parametrize(
    ("text", "conditions", "count"),
    [
        ("2CompletedTreatmentAcute Myeloid Leukemia1", "Acute Myeloid Leukemia", "1"),
        ("1, 2RecruitingPreventionCough / Cold12", "Cough / Cold", "12"),
        (
            "Not AvailableTerminatedNot AvailableCoronavirus Disease 2019 (COVID-19)3",
            "Coronavirus Disease 2019 (COVID-19)",
            "3",
        ),
        ("3CompletedTreatmentDiabetes Mellitus, Type 21", "Diabetes Mellitus, Type 2", None),
        ("3\tCompleted\tTreatment\tDiabetes Mellitus, Type 2\t14", "Diabetes Mellitus, Type 2", "14"),
    ],
)
def test_trial(text: str, conditions: str, count: str | None) -> None:
    row = trial(text)
    assert row is not None
    assert (row["conditions"], row["count"]) == (conditions, count)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  1. A: B. 2001. [Article]".strip(), ("articles", {"citation": "A: B. 2001."})),
        ("2. A title [Link]", ("links", {"title": "A title"})),
        ("3. A: Book (2001). [Textbook]", ("textbooks", {"citation": "A: Book (2001)."})),
        ("4. A file [File]", ("attachments", {"title": "A file"})),
        ("A: B. [PubMed:123]", ("articles", {"citation": "A: B.", "pubmed_id": "123"})),
        ("5. A citation that says not what it is", None),
    ],
)
def test_reference(text: str, expected: object) -> None:
    assert reference(text) == expected


@pytest.mark.parametrize(
    ("table", "texts", "rows"),
    [
        ("patents", ["US5180668No1993-01-192010-01-19US"], [("US5180668", "false", "1993-01-19", "2010-01-19", "US")]),
        ("prices", ["Madeup 50 mg vial273.19USD vial"], [("Madeup 50 mg vial", "273.19", "USD", "vial")]),
        ("drug_interactions", ["AbcThe risk can rise with Abc."], [("Abc", "The risk can rise with Abc.")]),
        ("external_identifiers", ["UniProt", "P01050", "ChEBI1234"], [("UniProt", "P01050"), ("ChEBI", "1234")]),
        ("pathways", ["Madeup Action PathwayDrug action"], [("Madeup Action Pathway", "Drug action")]),
        ("dosages", ["PowderIntravenous1 mg"], []),
        ("dosages", ["Powder\tIntravenous\t1 mg"], [("Powder", "Intravenous", "1 mg")]),
    ],
)  # fmt: skip
def test_rows(table: str, texts: list[str], rows: list[tuple[str, ...]]) -> None:
    parsed = PARSERS[table](texts)
    names = list(parsed[0]) if parsed else []
    order = [column.name for column in TABLES[table].columns if column.name in names]
    order = ["number", "pediatric_extension", "approved", "expires", "country"] if table == "patents" else order
    assert [tuple(row[name] for name in order) for row in parsed] == rows


def test_heading_table_is_consistent() -> None:
    known = {column.name for column in TABLES["entries"].columns} | set(TABLES)
    assert set().union(*ORDERS.values()) == set(HEADINGS)
    for order in ORDERS.values():
        assert len(set(order)) == len(order)
    unkept = {heading.field for heading in HEADINGS.values() if heading.field} - known
    assert unkept == {"associated_conditions", "predicted_properties", "predicted_admet", "spectra"}
    assert set(PARSERS) <= known


CARD = """1. Made protein
Details
Kind
Protein group
Organism
Humans
Pharmacological action
Yes
Actions
Inhibitor
Binder
General Function
Made binding
Specific Function
Binds what is made.
Gene Name
MDP1
Uniprot ID
P99999
Uniprot Name
Made protein 1
Molecular Weight
70036.295 Da
Components:
NameUniProt ID
Chain one\tP11111
Nobody knows
References
1. Doe J: Text. 2001. [Article]
2. Other"""


def rows(tables: Tables, name: str) -> list[dict[str, str]]:
    frame = tables[name].drop(columns=[key for key in ("entry", "owner", "parent") if key in tables[name]])
    return [{key: value for key, value in row.items() if isinstance(value, str)} for row in frame.to_dict("records")]


def test_cards_in_depth() -> None:
    tables = read(
        GLUED.replace("Drug created", f"Targets\n{CARD}\nPharmacological action\nGene Name\nnot a gene\nDrug created")
    )
    own = {"general_function": "Made binding", "specific_function": "Binds what is made.", "gene_name": "MDP1"}
    assert rows(tables, "polypeptides") == [
        own | {"id": "P99999", "name": "Made protein 1", "molecular_weight": "70036.295"},
        {"id": "P11111", "name": "Chain one"},
    ]
    assert rows(tables, "targets") == [
        {"position": "1", "name": "Made protein", "organism": "Humans", "known_action": "yes"},
        {"position": "2", "name": "Other"},  # its labels have lost their values, which the next label is not
    ]
    assert column(tables, "protein_actions", "action") == ["inhibitor", "binder"]
    assert column(tables, "protein_articles", "citation") == ["Doe J: Text. 2001."]
    assert column(tables, "unattributed", "text") == ["Nobody knows", "not a gene"]


@pytest.mark.parametrize(
    ("lists", "kinds", "left"),
    [
        ([("Targets", 1), ("Enzymes", 1)], {"targets": 1, "enzymes": 1}, False),
        ([("", 1)] * 4, {"targets": 1, "enzymes": 1, "carriers": 1, "transporters": 1}, False),
        ([("Targets", 1), ("", 1), ("Carriers", 1)], {"targets": 1, "enzymes": 1, "carriers": 1}, False),
        ([("Targets", 1), ("", 1)], {"targets": 1}, True),
        ([("", 1)], {}, True),
        ([("Carriers", 1), ("", 1)], {"carriers": 1, "transporters": 1}, False),
    ],
)
def test_lists_of_cards_without_a_heading(lists: list[tuple[str, int]], kinds: dict[str, int], left: bool) -> None:
    text = "\n".join(f"{heading}\n{CARD.partition('Components')[0]}" for heading, _ in lists)
    tables = read(GLUED.replace("Drug created", f"{text}\nDrug created"))
    found = {
        name: len(tables[name]) for name in ("targets", "enzymes", "carriers", "transporters") if len(tables[name])
    }
    assert found == kinds
    assert bool(len(tables["unattributed"])) == left
    assert ("transporters" in column(tables, "lost_fields", "field")) == left


def test_atc_levels_effects_and_rows_of_cells() -> None:
    text = (
        "Generic Name\nExamplamine\nProduct Ingredients\nSalt\tAB12CD34EF\t50-00-0\tNot applicable\n"
        "Pharmacogenomic Effects/ADRs\n"
        "Made enzyme\tMDP*2\t(A;A)\tC > T\tEffect Directly Studied\tThey need less.\tDetails\n"
        "Made enzyme\tNot Available\t(A;A)\tC > T\tADR Inferred\tThey itch.\tDetails\n"
        "ATC Codes\nX01AA01 — Examplamine\n  • X01AA — Two\n  • V01 — Other\nX02BB02 — Examplamine\n  • X — Zero\n"
        "Drug Categories\nNot Available\nDosage Forms\nTablet\tOral\t1 mg\nPowderOral1 mg\n"
        "Patents\nUS5180668\tYes\t1993-01-19\t2010-01-19\tUS\n"
    )
    tables = read(text)
    assert rows(tables, "salts") == [{"name": "Salt", "unii": "AB12CD34EF", "cas_number": "50-00-0"}]
    assert rows(tables, "atc_codes") == [{"code": "X01AA01"}, {"code": "X02BB02"}]
    assert rows(tables, "atc_levels") == [{"code": "X01AA", "label": "Two"}, {"code": "X", "label": "Zero"}]
    assert tables["atc_levels"]["parent"].tolist() == [0, 1]
    assert [row["description"] for row in rows(tables, "snp_effects")] == ["They need less."]
    assert [row["description"] for row in rows(tables, "snp_reactions")] == ["They itch."]
    # of so short a page it cannot be told which headings it has lost
    assert column(tables, "unattributed", "text") == ["Examplamine", "V01 — Other", "Not Available", "PowderOral1 mg"]
    assert rows(tables, "patents")[0]["pediatric_extension"] == "true"


COUNTS = {  # tables and their rows; what is attributed by hand in each excerpt
    "DB00001": {"drugbank_ids": 3, "synonyms": 2, "experimental_properties": 1, "classifications": 1, "headings": 24},
    "DB00002": {"groups": 1, "synonyms": 3, "external_ids": 9, "sequences": 2, "headings": 12},
    "DB00004": {"drugbank_ids": 3, "groups": 2, "synonyms": 3, "sequences": 1, "headings": 18},
    "DB09061": {"groups": 2, "synonyms": 5, "external_ids": 4, "calculated_properties": 5, "headings": 18},
    "DB15726": {"drugbank_ids": 1, "groups": 0, "headings": 4},
}


@pytest.mark.parametrize("start", COUNTS)
def test_excerpts_in_numbers(start: str) -> None:
    path = next(iter((SHARED / "pages").glob(f"{start}_*.txt")), None)
    if path is None:
        pytest.skip("real excerpts are not in ../shared/data")
    tables = read_page(path, path.read_bytes())
    assert {name: len(tables[name]) for name in COUNTS[start]} == COUNTS[start]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_a_page_in_any_unicode_is_the_same(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "DB15721.txt"
    path.write_bytes(SEED.read_text(encoding="utf-8").encode(encoding))
    tables = read_sources([path], Reading(None, serial))
    assert tables.entries["name"].tolist() == ["Natural Killer Cell"]
    assert tables.damages == ()
