"""Which fields of the catalogue a rule reads, as far as its file names them."""

from pharmaudit import conditions
from pharmaudit.facts.catalogue import Catalogue
from pharmaudit.kinds import Rule

_PROSE = ("texts", "filled_texts", "citation_tags", "promises")
"""Tables made of the prose of all fields."""
_MADE_OF = {
    "reference_list": ("articles", "textbooks", "links", "attachments"),
    "other_texts": ("name",),  # of other fields only cells that lost a character
    "named_enzymes": ("metabolism",),
    "conversions": ("reactions",),
    "structures": ("smiles", "inchi", "inchikey", "formula"),
    "structure_masses": ("smiles", "average_mass", "monoisotopic_mass"),
}


def fields_read(rule: Rule, catalogue: Catalogue) -> frozenset[str]:
    """The fields that a rule judges or asks for: `field`, the names in its conditions, `other`, `to` and `only`."""
    found: set[str] = set()
    for name in _names(rule):
        table, _, column = name.partition(".")
        if table in _PROSE:
            found |= set(getattr(rule, "only", ()) or catalogue.texts)
        found |= {table, *_MADE_OF.get(table, ()), *([column] if table == "entries" else [])}
    return frozenset(found & catalogue.fields.keys())


def _names(rule: Rule) -> list[str]:
    names = [rule.field]
    for key in rule.condition_keys:
        if (text := getattr(rule, key)) is not None:
            names += [name for name, _ in conditions.parse(text).names]
    if isinstance(other := getattr(rule, "other", None), str):
        names.append(other)
    return [*names, *getattr(rule, "to", ())]
