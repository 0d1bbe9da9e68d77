"""Saved pages of an invented drug: fields, tables, cards; what is never data; what is hostile or no page."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.engine import serial
from pharmaudit.errors import SourceError
from pharmaudit.readers.format import Reading
from pharmaudit.readers.saved_page import dom, read_saved_page
from pharmaudit.readers.sources import format_of, read_sources
from pharmaudit.readers.tables import Tables
from tests.savedpage import (
    HEAD,
    ID,
    META,
    NAME,
    STUB,
    card,
    cards,
    field,
    items,
    page,
    table,
)


def read(text: str, name: str = "saved.html", entry_id: str | None = None) -> Tables:
    return read_saved_page(Path(name), text.encode(), entry_id)


def rows(tables: Tables, name: str) -> list[dict[str, str]]:
    """The rows of a table without keys and nulls."""
    frame = tables[name].drop(columns=[key for key in ("entry", "owner", "parent") if key in tables[name]])
    return [{key: value for key, value in row.items() if isinstance(value, str)} for row in frame.to_dict("records")]


def entry(tables: Tables) -> dict[str, str]:
    return rows(tables, "entries")[0]


def everything(tables: Tables) -> str:
    return "\n".join(frame.to_csv() for frame in tables.frames.values())


def test_an_entry() -> None:
    tables = read(
        page(
            *(STUB, NAME, ID, field("type", "Type", "Biotech"), field("groups", "Groups", "Approved, Vet Approved")),
            field("background", "Background", "<p>One <b>part</b>\n of it.</p>\n<p>Another.</p>"),
            field("biologic-classification", "Biologic Classification", "Made therapies<br>Other made therapies"),
            field("protein-average-weight", "Protein Average Weight", "6963.425 Da"),
            field("sequences", "Sequences", "<pre>&gt;Made chain\nMKLVAAGG\nMKLV\n</pre><a>Download FASTA Format</a>"),
            field("half-life", "Half-life", "Not Available"),
            field("clearance", "Clearance", " "),
        )
    )
    expected = {
        **{"entry_id": "DB99999", "name": "Examplamine", "type": "biotech", "stub_banner": "true"},
        **{"created": "2005-06-13", "updated": "2023-08-02", "description": "One part of it.\n\nAnother."},
        **{"biologic_classification": "Made therapies / Other made therapies", "average_mass": "6963.425"},
        "half_life": "Not Available",
    }
    assert entry(tables) == expected | {"source": "saved.html"}
    assert rows(tables, "groups") == [{"group": "approved"}, {"group": "vet_approved"}]
    assert rows(tables, "sequences") == [{"sequence": ">Made chain\nMKLVAAGG\nMKLV", "format": "FASTA"}]
    assert tables.damages == ()
    assert (tables.sources[0].format, tables.sources[0].entries) == ("saved page", 1)
    headings = tables["headings"]
    assert set(headings["confidence"]) == {"high"}
    assert set(headings["inferred"]) == {"false"}
    assert int(headings.set_index("field").loc["type", "line_number"]) > 1
    lost = set(tables["lost_fields"]["field"])
    assert {"clearance", "unii"} <= lost  # an empty value, a heading that is not there
    assert not {"half_life", "description"} & lost


PRODUCT_HEAD = "Name|Dosage|Strength|Route|Labeller|Marketing Start|Marketing End|Region|Image"
PRODUCT = {
    **{"name": "Examplo", "dosage_form": "Tablet", "strength": "10 mg", "route": "Oral", "labeller": "Made Inc"},
    **{"started_marketing_on": "2001-02-03", "country": "US"},
}
PRODUCT_ROW = "Examplo|Tablet|10 mg|Oral|Made Inc|2001-02-03|Not applicable|🇺🇸 US|<img src='x'>"
TABLES = [
    (
        *("brand-name-prescription-products", "products", [PRODUCT_HEAD, PRODUCT_ROW]),
        [PRODUCT | {"generic": "false", "over_the_counter": "false", "approved": "true"}],
    ),
    ("unapproved-other-products", "products", [PRODUCT_HEAD, PRODUCT_ROW], [PRODUCT | {"approved": "false"}]),
    # columns go by the head, in whichever order, with new ones between
    (
        *("over-the-counter-products", "products", ["Route|New|Name", "Oral|x|Examplo"]),
        [{"name": "Examplo", "route": "Oral", "over_the_counter": "true"}],
    ),
    (
        *("product-ingredients", "salts", ["Ingredient|UNII|CAS|InChI Key", "Salt|AB12CD34EF|50-00-0|Not applicable"]),
        [{"name": "Salt", "unii": "AB12CD34EF", "cas_number": "50-00-0"}],
    ),
    (
        *("mixture-products", "mixtures", ["Name|Ingredients|Dosage", "Duo|A (1 mg) + B (2 mg)|Tablet"]),
        [{"name": "Duo", "ingredients": "A (1 mg) + B (2 mg)"}],
    ),
    (
        *("drug-interactions", "drug_interactions"),
        ["Drug|Interaction", "<a href='/drugs/DB99997'>Otheramine</a>|The risk can rise."],
        [{"drugbank_id": "DB99997", "name": "Otheramine", "description": "The risk can rise."}],
    ),
    (
        *("pathways", "pathways", ["Pathway|Category", "<a href='/view/SMP0000123'>Made Pathway</a>|Drug action"]),
        [{"smpdb_id": "SMP0000123", "name": "Made Pathway", "category": "Drug action"}],
    ),
    (
        *("clinical-trials", "trials"),
        ["Phase|Status|Purpose|Conditions|Count|Start Date", "4|Completed|Not Available|<a>A</a> / Type 2|13|x"],
        [{"phase": "4", "status": "Completed", "purpose": "Not Available", "conditions": "A / Type 2", "count": "13"}],
    ),
    (
        *("dosage-forms", "dosages", ["Form|Route|Strength", "Tablet|Oral|10 mg"]),
        [{"form": "Tablet", "route": "Oral", "strength": "10 mg"}],
    ),
    (
        *("prices", "prices", ["Unit description|Cost|Unit", "Examplo 10 mg|1,273.19USD|tablet"]),
        [{"description": "Examplo 10 mg", "cost": "1273.19", "currency": "USD", "unit": "tablet"}],
    ),
    (
        *("patents", "patents"),
        [
            "Patent Number|Pediatric Extension|Approved|Expires (estimated)|Region",
            "US1|Yes|1993-01-19|2010-01-19|🇺🇸 US",
        ],
        [
            {
                **{"number": "US1", "pediatric_extension": "true", "approved": "1993-01-19"},
                **{"expires": "2010-01-19", "country": "US"},
            }
        ],
    ),
    (
        *("experimental-properties", "experimental_properties"),
        ["Property|Value|Source", "melting point (°C)|65 °C|Not Available"],
        [{"kind": "melting point (°C)", "value": "65 °C"}],
    ),
    (
        *("predicted-properties", "calculated_properties", ["Property|Value|Source", "logP|0.83|ALOGPS"]),
        [{"kind": "logP", "value": "0.83", "source": "ALOGPS"}],
    ),
]


@pytest.mark.parametrize(("slug", "name", "lines", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_tables(slug: str, name: str, lines: list[str], expected: list[dict[str, str]]) -> None:
    tables = read(page(NAME, ID, field(slug, "Any label", table(*lines))))
    assert rows(tables, name) == expected
    assert len(tables["unattributed"]) == 0
    assert tables.damages == ()


@pytest.mark.parametrize(("slug", "name", "lines", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_cells_without_a_head_are_never_guessed(
    slug: str, name: str, lines: list[str], expected: list[dict[str, str]]
) -> None:
    tables = read(page(NAME, ID, field(slug, "Any label", table(*lines[1:], head=False))))
    assert expected
    assert rows(tables, name) == []
    assert len(tables["unattributed"]) == 1


def test_effects_go_to_two_tables() -> None:
    head = "Interacting Gene/Enzyme|Allele name|Genotype(s)|Defining Change(s)|Type(s)|Description|Details"
    lines = (
        "Made enzyme|MDP*2|(A;A)|C &gt; T|Effect Directly Studied|They need less.|<a>Details</a>",
        "Made enzyme|---|(A;G)|G allele|ADR Inferred|They itch.|<a>Details</a>",
    )
    slug = "pharmacogenomic-effects-adrs"
    tables = read(page(NAME, ID, field(slug, "Pharmacogenomic Effects/ADRs", table(head, *lines))))
    assert rows(tables, "snp_effects") == [
        {
            **{"protein_name": "Made enzyme", "allele": "MDP*2", "defining_change": "C > T"},
            "description": "They need less.",
        }
    ]
    assert rows(tables, "snp_reactions") == [{"protein_name": "Made enzyme", "description": "They itch."}]


def test_lists() -> None:
    tables = read(
        page(
            *(NAME, ID, field("brand-names", "Brand Names", "Examplo, Exampla Forte")),
            field("synonyms", "Synonyms", items("Examplamin", "<p>Exemplaminum</p>", "Show 3 more")),
            field("atc-codes", "ATC Codes", "<b>X01AA01 — It</b>" + items("X01AA — Two", "X01 — One", "V01 — Other")),
            field("pdb-entries", "PDB Entries", "1abc / 2def"),
            field(
                "general-references",
                "General References",
                items(
                    "<i id='reference-A12'></i>Doe: T. [<a href='https://pubmed.ncbi.nlm.nih.gov/123'>Article</a>]",
                    "A title [<a href='https://example.org/x'>Link</a>]",
                    "A book. [<a href='/x?isbn=9780306406157'>Textbook</a>]",
                    "What is this",
                    kind="ol",
                ),
            ),
            field(
                "external-links",
                "External Links",
                "<dl><dt>New Resource</dt><dd>N-1</dd><dt>RxList</dt><dd><a href='https://example.org/r'>Page</a></dd></dl>",
            ),
            field("fda-label", "FDA label", "<a href='//files/label.pdf'>Download (220 KB)</a>"),
        )
    )
    assert [row["name"] for row in rows(tables, "brand_names")] == ["Examplo", "Exampla Forte"]
    assert [row["synonym"] for row in rows(tables, "synonyms")] == ["Examplamin", "Exemplaminum"]
    assert rows(tables, "atc_codes") == [{"code": "X01AA01"}]
    assert rows(tables, "atc_levels") == [{"code": "X01AA", "label": "Two"}, {"code": "X01", "label": "One"}]
    assert [row["pdb_id"] for row in rows(tables, "pdb_entries")] == ["1abc", "2def"]
    assert rows(tables, "articles") == [{"ref_id": "A12", "pubmed_id": "123", "citation": "Doe: T."}]
    assert rows(tables, "links") == [{"title": "A title", "url": "https://example.org/x"}]
    assert rows(tables, "textbooks") == [{"isbn": "9780306406157", "citation": "A book."}]
    assert rows(tables, "external_identifiers") == [{"resource": "New Resource", "identifier": "N-1"}]
    assert rows(tables, "external_links") == [{"resource": "RxList", "url": "https://example.org/r"}]
    assert entry(tables)["fda_label"] == "//files/label.pdf"
    assert tables["unattributed"]["text"].tolist() == ["V01 — Other", "What is this"]


def test_taxonomy() -> None:
    pairs = {
        **{"Description": "It belongs to inventions.", "Kingdom": "Organic compounds", "Super Class": "Inventions"},
        **{"Alternative Parents": "Made / Up", "Substituents": "A / B", "New Rank": "What is this"},
    }
    inner = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in pairs.items())
    slug = "chemical-taxonomyprovided-by-classyfire"
    tables = read(
        page(NAME, ID, field(slug, "Chemical Taxonomy<small>Provided by Classyfire</small>", f"<dl>{inner}</dl>"))
    )
    assert rows(tables, "classifications") == [
        {"description": "It belongs to inventions.", "kingdom": "Organic compounds", "superclass": "Inventions"}
    ]
    assert [row["name"] for row in rows(tables, "alternative_parents")] == ["Made", "Up"]
    assert [row["name"] for row in rows(tables, "substituents")] == ["A", "B"]
    assert tables["unattributed"]["text"].tolist() == ["New Rank: What is this"]
    assert "description" not in entry(tables)


def test_cards() -> None:
    article = items("Doe J: T. [<a href='https://pubmed.ncbi.nlm.nih.gov/77'>Article</a>]", kind="ol")
    values = {
        **{"Kind": "Protein", "Organism": "Humans", "Pharmacological action": "<div class='badge'>Yes</div>"},
        **{"Actions": "<div class='badge'>Inhibitor</div><div class='badge'>Binder</div>", "Gene Name": "MDP1"},
        **{"General Function": "Made binding", "Specific Function": "Binds it.", "Uniprot ID": "<a>P99999</a>"},
        **{"Uniprot Name": "Made protein 1", "Molecular Weight": "70036.295 Da", "New Label": "What is this"},
    }
    group = "Components:" + table("Name|UniProt ID", "Chain one|P11111", "Chain two|P22222")
    tables = read(
        page(
            *(NAME, ID, cards("targets", card(1, "Made protein", values, "<h5>References</h5>" + article))),
            cards("enzymes", card(1, "Made group", {"Pharmacological action": "Perhaps"}, group, id_="BE0000002")),
        )
    )
    assert rows(tables, "targets") == [
        {"position": "1", "id": "BE0009999", "name": "Made protein", "organism": "Humans", "known_action": "yes"}
    ]
    assert rows(tables, "protein_actions") == [{"action": "inhibitor"}, {"action": "binder"}]
    assert rows(tables, "protein_articles") == [{"pubmed_id": "77", "citation": "Doe J: T."}]
    assert rows(tables, "enzymes") == [{"position": "1", "id": "BE0000002", "name": "Made group"}]
    first, *others = rows(tables, "polypeptides")
    assert first == {
        **{"id": "P99999", "name": "Made protein 1", "gene_name": "MDP1", "molecular_weight": "70036.295"},
        **{"general_function": "Made binding", "specific_function": "Binds it."},
    }
    assert others == [{"id": "P11111", "name": "Chain one"}, {"id": "P22222", "name": "Chain two"}]
    texts = tables["unattributed"]["text"].tolist()
    assert texts == ["New Label: What is this", "Pharmacological action: Perhaps"]
    assert len(tables["articles"]) == 0


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("diabetes.<sup>23,14</sup> It", "diabetes.[23,14] It"),
        ("diabetes<sup>23</sup> and", "diabetes[23] and"),
        ("it<sup><a href='#reference-A12'>1</a>,<a href='#reference-L7'>2</a></sup> is", "it[A12,L7] is"),
        ("it<span class='x'><a href='#reference-A12'>1</a></span> is", "it[A12] is"),
        ("10<sup>9</sup> cells/m<sup>2</sup>, Ca<sup>2+</sup>", "10⁹ cells/m², Ca²⁺"),
        ("Brand<sup>®</sup> and C<sub>max</sub>", "Brand® and Cmax"),
        ("a&nbsp;b &lt;c&gt; &amp;amp; &#x41;&unknown;", "a b <c> &amp; A&unknown;"),
        ("one<script>x</script> two<!-- no --> three", "one two three"),
        ("C<a class='__cf_email__' data-cfemail='5a0119661a1a12'>[email&#160;protected]</a>O", "C[C<@@HO"),
        ("one<table><tr><th>Target</th><th>Actions</th><th>Organism</th></tr><tr><td>x</td></tr></table>", "one"),
    ],
)
def test_text(html: str, text: str) -> None:
    assert entry(read(page(NAME, ID, field("toxicity", "Toxicity", f"<p>{html}</p>"))))["toxicity"] == text


NEVER = [
    "Buy now",
    "never data",
    "cookies",
    "Sign in",
    "Browse",
    "Copyright",
    "Tap into",
    "life-saving",
    "machine-learning",
]


def test_what_is_never_data_is_nowhere() -> None:
    advert = "<div>Build, train, &amp; validate machine-learning models</div><a class='btn'>See how</a>"
    upsell = "<div>Prevent Adverse Drug Events Today</div><div>New life-saving words.</div><a>Learn more</a>"
    tables = read(
        page(
            *(
                NAME,
                ID,
                field("indication", "Indication", f"<p>For tests.</p><div class='ad'>Buy now</div><div>{advert}</div>"),
            ),
            field("contraindications-blackbox-warnings", "Contraindications &amp; Blackbox Warnings", upsell),
        )
    )
    assert entry(tables)["indication"] == "For tests."
    assert "contraindications" not in entry(tables)
    assert not [word for word in NEVER if word in everything(tables)]
    assert len(tables["unattributed"]) == 0


def test_what_is_not_known_is_reported_and_not_attributed() -> None:
    tables = read(
        page(NAME, ID, field("fun-facts", "Fun facts", "<p>One.</p><p>Two.</p>"), field("x", "Toxicity", "It is."))
    )
    assert tables["unattributed"]["text"].tolist() == ["Fun facts: One.", "Fun facts: Two."]
    assert entry(tables)["toxicity"] == "It is."  # the label is as good as the machine's name
    assert [damage.reason for damage in tables.damages] == [
        "headings that are not known, with what stands under them (1): 'Fun facts'"
    ]


def test_a_table_shown_in_part_is_a_damage() -> None:
    info = '<div class="dataTables_info">Showing 1 to 10 of 1,608 entries</div>'
    text = page(NAME, ID, field("drug-interactions", "Drug Interactions", table("Drug|Interaction", "A|B.") + info))
    (damage,) = read(text).damages
    assert damage.reason.startswith("the saved page shows 10 of 1,608 rows of 'Drug Interactions'")
    assert damage.line == text[: text.index("drug-interactions")].count("\n") + 1
    assert "Showing" not in everything(read(text))


@pytest.mark.parametrize(
    ("text", "name", "given", "expected"),
    [
        (page(NAME, ID), "DB11111.html", "DB22222", "DB99999"),
        (page(NAME), "DB11111.html", "DB22222", "DB99998"),  # the canonical link
        (
            page(NAME, head="<!-- saved from url=(0041)https://go.drugbank.com/drugs/DB33333 --><html>"),
            "x",
            None,
            "DB33333",
        ),
        (page(NAME, head="<html>"), "DB11111.html", "DB22222", "DB22222"),
        (page(NAME, head="<html>"), "DB11111.html", None, "DB11111"),
        (page(NAME, head="<html>"), "saved.html", None, None),
    ],
)
def test_the_id_comes_from_the_page_first(text: str, name: str, given: str | None, expected: str | None) -> None:
    tables = read(text, name, given)
    assert entry(tables).get("entry_id") == expected
    assert any("--id" in damage.reason for damage in tables.damages) == (expected is None)


def test_of_two_pages_in_one_file_the_first_is_read() -> None:
    first = page(NAME, ID, field("half-life", "Half-life", "2 h"))
    second = page(field("toxicity", "Toxicity", "None"), field("half-life", "Half-life", "3 h"))
    tables = read(f"{first}\n\n{second}")
    assert entry(tables) == entry(read(first))
    (damage,) = tables.damages
    assert (damage.loss, damage.line) == (True, first.count("\n") + 3)
    assert "another page begins here" in damage.reason


def test_a_page_of_which_nothing_was_read_says_so() -> None:
    (damage,) = read(page(NAME, ID)).damages
    assert damage.reason.startswith("nothing was read but the name and the id")
    assert read(page(NAME, ID, field("type", "Type", "Biotech"))).damages == ()


def test_a_page_without_its_end() -> None:
    tables = read(page(NAME, ID, meta=""))
    assert any("ends before its dates" in damage.reason for damage in tables.damages)
    assert {"targets", "trials", "indication"} <= set(tables["lost_fields"]["field"])


@pytest.mark.parametrize(
    ("encoding", "charset", "damage"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-16", "utf-8", ""),
        ("utf-16-le", "utf-8", ""),
        ("cp1252", "ISO-8859-1", ""),
        ("cp1252", "windows-1252", ""),
        ("cp1252", "utf-8", "read as Windows-1252"),
        ("utf-8", "utf-16", ""),
        ("utf-8", "klingon", "declares the encoding 'klingon', which is not known"),
        ("utf-8", "rot13", "declares the encoding 'rot13', which is not known"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, charset: str, damage: str) -> None:
    path = tmp_path / "saved.html"
    text = page(NAME, ID, field("toxicity", "Toxicity", "5 µg – “é”")).replace(
        'charset="utf-8"', f'charset="{charset}"'
    )
    path.write_bytes(text.encode(encoding))
    tables = read_sources([path], Reading(None, serial))
    assert tables.sources[0].format == "saved page"
    assert entry(tables)["toxicity"] == "5 µg – “é”"
    assert [one.reason for one in tables.damages if damage in one.reason] == [one.reason for one in tables.damages]
    assert len(tables.damages) == bool(damage)


def test_the_format_is_told_by_the_page(tmp_path: Path) -> None:
    path = tmp_path / "any.name"
    long_head = HEAD.replace("<link", f"<style>{'x' * (1 << 17)}</style><link")
    for text in (
        page(NAME, ID),
        page(NAME, head="<html>"),
        page(NAME, head=long_head, meta=""),
        page(ID, head="<HTML>", meta=""),
    ):
        path.write_text(text)
        assert format_of(path).name == "saved page"
    for other in ("<html><body><dl><dt id='type'>Type</dt><dd>x</dd></dl></body></html>", "<html>drugbank.com</html>"):
        path.write_text(other)
        with pytest.raises(SourceError, match="its root element is <html>, not <drugbank>"):
            format_of(path)


@pytest.mark.parametrize("text", [f"{HEAD}<body>{META}</body></html>", HEAD, META, "<html/>", "", "\0", "<!-- -->"])
def test_a_page_without_fields_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match=r"saved\.html: this HTML .* none of the fields"):
        read(text)


HOSTILE = {
    "deep": "<div>" * 100_000,
    "deep list": "<dl><dd>" * 50_000,
    "deep inline": "<b>" * 100_000,
    "long": "x " * 2_000_000,
    "many fields": "<dt>Type</dt><dd>x</dd>" * 50_000,
    "many paragraphs": "<p>x</p>" * 100_000,
    "cells": "<table>" + "<tr>" + "<td>x</td>" * 50_000,
    "rows": "<table>" + "<tr><td>x</td><td>y</td></tr>" * 50_000,
    "raised": "<sup>1</sup>" * 100_000,
    "entities": "&lt;&amp;&#0;&#55296;&#x110000;&bogus;" * 1000,
    "zeros": "\0" * 1000,
    "document type": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>&a;&b;',
    "script": "<script>" + "<dt id='type'>Type</dt><dd>x</dd>" * 10,
    "open tags": "<" * 100_000,
    "attributes": "<p " + " ".join(f"a{n}='x'" for n in range(2_000)) + ">",
}


@pytest.mark.parametrize("junk", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("slug", ["background", "patents", "general-references"])
def test_hostile_markup_is_read_as_far_as_it_goes(junk: str, slug: str) -> None:
    tables = read(page(NAME, ID, field(slug, "Label", junk)))
    assert entry(tables)["entry_id"] == "DB99999"
    assert "root:" not in everything(tables)


def test_nesting_beyond_the_parser_is_a_damage_with_a_line() -> None:
    damage = read(page(NAME, ID, field("toxicity", "Toxicity", "\n" + "<div>" * 100_000))).damages[0]
    assert "could not be read beyond this line" in damage.reason
    assert damage.line is not None
    assert damage.line > 5


def test_a_tag_with_more_attributes_than_any_page_has_is_refused() -> None:
    many = " ".join(f"a{number}=1" for number in range(dom.MOST_ATTRIBUTES + 1))
    with pytest.raises(SourceError, match="a tag has over 3,000 attributes"):
        read(page(NAME, ID, field("type", "Type", f"<p {many}>Biotech</p>")))


def test_more_than_a_page_is_refused() -> None:
    with pytest.raises(SourceError, match="no page of one entry, it has over 1,000,000 elements"):
        read(page(NAME, ID, field("toxicity", "Toxicity", "<br>" * 1_000_000)))


_PIECES = st.sampled_from(
    [
        *(
            "<dl>",
            "</dl>",
            "<dt id='type'>Type</dt>",
            "<dd>",
            "</dd>",
            "<table>",
            "<tr><td>a</td><td>b</td></tr>",
            "<p>",
        ),
        *(
            "<ul><li>x",
            "</ul>",
            "<div class='bond card'>",
            "<div id='targets'>",
            "</div>",
            "<sup>1</sup>",
            "<br>",
            "text",
        ),
        *(
            "<dt id='patents'>",
            "<dt>Chemical Taxonomy</dt>",
            "<th>Name</th>",
            "<thead>",
            "&#13;",
            "<li>",
            "Not Available",
        ),
        *(
            "<div class='card-header'><strong>1. A</strong></div>",
            "<div class='dataTables_info'>Showing 1 to 2 of 3",
            "\t",
        ),
    ]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(_PIECES, max_size=30))
def test_any_markup_is_read(pieces: list[str]) -> None:
    tables = read(page(NAME, ID, field("toxicity", "Toxicity", "".join(pieces))))
    assert rows(tables, "drugbank_ids")[0]["drugbank_id"] == "DB99999"
