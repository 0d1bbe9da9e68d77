"""Judge: every rule over all facts, once. A rule that crashes gives no verdict and is reported, never a pass."""

import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Rule, Verdict
from pharmaudit.model import Lifecycle
from pharmaudit.rulebook.extras import missing, not_given


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
class NotRun:
    """A rule that was not run, for want of an extra or of a list: no verdict, no score, no failure."""

    rule: str
    reason: str


@dataclass(frozen=True)
class Judgement:
    """The verdict columns of all rules that ran, the rules that crashed, and those that were not run."""

    verdicts: tuple[Verdict, ...]
    crashes: tuple[Crash, ...]
    not_run: tuple[NotRun, ...] = ()

    def without(self, crashes: Sequence[Crash]) -> "Judgement":
        """The judgement without the verdicts of rules that crashed after all."""
        gone = {crash.rule for crash in crashes}
        kept = tuple(verdict for verdict in self.verdicts if verdict.rule.id not in gone)
        return replace(self, verdicts=kept, crashes=(*self.crashes, *crashes))


def judge(rules: Iterable[Rule], facts: Facts, seen: Callable[[], None]) -> Judgement:
    """Judge all rules; `seen` is called after each."""
    verdicts, crashes, not_run = [], [], []
    for rule in rules:
        try:
            if reason := missing(rule) or not_given(rule, facts.lists):
                not_run.append(NotRun(rule.id, reason))
            else:
                verdicts.append(rule.judge(facts))
        except Exception as error:  # whatever a rule does, the others are judged
            crashes.append(Crash.of(rule.id, error))
        seen()
    return Judgement(_uncovered(verdicts), tuple(crashes), tuple(not_run))


def _uncovered(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """Take out of a verdict column what a rule that counts tells better on the same row: one defect, one finding."""
    by_id = {verdict.rule.id: verdict for verdict in verdicts if verdict.rule.status == Lifecycle.ACTIVE}
    result = []
    for verdict in verdicts:
        better = [by_id[name].failing for name in verdict.rule.covered_by if name in by_id]
        if better:
            passed = verdict.passed.copy()
            told = np.intersect1d(np.concatenate(better), verdict.failing)
            passed.iloc[told] = pd.NA
            verdict = replace(verdict, passed=passed)
        result.append(verdict)
    return tuple(result)
