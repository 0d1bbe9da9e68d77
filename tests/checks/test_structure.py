"""What a SMILES says: what can be read, and that drawings which RDKit's valences refuse raise no false alarm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmaudit.checks.structure import LONGEST, Structure, element_counts, structures

needs_rdkit = pytest.mark.usefixtures("rdkit")


@pytest.fixture
def rdkit() -> None:
    pytest.importorskip("rdkit", reason="needs the extra chem")


@needs_rdkit
@pytest.mark.parametrize(
    ("smiles", "readable"),
    [
        ("CC(=O)OC1=CC=CC=C1C(O)=O", "yes"),
        ("c1ccccc1", "yes"),
        ("[Na+].[Cl-]", "yes"),
        ("C1=CC(=CC=C1)N(=O)=O", "yes"),  # a nitro group with five bonds
        ("[Na+].[O-][Cl]=O", "yes"),
        ("[KH]", "yes"),
        ("[N]=O", "yes"),  # a radical
        ("O=[Cl]=O", "unusual"),  # chlorine dioxide
        ("F[Al](F)(F)[F-]", "unusual"),
        ("[H][N]([H])([H])[Pt](Cl)(Cl)[N]([H])([H])[H]", "unusual"),  # cisplatin
        ("CN=[N]=N", "unusual"),
        ("c1cccc1", "unusual"),  # no way to place the double bonds
        ("*CC", "unusual"),
        ("C" * (LONGEST + 1), "unusual"),
        ("", "no"),
        ("C1CCCCC", "no"),
        ("CC(", "no"),
        ("C&1", "no"),
        ("[Xx]", "no"),
        ("C-1=CC=CC=C\\-1", "no"),  # one bond with two signs
        ("C\0C", "no"),
        ("Examplamine", "no"),
    ],
)
def test_what_can_be_read(smiles: str, readable: str) -> None:
    (found,) = structures([smiles])
    assert found.readable == readable
    if readable != "yes":
        assert found == Structure(found.readable)


@needs_rdkit
@pytest.mark.parametrize(
    ("smiles", "inchikey"),
    [
        ("CC(=O)OC1=CC=CC=C1C(O)=O", "BSYNRYMUTXBXSQ-UHFFFAOYSA-N"),
        ("C[C@H](N)C(O)=O", "QNAYBMKLOCPYGJ-REOHCLBHSA-N"),
        ("CC(N)C(O)=O", "QNAYBMKLOCPYGJ-UHFFFAOYSA-N"),
        (r"OC(=O)\C=C\C(O)=O", "VZCYOOQTPOCHFL-OWOJBTEDSA-N"),  # fumaric acid
        (r"OC(=O)\C=C/C(O)=O", "VZCYOOQTPOCHFL-UPHRSURJSA-N"),  # maleic acid
        # RDKit's clean-up would make other substances of these
        ("[Na+].[O-][Cl]=O", "UKLNMMHNWFDKNT-UHFFFAOYSA-M"),
        ("[H]O[Cl](=O)=O", "XTEGARKTQYYJKE-UHFFFAOYSA-N"),
        ("[K+].[O-][I](=O)=O", "JLKDVMWYMMLWTI-UHFFFAOYSA-M"),
        ("[N]=O", "MWUXSHHQAYIFBG-UHFFFAOYSA-N"),
    ],
)
def test_the_inchikey_is_the_one_that_the_world_uses(smiles: str, inchikey: str) -> None:
    assert structures([smiles])[0].inchikey == inchikey


@needs_rdkit
def test_formula_and_masses() -> None:
    aspirin, deuterated, potassium = structures(["CC(=O)OC1=CC=CC=C1C(O)=O", "[2H]O[2H]", "[KH]"])
    assert (aspirin.formula, deuterated.formula, potassium.formula) == ("C9H8O4", "H2O", "HK")
    assert aspirin.masses == pytest.approx((180.159, 180.04226), abs=1e-3)
    assert deuterated.masses == pytest.approx((20.027, 20.02312), abs=1e-3)


@needs_rdkit
@pytest.mark.parametrize(
    ("smiles", "comparable"),
    [
        ("C[C@H](N)C(O)=O", True),
        ("C[13CH](N)C(O)=O", False),
        ("C1=CC2=CC3=CC=C(N3)C=C4C=CC(=N4)C=C5C=CC(=CC1=N2)N5", False),  # porphine
        ("C1CC=CCCCC1", True),
    ],
)
def test_where_the_second_block_is_about_stereo(smiles: str, comparable: bool) -> None:
    assert structures([smiles])[0].comparable_stereo is comparable


@needs_rdkit
@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("CNOclns[]()=#-+@/\\123%Hy.* ", max_size=25), max_size=4))
def test_anything_is_read_without_a_sound(texts: list[str]) -> None:
    assert [one.readable in ("yes", "no", "unusual") for one in structures(texts)] == [True] * len(texts)
    assert structures(texts) == structures(texts)


@needs_rdkit
def test_rdkit_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    structures(["C1CCCCC", "O=[Cl]=O", "[Xx]"])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("formula", "counts"),
    [
        ("C9H8O4", {"C": 9, "H": 8, "O": 4}),
        ("ClNa", {"Cl": 1, "Na": 1}),
        ("Co", {"Co": 1}),
        ("CO", {"C": 1, "O": 1}),
        ("Na+", {"Na": 1}),
        ("C6H5O7-3", {"C": 6, "H": 5, "O": 7}),
        ("D2O", {"H": 2, "O": 1}),
        ("HD", {"H": 2}),
        ("(C2H4O)n", None),
        ("C9H8O4.ClH", None),
        ("C9H8O4 ", None),
        ("", None),
        ("water", None),
    ],
)
def test_element_counts(formula: str, counts: dict[str, int] | None) -> None:
    assert element_counts(formula) == counts
