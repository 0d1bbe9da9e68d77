"""What the SMILES of every entry says: a virtual table of structures, and their masses beside the recorded ones."""

from dataclasses import astuple
from typing import TYPE_CHECKING

import pandas as pd

from pharmaudit.checks.chemistry import SMILES_TEXT
from pharmaudit.checks.structure import Structure, structures

if TYPE_CHECKING:
    from pharmaudit.facts.facts import Facts

STRUCTURE_COLUMNS = (
    "field",
    "smiles",
    "readable",
    "inchikey",
    "formula",
    "average_mass",
    "monoisotopic_mass",
    "stereo_told",
)
MASSES = ("average_mass", "monoisotopic_mass")


def structure_table(facts: "Facts") -> pd.DataFrame:
    """A row for every entry with a text in the form of a SMILES; what could not be worked out is null.

    Masses are in Da, as text with five decimals. `stereo_told` is "true" where the second block of `inchikey` is about
    stereo alone, and the SMILES can state all of it. Every distinct SMILES is read once. Raises ImportError without
    RDKit, unless there is none to read.
    """
    smiles = facts.derived("smiles").dropna()
    smiles = smiles[SMILES_TEXT.valid(smiles)] if len(smiles) else smiles
    distinct = sorted(smiles.unique())
    read = dict(zip(distinct, structures(distinct) if distinct else [], strict=True))
    rows = [(entry, "smiles", text, *_cells(read[text])) for entry, text in smiles.items()]
    frame = pd.DataFrame(rows, columns=["entry", *STRUCTURE_COLUMNS])
    return frame.astype({"entry": "int64"} | dict.fromkeys(STRUCTURE_COLUMNS, "str"))


def _cells(one: Structure) -> tuple[str | None, ...]:
    readable, inchikey, formula, masses, comparable = astuple(one)
    told = [f"{mass:.5f}" for mass in masses] if masses else [None, None]
    return readable, inchikey, formula, *told, "true" if comparable else "false"


def mass_table(facts: "Facts") -> pd.DataFrame:
    """Columns entry, field, mass, structure_mass: a row for every recorded mass of an entry with a structure."""
    table = facts.frame("structures")
    entries = table["entry"].to_numpy()
    pieces = [
        pd.DataFrame(
            {
                "entry": entries,
                "field": field,
                "mass": facts.tables.entries[field].to_numpy()[entries],
                "structure_mass": table[field].to_numpy(),
            }
        )
        for field in MASSES
    ]
    rows = pd.concat(pieces, ignore_index=True).dropna().sort_values("entry", kind="stable", ignore_index=True)
    return rows.astype({"field": "str", "mass": "str", "structure_mass": "str"})
