"""Made-up pages with lines of one word dropped: a value reaches its own heading, or none."""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.errors import SourceError
from pharmaudit.readers.page import read_page
from pharmaudit.readers.page.anchors import cut
from pharmaudit.readers.page.attribution import attribute
from pharmaudit.readers.page.headings import HEADINGS, ORDERS, Heading, Shape
from pharmaudit.readers.page.lines import SPELLINGS, split_lines

EMPTY = "Not Available"
UNSEEN = frozenset(
    # not printed on a page of this kind; printed with things that are tested one by one in test_page.py
    [
        "title",
        "footer",
        "classifications",
        "taxon_description",
        "kingdom",
        "superclass",
        "class",
        "subclass",
        "direct_parent",
        "alternative_parents",
        "substituents",
        "framework",
        "descriptors",
        "structure",
        "mechanism_targets",
        "protein_structure",
        "articles_nav",
        "targets",
        "enzymes",
        "carriers",
        "transporters",
        "ingredients",
        "spectra",
        "predicted_properties",
        "predicted_admet",
        "associated_conditions",
        "msds",
        "fda_label",
        "synthesis_reference",
        "pdb_entries",
        "atc_codes",
        "external_identifiers",
    ]
)
WORDS = [
    "the",
    "cell",
    "binds",
    "and",
    "slowly",
    "releases",
    "many",
    "small",
    "made",
    "protein",
    "chains",
    "which",
    "other",
    "cells",
    "take",
    "up",
    "again",
]
TABLES_OF_FORM = {
    "trials": "2CompletedTreatmentMade Disease1",
    "patents": "US5180668No1993-01-192010-01-19US",
    "prices": "Made 50 mg vial273.19USD vial",
    "pathways": "Made Action PathwayDrug action",
}
ADVERT = ["Prevent all made-up events", "with our structured data.", "Learn more"]


@dataclass
class Made:
    """A made-up page: lines with the id of the heading that each value line belongs to ('' for headings, blanks)."""

    lines: list[tuple[str, str]]

    def dropped(self, share: float, chance: random.Random) -> "Made":
        return Made([line for line in self.lines if not _one_word(line[0]) or chance.random() >= share])

    def wrong_right_left(self) -> Counter[str]:
        reading = attribute(cut(split_lines("\n".join(text for text, _ in self.lines))))
        owners = {line.number: found.heading.id for found in reading.attributions for line in found.lines}
        counts: Counter[str] = Counter()
        for number, (_, owner) in enumerate(self.lines, start=1):
            if owner:
                got = owners.get(number)
                counts[f"left {owner}" if got is None else "right" if got == owner else f"wrong {owner} in {got}"] += 1
        return counts


def _one_word(text: str) -> bool:
    return bool(text.strip()) and len(text.split()) == 1


def _prose(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(9, 30))).capitalize() + "."


def _word(heading: Heading, chance: random.Random, title: str) -> str:
    made = {
        "name": title,
        "drugbank_ids": "DB99999",
        "type": chance.choice(["Biotech", "Small Molecule"]),
        "groups": chance.choice(["Approved", "Approved, Investigational", "Experimental, Withdrawn"]),
        "unii": "AB12CD34EF",
        "cas_number": "50-00-0",
        "state": chance.choice(["Solid", "Liquid"]),
        "inchikey": "AAAAAAAAAAAAAA-BBBBBBBBBB-N",
        "inchi": "InChI=1S/CH4/h1H4",
        "smiles": "CCO",
        "formula": "CH4",
        "protein_formula": "C100H200N30",
        "protein_weight": "1000.5 Da",
    }
    return made.get(heading.id, "3-made-up-ol")


