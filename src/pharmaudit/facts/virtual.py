"""Tables that are worked out, not read. Each has `entry` and `field` (what a curator would mend) beside its columns."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pharmaudit.facts import texts
from pharmaudit.facts.derived import FILLED
from pharmaudit.facts.structures import STRUCTURE_COLUMNS, mass_table, structure_table

if TYPE_CHECKING:
    from pharmaudit.facts.facts import Facts

REFERENCE_TABLES = ("articles", "textbooks", "links", "attachments")
CYP = r"\b(?:CYP[ -]?(?:450 ?)?|P-?450[ -](?:CYP)?)((?:1[AB]|2[A-FJ]|3A)\d*)\b"
"""Cytochromes P450 that metabolise drugs and go by that name in lists of enzymes: CYP3A4, Cytochrome P-450 CYP3A."""
_CYP = re.compile(CYP)
_SENTENCE_END = re.compile(r"(?<=[.;])\s+|\n")
_HEDGED = re.compile(
    r"(?i)\b(?:not|no|nor|neither|without|cannot|excluded|except|unlikely|minimal\w*|negligibl\w*|little|minor|may|might|"
    r"possibl[ey]|thought|suspected|substrate\)|inhibit\w*|induc\w*|in vitro|rats?|mice|dogs?|animals?|polymorphism)"
)
"""A sentence with such a word says that an enzyme has little, no or another part in the metabolism."""


PROMISE = re.compile(
    r"(?i)\b(?:(?:is|are)\s+(?:currently |now )?(?:expected|scheduled|anticipated|planned|slated|due)|"
    r"with an? (?:expected|anticipated|planned|estimated) completion)\b[^.;()]{0,80}\b(20\d\d)\b"
)
"""Words that expect an event, and its year."""


@dataclass(frozen=True)
class Virtual:
    """Columns that rules may name, how the table is made, and the extra that it takes, or ''."""

    columns: tuple[str, ...]
    build: Callable[["Facts"], pd.DataFrame]
    requires: str = ""


def _filled_texts(facts: "Facts") -> pd.DataFrame:
    """Every text that is not blank, placeholders too."""
    return texts.texts(facts.tables, facts.catalogue.texts)


def _texts(facts: "Facts") -> pd.DataFrame:
    """Every text that says something: a placeholder is no prose to be judged, and no statement to be proved."""
    rows = facts.frame("filled_texts")
    said = np.zeros(len(rows), dtype=bool)
    for field, numbers in rows.groupby("field").groups.items():
        entries = rows["entry"].to_numpy(dtype=np.int64)[numbers]
        said[numbers] = facts.state(str(field)).isin(FILLED).to_numpy()[entries]
    return rows[said].reset_index(drop=True)


def _other_texts(facts: "Facts") -> pd.DataFrame:
    return texts.other_texts(facts.tables, facts.catalogue.texts)


def _citation_tags(facts: "Facts") -> pd.DataFrame:
    return texts.citation_tags(facts.frame("texts"))


def _reference_list(facts: "Facts") -> pd.DataFrame:
    """Every reference of an entry, of whatever kind."""
    pieces = [facts.tables[table][["entry", "ref_id"]].assign(field=table) for table in REFERENCE_TABLES]
    return pd.concat(pieces, ignore_index=True).astype({"field": "str"})


def _named_enzymes(facts: "Facts") -> pd.DataFrame:
    """The cytochromes P450 that the metabolism text says take part, each once."""
    told = facts.tables.entries["metabolism"]
    told = told[facts.matches(told, CYP)]
    found = [
        (entry, "metabolism", f"CYP{name}")
        for entry, text in told.items()
        for sentence in _SENTENCE_END.split(text)
        if not _HEDGED.search(sentence)
        for name in _CYP.findall(sentence)
    ]
    frame = pd.DataFrame(found, columns=["entry", "field", "cyp"]).drop_duplicates(ignore_index=True)
    return frame.astype({"entry": "int64", "field": "str", "cyp": "str"})


def _conversions(facts: "Facts") -> pd.DataFrame:
    """Both sides of every reaction: the ids of what goes in and of what comes out, in order."""
    sides = {}
    for side in ("left", "right"):
        frame = facts.tables[f"reaction_{side}"]
        sides[side] = frame.dropna(subset="drugbank_id").groupby("parent")["drugbank_id"].agg(" + ".join)
    both = pd.DataFrame(sides).dropna().astype("str")
    entries = facts.tables["reactions"]["entry"].take(both.index.to_numpy()).to_numpy()
    both = both.assign(entry=entries, field="reactions", equation=both["left"] + " -> " + both["right"])
    return both.reset_index(drop=True).astype({"field": "str"})


def _promises(facts: "Facts") -> pd.DataFrame:
    """Texts that expect an event by the end of a year, each with the last day of the latest year that it names."""
    rows = facts.frame("texts")
    rows = rows[facts.matches(rows["value"], PROMISE.pattern)]
    years = [max(PROMISE.findall(value)) for value in rows["value"]]
    return rows.assign(due=pd.Series(years, index=rows.index, dtype="str") + "-12-31").reset_index(drop=True)


VIRTUAL: Mapping[str, Virtual] = {
    "filled_texts": Virtual(("field", "value"), _filled_texts),
    "texts": Virtual(("field", "value"), _texts),
    "other_texts": Virtual(("field", "value"), _other_texts),
    "citation_tags": Virtual(("field", "tag"), _citation_tags),
    "reference_list": Virtual(("field", "ref_id"), _reference_list),
    "named_enzymes": Virtual(("field", "cyp"), _named_enzymes),
    "promises": Virtual(("field", "value", "due"), _promises),
    "conversions": Virtual(("field", "left", "right", "equation"), _conversions),
    "structures": Virtual(STRUCTURE_COLUMNS, structure_table, requires="chem"),
    "structure_masses": Virtual(("field", "mass", "structure_mass"), mass_table, requires="chem"),
}
