"""The way to the next star of the entries of a report."""

from typing import TYPE_CHECKING, Any

import numpy as np

from pharmaudit.next_star import Ladder, Plan
from pharmaudit.scoring import floored

if TYPE_CHECKING:
    from pharmaudit.report.result import Report


def ladder_of(report: "Report") -> Ladder:
    """Plans for every entry of the report."""
    plain = report.profile.formula.stars == "plain"
    entries, proposals, found = report.entries, report.proposals, report.findings
    return Ladder(entries["stars"], report.points, proposals, found, report.rules, report.facts, plain)


def plan_data(plan: Plan | None) -> dict[str, Any] | None:
    """A plan as plain data; None where an entry has no stars or all of them."""
    if plan is None:
        return None
    return {
        "stars": plan.stars,
        "points": _floored(plan.wanted),
        "reachable": plan.reachable,
        "minutes": plan.minutes,
        "gain": _floored(plan.gain),
        "sentence": plan.sentence,
        "steps": [
            {
                "do": step.words,
                "what": step.what,
                "name": step.name,
                "times": step.times,
                "minutes": step.minutes,
                "gain": _floored(step.gain),
                "brings": list(step.brings),
            }
            for step in plan.steps
        ],
    }


def _floored(value: float) -> float:
    return float(floored(np.array(value)))
