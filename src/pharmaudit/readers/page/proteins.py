"""Cards of targets, enzymes, carriers and transporters: a number and a name, labelled values, references."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pharmaudit.readers.page.lines import EMPTY, Line
from pharmaudit.readers.page.values import Row, reference

UNIPROT = r"(?:[OPQ]\d[A-Z0-9]{3}\d|[A-NR-Z]\d(?:[A-Z][A-Z0-9]{2}\d){1,2})"
"""An accession number of UniProt, as its documentation gives the pattern (help/accession_numbers)."""
_NUMBERED = re.compile(r"(\d{1,3})\. (\S.*)")
_CITATION = re.compile(r"\[\w+(?::? ?\d+)?\]$")
_REFERENCES = re.compile(r"(?:General )?References")
_COMPONENT = re.compile(rf"({UNIPROT})$")
_PARTS = re.compile(r",\s*|(?<=[a-z])(?=[A-Z])")
_KINDS = frozenset({"Protein", "Protein group", "Nucleotide", "Small molecule", "Macromolecule", "Other"})
_BUTTONS = frozenset({"Details", "Name\tUniProt ID", "NameUniProt ID"})


@dataclass(frozen=True, slots=True)
class Label:
    """What may stand after a label: `key` names the value ('' if no table has a place for it), `form` its pattern.

    `runs`: further lines belong to it, up to the next label.
    """

    key: str
    form: str = r".+"
    runs: bool = False


LABELS: Mapping[str, Label] = {
    "Kind": Label(""),
    "Organism": Label("organism"),
    "Pharmacological action": Label("known_action", "(?i:yes|no|unknown)"),
    "Actions": Label("actions", r"\D{3,100}", runs=True),
    "Curator comments": Label("", runs=True),
    "Binding Properties": Label("", runs=True),
    "General Function": Label("general_function", runs=True),
    "Specific Function": Label("specific_function", runs=True),
    "Gene Name": Label("gene_name", r"\S{1,40}"),
    "Uniprot ID": Label("id", UNIPROT),
    "UniProt ID": Label("id", UNIPROT),
    "Uniprot Name": Label("polypeptide"),
    "UniProt Name": Label("polypeptide"),
    "Molecular Weight": Label("molecular_weight", r"[\d.]+(?: Da)?"),
    "Components": Label("components", runs=True),
}
# a value glued to its label starts with a capital, a digit or a sign: "Organisms of the sea" is no "Organism"
_LABEL = re.compile(rf"({'|'.join(sorted(LABELS, key=len, reverse=True))})(?::?$|: ?|\t|(?=[^\Wa-z_])|(?=\())(.*)")


@dataclass
class Card:
    """One card. `values` by key of LABELS; `references` are pairs of (table without `protein_`, row)."""

    position: str
    name: str
    id: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    references: list[tuple[str, Row]] = field(default_factory=list)

    def add(self, key: str, text: str) -> None:
        self.values[key] = f"{self.values[key]}\n{text}" if key in self.values else text

    @property
    def row(self) -> Row:
        """The card's row in its own table."""
        action = self.values.get("known_action")
        row: Row = {
            "position": self.position,
            "id": self.id,
            "name": self.name,
            "organism": self.values.get("organism"),
        }
        return row | {"known_action": action.lower() if action else None}

    @property
    def actions(self) -> list[str]:
        parts = (part for line in self.values.get("actions", "").split("\n") for part in _PARTS.split(line))
        return [part.strip().lower() for part in parts if part.strip()]

    @property
    def polypeptides(self) -> list[Row]:
        """The protein itself, or the components of a group of proteins."""
        own: Row = {key: self.values[key] for key in ("id", "gene_name", *_ABOUT) if key in self.values}
        rows = [row for text in self.values.get("components", "").split("\n") if (row := component(text))]
        if own.get("id") or own.get("gene_name"):
            rows.insert(0, own | {"name": self.values.get("polypeptide", self.name)})
        for row in rows:
            if row.get("molecular_weight"):
                row["molecular_weight"] = (row["molecular_weight"] or "").removesuffix(" Da")
        return rows


_ABOUT = ("general_function", "specific_function", "molecular_weight")


def component(text: str) -> Row | None:
    """Name and UniProt number of one component; None if the end of the name cannot be told."""
    name, tab, number = text.partition("\t")
    if tab:
        return {"name": name.strip(), "id": number.strip()} if _COMPONENT.fullmatch(number.strip()) else None
    ends = [end for end in range(1, len(text)) if _COMPONENT.fullmatch(text, end)] if len(text) < 500 else []
    return {"name": text[: ends[0]].strip(), "id": text[ends[0] :]} if len(ends) == 1 else None


def cards(lines: Iterable[Line]) -> tuple[list[Card], list[Line]]:
    """The cards of one list, and the lines of which it cannot be told what they say.

    A number in order opens a card, except below "References", where a citation has one too unless it is marked.
    """
    found: list[Card] = []
    left: list[Line] = []
    label, references = "", False
    for line in lines:
        text = line.text
        head = _NUMBERED.fullmatch(text)
        if head and int(head[1]) == len(found) + 1 and not (references and _CITATION.search(text)):
            found.append(Card(head[1], head[2]))
            label, references = "", False
        elif not found:
            left.append(line)
        elif _REFERENCES.fullmatch(text):
            references = True
        elif references:
            read = reference(text)
            if read:
                found[-1].references.append(read)
            elif text != EMPTY:
                left.append(line)
        elif text not in _BUTTONS and text not in _KINDS:
            label, kept = _labelled(found[-1], text, label)
            left += [] if kept else [line]
    return found, left


def _labelled(card: Card, text: str, label: str) -> tuple[str, bool]:
    """Put a line on the card; give the label that the next line may belong to, and whether the line was understood."""
    match = _LABEL.fullmatch(text)
    if match:
        label, text = match[1], match[2].strip()
        if not text:
            return label, True
    if not label:
        return "", False
    what = LABELS[label]
    if text == EMPTY or not what.key:
        return (label if what.runs else ""), True
    if not re.fullmatch(what.form, text):
        return "", False
    if what.key == "components" and component(text) is None:
        return label, False
    card.add(what.key, text)
    return (label if what.runs else ""), True
