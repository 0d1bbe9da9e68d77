"""Made-up pages in the order of 2020, as lines that know their heading, from which lines of one word can be dropped."""

import random
from collections import Counter
from dataclasses import dataclass

from pharmaudit.readers.page.anchors import cut
from pharmaudit.readers.page.attribution import attribute
from pharmaudit.readers.page.headings import HEADINGS, ORDERS, TAXON_IDS, TAXON_WITNESSES, Heading, Shape
from pharmaudit.readers.page.lines import SPELLINGS, split_lines

EMPTY = "Not Available"
UNSEEN = frozenset(
    [  # not printed on a page of this kind, or without a value that is kept
        *("title", "footer", "framework", "descriptors", "structure", "mechanism_targets", "protein_structure"),
        *("articles_nav", "spectra", "predicted_properties", "predicted_admet"),
    ]
)
TAXONOMY = TAXON_IDS | TAXON_WITNESSES
KINDS = {
    "biotech": frozenset({"formula", "average_mass", "inchikey", "inchi", "iupac_name", "smiles"}),
    "small": frozenset({"biologic_classification", "protein_formula", "protein_weight", "sequences"}),
}
"""What a page of the other type never has."""
SENTENCE = "the cell binds and slowly releases many small made protein chains which other cells take up again"
WORDS = SENTENCE.split()
ROWS = {
    "trials": ["2CompletedTreatmentMade Disease1", "1, 2\tRecruiting\tPrevention\tMade Disease, Type 2\t14"],
    "patents": ["US5180668No1993-01-192010-01-19US", "US5180668\tNo\t1993-01-19\t2010-01-19\tUS"],
    "prices": ["Made 50 mg vial273.19USD vial"],
    "pathways": ["Made Action PathwayDrug action", "Made Action Pathway\tDrug action"],
    "ingredients": ["Madeupine hydrochloride\tAB12CD34EF\t50-00-0\tAAAAAAAAAAAAAA-BBBBBBBBBB-N"],
    "fda_label": ["Download (220 KB)"],
    "msds": ["Download (57.3 KB)"],
    "pdb_entries": ["1abc / 2def / 3ghi"],
    "atc_codes": ["X01AA01 — Madeupumab"],
    "external_identifiers": ["PubChem Compound", "1234", "UniProt", "P99999"],
    "average_mass": ["Average: 16.04", "Monoisotopic: 16.03"],
    "biologic_classification": ["Made therapies", "Other made therapies"],
    "kingdom": ["Organic compounds"],
}
_CARD = (
    "1. Made protein|Kind|Protein|Organism|Humans|Pharmacological action|Yes|Actions|Inhibitor|General Function|"
    "Made binding|Specific Function|Binds what is made and lets it go again, slowly.|Gene Name|MDP1|Uniprot ID|P99999|"
    "Uniprot Name|Made protein|Molecular Weight|70036.295 Da|References|1. Doe J: Text. 2001. [Article]"
)
CARD = _CARD.split("|")
WORD = {
    **{"drugbank_ids": "DB99999", "unii": "AB12CD34EF", "cas_number": "50-00-0", "smiles": "CC(=O)Oc1ccccc1C(O)=O"},
    **{"inchikey": "AAAAAAAAAAAAAA-BBBBBBBBBB-N", "inchi": "InChI=1S/CH4/h1H4", "formula": "CH4"},
    **{"protein_formula": "C100H200N30", "protein_weight": "1000.5 Da", "iupac_name": "3-made-up-ol"},
}
ADVERT = ["Prevent all made-up events", "with our structured data.", "Learn more"]


@dataclass(frozen=True)
class Outcome:
    """What became of one line of a value. `got` is the heading that it was given to, '' for none."""

    owner: str
    got: str
    case: str
    confidence: str

    @property
    def verdict(self) -> str:
        return "right" if self.got == self.owner else "wrong" if self.got else "left"