def _value(heading: Heading, chance: random.Random, title: str) -> list[str]:
    if heading.printed and heading.id not in ("name", "drugbank_ids", "type", "groups") and chance.random() < 0.5:
        return [EMPTY]
    number = chance.randint(1, 3)
    if heading.shape is Shape.PROSE:
        return [part for _ in range(number) for part in (_prose(chance), "")][:-1]
    if heading.shape is Shape.WORD:
        return [_word(heading, chance, title)]
    if heading.id == "biologic_classification":
        return ["Made therapies", "Other made therapies"]
    if heading.id in TABLES_OF_FORM:
        return [TABLES_OF_FORM[heading.id]] * number
    if heading.shape is Shape.LIST:
        return [f"  • {chance.choice(['Single', 'Two words', 'A third item'])}" for _ in range(number)]
    if heading.shape is Shape.NUMBERED:
        return [f"  {n + 1}. Doe J: {_prose(chance)} [Article]" for n in range(number)]
    if heading.shape is Shape.FASTA:
        return [">Made chain", "MKLVAAGG" * 5, "MKLV" * 4]
    if heading.id == "average_mass":
        return ["Average: 16.04", "Monoisotopic: 16.03"]
    return [f"{chance.choice(WORDS).capitalize()} made row {n}" for n in range(number)]


def make(chance: random.Random, blank: bool) -> Made:
    """A page in the order of 2020. `blank`: with the blank lines of the site around prose, else without any."""
    title = chance.choice(["Made Up Cell", "Madeupumab"])
    lines = [(title, "title"), ("", "")]
    kind = chance.choice(["biotech", "small"])
    foreign = {
        "biotech": {"formula", "average_mass", "inchikey", "inchi", "iupac_name", "smiles"},
        "small": {"biologic_classification", "protein_formula", "protein_weight", "sequences"},
    }[kind]
    for heading_id in ORDERS["2020"]:
        heading = HEADINGS[heading_id]
        absent = not heading.printed and heading.shape is not Shape.SECTION and chance.random() < 0.5
        if heading_id in UNSEEN | foreign or absent:
            continue
        lines.append((heading.spellings[0], ""))
        if heading.shape is Shape.SECTION:
            lines.append(("", ""))
            continue
        if heading.shape is Shape.ADVERT:
            lines += [(text, "") for text in (*ADVERT, "")]
            continue
        value = [(text, heading_id if text else "") for text in _value(heading, chance, title)]
        around = [("", "")] if heading.shape is Shape.PROSE else []
        lines += [*around, *value, *around]
    lines.append(("Drug created at August 11, 2020 17:46 / Updated at August 13, 2020 07:02", ""))
    return Made(lines if blank else [line for line in lines if line[0]])


def total(share: float | None, blank: bool, pages: int = 120) -> Counter[str]:
    counts: Counter[str] = Counter()
    for number in range(pages):
        chance = random.Random(number)  # noqa: S311
        page = make(chance, blank)
        counts += page.dropped(chance.random() if share is None else share, chance).wrong_right_left()
    return counts


def rates(counts: Counter[str]) -> tuple[float, float]:
    wrong = sum(count for what, count in counts.items() if what.startswith("wrong"))
    return counts["right"] / counts.total(), wrong / counts.total()


@pytest.mark.parametrize("blank", [True, False], ids=["blank lines", "no blank lines"])
@pytest.mark.parametrize(
    ("share", "right", "wrong"),
    [(0.0, 1.0, 0.0), (0.05, 0.995, 0.0), (0.3, 0.98, 0.0005), (1.0, 0.91, 0.0), (None, 0.955, 0.0005)],
    ids=["whole", "few lost", "some lost", "all lost", "random"],
)
def test_rates(share: float | None, right: float, wrong: float, blank: bool) -> None:
    """Of all value lines left on 120 pages: at least `right` reach their heading, at most `wrong` another's."""
    counts = total(share, blank)
    got_right, got_wrong = rates(counts)
    assert got_right >= right, counts
    assert got_wrong <= wrong, counts


@settings(deadline=None, max_examples=60)
@given(st.integers(min_value=0), st.booleans())
def test_copy_without_one_word_lines_is_never_misread(seed: int, blank: bool) -> None:
    chance = random.Random(seed)  # noqa: S311
    counts = make(chance, blank).dropped(1.0, chance).wrong_right_left()
    assert not [what for what in counts if what.startswith("wrong")]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([*sorted(SPELLINGS), EMPTY, "", "Some words", "  • item", "x"]), max_size=60))
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    with suppress(SourceError):
        read_page(Path("DB99999.txt"), "\n".join(lines).encode())


if __name__ == "__main__":
    for share in (0.0, 0.05, 0.3, 1.0, None):
        for blank in (True, False):
            counts = total(share, blank)
            print(share, blank, rates(counts), counts.most_common(12))
