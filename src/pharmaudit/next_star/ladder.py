"""What each entry lacks for its next star, and the cheapest way to it, by the rules that give the stars."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from pharmaudit.facts.catalogue import PHARMACOKINETICS, PHARMACOLOGY
from pharmaudit.facts.derived import INFORMATIVE
from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Rule
from pharmaudit.kinds.count import Count
from pharmaudit.model import Lifecycle, Severity, State
from pharmaudit.next_star.plan import Plan, Step
from pharmaudit.next_star.search import Choice, Demand, cheapest
from pharmaudit.scoring import ASKING, Points
from pharmaudit.scoring.stars import MOST_STARS, POINTS_PER_STAR, REFERENCES

TEXTS = ("description", *PHARMACOLOGY)
REFERRED = "references"
BROUGHT: Mapping[str, tuple[str, ...]] = {
    "pharmacology_filled": (*PHARMACOLOGY, "pharmacokinetics_filled"),
    "pharmacokinetics_filled": PHARMACOKINETICS,
}
"""Field that counts others -> those that it counts: it is there as soon as one of them is."""

MINUTES = 20
"""What writing a field takes, or adding a reference, where no rule that asks for it says so."""
_Missing = Mapping[str, tuple[int, float]]
"""Missing field -> minutes to write it, and the share of the cohort that has it."""

_WRITABLE = (State.BLANK.value, State.PLACEHOLDER.value, State.BOILERPLATE.value)


@dataclass(frozen=True)
class _Needs:
    """What an entry needs for its next star: points of completeness, texts, references, and what must be done anyway.

    `score` is what it lacks in points of the score, `unit` what one point of completeness is worth there.
    """

    goal: int
    score: float
    points: float
    unit: float
    texts: int = 0
    references: int = 0
    fields: frozenset[str] = frozenset()
    errors: tuple[tuple[str, int], ...] = ()


class Ladder:
    """Plans for the entries of a run, by what is asked of each as it is.

    A rule that asks for more as soon as something is written (`when: present(indication)`) may move the next star away.

    `stars` and `points` are those of the run, `proposals` say what each field takes, `findings` what stands in the way,
    whatever became of them since: waivers change no score. `plain` as in `stars()`.
    """

    def __init__(
        self,
        stars: pd.Series,
        points: Points,
        proposals: pd.DataFrame,
        findings: pd.DataFrame,
        rules: Sequence[Rule],
        facts: Facts,
        plain: bool = False,
    ) -> None:
        self._stars = stars.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        self._points, self._facts, self._plain = points, facts, plain
        self._score, self._expected = points.score, points.expected
        self._place = {name: number for number, name in enumerate(points.fields)}
        self._rules = {rule.id: rule for rule in rules}
        self._missing = _ByEntry(proposals, ("field", "minutes", "peers"), facts.size)
        active = [rule.id for rule in rules if rule.status == Lifecycle.ACTIVE]
        errors = findings[findings["rule"].isin(active) & (findings["severity"] == Severity.ERROR.value)]
        self._errors = _ByEntry(errors, ("rule", "field"), facts.size)
        self._effort = _effort(rules)
        self._counting = _counting(rules)
        self._open = {name: facts.state(name).isin(_WRITABLE).to_numpy() for name in TEXTS}
        self._shares = _shares(facts)
        self._content = facts.derived("content").to_numpy(dtype=object)
        least = {item.label: item.stub_below for item in facts.catalogue.classes}
        told = facts.derived("informative_texts").to_numpy()
        self._texts = facts.derived("biologic_class").map(least).fillna(2).to_numpy(dtype=int) - told
        self._references = facts.derived("resolvable_references").to_numpy()

    def plan(self, entry: int) -> Plan | None:
        """The cheapest way to the next star; None where an entry has no stars, or all of them."""
        stars = self._stars[entry]
        if np.isnan(stars) or stars >= MOST_STARS:
            return None
        missing = {name: (minutes, peers) for name, minutes, peers in self._missing.of(entry)}
        needs = self._needs(entry, int(stars) + 1, missing)
        choices = tuple(self._choices(entry, needs, missing))
        here = {name for choice in choices for name in choice.brings}
        extras = tuple((name, self._worth(name, entry)) for name in sorted(here))
        found = cheapest(choices, Demand(needs.points, needs.texts, extras, needs.fields & here))
        if found is None:
            return Plan(needs.goal, needs.score, needs.texts)
        chosen = [choices[place] for place in found]
        return Plan(needs.goal, needs.score, needs.texts, tuple(self._steps(chosen, dict(extras), needs)))

    def _needs(self, entry: int, goal: int, missing: _Missing) -> _Needs:
        unit = 1.0 if self._points.summed else 100 / float(self._expected[entry])
        score = max(0.0, POINTS_PER_STAR * (goal - 1) - float(self._score[entry]))
        if self._plain:
            return _Needs(goal, score, score / unit, unit)
        content = self._content[entry]
        texts = self._texts[entry] if content in ("empty", "stub") and goal > 2 else int(content == "empty")
        fields, errors, references = set(), Counter[str](), 0
        if goal > 3:
            references = max(0, REFERENCES - int(self._references[entry]))
            for rule, field in self._errors.of(entry):
                name = field.partition(".")[0]
                if name in missing and self._rules[rule].scored_on == "completeness":
                    fields.add(name)  # written, it is no error any more
                else:
                    errors[rule] += 1
        if goal == MOST_STARS:
            fields |= {name for name in missing if self._facts.catalogue.fields[name].core}
        if references and REFERRED in missing:
            fields.add(REFERRED)
        told = tuple(sorted(errors.items()))
        return _Needs(goal, score, score / unit, unit, max(0, int(texts)), references, frozenset(fields), told)

    def _choices(self, entry: int, needs: _Needs, missing: _Missing) -> Iterator[Choice]:
        """What could be written, what most peers have first; texts that no rule asks for, only if texts are needed."""
        extras = [name for name in BROUGHT if name in missing and name in self._counting]
        ask = {name: (MINUTES, shares[entry]) for name, shares in self._shares.items() if self._open[name][entry]}
        could = (ask if needs.texts else {}) | dict(missing)
        for name in sorted(could, key=lambda name: -could[name][1]):
            brings = tuple(extra for extra in extras if extra == name or name in BROUGHT[extra])
            text = name in extras or (name in self._open and bool(self._open[name][entry]))
            points = self._worth(name, entry) if name in missing and name not in extras else 0.0
            forced = name in needs.fields and name not in extras
            yield Choice(name, points, could[name][0], text, brings, forced)

    def _steps(self, chosen: Sequence[Choice], extras: Mapping[str, float], needs: _Needs) -> list[Step]:
        labels = {name: item.label for name, item in self._facts.catalogue.fields.items()}
        once, steps, left = dict(extras), [], needs.references
        for choice in chosen:
            new = [name for name in choice.brings if name in once]
            gain = needs.unit * (choice.points + sum(once.pop(name) for name in new))
            minutes, times = choice.minutes, 1
            if choice.name == REFERRED:
                times = max(1, left)
                minutes, left = minutes + (times - 1) * self._effort.get(REFERRED, MINUTES), 0
            brings = tuple(labels[name] for name in new if name != choice.name)
            what: Literal["write", "refer"] = "refer" if choice.name == REFERRED else "write"
            steps.append(Step(what, choice.name, labels[choice.name], minutes, gain, times, brings))
        if left:
            minutes = left * self._effort.get(REFERRED, MINUTES)
            steps.append(Step("refer", REFERRED, labels.get(REFERRED, "References"), minutes, times=left))
        for rule, times in needs.errors:
            known = self._rules[rule]
            steps.append(Step("mend", rule, known.title, times * known.effort, times=times))
        return steps

    def _worth(self, name: str, entry: int) -> float:
        place = self._place[name]
        return float(self._points.worth[place, entry] * (1 - self._points.earned[place, entry]))


class _ByEntry:
    """Some columns of a frame by entry, without going through all of it for each."""

    def __init__(self, frame: pd.DataFrame, columns: Sequence[str], size: int) -> None:
        ordered = frame.sort_values("entry", kind="stable")
        self._rows = list(zip(*(ordered[name].tolist() for name in columns), strict=True))
        self._starts = np.searchsorted(ordered["entry"].to_numpy(dtype=np.int64), np.arange(size + 1)).tolist()

    def of(self, entry: int) -> list[tuple[Any, ...]]:
        return self._rows[self._starts[entry] : self._starts[entry + 1]]


def _shares(facts: Facts) -> dict[str, np.ndarray]:
    """Text -> the share of each entry's cohort that has it."""
    cohorts = facts.cohorts.to_numpy()
    has = {name: facts.state(name).isin(INFORMATIVE) for name in TEXTS}
    return {name: one.groupby(cohorts).transform("mean").to_numpy(dtype=float) for name, one in has.items()}


def _effort(rules: Sequence[Rule]) -> dict[str, int]:
    """Field -> minutes to write it: of the rules that ask for it, the longest."""
    effort: dict[str, int] = {}
    for rule in rules:
        if isinstance(rule, ASKING) and rule.table == "entries":
            effort[rule.field] = max(rule.effort, effort.get(rule.field, 0))
    return effort


def _counting(rules: Sequence[Rule]) -> frozenset[str]:
    """Fields of BROUGHT of which every rule is content with one."""
    demanding = {
        rule.field
        for rule in rules
        if isinstance(rule, Count) and (rule.min > 1 or rule.max is not None)
        if rule.scored_on == "completeness" and rule.status == Lifecycle.ACTIVE
    }
    return frozenset(BROUGHT.keys() - demanding)
