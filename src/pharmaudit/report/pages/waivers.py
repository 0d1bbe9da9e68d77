"""The waivers of a run: how many are in use, and which need a person."""

from collections import Counter
from dataclasses import dataclass

from pharmaudit.model import Remark
from pharmaudit.report.pages.words import SEVERITIES, Mark
from pharmaudit.report.result import Report
from pharmaudit.triage.waiver_remarks import EXPIRING_DAYS, PREFIX, expiring
from pharmaudit.triage.waivers import Fate

SHOWN = 50
_WORDS = {
    Fate.UNMATCHED: "Cover nothing any more",
    Fate.REOPENED: "Overtaken by an edit of the value",
    Fate.EXPIRED: "Expired",
    Fate.LAPSED: "With a date that cannot be read",
    Fate.UNKNOWN_RULE: "Of a rule that there is not",
    Fate.NOT_ASKED: "Not judged: their rule or their entry is no part of this run",
}


@dataclass(frozen=True, slots=True)
class WaiverHealth:
    """`counts` are words with the number of waivers; `remarks` the first of `remarked`, each with its mark."""

    total: int
    findings: int
    counts: tuple[tuple[str, int], ...]
    remarks: tuple[tuple[Mark, Remark], ...]
    remarked: int


def waiver_health(report: Report) -> WaiverHealth | None:
    """How the waivers of a run stand; None where there are none."""
    if not report.waivers:
        return None
    fates = Counter(one.fate for one in report.waivers)
    soon = len(expiring(report.waivers, report.provenance.as_of))
    counts = [("In use", fates[Fate.USED]), (f"Expiring within {EXPIRING_DAYS} days", soon)]
    counts += [(word, fates[fate]) for fate, word in _WORDS.items()]
    remarks = [one for one in report.remarks if one.rule.startswith(PREFIX)]
    return WaiverHealth(
        total=len(report.waivers),
        findings=int((report.findings["status"] == "waived").sum()),
        counts=tuple(counts),
        remarks=tuple((SEVERITIES[one.severity.value], one) for one in remarks[:SHOWN]),
        remarked=len(remarks),
    )
