"""The virtual tables of structures, and when patents were granted."""

import subprocess
import sys

import pandas as pd
import pytest

from pharmaudit.facts.patents import BEFORE, FEWEST, earlier_numbers_granted
from tests.building import facts_of


def smiles(*values: str) -> dict[str, object]:
    return {"calculated_properties": [{"kind": "SMILES", "value": value} for value in values]}


def test_a_structure_for_every_text_in_the_form_of_a_smiles() -> None:
    pytest.importorskip("rdkit", reason="needs the extra chem")
    facts = facts_of({}, smiles("CCO", "C"), smiles("Not Available"), smiles("O=[Cl]=O"), smiles("CCO"), smiles("C1CC"))
    table = facts.frame("structures")
    assert table["entry"].to_list() == [1, 3, 4, 5]
    assert table["readable"].to_list() == ["yes", "unusual", "yes", "no"]
    assert table["formula"].fillna("-").to_list() == ["C2H6O", "-", "C2H6O", "-"]
    assert table["average_mass"].fillna("-").to_list() == ["46.06900", "-", "46.06900", "-"]
    assert table["stereo_told"].to_list() == ["true", "false", "true", "false"]
    assert set(table["field"]) == {"smiles"}


def test_masses_beside_those_of_the_structure() -> None:
    pytest.importorskip("rdkit", reason="needs the extra chem")
    facts = facts_of({"average_mass": "1"}, smiles("C") | {"average_mass": "16.04", "monoisotopic_mass": "16"})
    found = facts.frame("structure_masses")[["entry", "field", "mass", "structure_mass"]].to_numpy().tolist()
    assert found == [[1, "average_mass", "16.04", "16.04300"], [1, "monoisotopic_mass", "16", "16.03130"]]


def test_rdkit_is_imported_only_where_there_is_a_smiles() -> None:
    code = (
        "import sys; from building import facts_of; facts_of({}).frame('structures'); sys.exit('rdkit' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd="tests", check=False).returncode == 0


def patents(*rows: tuple[str, str | None], country: str = "United States") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["number", "approved"], dtype="str")
    return frame.assign(country=pd.Series(country, index=frame.index, dtype="str"))


def granted(frame: pd.DataFrame) -> list[str]:
    return earlier_numbers_granted(frame).fillna("-").to_list()


STEADY = [(str(5_000_000 + step), f"1991-{step:02}-01") for step in range(1, 10)]


def test_smaller_numbers_were_granted_before() -> None:
    assert granted(patents(*STEADY)) == ["-"] * FEWEST + ["1991-04-01", "1991-04-01", "1991-05-01", "1991-06-01"]


def test_one_wrong_date_among_the_smaller_numbers_counts_for_nothing() -> None:
    late = patents(*[(STEADY[0][0], "2091-01-01"), *STEADY[1:]])
    early = patents(*[*STEADY[:4], (STEADY[4][0], "1981-01-01"), *STEADY[5:]])
    assert max(granted(late)) <= "1991-08-01"
    assert granted(early)[5] == "1991-03-01"


@pytest.mark.parametrize(
    "frame",
    [
        patents(),
        patents(*STEADY, country="Canada"),
        patents(*[(f"RE{number}", day) for number, day in STEADY]),
        patents(*[(number, None) for number, _ in STEADY]),
        patents(*[(number, "2000") for number, _ in STEADY]),
        patents(*STEADY[:FEWEST]),
    ],
)
def test_nothing_is_known_without_enough_dated_patents(frame: pd.DataFrame) -> None:
    assert granted(frame) == ["-"] * len(frame)


def test_the_order_of_patents_never_matters() -> None:
    frame = patents(*STEADY, (STEADY[2][0], "1990-01-01"))
    turned = frame.iloc[::-1].reset_index(drop=True)
    assert granted(turned) == granted(frame)[::-1]
    assert BEFORE >= FEWEST
