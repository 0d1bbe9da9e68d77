"""Does the SMILES of an entry say the same as its InChIKey, its formula and its masses?"""

import numpy as np
import pandas as pd

from pharmaudit.checks.chemistry import INCHIKEY
from pharmaudit.checks.structure import element_counts
from pharmaudit.facts.facts import Facts
from pharmaudit.kinds.functions.base import Function, Judged, judged

SKELETON, STEREO = slice(0, 14), slice(15, 23)
"""What the blocks of an InChIKey are made of: formula and bonds; stereo and isotopes."""

TOLERANCE = {"average_mass": 0.05, "monoisotopic_mass": 0.005}
"""Da. Recorded masses have two to five decimals."""

WEIGHTS_DIFFER = {"average_mass": 1e-4, "monoisotopic_mass": 0.0}
"""Share of the mass on top: tables of standard atomic weights differ by 200 ppm for sulfur (32.06, 32.067), less for
the other elements. Up to 9,500 Da a hydrogen more or less is still seen."""


def same_skeleton(facts: Facts) -> Judged:
    """The first blocks of the recorded InChIKey and of that of the SMILES are the same."""
    both = _keys(facts)
    same = both["recorded"].str[SKELETON] == both["found"].str[SKELETON]
    return judged(facts.tables.entries.index, same, both["found"])


def same_stereo(facts: Facts) -> Judged:
    """Where the skeleton is the same, the second blocks are the same as well."""
    both = _keys(facts)
    alike = both["recorded"].str[SKELETON] == both["found"].str[SKELETON]
    both = both[alike & (both["stereo_told"] == "true")]
    same = both["recorded"].str[STEREO] == both["found"].str[STEREO]
    return judged(facts.tables.entries.index, same, both["found"])


def _keys(facts: Facts) -> pd.DataFrame:
    """By entry: the `recorded` InChIKey, where it is one, and the one `found` in the SMILES."""
    both = _of_entries(facts, ["inchikey", "stereo_told"], "inchikey")
    return both[INCHIKEY.valid(both["recorded"])] if len(both) else both


def _of_entries(facts: Facts, columns: list[str], field: str) -> pd.DataFrame:
    """By entry: `recorded`, what stands in a field, and `found`, the first of the columns of its structure."""
    table = facts.frame("structures").set_index("entry")[columns].rename(columns={columns[0]: "found"})
    return table.assign(recorded=facts.value(field)).dropna(subset=["recorded", "found"])


def same_formula(facts: Facts) -> Judged:
    """As many atoms of each element as the SMILES draws; a formula in another notation is not judged."""
    both = _of_entries(facts, ["formula"], "formula")
    differ = both[both["recorded"] != both["found"]]
    pairs = [
        (element_counts(recorded), element_counts(found))
        for recorded, found in zip(differ["recorded"], differ["found"], strict=True)
    ]
    same = [pd.NA if None in pair else pair[0] == pair[1] for pair in pairs]
    passed = pd.Series(True, index=both.index, dtype="boolean")
    passed[differ.index] = pd.array(same, dtype="boolean")
    return judged(facts.tables.entries.index, passed, both["found"])


def same_mass(facts: Facts) -> Judged:
    """Both masses are those of the SMILES, up to what differs between tables of atomic weights."""
    table = facts.frame("structure_masses")
    recorded, found = (pd.to_numeric(table[name], errors="coerce") for name in ("mass", "structure_mass"))
    fixed, relative = (table["field"].map(share).astype("float64") for share in (TOLERANCE, WEIGHTS_DIFFER))
    known = np.isfinite(recorded) & np.isfinite(found)
    same = (recorded - found).abs() <= fixed + relative * found
    return judged(table.index, same[known], table["structure_mass"])


STRUCTURE = {
    "same-skeleton": Function("inchikey", same_skeleton, "chem"),
    "same-stereo": Function("inchikey", same_stereo, "chem"),
    "same-formula": Function("formula", same_formula, "chem"),
    "same-mass": Function("structure_masses.mass", same_mass, "chem"),
}
