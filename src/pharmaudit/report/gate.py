"""The gate: whether a run passes."""

from collections.abc import Mapping, Sequence

import pandas as pd

from pharmaudit.kinds import Rule
from pharmaudit.model import Lifecycle
from pharmaudit.report.result import Gate
from pharmaudit.rulebook.profile import FailOn

CLOSING: Mapping[FailOn, Sequence[str]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "info": ("error", "warning", "info"),
    "never": (),
}


def gate_of(findings: pd.DataFrame, rules: Sequence[Rule], fail_on: FailOn) -> Gate:
    """Closed by any open finding at or above `fail_on`; rules in preview never close it."""
    preview = [rule.id for rule in rules if rule.status == Lifecycle.PREVIEW]
    closing = (
        findings["severity"].isin(CLOSING[fail_on]) & (findings["status"] == "open") & ~findings["rule"].isin(preview)
    )
    return Gate(not closing.any(), fail_on, int(closing.sum()))
