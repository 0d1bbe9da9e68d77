"""Which field is asked for in which cohort: docs/completeness.md, made from the rules themselves.

A rule asks for a field where it applies to an entry of the cohort that has everything. How many peers have the field
was measured on release 5.1.8 (fill_by_cohort.yaml; whole per cent, no content).
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from pharmaudit.facts.derived import FILLED
from pharmaudit.facts.facts import Facts
from pharmaudit.scoring import ASKING
from tests.building import ROOT, catalogue, rulebook
from tests.rules.seeded import clean, facts_of_cards

PAGE = ROOT / "docs" / "completeness.md"
MEASURED = Path(__file__).with_name("fill_by_cohort.yaml")
OFTEN = 75
"""Per cent of peers that have a field: a gap stands out among them, so it is asked for, or there is a reason."""

SORTS: Mapping[str, tuple[str, str | None, tuple[str, ...]]] = {
    "small molecule": ("Examplol", None, ("approved", "withdrawn", "investigational", "experimental")),
    "protein": ("Exampletin alfa", "Protein based therapies", ("approved", "investigational")),
    "antibody": ("Examplimab", "Monoclonal antibody", ("approved", "investigational")),
    "other biologic": ("Example extract", None, ("approved", "investigational", "experimental")),
    "vaccine": ("Example pox vaccine", "Vaccines", ("approved",)),
    "allergen": ("Example ash pollen", "Allergenics", ("approved",)),
    "cell therapy": ("Exampleleucel", "Cell transplant therapies", ("approved",)),
    "gene therapy": ("Exampleparvovec", "Gene therapies", ("approved",)),
}
"""Class -> name and classification by which an entry belongs to it, groups by which it is split."""

SHORT = {"small molecule": "SM", "other biologic": "other", "approved": "app.", "withdrawn": "wdr."}
SHORT |= {"investigational": "inv.", "experimental": "exp."}

REASONS: Mapping[str, str] = {
    "entry_id": "a reader gives every entry one, and VAL105 judges its form",
    "type": "every entry has one by the form of the source; VAL106 judges it",
    "drugbank_ids": "every entry has one by the form of the source",
    "created": "every entry has one by the form of the source; CUR101 judges it",
    "updated": "every entry has one by the form of the source; CUR101 judges it",
    "calculated_properties": "computed from the structure, which is asked for; COM402 to COM408 ask for their parts",
    "average_mass": "computed from the structure; COM408 asks for it where there is one",
    "monoisotopic_mass": "computed from the structure, like the average mass",
    "smiles": "the few experimental entries without one are mostly polymers, extracts and fats (45 of 59 read)",
    "inchi": "computed from the structure; COM405 asks for it where there is one",
    "mixtures": "made from the products; nobody writes it",
    "dosages": "made from the products; COM702 asks for it once a drug is approved",
    "pdb_entries": "one for each crystal with the substance, which is no matter of writing",
    "experimental_properties": "a fifth of the systemic drugs has none, many of them mixtures and isotopes",
    "state": "of drugs that are not systemic a fifth or more has none, among them mixtures",
    "classifications": "worked out by a program for approved drugs first; of other cohorts a tenth or more has none",
    "external_identifiers": "asked for where there is a structure or an approval; codes of developers have none",
    "categories": "given by the classes of approved drugs; of other cohorts many have none yet",
    "synonyms": "the INN is often the only name that there is",
    "cas_number": "not given to mixtures, strains and cells, and late to what is still investigated",
    "unii": "late for what is still investigated, and asked for in approved drugs and investigated small molecules",
    "targets": "of an unapproved drug asked for once its mechanism is written (COM512)",
    "references": "asked for once the entry says something (COM801)",
    "description": "of experimental ligands hardly any has one",
    "mechanism_of_action": "asked for once a drug is approved, and in cell therapies",
    "pharmacology_filled": "asked for once a drug is approved (COM216), or where the description is missing (COM215)",
    "articles": "asked for as references of any kind (COM801, COM802)",
}
"""Why a field that most peers have is asked for nowhere, or not in that cohort."""


def _card(name: str, classification: str | None, class_: str, group: str) -> dict[str, Any]:
    """The complete entry as one of the class, without what is not applicable to the class."""
    card = dict(next(iter(clean().values())))
    card |= {"name": name, "groups": [group], "metabolism": "Oxidised in the liver by CYP2C9."}
    if class_ != "small molecule":
        card |= {"type": "biotech", "biologic_classification": classification, "calculated_properties": []}
        card |= {"sequences": [{"sequence": "MKTAYIAKQR", "format": "FASTA"}]}
    return card


@cache
def representatives() -> Facts:
    """One entry with everything for each cohort, in the order of the columns."""
    cards = [
        (_card(name, classification, class_, group), "entry card")
        for class_, (name, classification, groups) in SORTS.items()
        for group in groups
    ]
    return facts_of_cards(cards)


@cache
def asked() -> pd.DataFrame:
    """Fields by cohorts: the rules that ask for the field there, the ids of those that cost no points in brackets."""
    facts = representatives()
    cohorts = facts.cohorts.to_list()
    found = pd.DataFrame("", index=list(catalogue().fields), columns=cohorts)
    for rule in rulebook().rules:
        if isinstance(rule, ASKING) and rule.table == "entries":
            field = rule.field.removeprefix("entries.")
            for place in rule.judge(facts).passed.notna().to_numpy().nonzero()[0]:
                points = rule.scored_on in ("completeness", "evidence")
                found.loc[field, cohorts[place]] += f" {rule.id}" if points else f" ({rule.id})"
    return found


def fill_by_cohort(facts: Facts) -> dict[str, dict[str, int]]:
    """Field -> cohort -> per cent of its entries in which the field is filled, templates too, placeholders not."""
    cohorts = representatives().cohorts.to_list()
    result = {}
    for field in catalogue().fields:
        share = facts.state(field).isin(FILLED).groupby(facts.cohorts).mean()
        result[field] = {cohort: round(100 * float(share[cohort])) for cohort in cohorts}
    return result


def _cell(field: str, cohort: str, rules: str, fill: int) -> str:
    class_ = next(one for one in sorted(SORTS, key=len, reverse=True) if cohort.endswith(one))
    if class_ in catalogue().fields[field].not_applicable_to:
        return "n/a"
    if any(not one.startswith("(") for one in rules.split()):
        return f"**{fill}**"
    return f"*{fill}*" if rules else str(fill)


def unexplained(fill: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str]]:
    """Fields and cohorts where most peers have a field, nobody asks for it, and no reason says why."""
    return [
        (field, cohort)
        for field, rules in asked().iterrows()
        for cohort, told in rules.items()
        if not told and _cell(str(field), str(cohort), told, 0) != "n/a"
        if fill[str(field)][str(cohort)] >= OFTEN and field not in REASONS
    ]


def page(fill: Mapping[str, Mapping[str, int]]) -> str:
    """docs/completeness.md as Markdown."""
    columns = [" ".join(SHORT.get(part, part) for part in _parts(cohort)) for cohort in asked().columns]
    rows = [f"| field | points | {' | '.join(columns)} | asked by |", "|---" * (len(columns) + 3) + "|"]
    for name, item in catalogue().fields.items():
        rules = asked().loc[name]
        cells = [_cell(name, cohort, rules[cohort], fill[name][cohort]) for cohort in rules.index]
        by = sorted({one.strip("()") for told in rules for one in told.split()})
        points = f"{item.weight:g}" if item.weight else ""
        rows.append(f"| {item.label} | {points} | {' | '.join(cells)} | {', '.join(by)} |")
    reasons = [f"- {catalogue().fields[name].label}: {why}." for name, why in REASONS.items()]
    return "\n".join([HEAD, *rows, "", TAIL.format(often=OFTEN), "", *reasons, ""])


def _parts(cohort: str) -> list[str]:
    class_ = next(one for one in sorted(SORTS, key=len, reverse=True) if cohort.endswith(one))
    return [*cohort.removesuffix(class_).split(), class_]


HEAD = """# Which field is asked for in which entry
Made by `pytest tests/rules/test_asking.py --update-golden` from the rules; do not edit.

Columns are [cohorts](decisions/0006-cohorts.md): SM is small molecule; app., wdr., inv. and exp. are the best group.
Numbers say in how many of a hundred entries of the cohort the field is filled in release 5.1.8 (a rebuilt file without
products, interactions and trials, and without what only a page carries). **Bold**: an entry of the cohort that has
everything is asked for it, for points of completeness (references: of evidence). *Italic*: a hint that costs none.
n/a: the field does not exist for the class.
A rule may ask only some entries of a cohort, such as those given systemically; its page says which.
"""
TAIL = """## Why not everywhere
A field that {often} of a hundred peers have is asked for, or one of these reasons holds:"""
