"""Named checks: functions that rule files of kind `format` call by name."""

from collections.abc import Mapping

from pharmaudit.checks.base import NamedCheck
from pharmaudit.checks.cas_date import CAS_DATE
from pharmaudit.checks.chemistry import CHEMISTRY
from pharmaudit.checks.doi import DOIS
from pharmaudit.checks.doi_citation import extract_doi
from pharmaudit.checks.identifiers import IDENTIFIERS
from pharmaudit.checks.mojibake import MOJIBAKE
from pharmaudit.checks.printed import PRINTED
from pharmaudit.checks.prose import PROSE
from pharmaudit.checks.repetition import REPETITION
from pharmaudit.checks.web import WEB

__all__ = ["CHECKS", "NamedCheck", "extract_doi"]

CHECKS: Mapping[str, NamedCheck] = {
    check.name: check
    for check in (*CHEMISTRY, CAS_DATE, MOJIBAKE, *IDENTIFIERS, *PRINTED, *PROSE, *REPETITION, *WEB, *DOIS)
}
