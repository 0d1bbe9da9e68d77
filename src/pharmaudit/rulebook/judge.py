"""Judge: every rule over all facts, once. A rule that crashes gives no verdict and is reported, never a pass."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Rule, Verdict


@dataclass(frozen=True)
class Crash:
    """A rule that could not be judged, and why."""

    rule: str
    reason: str


@dataclass(frozen=True)
class Judgement:
    """The verdict columns of all rules that ran, and the rules that crashed."""

    verdicts: tuple[Verdict, ...]
    crashes: tuple[Crash, ...]


def judge(rules: Iterable[Rule], facts: Facts, seen: Callable[[], None]) -> Judgement:
    """Judge all rules; `seen` is called after each."""
    verdicts, crashes = [], []
    for rule in rules:
        try:
            verdicts.append(rule.judge(facts))
        except Exception as error:  # whatever a rule does, the others are judged
            crashes.append(Crash(rule.id, f"{type(error).__name__}: {error}"))
        seen()
    return Judgement(tuple(verdicts), tuple(crashes))