@dataclass
class Made:
    """A made-up page: lines with the id of the heading that each value line belongs to ('' for headings, blanks)."""

    lines: list[tuple[str, str]]

    @property
    def text(self) -> str:
        return "\n".join(text for text, _ in self.lines)

    def dropped(self, share: float, chance: random.Random, what: str = "any") -> "Made":
        """Without a share of the lines of one word: `any`, `headings` or `values`."""

        def may_go(text: str, owner: str) -> bool:
            return _one_word(text) and (what == "any" or (what == "values") == bool(owner))

        return Made([line for line in self.lines if not may_go(*line) or chance.random() >= share])

    def outcomes(self) -> list[Outcome]:
        """What the reader makes of every line of a value that is left."""
        found = attribute(cut(split_lines(self.text))).attributions
        owners = {line.number: one for one in found for line in one.lines}
        cases = self._cases()
        outcomes = []
        for number, (_, owner) in enumerate(self.lines, start=1):
            if owner:
                one = owners.get(number)
                got, confidence = (one.heading.id, one.confidence.value) if one else ("", "")
                outcomes.append(Outcome(owner, got, cases[number - 1], confidence))
        return outcomes

    def _cases(self) -> list[str]:
        """What there is to tell each line by: its heading that is seen, else what it looks like."""
        cases, above = [], ""
        for text, owner in self.lines:
            above = text if not owner and text in SPELLINGS else above
            heading = HEADINGS.get(owner)
            if heading is None:
                cases.append("")
            elif above in heading.spellings:
                cases.append("heading seen")
            elif text == EMPTY:
                cases.append("heading lost: Not Available")
            elif heading.form or heading.id in ("targets", "enzymes", "carriers", "transporters"):
                cases.append("heading lost: value of a form")
            else:
                cases.append(f"heading lost: {'prose' if heading.shape is Shape.PROSE else 'other text'}")
        return cases


def tally(outcomes: list[Outcome]) -> Counter[str]:
    return Counter(
        f"{one.verdict} {one.owner} {one.got}" if one.verdict == "wrong" else one.verdict for one in outcomes
    )


def _one_word(text: str) -> bool:
    return bool(text.strip()) and len(text.split()) == 1


def _prose(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(9, 30))).capitalize() + "."


def _word(heading: Heading, chance: random.Random, title: str) -> str:
    made = {
        "name": title,
        "type": chance.choice(["Biotech", "Small Molecule"]),
        "groups": chance.choice(["Approved", "Approved, Investigational", "Experimental, Withdrawn"]),
        "state": chance.choice(["Solid", "Liquid"]),
        "smiles": chance.choice(["CCO", WORD["smiles"], "C[[email protected]@H](N)O"]),
    }
    return made.get(heading.id) or WORD.get(heading.id) or chance.choice(["Madeupines", "Made compounds"])


def _value(heading: Heading, chance: random.Random, title: str) -> list[str]:
    always = ("name", "drugbank_ids", "type", "groups", "kingdom")
    if heading.printed and heading.id not in always and chance.random() < 0.5:
        return [EMPTY]
    number = chance.randint(1, 3)
    if heading.id in ROWS:
        rows = ROWS[heading.id]
        return [chance.choice(rows)] * number if heading.id in ("trials", "patents", "prices", "pathways") else rows
    if heading.id in ("targets", "enzymes", "carriers", "transporters"):
        return CARD
    if heading.shape is Shape.PROSE:
        return [part for _ in range(number) for part in (_prose(chance), "")][:-1]
    if heading.shape is Shape.WORD:
        return [_word(heading, chance, title)]
    if heading.shape in (Shape.LIST, Shape.SKIP):
        return [f"  • {chance.choice(['Single', 'Two words', 'A third item'])}" for _ in range(number)]
    if heading.shape is Shape.NUMBERED:
        return [f"  {n + 1}. Doe J: {_prose(chance)} [Article]" for n in range(number)]
    if heading.shape is Shape.FASTA:
        return [">Made chain", "MKLVAAGG" * 5, "MKLV" * 4]
    return [f"{chance.choice(WORDS).capitalize()} made row {n}" for n in range(number)]


def make(chance: random.Random, blank: bool) -> Made:
    """A page. `blank`: with the blank lines of the site around prose, else without any."""
    title = chance.choice(["Made Up Cell", "Madeupumab"])
    lines = [(title, "title"), ("", "")]
    absent = UNSEEN | KINDS[chance.choice(["biotech", "small"])]
    if chance.random() < 0.6:
        absent |= TAXONOMY
    for heading_id in ORDERS["2020"]:
        heading = HEADINGS[heading_id]
        if heading_id in absent or (
            not heading.printed and heading.shape is not Shape.SECTION and chance.random() < 0.5
        ):
            continue
        lines.append((heading.spellings[0], ""))
        if heading.shape is Shape.SECTION:
            lines.append(("", ""))
        elif heading.shape is Shape.ADVERT:
            lines += [(text, "") for text in (*ADVERT, "")]
        elif heading_id == "classifications":
            lines += [("Not classified", heading_id)] if TAXONOMY & absent else [("Provided by Classyfire", "")]
        else:
            value = [(text, heading_id if text else "") for text in _value(heading, chance, title)]
            around = [("", "")] if heading.shape is Shape.PROSE else []
            lines += [*around, *value, *around]
    lines.append(("Drug created at August 11, 2020 17:46 / Updated at August 13, 2020 07:02", ""))
    return Made(lines if blank else [line for line in lines if line[0]])
