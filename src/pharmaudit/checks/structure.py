"""What a SMILES says of a substance: its InChIKey, element counts and masses, by RDKit (extra `chem`).

RDKit is imported when a SMILES has to be read, never before: the command line must answer at once, and everything else
works without it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

Reading = Literal["yes", "no", "unusual"]

LONGEST = 20_000
"""Characters. The longest SMILES of DrugBank 5.1.8 has 1,695; a text beyond this costs minutes and is no drug."""

_LABELLED = re.compile(r"\[[0-9]")
"""An isotope. It shares the second block with the stereo, and versions of InChI number those of technetium unlike."""

# Two five-membered rings with nitrogen, joined by a flat carbon of a larger ring: porphyrins, chlorins, corrins,
# texaphyrins. Electrons run all around, so that E and Z of their double bonds mean nothing; yet InChI tells them.
_DIPYRROMETHENE = "[#7]~1~[#6]~[#6]~[#6]~[#6]~1~[#6;R;X3]~[#6]~2~[#7]~[#6]~[#6]~[#6]~2"


@dataclass(frozen=True, slots=True)
class Structure:
    """One structure. `masses` are the average and the monoisotopic one, in Da.

    `readable`: "no" is no SMILES; "unusual" is one with an open end (`*`), or with bonds that no model of valence
    allows, such as drawn metal complexes. Nothing is worked out from either.

    `comparable_stereo`: the second block of the InChIKey is about stereo alone, and the SMILES can state all of it.
    """

    readable: Reading
    inchikey: str | None = None
    formula: str | None = None
    masses: tuple[float, float] | None = None
    comparable_stereo: bool = False


def structures(smiles: list[str]) -> list[Structure]:
    """The structure of every SMILES, in order. Raises ImportError without RDKit."""
    with _silence():
        read = _Reader()
        return [read.structure(text) for text in smiles]


class _Reader:
    def __init__(self) -> None:
        from rdkit import Chem
        from rdkit.Chem import rdMolDescriptors

        self._chem: Any = Chem
        self._descriptors: Any = rdMolDescriptors
        self._ring = Chem.MolFromSmarts(_DIPYRROMETHENE)
        self._steps = Chem.SANITIZE_KEKULIZE | Chem.SANITIZE_FINDRADICALS | Chem.SANITIZE_SYMMRINGS

    def structure(self, smiles: str) -> Structure:
        if len(smiles) > LONGEST:
            return Structure("unusual")
        molecule = self._chem.MolFromSmiles(smiles, sanitize=False)
        if molecule is None or not molecule.GetNumAtoms():
            return Structure("no")
        if "*" in smiles or not self._settle(molecule):
            return Structure("unusual")
        descriptors = self._descriptors
        return Structure(
            readable="yes",
            inchikey=self._chem.MolToInchiKey(molecule) or None,
            formula=descriptors.CalcMolFormula(molecule),
            masses=(descriptors._CalcMolWt(molecule), descriptors.CalcExactMolWt(molecule)),
            comparable_stereo=not _LABELLED.search(smiles) and not molecule.HasSubstructMatch(self._ring),
        )

    def _settle(self, molecule: Any) -> bool:
        """Add hydrogens, radicals and stereo, but leave the bonds as they are drawn. False for unusual valences.

        RDKit's own clean-up rewrites chlorite and iodate into forms that InChI takes for other substances; it serves
        only to tell nitro groups drawn with five bonds from what is truly unusual.
        """
        chem = self._chem
        try:
            molecule.UpdatePropertyCache(strict=True)
        except chem.AtomValenceException:
            cleaned = chem.Mol(molecule)
            chem.Cleanup(cleaned)
            try:
                cleaned.UpdatePropertyCache(strict=True)
            except chem.AtomValenceException:
                return False
            molecule.UpdatePropertyCache(strict=False)
        if chem.SanitizeMol(molecule, self._steps, catchErrors=True) != chem.SANITIZE_NONE:
            return False
        chem.AssignStereochemistry(molecule, cleanIt=True, force=True)
        return True


@contextmanager
def _silence() -> Iterator[None]:
    """RDKit tells the standard error of every odd structure; what matters becomes a finding."""
    from rdkit import rdBase

    with rdBase.BlockLogs():
        yield


_FORMULA = re.compile(r"(?:[A-Z][a-z]?[0-9]*)+(?:[+-][0-9]*)?")
_ELEMENT = re.compile(r"([A-Z][a-z]?)([0-9]*)")
_HYDROGEN = {"D": "H", "T": "H"}


def element_counts(formula: str) -> Mapping[str, int] | None:
    """How many atoms of each element a formula such as C9H8O4 or Na+ names; None for any other notation.

    A charge at the end does not count, deuterium and tritium are hydrogen.
    """
    if not _FORMULA.fullmatch(formula):
        return None
    counts: Counter[str] = Counter()
    for element, count in _ELEMENT.findall(formula):
        counts[_HYDROGEN.get(element, element)] += int(count or 1)
    return counts
