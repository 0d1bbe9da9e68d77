"""What the names that are worked out mean, in one sentence each: for `rules show` and docs/writing_rules.md."""

from collections.abc import Mapping

FACTS: Mapping[str, str] = {
    "biologic_class": "The class of rules/cohorts.yaml that the entry is in, such as small molecule or antibody.",
    "best_group": "The group that says most of the entry: approved before the others; other if it has none of them.",
    "cohort": "The peers of the entry: group and class, such as approved small molecule, or the class alone.",
    "content": "empty (no description, no pharmacology), stub (only templates, or next to nothing), more, or unknown.",
    "core": "Approved small molecules, proteins and antibodies.",
    "systemic": "Core drugs with an indication and a dosage by mouth or by injection.",
    "mainly_systemic": "At least half of the dosages that name a route are by mouth or by injection.",
    "therapeutic": "Core drugs taken for what they do in the body: no supplement, mineral, diagnostic or excipient.",
    "oral": "Some dosage is by mouth.",
    "listed": "The list given by `--listed` calls the entry not annotated; a rule that asks needs `requires: listed`.",
    "experimental_only": "The entry has groups, and all of them are experimental.",
    "uses_citation_tags": "Some text of the entry cites with tags such as [A12].",
    "pharmacology_filled": "How many of the eleven fields of pharmacology hold anything but a placeholder.",
    "pharmacokinetics_filled": "How many of the seven fields of pharmacokinetics hold anything but a placeholder.",
    "informative_texts": "How many of description and pharmacology inform: neither blank nor placeholder nor template.",
    "references": "Articles, textbooks, links and attachments of the entry, counted together.",
    "resolvable_references": "Those of them with a PMID, a DOI, an ISBN or an address.",
    "smiles": "The SMILES among the calculated properties, else among the experimental ones.",
    "inchi": "The InChI, found in the same way.",
    "inchikey": "The InChIKey, found in the same way.",
    "formula": "The molecular formula, found in the same way.",
    "iupac_name": "The IUPAC name, found in the same way.",
    "boiling_point": "The number that the experimental boiling point opens with, as text.",
    "predicted_logp": "The calculated logP, else the experimental one, as text.",
    "source_format": "The format of the source that the entry was read from, such as 'DrugBank XML' or 'page text'.",
    "newest_article": "The year of the newest article, by what the citations print; unknown where none prints one.",
}
"""Fact of an entry -> its meaning."""

TABLES: Mapping[str, str] = {
    "filled_texts": "Every text of an entry that is not blank, placeholders too.",
    "texts": "Every text of an entry that says something; placeholders are left out.",
    "other_texts": "The name of every entry, and every other cell outside its texts that lost a character (U+FFFD).",
    "citation_tags": "Every tag in the texts by which they cite, such as A12.",
    "reference_list": "Every reference of an entry, of whatever kind; `field` is its table.",
    "named_enzymes": "The cytochromes P450 that the metabolism text says take part, each once.",
    "promises": "Texts that expect an event by a year; `due` is the last day of the latest year that they name.",
    "conversions": "Both sides of every reaction: the ids of what goes in and of what comes out.",
    "structures": "What RDKit reads from the SMILES of an entry: key, formula and masses.",
    "structure_masses": "Each recorded mass beside the one that follows from the structure.",
}
"""Table that is worked out -> its meaning. Each has `field`, which a curator would mend."""

COLUMNS: Mapping[str, str] = {
    "articles.doi": "The DOI that the citation prints.",
    "protein_articles.doi": "The DOI that the citation prints.",
    "categories.cyp": "The cytochrome P450 that the category names, as CYP3A4.",
    "enzymes.cyp": "The cytochrome P450 that the enzyme is, as CYP3A4.",
    "enzymes.cyp_subfamily": "Its subfamily, as CYP3A.",
    "patents.earlier_numbers_granted": "The day by which patents of the US with a smaller number were granted.",
    "experimental_properties.leading_number": "The number that the value opens with.",
    "drugbank_ids.secondary": "The id, where it is not the primary one.",
}
"""Column that is worked out -> its meaning."""


def meaning(name: str, table: str = "entries") -> str:
    """What a name that is worked out means in a condition over `table`; '' for one that sources hold."""
    return COLUMNS.get(f"{table}.{name}") or COLUMNS.get(name) or FACTS.get(name) or TABLES.get(name, "")
