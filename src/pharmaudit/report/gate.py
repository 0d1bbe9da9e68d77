"""The gate: whether a run passes."""

from collections.abc import Mapping, Sequence

import pandas as pd

from pharmaudit.report.result import Gate
from pharmaudit.rulebook.profile import FailOn

CLOSING: Mapping[FailOn, Sequence[str]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "info": ("error", "warning", "info"),
    "never": (),
}


def gate_of(findings: pd.DataFrame, fail_on: FailOn) -> Gate:
    """Closed by any open finding at or above `fail_on`."""
    closing = findings["severity"].isin(CLOSING[fail_on]) & (findings["status"] == "open")
    return Gate(not closing.any(), fail_on, int(closing.sum()))
