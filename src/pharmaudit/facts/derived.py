"""Facts worked out once for every entry, by name, so that rules can speak of them."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pharmaudit.facts.catalogue import PHARMACOKINETICS, PHARMACOLOGY
from pharmaudit.facts.matching import first_match
from pharmaudit.model import State
from pharmaudit.readers.lists import LISTED

if TYPE_CHECKING:
    from pharmaudit.facts.facts import Facts

CORE_CLASSES = ("small molecule", "protein", "antibody")
SYSTEMIC_ROUTES = ("oral", "intravenous", "subcutaneous", "intramuscular", "parenteral")
REFERENCE_TABLES = ("articles", "textbooks", "links", "attachments")
FILLED = (State.PRESENT.value, State.ABSENT.value, State.BOILERPLATE.value)
INFORMATIVE = FILLED[:2]
PRINTED_YEAR = r"[.?!)] *(?P<value>(?:19|20)\d\d)(?: [A-Z][a-z]{2}|[-;.:]| *$)"
"""The year of publication in a citation: after the name of the journal, before a month, volume or page."""


def _filled(facts: "Facts", fields: tuple[str, ...], states: tuple[str, ...] = FILLED) -> pd.Series:
    total = np.zeros(facts.size, dtype=np.int64)
    for field in fields:
        total += facts.state(field).isin(states).to_numpy()
    return pd.Series(total)


def _informative_texts(facts: "Facts") -> pd.Series:
    return _filled(facts, ("description", *PHARMACOLOGY), INFORMATIVE)


def _content(facts: "Facts") -> pd.Series:
    """'empty' (no description and no pharmacology), 'stub' (nothing but templates, or next to nothing), or 'more'.

    'unknown' where no source has a place for any of them.
    """
    least = facts.derived("biologic_class").map({item.label: item.stub_below for item in facts.catalogue.classes})
    empty = _filled(facts, ("description", *PHARMACOLOGY)) == 0
    stub = _informative_texts(facts) < least.fillna(2).astype("int64")
    known = facts.carried("content")
    return pd.Series(np.select([~known, empty, stub], ["unknown", "empty", "stub"], "more"), dtype="str")


def _experimental_only(facts: "Facts") -> pd.Series:
    groups = facts.frame("groups")
    other = np.zeros(facts.size, dtype=bool)
    other[groups.loc[groups["group"] != "experimental", "entry"].to_numpy(dtype=np.int64)] = True
    return pd.Series(~other & (facts.count("groups") > 0).to_numpy())


def _core(facts: "Facts") -> pd.Series:
    approved = (facts.derived("best_group") == "approved").to_numpy()
    return pd.Series(approved & facts.derived("biologic_class").isin(CORE_CLASSES).to_numpy())


def _routed(facts: "Facts", routes: tuple[str, ...]) -> np.ndarray:
    """Entries with a dosage by one of the routes ('Intravenous; Subcutaneous' names two)."""
    dosages = facts.frame("dosages")
    named = facts.matches(dosages["route"], "(?i)\\b(?:" + "|".join(routes) + ")\\b")
    result = np.zeros(facts.size, dtype=bool)
    result[dosages.loc[named, "entry"].to_numpy(dtype=np.int64)] = True
    return result


def _mainly_systemic(facts: "Facts") -> pd.Series:
    """Entries at least half of whose dosages with a route name a systemic one; 671 gels and a capsule do not."""
    dosages = facts.frame("dosages")
    routed = dosages[(dosages["route"].fillna("").str.strip() != "").to_numpy()]
    systemic = facts.matches(routed["route"], "(?i)\\b(?:" + "|".join(SYSTEMIC_ROUTES) + ")\\b")
    entries = routed["entry"].to_numpy(dtype=np.int64)
    count = np.bincount(entries, minlength=facts.size)
    return pd.Series((count > 0) & (2 * np.bincount(entries[systemic], minlength=facts.size) >= count))


def _systemic(facts: "Facts") -> pd.Series:
    indicated = facts.state("indication").isin(FILLED).to_numpy()
    return pd.Series(facts.derived("core").to_numpy() & indicated & _routed(facts, SYSTEMIC_ROUTES))


def _therapeutic(facts: "Facts") -> pd.Series:
    """Core drugs that are taken for what they do in the body: with an indication or an ATC code, and no supplement,
    mineral, diagnostic, contact allergen or excipient."""
    chosen = facts.state("indication").isin(FILLED).to_numpy() | (facts.count("atc_codes") > 0).to_numpy()
    for table, column, pattern in (
        ("groups", "group", "^nutraceutical$"),
        ("classifications", "kingdom", "(?i)^inorganic compounds$"),
        ("categories", "category", facts.catalogue.patterns.get("minor-category", "^$")),
    ):
        rows = facts.frame(table)
        chosen[rows.loc[facts.matches(rows[column], pattern), "entry"].to_numpy(dtype=np.int64)] = False
    return pd.Series(chosen & facts.derived("core").to_numpy())


def _references(facts: "Facts") -> pd.Series:
    return pd.Series(sum(facts.count(table).to_numpy() for table in REFERENCE_TABLES))


def _resolvable_references(facts: "Facts") -> pd.Series:
    """References that lead somewhere: a PMID, a DOI, an ISBN or an address."""
    total = np.zeros(facts.size, dtype=np.int64)
    for table, columns in {
        "articles": ("pubmed_id", "doi"),
        "textbooks": ("isbn",),
        "links": ("url",),
        "attachments": ("url",),
    }.items():
        frame = facts.frame(table)
        leads = np.zeros(len(frame), dtype=bool)
        for column in columns:
            leads |= (frame[column].fillna("").str.strip() != "").to_numpy()
        total += np.bincount(frame.loc[leads, "entry"].to_numpy(dtype=np.int64), minlength=facts.size)
    return pd.Series(total)


def _uses_citation_tags(facts: "Facts") -> pd.Series:
    mask = np.zeros(facts.size, dtype=bool)
    mask[facts.frame("citation_tags")["entry"].to_numpy(dtype=np.int64)] = True
    return pd.Series(mask)


def _measured(facts: "Facts", kind: str) -> pd.Series:
    """The number that the experimental property of that kind opens with; null where there is none."""
    rows = facts.frame("experimental_properties")
    rows = rows[rows["kind"] == kind].drop_duplicates("entry")
    result = pd.Series(np.full(facts.size, None, dtype=object), dtype="str")
    result.iloc[rows["entry"].to_numpy(dtype=np.int64)] = rows["leading_number"].to_numpy()
    return result


def _property(facts: "Facts", kind: str) -> pd.Series:
    """The calculated property of that kind, else the experimental one; null where there is none."""
    result = pd.Series(np.full(facts.size, None, dtype=object), dtype="str")
    for table in ("experimental_properties", "calculated_properties"):
        rows = facts.frame(table)
        rows = rows[rows["kind"] == kind].drop_duplicates("entry")
        result.iloc[rows["entry"].to_numpy(dtype=np.int64)] = rows["value"].to_numpy()
    return result


def _source_format(facts: "Facts") -> pd.Series:
    """The format of the source that each entry was read from, of several that which is believed first: 'page text',
    'DrugBank XML' ...; null if unknown."""
    formats = {source.path: source.format for source in facts.tables.sources}
    return facts.tables.entries["source"].map(formats).astype("str")


def _newest_article(facts: "Facts") -> pd.Series:
    """The year of the newest article of each entry; unknown where no citation holds a date."""
    articles = facts.frame("articles")
    years = pd.to_numeric(first_match(articles["citation"], PRINTED_YEAR), errors="coerce")
    return years.groupby(articles["entry"]).max().reindex(range(facts.size))


def _listed(facts: "Facts") -> pd.Series:
    """Entries that a list given beside the sources calls not annotated; none without such a list."""
    ids = facts.tables.entries["entry_id"].fillna("").str.strip().str.lower()
    return ids.isin(list(facts.lists.get(LISTED, ())))


TOLD_BY_ANY: Mapping[str, tuple[str, ...]] = {
    "pharmacology_filled": PHARMACOLOGY,
    "pharmacokinetics_filled": PHARMACOKINETICS,
    "informative_texts": ("description", *PHARMACOLOGY),
    "content": ("description", *PHARMACOLOGY),
    "references": REFERENCE_TABLES,
    "resolvable_references": REFERENCE_TABLES,
}
"""Fact -> what it is worked out from; a source with a place for any of them can tell."""

TOLD_BY_ALL: Mapping[str, tuple[str, ...]] = {
    "texts": ("description", *PHARMACOLOGY),
    "filled_texts": ("description", *PHARMACOLOGY),
    "reference_list": REFERENCE_TABLES,
    "best_group": ("groups",),
    "experimental_only": ("groups",),
    "biologic_class": ("type",),
    "cohort": ("type", "groups"),
    "core": ("type", "groups"),
    "systemic": ("type", "groups", "indication", "dosages"),
    "mainly_systemic": ("dosages",),
    "therapeutic": ("type", "groups", "indication", "categories"),
    "oral": ("dosages",),
    "newest_article": ("articles",),
    "boiling_point": ("experimental_properties",),
    "predicted_logp": ("calculated_properties",),
}
"""Fact or virtual table -> what it is worked out from; only a source with a place for all of them can tell."""


Derivation = Callable[["Facts"], pd.Series]

DERIVED: Mapping[str, Derivation] = {
    "biologic_class": lambda facts: facts.classes,
    "best_group": lambda facts: facts.groups,
    "cohort": lambda facts: facts.cohorts,
    "content": _content,
    "core": _core,
    "systemic": _systemic,
    "mainly_systemic": _mainly_systemic,
    "therapeutic": _therapeutic,
    "oral": lambda facts: pd.Series(_routed(facts, ("oral",))),
    "experimental_only": _experimental_only,
    "uses_citation_tags": _uses_citation_tags,
    "pharmacology_filled": lambda facts: _filled(facts, PHARMACOLOGY),
    "pharmacokinetics_filled": lambda facts: _filled(facts, PHARMACOKINETICS),
    "informative_texts": _informative_texts,
    "references": _references,
    "resolvable_references": _resolvable_references,
    "smiles": lambda facts: _property(facts, "SMILES"),
    "inchi": lambda facts: _property(facts, "InChI"),
    "inchikey": lambda facts: _property(facts, "InChIKey"),
    "formula": lambda facts: _property(facts, "Molecular Formula"),
    "iupac_name": lambda facts: _property(facts, "IUPAC Name"),
    "boiling_point": lambda facts: _measured(facts, "Boiling Point"),
    "predicted_logp": lambda facts: _property(facts, "logP"),
    "source_format": _source_format,
    "newest_article": _newest_article,
    "listed": _listed,
}
"""Name -> one value per entry: text, or a whole number or a truth where one of these says so."""

NUMBERS = (
    "pharmacology_filled",
    "pharmacokinetics_filled",
    "informative_texts",
    "references",
    "resolvable_references",
    "newest_article",
)
TRUTHS = (
    *("core", "systemic", "mainly_systemic", "therapeutic", "oral", "experimental_only", "uses_citation_tags"),
    "listed",
)
