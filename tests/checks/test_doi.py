"""The DOI lint: its classes, its figures on registered and on malformed DOIs, its repairs, DOIs in citations."""

from pathlib import Path

import pandas as pd
import pytest

from pharmaudit.checks import CHECKS, extract_doi
from pharmaudit.checks.doi_classes import CLASSES, HARMLESS, OF_PLAIN, SERIES, defects, plain, shows
from pharmaudit.checks.doi_repair import repair_doi
from pharmaudit.model import Repair, RepairStatus

SICI = "10.1002/(SICI)1097-0134(20000515)39:3<216::AID-PROT40>3.0.CO;2-#"


def table(path: Path, *columns: str) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, usecols=columns)


@pytest.mark.parametrize("name", CLASSES)
def test_umbrella_fires_where_a_class_does_but_for_the_harmless(name: str) -> None:
    bad = pd.Series(CHECKS[name].bad, dtype="str")
    if name in HARMLESS:
        assert CHECKS["doi"].valid(bad).any()
    else:
        assert not CHECKS["doi"].valid(bad).any()
        assert all(name in defects(value) for value in bad)


@pytest.mark.parametrize(
    ("value", "classes"),
    [
        (SICI, []),
        ("10.4028/www.scientific.net/kem.801.9", []),
        ("10.1038/srep34516.", ["doi-trailing-punctuation"]),
        ("10.1186s40246-021-00319-2", ["doi-prefix"]),
        ("10.5555/12345678", ["doi-prefix"]),
        ("https://doi.org/10.1038/nature11095", ["doi-with-resolver"]),
        ("10.1038/nature11095/pdf", ["doi-landing-page-tail"]),
        ("aspirin", ["doi-prefix"]),
        ("10.1000/", ["doi-trailing-punctuation", "doi-prefix"]),
        ("10.1371/journal.pone.003718", ["doi-publisher-form"]),
        ("10.1371/journal.pone.0037180.g001", []),
        ("10.1161/01.CIR.94.7.1655", []),
        ("10.1161/circ.94.7.1655", ["doi-publisher-form"]),
        ("10.1161/circ.104.17.2118", []),
        ("10.1016/S0168-9525(00)02024-2", []),
        ("10.1016/S0168-9525(00)02024-4", ["doi-check-digit"]),
        ("10.1007/s00228-007-0238-7", ["doi-check-digit"]),
        ("10.1038/nri2413nri2413", ["doi-repeated-part"]),
        ("10.1590/S1982-88372010000200002", []),
    ],
)
def test_one_defect_is_one_class(value: str, classes: list[str]) -> None:
    assert defects(value) == classes


@pytest.mark.parametrize(
    ("malformed", "status", "values"),
    [
        ("10.1038/srep34516.", "certain", ["10.1038/srep34516"]),
        ("doi:https://doi.org/10.1378/chest.12-2762", "certain", ["10.1378/chest.12-2762"]),
        ("10.1038/44565,10.1038/44565", "certain", ["10.1038/44565"]),
        ("10.4137/IJTR.S815810.4137/IJTR.S8158", "certain", ["10.4137/IJTR.S8158"]),
        ("10.1111/soru.12128/abstract>accessed6", "certain", ["10.1111/soru.12128"]),
        ("10.5555/u743z\u201004\u2010ii", "none", []),
        ("10.1038/s41591\u2010020\u20101070-6", "certain", ["10.1038/s41591-020-1070-6"]),
        (SICI.replace("<", "&lt;").replace(">", "&gt;"), "certain", [SICI]),
        ("10.1098/rsbl..2015.0883", "candidates", ["10.1098/rsbl.2015.0883"]),
        ("10.1016/0140-6736(91)90374-Y)", "candidates", ["10.1016/0140-6736(91)90374-Y"]),
        ("10.2307/3871389,10.1105/tpc.13.7.1609", "candidates", ["10.2307/3871389", "10.1105/tpc.13.7.1609"]),
        ("http://10.1097/AOG.0b013e318277c93b", "certain", ["10.1097/AOG.0b013e318277c93b"]),
        ("10.1109/icias.20https://doi.org/10.5716224", "candidates", ["10.1109/icias.2010.5716224"]),
        ("dx.doi.org/10.1038/44565", "certain", ["10.1038/44565"]),
        ("https://onlinelibrary.wiley.com/doi/pdf/10.1002/rcm.5061", "certain", ["10.1002/rcm.5061"]),
        ("10.18290/10.18290/sn.2019.37-16.", "certain", ["10.18290/10.18290/sn.2019.37-16"]),
        ("10.1161/circ.94.7.1655", "candidates", ["10.1161/01.cir.94.7.1655"]),
        ("10.1111/j.1527-2001.2011.01222", "candidates", ["10.1111/j.1527-2001.2011.01222.x"]),
        ("10.1038/nri2413nri2413", "candidates", ["10.1038/nri2413"]),
        ("10.1371/journal.pone.003718", "none", []),
        ("/JTO.0b013e31802f1cd9", "none", []),
        ("", "none", []),
    ],
)
def test_repair(malformed: str, status: str, values: list[str]) -> None:
    assert repair_doi(malformed) == Repair(RepairStatus(status), tuple(values))


