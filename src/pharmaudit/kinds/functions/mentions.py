"""Does a text speak of the entry that it stands in, and does the entry list what its text names?"""

import re

import pandas as pd

from pharmaudit.facts.facts import Facts
from pharmaudit.facts.matching import first_match
from pharmaudit.kinds.functions.base import Function, Judged, judged

SUBJECT = r"""(?i)^[\s"'*\[(]*(?P<value>[^.;:]{3,60}?)(?:\s*\([^()]{1,60}\))?\s+(?:is|are|was|were)\b"""
"""What the first sentence of a text is about: "Examplamine" of "Examplamine (EXA-1) is an amine"."""

SYMBOL = r"\b[A-Z][A-Z0-9]{3,9}\b|\b[A-Z]+[0-9][A-Z0-9]*\b"
"""Symbols of genes that are no common abbreviation: at least four characters, or a digit."""

_PUNCTUATION = re.compile(r"[\W_]+")


def describes_itself(facts: Facts) -> Judged:
    """The description does not open with the name of another entry, or names its own entry as well.

    A form of the other is no other: of "Examplamine hydrochloride" the description may open with "Examplamine".
    """
    entries = facts.tables.entries
    subject = first_match(entries["description"], SUBJECT).dropna().map(_plain)
    names = entries["name"].dropna().map(_plain)
    first = pd.Series(names.index, index=names.to_numpy()).groupby(level=0).min()
    other = subject.map(first)
    suspect = other[other.notna() & (other != other.index)].astype("int64")
    own = facts.frame("synonyms").dropna(subset="synonym").groupby("entry")["synonym"].agg(list)
    foreign = [
        entry
        for entry, other_one in zip(suspect.index, suspect, strict=True)
        if _is_foreign(
            _plain(entries["description"][entry]),
            names[other_one],
            [names.get(entry, ""), *map(_plain, own.get(entry, []))],
        )
    ]
    passed = pd.Series(~subject.index.isin(foreign), index=subject.index)
    told = suspect.map(entries["name"]) + suspect.map(" (" + entries["entry_id"].fillna("no id") + ")")
    return judged(entries.index, passed, told)


def _is_foreign(text: str, other: str, own: list[str]) -> bool:
    """Whether none of an entry's own names is another form of the other name, or stands in the text."""
    akin = any(one in other or other in one for one in own if one)
    return not akin and not any(one in text for one in own if len(one) > 2)


def _plain(text: str) -> str:
    return _PUNCTUATION.sub("", text.lower())


def named_genes_listed(facts: Facts) -> Judged:
    """An entry whose mechanism names the symbol of a gene that this base knows has a target."""
    known = _symbols(facts)
    texts = facts.tables.entries["mechanism_of_action"].dropna()
    named = texts.str.findall(SYMBOL).map(lambda words: ", ".join(sorted(known.intersection(words))))
    named = named[named != ""]
    passed = facts.count("targets")[named.index] > 0
    return judged(facts.tables.entries.index, passed, named)


def _symbols(facts: Facts) -> set[str]:
    places = (("polypeptides", "gene_name"), ("snp_effects", "gene_symbol"), ("snp_reactions", "gene_symbol"))
    return set(pd.concat([facts.frame(table)[column] for table, column in places]).dropna())


MENTIONS = {
    "describes-itself": Function("description", describes_itself),
    "named-genes-listed": Function("targets", named_genes_listed),
}
