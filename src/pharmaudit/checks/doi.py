"""DOI checks: one for each class of visible defects, and `doi` over them: well-formed, which is not resolved."""

import numpy as np
import pandas as pd

from pharmaudit.checks.base import NamedCheck, Valid
from pharmaudit.checks.doi_classes import CLASSES, HARMLESS, OF_PLAIN, plain, shows
from pharmaudit.checks.doi_repair import repair_doi

_SICI = "10.1002/(SICI)1097-0134(20000515)39:3<216::AID-PROT40>3.0.CO;2-#"
_GOOD = (
    "10.1016/j.ymgmr.2019.100454",
    "10.1093/acprof:oso/9780199795734.003.0010",
    "10.4028/www.scientific.net/kem.801.9",
    "10.18290/10.18290/sn.2019.37-16",
    "10.21795/kcla.2007.19.3-\ud558.111",
    _SICI,
)
_BAD: dict[str, tuple[str, ...]] = {
    "doi-with-resolver": (
        "doi:https://doi.org/10.1016/B978-012369493-5.50012-2",
        "http://10.1097/AOG.0b013e318277c93b",
        "doi: 10.1378/chest.12-2762",
    ),
    "doi-doubled-dot": (
        "10.1111/j..1474-9726.2010.00654.x",
        "10.1007/978-3-642-37222-3__71",
        "10.1098/rsbl..2015.0883",
    ),
    "doi-trailing-punctuation": ("10.1038/srep34516.", "10.1111/disa.12192|", "10.3917/rac.039.0139("),
    "doi-landing-page-tail": (
        "10.3389/fpsyg.2017.00084/full",
        "10.1073/pnas.1319051111/-/dcsupplemental",
        "10.1177/0956462413492714std.sagepub.com",
    ),
    "doi-query-or-fragment": (
        "10.1080/13691066.2014.925305?src=recsys",
        "10.1177/1354068809102245#",
        "10.2307/1691?ref=search-gateway:41dcff",
    ),
    "doi-citation-tail": ("10.1016/j.aca.2004.01.001,pp132-137", "10.31711/giw.v5.pp227-244", "10.1000/182.p12"),
    "doi-markup-or-entity": (
        "10.1016/j.foodchem.2010.11.033<br/>",
        r"10.1007/978-3-642-35813-5\_4",
        "10.1002/(SICI)1097-0134(20000515)39:3&lt;216::AID-PROT40&gt;3.0.CO;2-#",
    ),
    "doi-odd-character": ("10.5555/u743z\u201004\u2010ii", "10.1038/ nature11095", "10.1038/nature11095\u200b"),
    "doi-glued": (
        "10.4137/IJTR.S815810.4137/IJTR.S8158",
        "10.2307/3871389,10.1105/tpc.13.7.1609",
        "10.1126/science.aaf1512pmid:27418504",
        "10.1111/bph.14053(2017)",
    ),
    "doi-unbalanced-bracket": (
        "10.1016/s0168-9525(00",
        "10.2139/ssrn.2038036>accessed25",
        "10.1016/0140-6736(91)90374-Y)",
    ),
    "doi-prefix": (
        "10.1186s40246-021-00319-2",
        "/JTO.0b013e31802f1cd9",
        "1396674/dot.2009.45.9.1418185",
        "10.1007",
        "10.5555/12345678",
    ),
    "doi-publisher-form": (
        "10.1371/journal.pone.003718",
        "10.1161/circ.94.7.1655",
        "10.1111/j.1527-2001.2011.01222",
        "10.1016/j.ijpsycho.2015.01.00",
        "10.3389/fnins.2012.0015",
    ),
    "doi-check-digit": (
        "10.1016/s0024-3205(02)00016-x",
        "10.1037/0878-7393.30.4.838",
        "10.1007/978-3-624-61096-7_6",
        "10.1007/s00228-007-0238-7",
    ),
    "doi-repeated-part": ("10.1038/nri2413nri2413", "10.1038/415536a415536a", "10.1152/ajplung.00387.200300387.2003"),
}
_ALL_BAD = tuple(bad for name in CLASSES if name not in HARMLESS for bad in _BAD[name])
_HANDBOOK = "DOI Handbook, section DOI name syntax"
_LINT = f"{_HANDBOOK}; defects collected by Cioffi et al. 2022, Scientometrics, doi 10.1007/s11192-022-04367-w"


def _free_of(name: str) -> Valid:
    def valid(values: pd.Series) -> pd.Series:
        return pd.Series(~shows(values, name), index=values.index)

    return valid


def _well_formed(values: pd.Series) -> pd.Series:
    """None of the classes fires but the harmless; most patterns are searched only in the few values not plain."""
    mask = plain(values)
    rest = values[~mask]
    fired = [shows(rest, name) for name in CLASSES if name not in HARMLESS | OF_PLAIN]
    mask[~mask] = ~np.any(fired, axis=0)
    mask &= ~np.any([shows(values, name) for name in OF_PLAIN], axis=0)
    return pd.Series(mask, index=values.index)


DOIS: tuple[NamedCheck, ...] = (
    NamedCheck("doi", _well_formed, _GOOD, _ALL_BAD, f"{_LINT}: no class fires but the citation tail", repair_doi),
    *(NamedCheck(name, _free_of(name), _GOOD, _BAD[name], _LINT, repair_doi) for name in CLASSES),
)
