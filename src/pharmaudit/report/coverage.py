"""What the rules of a run cover: fields that none reads, rules that judged nothing, never fired, or fired a lot."""

from dataclasses import dataclass

from pharmaudit.model import Dimension
from pharmaudit.report.result import Report
from pharmaudit.rulebook.reads import fields_read

NOISY = 0.2
FEWEST = 30
"""Checks from which a share says something of a rule."""


@dataclass(frozen=True, slots=True)
class Noisy:
    """A rule that failed more than NOISY of its checks: a gap of the whole base, or a rule that cries wolf."""

    rule: str
    failed: int
    checked: int
    suspicious: bool

    @property
    def percent(self) -> int:
        """The share that failed, rounded down."""
        return 100 * self.failed // self.checked


@dataclass(frozen=True)
class Coverage:
    """Names of fields and ids of rules, each in the order of the rulebook. Rules without a verdict are left out."""

    unread: tuple[str, ...]
    never_applied: tuple[str, ...]
    never_fired: tuple[str, ...]
    noisy: tuple[Noisy, ...]


def coverage(report: Report) -> Coverage:
    """The coverage of the rules that ran."""
    catalogue = report.facts.catalogue
    read = frozenset().union(*(fields_read(rule, catalogue) for rule in report.rules))
    counts = {}
    for rule in report.rules:
        if (tally := report.tallies.get(rule.id)) is not None:
            counts[rule.id] = int(tally.passed.sum()), int(tally.failed.sum())
    gaps = {rule.id for rule in report.rules if rule.dimension == Dimension.COMPLETENESS}
    return Coverage(
        unread=tuple(name for name in catalogue.fields if name not in read),
        never_applied=tuple(name for name, (passed, failed) in counts.items() if passed + failed == 0),
        never_fired=tuple(name for name, (passed, failed) in counts.items() if passed and not failed),
        noisy=tuple(
            Noisy(name, failed, passed + failed, name not in gaps)
            for name, (passed, failed) in counts.items()
            if passed + failed >= FEWEST and failed > NOISY * (passed + failed)
        ),
    )
