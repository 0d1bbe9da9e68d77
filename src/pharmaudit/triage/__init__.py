"""Triage: failed rows become findings."""

from pharmaudit.triage.findings import COLUMNS, findings

__all__ = ["COLUMNS", "findings"]
