"""What becomes of findings: some are waived, some are in the baseline; what is wrong with these files is a remark."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from pharmaudit.model import Remark
from pharmaudit.readers.waivers import Waivers
from pharmaudit.triage.baseline import Known, baselined, stale_remarks, standing
from pharmaudit.triage.waiver_remarks import remarks_of
from pharmaudit.triage.waivers import Asked, Outcome, matched


@dataclass(frozen=True)
class Triaged:
    """Findings with their status, remarks, why a finding is waived (by fingerprint), and what came of each waiver."""

    findings: pd.DataFrame
    remarks: tuple[Remark, ...] = ()
    justifications: Mapping[str, str] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()


def triaged(
    findings: pd.DataFrame, waivers: Waivers | None, asked: Asked, as_of: date, known: Known | None = None
) -> Triaged:
    """Set the status of findings, all open before. No score is worked out from what comes back.

    A finding that is waived and in the baseline is waived: somebody has looked at it.
    """
    result = Triaged(findings)
    if waivers is not None:
        result = _waived(result, waivers, asked, as_of)
    if known is not None:
        stale = stale_remarks(known.baseline, standing(known.baseline, findings, known.judged))
        result = replace(result, findings=baselined(result.findings, known.baseline), remarks=(*result.remarks, *stale))
    return result


def _waived(before: Triaged, waivers: Waivers, asked: Asked, as_of: date) -> Triaged:
    match = matched(before.findings, waivers, asked, as_of)
    status = before.findings["status"].where(match.waiver < 0, "waived")
    return Triaged(
        findings=before.findings.assign(status=status),
        remarks=(*before.remarks, *remarks_of(match.outcomes, waivers, asked.rules)),
        justifications={**before.justifications, **match.justifications},
        outcomes=match.outcomes,
    )
