"""How a run ended, as one number: the exit code of an audit."""

from pharmaudit.report.result import Report

PASSED, GATE_FAILED, CRASHED, LOST = 0, 1, 3, 4


def exit_code(report: Report) -> int:
    """3 where a rule crashed, else 4 where entries could not be read, else 1 where the gate failed, else 0."""
    if report.provenance.crashes:
        return CRASHED
    if any(damage.grave for damage in report.provenance.damages):
        return LOST
    return PASSED if report.gate.passed else GATE_FAILED
