"""Is a publication that is cited known to be retracted, and does its DOI resolve? Lists that are given say so."""

import pandas as pd

from pharmaudit.checks import CHECKS
from pharmaudit.facts.facts import Facts
from pharmaudit.kinds.functions.base import Function, Judged, judged
from pharmaudit.readers.lists import BEFORE_DOI, DOI_CACHE, RETRACTIONS, Known


def _not_retracted(table: str, facts: Facts) -> Judged:
    """Neither the PMID nor the DOI of a publication is in the list; one with neither cannot be looked up."""
    frame, known = facts.frame(table), facts.lists[RETRACTIONS]
    pmids, dois = _filled(frame["pubmed_id"]), _plain(frame["doi"])
    by_pmid, by_doi = _listed(pmids, known), _listed(dois, known)
    told = ("PMID " + pmids).where(by_pmid, "DOI " + dois)[by_pmid | by_doi]
    named = pmids.notna() | dois.notna()
    return judged(frame.index, ~(by_pmid | by_doi)[named], told)


def _resolves(table: str, facts: Facts) -> Judged:
    """A DOI that is well-formed and in the list; of others nothing is known, or another rule tells it."""
    frame, known = facts.frame(table), facts.lists[DOI_CACHE]
    dois = _plain(frame["doi"])
    dois = dois[_listed(dois, known)]
    dois = dois[CHECKS["doi"].valid(dois)]
    return judged(frame.index, dois.map(known), dois)


def _listed(values: pd.Series, known: Known) -> pd.Series:
    return values.astype("object").isin(list(known))  # Arrow would take seconds to look at a long list


def _filled(values: pd.Series) -> pd.Series:
    stripped = values.str.strip()
    return stripped.where(stripped != "")


def _plain(dois: pd.Series) -> pd.Series:
    return dois.str.strip().str.replace(BEFORE_DOI, "", regex=True).str.lower()


def not_retracted(facts: Facts) -> Judged:
    """An article of the entry is not in the list of retractions."""
    return _not_retracted("articles", facts)


def protein_articles_not_retracted(facts: Facts) -> Judged:
    """An article of a target, enzyme, carrier or transporter is not in the list of retractions."""
    return _not_retracted("protein_articles", facts)


def doi_resolves(facts: Facts) -> Judged:
    """The DOI of an article of the entry resolves, as far as the list tells."""
    return _resolves("articles", facts)


def protein_articles_doi_resolves(facts: Facts) -> Judged:
    """The DOI of an article of a target, enzyme, carrier or transporter resolves, as far as the list tells."""
    return _resolves("protein_articles", facts)


PUBLICATIONS = {
    "not-retracted": Function("articles.citation", not_retracted, RETRACTIONS),
    "protein-articles-not-retracted": Function(
        "protein_articles.citation", protein_articles_not_retracted, RETRACTIONS
    ),
    "doi-resolves": Function("articles.doi", doi_resolves, DOI_CACHE),
    "protein-articles-doi-resolves": Function("protein_articles.doi", protein_articles_doi_resolves, DOI_CACHE),
}
