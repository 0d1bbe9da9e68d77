"""The immutable result of an audit, and the plain data that its pages show."""

from pharmaudit.report.condition import Gate
from pharmaudit.report.result import Provenance, Report

__all__ = ["Gate", "Provenance", "Report"]
