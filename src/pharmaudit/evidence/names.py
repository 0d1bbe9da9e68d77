"""Targets that the mechanism of an entry without targets names, as other entries of the base name theirs."""

import re
from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from pharmaudit.evidence.missing import lacks, told
from pharmaudit.evidence.rows import Suggestion
from pharmaudit.evidence.sentences import Quotation, quoted
from pharmaudit.facts.facts import Facts

SHORTEST = 9
"""Characters of a name that is taken for one wherever it stands; shorter ones are words of other meanings too."""

_PROTEIN = re.compile(
    r"(?i)\b(?:receptors?|\w{3,}ase|factor|channels?|transporters?|adhesion molecule|protein|integrin|interleukin|"
    r"antigen|tubulin|enzyme|exchanger|pump)\b"
)
"""What a name has to hold: "potassium" and "free radicals" are targets of some, and words of many texts."""

_WORD = re.compile(r"[A-Za-z0-9α-ω]+")
_GENE = re.compile(r"[A-Z][A-Z0-9]{2,}\d[A-Z0-9]*|[A-Z]{5,}")
_ACTS = re.compile(
    r"(?i)\b(?:inhibit\w*|bind\w*|bound|block\w*|antagoni\w+|agoni\w+|target\w*|activat\w+|modulat\w+|interact\w*|against|"
    r"directed|stimulat\w+|suppress\w*|neutrali[sz]\w+|inactivat\w+|affinity)\b"
)
_OTHERWISE = re.compile(
    r"(?i)\b(?:not|no|without|pathway|cascade|downstream|leads? to|resulting in|induc\w+|release of)\b"
)
"""A sentence with such a word tells of what follows, or denies it."""
NEAR = 40
"""Characters before a name in which a word has to stand that says that the drug acts on it."""


def named(facts: Facts) -> Iterator[Suggestion]:
    """Names of targets, and symbols of their genes, that stand behind a verb of action in a mechanism of action."""
    texts = told("mechanism_of_action", lacks("targets", facts), _ACTS.pattern, facts)
    names = facts.once("evidence.target-names", lambda: _names(facts))
    genes = facts.once("evidence.genes", lambda: _genes(facts))
    for entry, text in texts.items():
        seen = set()
        for start, end, name in _found(text, names, genes):
            quotation = quoted(text, start, end)
            if name not in seen and _acted_on(quotation):
                seen.add(name)
                yield Suggestion(int(str(entry)), "targets", "name", "mechanism_of_action", 0, quotation, name)


def _acted_on(quotation: Quotation) -> bool:
    before = quotation.sentence[max(0, quotation.word_start - NEAR) : quotation.word_start]
    return bool(_ACTS.search(before)) and not _OTHERWISE.search(quotation.sentence)


def _names(facts: Facts) -> dict[str, list[str]]:
    """First word in lower case -> names that begin with it, the longest first."""
    listed = pd.concat([facts.tables["targets"]["name"], facts.tables["polypeptides"]["name"]]).dropna()
    found: dict[str, set[str]] = defaultdict(set)
    for name in listed.str.strip().unique():
        first = _WORD.match(name)
        if first and len(name) >= SHORTEST and " " in name and _PROTEIN.search(name):
            found[first[0].lower()].add(name)
    return {word: sorted(names, key=lambda name: (-len(name), name)) for word, names in found.items()}


def _genes(facts: Facts) -> frozenset[str]:
    """Symbols of genes that no other word looks like: with a digit, or of five capitals or more."""
    symbols = pd.concat([facts.tables["polypeptides"]["gene_name"], facts.tables["snp_effects"]["gene_symbol"]])
    return frozenset(symbol for symbol in symbols.dropna().str.strip().unique() if _GENE.fullmatch(symbol))


def _found(text: str, names: dict[str, list[str]], genes: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and name of each name in the text; where several fit, the longest."""
    lower, done = text.lower(), 0
    for word in _WORD.finditer(text):
        at = word.start()
        if at < done:
            continue
        fitting = (name for name in names.get(word[0].lower(), ()) if _stands(lower, at, name.lower()))
        name = next(fitting, word[0] if word[0] in genes else "")
        if name:
            done = at + len(name)
            yield at, done, name


def _stands(lower: str, at: int, name: str) -> bool:
    """Whether the name stands at this place as whole words; a plural s is no other word."""
    end = at + len(name)
    return lower.startswith(name, at) and not re.match(r"[^\W_]|-\w", lower[end:].removeprefix("s")[:2])
