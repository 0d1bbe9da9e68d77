"""Older forms of DrugBank XML that are more than another name, made into the present one before they are walked.

Until 4.x references are Textile: one item a line, `# text "Pubmed":url`. In 3.0 a sequence has a header and a chain,
and proteins stand once at the end of the file as `partner`, which targets name by number. Other names of the same
thing are declared in `layout.py`.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

PARTNER: Mapping[str, str] = {
    "chromosome": "chromosome-location",
    "signals": "signal-regions",
    "species/name": "organism",
    "species/category": "organism/@category",
    "species/uniprot-name": "organism/@uniprot-name",
    "species/uniprot-taxon-id": "organism/@ncbi-taxonomy-id",
    "protein-sequence/header": "amino-acid-sequence",
    "protein-sequence/chain": "amino-acid-sequence",
    "gene-sequence/header": "gene-sequence",
    "gene-sequence/chain": "gene-sequence",
}
"""Where the parts of a `partner` of 3.0 are found in a `polypeptide`, if by another name; in front of the header of a
sequence stands `>`, as in FASTA."""

SEQUENCES: Mapping[str, str] = {
    "protein-sequences/protein-sequence/header": "sequences/sequence",
    "protein-sequences/protein-sequence/chain": "sequences/sequence",
}
"""The same for the sequences of an entry of 3.0."""

REFERENCES = ("general-references", "references")
"""Elements that hold references: lists since 5.0, Textile before."""

_ITEM = re.compile(r"^[ \t]*#+[ \t]*", re.MULTILINE)
_LINK = re.compile(r'"(?P<label>[^"]*)":(?P<url>https?://\S+?)[\s\[\].,;)]*\Z')
_PUBMED = re.compile(r"(?i)https?://(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/(\d+)\Z")
_ISBN = re.compile(r"\bISBN(?:-1[03])?:?\s*((?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx])(?![\w-])")

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d(?: [+-]\d{4}| UTC)?")

Reference = tuple[str, dict[str, str]]
"""Name of the element (article, textbook, link) and the texts of its child elements."""


def renewed(element: etree._Element) -> bool:
    """Make an element of an older form into the present one, in its place; False where it is none."""
    _, _, name = element.tag.rpartition("}")
    renew = _RENEWALS.get(name)
    return renew is not None and renew(element)


def date(value: object) -> object:
    """The day of a moment as 3.0 writes it: `2012-02-13 17:42:20 -0700`; anything else as it stands."""
    moment = _MOMENT.fullmatch(value) if isinstance(value, str) and len(value) > len("2012-02-13") else None
    return moment[1] if moment else value


def references(textile: str) -> Iterator[Reference]:
    """The items of a Textile list. What cannot be told apart surely stays whole, as the citation of an article."""
    for item in filter(None, (piece.strip() for piece in _ITEM.split(textile))):
        whole = re.sub(r"\r?\n", "", item)  # some copies break lines within a word
        link = _LINK.search(whole)
        pubmed = _PUBMED.match(link["url"]) if link else None
        isbn = _ISBN.search(whole)
        if link and pubmed:
            yield "article", {"pubmed-id": pubmed[1], "citation": whole[: link.start()].strip()}
        elif isbn:
            yield "textbook", {"isbn": isbn[1], "citation": item}
        elif link:
            title = f"{whole[: link.start()].strip()} {link['label']}".strip()
            yield "link", {"title": title, "url": link["url"]}
        else:
            yield "article", {"citation": item}


def _listed(element: etree._Element) -> bool:
    """Give an element whose text is Textile the lists that it stands for."""
    if len(element):
        return False
    space = element.tag[: element.tag.rfind("}") + 1]
    for kind, texts in references(element.text or ""):
        items = element.find(f"{space}{kind}s")
        if items is None:
            items = etree.SubElement(element, f"{space}{kind}s")
        item = etree.SubElement(items, space + kind)
        for name, text in texts.items():
            etree.SubElement(item, space + name).text = text
    return True


def _sequences(element: etree._Element) -> bool:
    """protein-sequences/protein-sequence/{header, chain} -> sequences/sequence in FASTA."""
    space = element.tag[: element.tag.rfind("}") + 1]
    if any(child.tag != f"{space}protein-sequence" or _strange(child, space) for child in element):
        return False
    element.tag = f"{space}sequences"
    for child in element:
        fasta = _fasta(child, space)
        child.clear()
        child.tag, child.text = f"{space}sequence", fasta
        child.set("format", "FASTA")
    return True


def _strange(sequence: etree._Element, space: str) -> bool:
    return any(child.tag not in (f"{space}header", f"{space}chain") for child in sequence)


def _fasta(sequence: etree._Element, space: str = "") -> str:
    header = (sequence.findtext(f"{space}header") or "").strip()
    chain = (sequence.findtext(f"{space}chain") or "").strip()
    return f">{header}\n{chain}" if header else chain


_RENEWALS: Mapping[str, Callable[[etree._Element], bool]] = {
    **dict.fromkeys(REFERENCES, _listed),
    "protein-sequences": _sequences,
}


def as_target(partner: etree._Element) -> etree._Element:
    """A `partner` of 3.0 as an entry with one target, which has its name, and one polypeptide, which has all of it."""
    entry = etree.Element("drug")
    target = etree.SubElement(etree.SubElement(entry, "targets"), "target")
    space = partner.tag[: partner.tag.rfind("}") + 1]
    uniprot = [
        one.findtext(f"{space}identifier")
        for one in partner.iterfind(f"{space}external-identifiers/{space}external-identifier")
        if one.findtext(f"{space}resource") == "UniProtKB"
    ]
    target.set("partner", partner.get("id", ""))
    for source, name in (("name", "name"), ("species/name", "organism")):
        value = partner.findtext("/".join(space + step for step in source.split("/")))
        etree.SubElement(target, name).text = value
    polypeptide = etree.SubElement(target, "polypeptide")
    if len(uniprot) == 1 and uniprot[0]:
        polypeptide.set("id", uniprot[0])
    for part in list(partner):
        _renew_part(part, space)
        polypeptide.append(part)
    return entry


def _renew_part(part: etree._Element, space: str) -> None:
    name = part.tag.removeprefix(space)
    if name in ("protein-sequence", "gene-sequence") and not _strange(part, space):
        fasta = _fasta(part, space)
        part.clear()
        part.tag, part.text = space + PARTNER[f"{name}/chain"], fasta
        part.set("format", "FASTA")
    elif name == "species":
        _organism(part, space)
    else:
        part.tag = space + PARTNER.get(name, name)


def _organism(species: etree._Element, space: str) -> None:
    for child in list(species):
        name = child.tag.removeprefix(space)
        _, _, attribute = PARTNER.get(f"species/{name}", "").partition("@")
        if attribute and child.text:
            species.set(attribute, child.text)
        elif name == "name":
            species.text = child.text
        else:
            continue
        species.remove(child)
    species.tag = f"{space}organism"
