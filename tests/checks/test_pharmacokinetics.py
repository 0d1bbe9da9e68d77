"""Half-lives, clearances and volumes: which of the quantities of a text is meant, and when none is sure."""

import numpy as np
import pandas as pd
import pytest

from pharmaudit.checks.pharmacokinetics import clearance, half_life_hours, half_lives, volume
from pharmaudit.checks.quantities import parse
from pharmaudit.readers.tables import Tables


def values(*texts: str | None) -> pd.Series:
    return pd.Series(texts, dtype="str", index=[7] * len(texts))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The half-life is about 3 hours after 5 mg, given for 7 days.", [(3, "h")]),
        ("In patients older than 70 years the half-life is 9 h.", [(9, "h")]),
        ("25 to 30 hours in adults (22 to 44 years old).", [(27.5, "h")]),
        ("It has a half-life of 12 hours, which can be 14 hours in patients over 70 years.", [(12, "h"), (14, "h")]),
        ("In bone the half-life is 10 years.", [(10, "year")]),
        ("Samples were taken over 2 years.", []),
        ("Elimination is complete within 24 hours.", []),
        ("The half-life in rats is 2 h.", []),
        ("The terminal half\xadlife is 66 h.", [(66, "h")]),
        ("Oral: 5.5-8 hours", [(6.75, "h")]),
        ("Approximately 1.8 hours.", [(1.8, "h")]),
        ("39 and 51 minutes", [(39, "min"), (51, "min")]),
        ("2 hours in adults and 8 hours in neonates", [(2, "h"), (8, "h")]),
        ("After a two-hour infusion t1/2 was 5 h.", [(5, "h")]),
    ],
)
def test_half_lives(text: str, found: list[tuple[float, str]]) -> None:
    assert [(q.value, q.unit) for q in half_lives(text)] == found


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("6–10 hours", 8),
        ("90 minutes", 1.5),
        ("The half-life is 2 days; 50 h in the elderly.", 48),
        ("2 hours in adults and 20 hours in neonates", np.nan),
        ("> 24 hours", np.nan),
        ("0 h", np.nan),
        ("Not studied in 2003", np.nan),
        (None, np.nan),
    ],
)
def test_half_life_is_given_only_where_it_is_sure(text: str | None, hours: float) -> None:
    found = half_life_hours(values(text))
    assert found.index.tolist() == [7]
    assert found.item() == pytest.approx(hours, nan_ok=True)


def test_clearance_and_volume_in_their_own_kind_of_unit() -> None:
    texts = values("50 mL/min", "Renal clearance is 5 L/h. Total clearance is 10 L/h.", "1 mL/min/kg", None)
    assert clearance(texts, "L/h").tolist() == pytest.approx([3, 10, np.nan, np.nan], nan_ok=True)
    assert clearance(texts, "L/h/kg").tolist() == pytest.approx([np.nan, np.nan, 0.06, np.nan], nan_ok=True)
    texts = values("30 to 50 L", "600 mL/kg", "")
    assert volume(texts, "L").tolist() == pytest.approx([40, np.nan, np.nan], nan_ok=True)
    assert volume(texts, "L/kg").tolist() == pytest.approx([np.nan, 0.6, np.nan], nan_ok=True)


def test_half_lives_of_the_release_have_a_unit_of_time(release: Tables) -> None:
    texts = release.entries["half_life"].dropna()
    texts = texts[texts.str.contains("[0-9]")]
    assert len(texts) > 2000
    units = {"ms", "s", "min", "h", "d", "week", "month", "year"}
    assert texts.map(lambda text: any(q.unit in units for q in parse(text))).mean() >= 0.94