@pytest.mark.parametrize(
    ("citation", "doi"),
    [
        ("Mycoses. 2000;43:129. doi: 10.1111/vco.12157. Epub 2012 Jun 22.", "10.1111/vco.12157"),
        ("doi: 10.1002/rcm.5061.", "10.1002/rcm.5061"),
        ("10.1002/rcm.5061.", "10.1002/rcm.5061."),
        ("doi: 10.1124/dmd.32.11..", "10.1124/dmd.32.11."),
        ("DOI: 10.1002/rcm.5061", "10.1002/rcm.5061"),
        ("A title (doi:10.1016/0140-6736(91)90374-Y).", "10.1016/0140-6736(91)90374-Y"),
        (f"Proteins, doi: {SICI}.", SICI),
        ("See https://doi.org/10.1002/rcm.5061 for more", "10.1002/rcm.5061"),
        ("doi: http://10.1097/AOG.0b013e318277c93b.", "http://10.1097/AOG.0b013e318277c93b"),
        ("2007 Feb;2(2):160-5. doi: /JTO.0b013e31802f1cd9.", "/JTO.0b013e31802f1cd9"),
        ("Clin Calcium. doi: CliCa0503467471.", "CliCa0503467471"),
        ("10.1002/rcm.5061 and 10.1038/44565", "10.1002/rcm.5061"),
        ("Behavioural effects of DOI (2,5-dimethoxy-4-iodoamphetamine) in 10 rats.", None),
        ("Effects of DOI: 5-HT2A receptors. Brain Res. 2003;116(1-2):1-6.", None),
        ("Doi T, Yamamoto Y: Pharmacology of 10.5 mg. 2005 Mar;15(3):147-51.", None),
        ("doi: pending. Ann Intern Med.", None),
        ("", None),
        (None, None),
    ],
)
def test_extract_doi(citation: str | None, doi: str | None) -> None:
    found = extract_doi(pd.Series([citation], dtype="str", index=[3]))
    assert found.index.tolist() == [3]
    assert str(found.dtype) == "str"
    assert (None if found.isna().item() else found.item()) == doi


def test_extract_doi_from_nothing() -> None:
    assert extract_doi(pd.Series([], dtype="str")).tolist() == []
    assert extract_doi(pd.Series([None, None], dtype="str")).isna().all()


def test_false_alarms_on_registered_dois(shared_data: Path) -> None:
    registered = table(shared_data / "doi" / "valid.csv", "doi")["doi"]
    assert (~CHECKS["doi"].valid(registered)).mean() <= 0.0005
    for name in set(CLASSES) - HARMLESS - OF_PLAIN:
        assert CHECKS[name].valid(registered[plain(registered)]).all(), f"{name} fires on what the fast path accepts"


def test_catch_of_what_never_resolved(shared_data: Path) -> None:
    never = table(shared_data / "doi" / "unresolvable_no_correction.csv", "invalid")["invalid"]
    assert (~CHECKS["doi"].valid(never)).mean() >= 0.6
    some = never[::40]
    for name in set(CLASSES) - HARMLESS - {SERIES}:
        assert shows(some, name).tolist() == [name in defects(value) for value in some]


def test_recall_and_repair_of_malformed_dois(shared_data: Path) -> None:
    rows = table(shared_data / "doi" / "invalid_with_correction.csv", "invalid", "corrected", "verified")
    rows = rows[rows["verified"].isin(["manual", "resolver"])]
    assert (~CHECKS["doi"].valid(rows["invalid"])).mean() >= 0.995
    repairs = rows["invalid"].map(repair_doi)
    certain = repairs.map(lambda repair: repair.status is RepairStatus.CERTAIN)
    exact = [
        [value.lower() for value in repair.values] == [corrected.lower()]
        for repair, corrected in zip(repairs, rows["corrected"], strict=True)
    ]
    assert pd.Series(exact, index=rows.index)[certain].all()
    assert sum(exact) / len(rows) >= 0.99
