"""Triage: failed rows become findings, and some of them are waived or stand in the baseline."""

from pharmaudit.triage.findings import COLUMNS, findings
from pharmaudit.triage.status import Triaged, triaged
from pharmaudit.triage.waivers import Asked

__all__ = ["COLUMNS", "Asked", "Triaged", "findings", "triaged"]
