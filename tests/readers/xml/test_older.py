"""Older forms of DrugBank XML: read into the tables of the present one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.tables import Tables
from pharmaudit.readers.xml import older
from tests.xmlwriter import drug, export, read

PUBMED = '"Pubmed":http://www.ncbi.nlm.nih.gov/pubmed/'

TEXTILE = [
    (f"# Doe J: Title. {PUBMED}123", [("article", {"pubmed-id": "123", "citation": "Doe J: Title."})]),
    (f"# A {PUBMED}1 \r\n#B {PUBMED}2[\r\n", [("article", {"pubmed-id": n, "citation": c}) for n, c in ("1A", "2B")]),
    (f"# In a wo\nrd. {PUBMED[:12]}\n{PUBMED[12:]}4\n5", [("article", {"pubmed-id": "45", "citation": "In a word."})]),
    ("# Notes of a firm.", [("article", {"citation": "Notes of a firm."})]),
    ("free text\nof two lines", [("article", {"citation": "free text\nof two lines"})]),
    (
        '# Doe J: Book. ISBN 9780306406157. "Shop":http://example.org/b?a=1.',
        [
            (
                "textbook",
                {
                    "isbn": "9780306406157",
                    "citation": 'Doe J: Book. ISBN 9780306406157. "Shop":http://example.org/b?a=1.',
                },
            )
        ],
    ),
    ('# A label. "Site":https://example.org/x', [("link", {"title": "A label. Site", "url": "https://example.org/x"})]),
    (f"# Two {PUBMED}1 and {PUBMED}2", [("article", {"pubmed-id": "2", "citation": f"Two {PUBMED}1 and"})]),
    (" \r\n", []),
]


@pytest.mark.parametrize(("textile", "items"), TEXTILE)
def test_items_of_a_textile_list(textile: str, items: list[older.Reference]) -> None:
    assert list(older.references(textile)) == items


@given(
    st.lists(
        st.sampled_from(["# ", "#", "\n", "\r\n", "a b", "ISBN 0306406152", PUBMED, "7", '"x":http://y.z/', "[", " "])
    )
)
def test_no_word_of_a_textile_list_is_lost(pieces: list[str]) -> None:
    textile = "".join(pieces)
    kept = "".join(text for _, texts in older.references(textile) for text in texts.values())
    for word, count in (("ab", textile.count("a b")), ("7", 0)):
        assert kept.replace(" ", "").count(word) >= count


RENAMED = [
    ("<pharmacology>p</pharmacology>", "entries", "pharmacodynamics", ["p"]),
    ("<biotransformation>b</biotransformation>", "entries", "metabolism", ["b"]),
    ("<brands><brand>A</brand><brand>B</brand></brands>", "international_brands", "name", ["A", "B"]),
    (
        "<international-brands><brand company='C'>A</brand></international-brands>",
        "international_brands",
        "company",
        ["C"],
    ),
    ("<categories><category>c</category></categories>", "categories", "category", ["c"]),
    ("<categories><category><category>c</category></category></categories>", "categories", "category", ["c"]),
    ("<atc-codes><atc-code>B01AE02</atc-code></atc-codes>", "atc_codes", "code", ["B01AE02"]),
    ("<salts><salt>s</salt><salt><name>t</name></salt></salts>", "salts", "name", ["s", "t"]),
    ("<taxonomy><kingdom>Organic</kingdom></taxonomy>", "classifications", "kingdom", ["Organic"]),
    (
        "<taxonomy><substructures><substructure class='true'>S</substructure></substructures></taxonomy>",
        "substituents",
        "names_class",
        ["true"],
    ),
    (
        "<drug-interactions><drug-interaction><drug>DB1</drug></drug-interaction></drug-interactions>",
        "drug_interactions",
        "drugbank_id",
        ["DB1"],
    ),
    ("<products><product name='P' generic='true'/></products>", "products", "generic", ["true"]),
    ("<products><product generic='true'>P</product></products>", "products", "name", ["P"]),
    (
        "<protein-sequences><protein-sequence><header>h</header><chain>MK</chain></protein-sequence></protein-sequences>",
        "sequences",
        "sequence",
        [">h\nMK"],
    ),
    ("<general-references format='textile'># a</general-references>", "articles", "citation", ["a"]),
    (
        f"<enzymes><enzyme><references># a {PUBMED}1</references></enzyme></enzymes>",
        "protein_articles",
        "pubmed_id",
        ["1"],
    ),
]


@pytest.mark.parametrize(("inside", "table", "column", "values"), RENAMED)
@pytest.mark.parametrize("space", ["", "http://drugbank.ca"])
def test_an_older_element_lands_in_the_table_of_the_present_one(
    tmp_path: Path, space: str, inside: str, table: str, column: str, values: list[str]
) -> None:
    text = export(drug(1, inside)).replace("http://www.drugbank.ca", space)
    tables = read(tmp_path / "f.xml", text)
    assert tables.damages == ()
    assert list(tables[table][column].dropna()) == values


def test_secondary_numbers_are_further_ids(tmp_path: Path) -> None:
    number = "<secondary-accession-number>BTD1</secondary-accession-number>"
    inside = f"<secondary-accession-numbers>{number}</secondary-accession-numbers>"
    tables = read(tmp_path / "f.xml", export(drug(1, inside)))
    assert list(tables["drugbank_ids"]["drugbank_id"]) == ["DB90001", "BTD1"]
    assert tables.entries["entry_id"][0] == "DB90001"


MOMENTS = [
    ("2012-02-13 17:42:20 -0700", "2012-02-13"),
    ("2012-02-13", "2012-02-13"),
    ("2012-02-13 soon", "2012-02-13 soon"),
    (None, None),
]


@pytest.mark.parametrize(("moment", "day"), MOMENTS)
def test_a_moment_is_read_as_its_day(moment: str | None, day: str | None) -> None:
    assert older.date(moment) == day


PARTNER = (
    '<partner id="{id}"><name>Examplin {id}</name><locus>1p1</locus><signals>1-9</signals><chromosome>7</chromosome>'
    "<species><category>human</category><name>Homo sapiens</name><uniprot-taxon-id>9606</uniprot-taxon-id></species>"
    "<essentiality>Non-Essential</essentiality><references># r {id}</references>"
    "<external-identifiers><external-identifier><resource>UniProtKB</resource><identifier>P0000{id}</identifier>"
    "</external-identifier></external-identifiers><synonyms><synonym>s</synonym><synonym>t</synonym></synonyms>"
    "<protein-sequence><header>Examplin</header><chain>MK</chain></protein-sequence></partner>\n"
)


def of_3_0(partners: str, *targets: str) -> str:
    entries = "".join(drug(number, f"<targets>{target}</targets>") for number, target in enumerate(targets, start=1))
    return (
        f'<drugs xmlns="http://drugbank.ca" schemaVersion="1.4">\n{entries}<partners>\n{partners}</partners></drugs>\n'
    )


def reasons(tables: Tables) -> list[str]:
    return [damage.reason for damage in tables.damages]


def test_partners_are_put_where_targets_name_them(tmp_path: Path) -> None:
    one, two = ('<target partner="{}"/>'.format(number) for number in (1, 2))  # noqa: UP032
    text = of_3_0(PARTNER.format(id=2) + PARTNER.format(id=1), one + two, "<target/>", one)
    tables = read(tmp_path / "f.xml", text)
    assert tables.damages == ()
    names = tables["targets"]["name"]
    assert [name if isinstance(name, str) else None for name in names] == [
        "Examplin 1",
        "Examplin 2",
        None,
        "Examplin 1",
    ]
    polypeptides = tables["polypeptides"]
    found = polypeptides[["entry", "owner", "parent", "id", "name"]].to_numpy().tolist()
    assert found == [
        [0, "targets", 0, "P00001", "Examplin 1"],
        [0, "targets", 1, "P00002", "Examplin 2"],
        [2, "targets", 3, "P00001", "Examplin 1"],
    ]
    first = polypeptides.iloc[0]
    assert (first["signal_regions"], first["chromosome_location"], first["organism"]) == ("1-9", "7", "Homo sapiens")
    assert (first["ncbi_taxonomy_id"], first["organism_category"]) == ("9606", "human")
    assert (first["essentiality"], first["amino_acid_sequence"]) == ("Non-Essential", ">Examplin\nMK")
    synonyms = tables["polypeptide_synonyms"]
    assert list(synonyms["parent"]) == [0, 0, 1, 1, 2, 2]
    assert list(synonyms["entry"]) == [0, 0, 0, 0, 2, 2]
    assert list(tables["polypeptide_articles"]["citation"]) == ["r 1", "r 2", "r 1"]
    empty = read(tmp_path / "g.xml", export(drug(1)))
    for name in TABLES:
        assert list(tables[name].dtypes) == list(empty[name].dtypes), name


def test_partners_that_do_not_fit_are_told(tmp_path: Path) -> None:
    partners = PARTNER.format(id=1) * 2 + "\n<partner id='3'><name></partner>" + PARTNER.format(id=4)
    tables = read(tmp_path / "f.xml", of_3_0(partners, '<target partner="1"/><target partner="9"/>'))
    assert list(tables["polypeptides"]["id"]) == ["P00001"]
    told = reasons(tables)
    assert told[0].startswith(
        "a partner is not well-formed (Opening and ending tag mismatch: name line 10 and partner, line 10, column 33)"
    )
    assert told[1:] == [
        "1 targets name a partner that the file does not list",
        "2 partners are named by no entry, or listed twice; they are left out",
    ]


def test_partners_in_a_comment_are_none(tmp_path: Path) -> None:
    text = export(drug(1)).replace("</drugbank>", "<!-- <partners></partners> --></drugbank>")
    assert read(tmp_path / "f.xml", text).damages == ()
