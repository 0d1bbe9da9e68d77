"""Judge: every rule over all facts, once. A rule that crashes gives no verdict and is reported, never a pass."""

import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Rule, Verdict


@dataclass(frozen=True)
class Crash:
    """A rule that could not be judged, and why."""

    rule: str
    reason: str

    @classmethod
    def of(cls, rule: str, error: Exception) -> "Crash":
        """The crash of a rule, with the place in the code where it happened."""
        frames = traceback.extract_tb(error.__traceback__)
        place = f" (in {frames[-1].name}, line {frames[-1].lineno})" if frames else ""
        return cls(rule, f"{type(error).__name__}: {error}{place}")


@dataclass(frozen=True)
class Judgement:
    """The verdict columns of all rules that ran, and the rules that crashed."""

    verdicts: tuple[Verdict, ...]
    crashes: tuple[Crash, ...]

    def without(self, crashes: Sequence[Crash]) -> "Judgement":
        """The judgement without the verdicts of rules that crashed after all."""
        gone = {crash.rule for crash in crashes}
        kept = tuple(verdict for verdict in self.verdicts if verdict.rule.id not in gone)
        return Judgement(kept, (*self.crashes, *crashes))


def judge(rules: Iterable[Rule], facts: Facts, seen: Callable[[], None]) -> Judgement:
    """Judge all rules; `seen` is called after each."""
    verdicts, crashes = [], []
    for rule in rules:
        try:
            verdicts.append(rule.judge(facts))
        except Exception as error:  # whatever a rule does, the others are judged
            crashes.append(Crash.of(rule.id, error))
        seen()
    return Judgement(tuple(verdicts), tuple(crashes))
