"""Wrongly decoded text: what is left alone, and which repairs are certain."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmaudit.checks import CHECKS
from pharmaudit.checks.mojibake import repair_mojibake, words
from pharmaudit.model import Repair, RepairStatus


@pytest.mark.parametrize(
    ("spoilt", "meant"),
    [
        ("A mean of 3.3 Â± 0.5 ng/mL", "A mean of 3.3 ± 0.5 ng/mL"),
        ("5 Âµg of GoiÃ¢nia", "5 µg of Goiânia"),
        ("Î±-tocopherol", "α-tocopherol"),
        ("the patientâ€™s dose", "the patient’s dose"),
    ],
)
def test_certain_where_the_way_back_is_known(spoilt: str, meant: str) -> None:
    assert repair_mojibake(spoilt) == Repair(RepairStatus.CERTAIN, (meant,))


@pytest.mark.parametrize(
    "spoilt",
    [
        "by the kidney.Â  In a study",  # whether the second blank was one cannot be known
        "SÃ£o Paulo and Goiânia",  # only a part was spoilt
        "ÃŽÂ²-carotene",  # spoilt twice
    ],
)
def test_a_candidate_where_something_is_guessed(spoilt: str) -> None:
    repair = repair_mojibake(spoilt)
    assert repair.status is RepairStatus.CANDIDATES
    assert CHECKS["mojibake"].valid(pd.Series(repair.values, dtype="str")).all()


@pytest.mark.parametrize("text", ["", "Goiânia, São Paulo", "Ångström ± 3", "naïve", "ÎLE-DE-FRANCE", "10 µg; β, α"])
def test_good_text_stays(text: str) -> None:
    assert repair_mojibake(text) == Repair()


def test_names_the_words() -> None:
    assert words("Mean 1.1 Â± 0.4 at Goiânia, SÃ£o Paulo") == "Â± SÃ£o"


@given(st.text("aé±µβ– .", min_size=1, max_size=12))
def test_a_certain_repair_leads_back(text: str) -> None:
    spoilt = "".join(c if c.isascii() else c.encode().decode("latin-1") for c in text)
    repair = repair_mojibake(spoilt)
    assert repair.status is not RepairStatus.CERTAIN or repair.values == (text,)
