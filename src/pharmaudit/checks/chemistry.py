"""Identifiers and line notations of chemical substances: CAS, UNII, InChI, InChIKey and SMILES."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pharmaudit.checks.base import NamedCheck, digits, matching

CAS_FORM = "[1-9][0-9]{1,6}-[0-9]{2}-[0-9]"
_CAS_WEIGHTS = np.arange(9, 0, -1)  # the digit before the check digit counts once, the next twice, and so on


def cas_law(values: pd.Series) -> NDArray[np.bool_]:
    """True where the check digit of values in CAS form is right."""
    number = digits(values.str.replace("-", "", regex=False), 10)
    right: NDArray[np.bool_] = (number[:, :9] @ _CAS_WEIGHTS) % 10 == number[:, 9]
    return right


def _unii_law(values: pd.Series) -> NDArray[np.bool_]:
    number = digits(values, 10)
    right: NDArray[np.bool_] = number[:, :9].sum(axis=1) % 36 == number[:, 9]
    return right


def _brackets_balance(values: pd.Series) -> NDArray[np.bool_]:
    opened, closed = values.str.count(r"\("), values.str.count(r"\)")
    return np.asarray(opened == closed, dtype=bool)


# Outside brackets SMILES knows only the organic subset, so a word or an e-mail address fails, while CCO passes.
_BARE_ATOM = "Br?|Cl?|[NOPSFI]|[bcnops]|[*]"
_ISOTOPE, _CHARGE = "[0-9]{0,3}", r"(?:\+{1,4}|-{1,4}|[+-][0-9]{1,2})?"
_CHIRAL = "(?:@@?(?:(?:TH|AL|SP|TB|OH)[0-9]{1,2})?)?"
_ELEMENT = "(?:[A-Z][a-z]?|se|as|te|si|[bcnops]|[*])"
_BRACKET_ATOM = rf"\[{_ISOTOPE}{_ELEMENT}{_CHIRAL}(?:H[0-9]?)?{_CHARGE}(?::[0-9]{{1,4}})?\]"
_SMILES = rf"(?:{_BARE_ATOM}|{_BRACKET_ATOM})(?:{_BARE_ATOM}|{_BRACKET_ATOM}|[0-9]|%[0-9]{{2}}|[-()=#$:/\\.~])*"

CAS_NUMBER = NamedCheck(
    name="cas-number",
    valid=matching(CAS_FORM, cas_law),
    good=("50-78-2", "138068-37-8", "7440-02-0", "9001-12-1"),
    bad=("50-78-3", "126-22-7:", "0103-05-09", "50782", "50\u201078\u20102", " 50-78-2", "1.12.9001"),
    source="CAS, CAS Registry and CAS Registry Number FAQs: two to seven digits, two digits, check digit",
)

UNII = NamedCheck(
    name="unii",
    valid=matching("[0-9A-Z]{10}", _unii_law),
    good=("Y43GF64R34", "PQX0D8J21J", "25E79B5CTM"),
    bad=("Y43GF64R35", "y43gf64r34", "Y43GF64R3", "Y43GF64R34 ", "PQX0DBJ21J"),
    source="FDA, Substance Registration System, UNII: ten characters, the last for checking (held on 25,000 values)",
)

INCHIKEY = NamedCheck(
    name="inchikey",
    valid=matching("[A-Z]{14}-[A-Z]{8}[SN]A-[A-Z]"),
    good=("BSYNRYMUTXBXSQ-UHFFFAOYSA-N", "OIRCOABEOLEUMC-GEJPAHFPSA-N", "RYYVLZVUVIJVGH-UHFFFAOYSA-N"),
    bad=("BSYNRYMUTXBXSQ-UHFFFAOYSA", "InChIKey=BSYNRYMUTXBXSQ-UHFFFAOYSA-N", "BSYNRYMUTXBXSQ-UHFFFAOYSX-N", "NONE"),
    source="InChI Trust, InChI technical FAQ: 14 letters, 8 letters with flag S or N and version A, protonation letter",
)

INCHI = NamedCheck(
    name="inchi",
    valid=matching("InChI=1S?/(?:[A-Z0-9][A-Za-z0-9.]*|p[+-][0-9]+)(?:/[a-z][0-9A-Za-z,;()*?.+-]*)*"),
    good=("InChI=1S/CH4/h1H4", "InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3", "InChI=1S/ClH.Na/h1H;/q;+1/p-1", "InChI=1S/p+1"),
    bad=("1S/CH4/h1H4", "InChI=1S/CH4/h1H4/", "InChI=1S/CH4 /h1H4", "InChI=CH4", "InChI=1S/C2H6O/c1\u20132-3"),
    source="InChI Trust, InChI technical manual: version 1, formula layer, then layers of one letter",
)

SMILES_TEXT = NamedCheck(
    name="smiles-text",
    valid=matching(_SMILES, _brackets_balance),
    good=("CC(=O)OC1=CC=CC=C1C(O)=O", "C[C@H](N)C(O)=O", "[Na+].[Cl-]", r"F\C=C/F", "[2H]C1=CC=CC=C1", "c1cc[nH]c1"),
    bad=(
        "[[email protected]@H](N)C",
        "CC(=O)OC1=CC=CC=C1C(O",
        "CC O",
        "aspirin",
        "Not Available",
        "C[C\u2014H]",
        "N/A",
    ),
    source="OpenSMILES specification 1.0, tokens only: whether a structure can be read is left to a toolkit",
)

CHEMISTRY: tuple[NamedCheck, ...] = (CAS_NUMBER, UNII, INCHIKEY, INCHI, SMILES_TEXT)
