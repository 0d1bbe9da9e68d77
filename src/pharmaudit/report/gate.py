"""The gate: whether a run passes, condition by condition, by what its profile demands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pharmaudit.history.changes import NEW, REOPENED, Changes
from pharmaudit.kinds import Rule
from pharmaudit.model import Damage, Severity
from pharmaudit.report.condition import Condition, Gate
from pharmaudit.rulebook.gate import Demands
from pharmaudit.rulebook.profile import FailOn, Profile
from pharmaudit.rulebook.select import rank
from pharmaudit.scoring import GRADES, floored

CLOSING: Mapping[FailOn, Sequence[str]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "info": ("error", "warning", "info"),
    "never": (),
}
STUBS, UNTOLD = ("empty", "stub"), "unknown"
SOUNDNESS = "index.html#damage"
CHANGES = "changes.html"
NO_RUN_BEFORE = "there is no run before to compare with"
OTHER_RULES = "rules, profile, lists or tool have changed since the run before"


@dataclass(frozen=True)
class Ground:
    """What the gate is judged on. `findings` are without those of rules in preview."""

    findings: pd.DataFrame
    entries: pd.DataFrame
    rules: Sequence[Rule] = ()
    crashes: int = 0
    damages: Sequence[Damage] = ()
    changes: Changes | None = None

    @property
    def open(self) -> pd.DataFrame:
        return self.findings[self.findings["status"] == "open"]

    @property
    def before(self) -> Changes | None:
        """The changes since the run before; None where there is none."""
        return self.changes if self.changes is not None and self.changes.previous is not None else None


def gate_of(profile: Profile, ground: Ground) -> Gate:
    """Judge every condition of a profile. One that fails closes the gate, one that cannot be judged does not."""
    closing = ground.open[ground.open["severity"].isin(CLOSING[profile.fail_on])]
    demands = profile.gate
    conditions = (
        *_fail_on(profile.fail_on, closing),
        *_new(demands, ground),
        *_open(demands, ground),
        *_grades(demands, ground),
        *_medians(demands, ground),
        *_stubs(demands, ground),
        *_drops(demands, ground),
        *_drift(demands, ground),
        *_sound(demands, ground),
    )
    return Gate(all(one.passed is not False for one in conditions), profile.fail_on, len(closing), conditions)


def _fail_on(fail_on: FailOn, closing: pd.DataFrame) -> Iterator[Condition]:
    if CLOSING[fail_on]:
        words = "findings" if fail_on == "info" else " or ".join(f"{word}s" for word in CLOSING[fail_on])
        yield _ceiling("fail_on", f"open {words}", 0, closing)


def _new(demands: Demands, ground: Ground) -> Iterator[Condition]:
    """Without a run before, every open finding is new: it is in no baseline, and nobody has accepted it."""
    found = ground.open
    if ground.before is not None:
        found = found[found["change"].isin([NEW, REOPENED])]
    for severity, limit in demands.new.items():
        chosen = found[found["severity"] == severity.value]
        note = _whence(chosen, ground.before) if len(chosen) else ""
        yield _ceiling(f"new.{severity.value}", f"new {severity.value}s", limit, chosen, note)


def _whence(chosen: pd.DataFrame, before: Changes | None) -> str:
    """Why findings count as new."""
    if before is None:
        return "all that are open: there is no run before"
    by_rules = int(chosen["fingerprint"].isin(before.by_rules).sum())
    return "since the run before" + (f", {by_rules:,} of them by changed rules alone" if by_rules else "")


def _open(demands: Demands, ground: Ground) -> Iterator[Condition]:
    for word, limit in demands.open.items():
        if word in tuple(Severity):
            chosen, title = ground.open[ground.open["severity"] == word], f"open {word}s"
        else:
            ids = [rule.id for rule in ground.rules if rank(word, rule)[0]]
            chosen, title = ground.open[ground.open["rule"].isin(ids)], f"open findings of {word}"
        yield _ceiling(f"open.{word}", title, limit, chosen)


def _ceiling(name: str, title: str, limit: int, chosen: pd.DataFrame, note: str = "") -> Condition:
    """At most so many findings; the page to open is that of the rule which has most of them."""
    counts = chosen["rule"].value_counts()
    worst = min(counts.index[counts == counts.max()], default="") if len(counts) else ""
    page = f"rules/{worst}.html" if worst else "rules/index.html"
    return Condition(name, title, limit, len(chosen), "findings", note=note, open=page)


def _grades(demands: Demands, ground: Ground) -> Iterator[Condition]:
    for letter, limit in demands.below_grade.items():
        below = GRADES[GRADES.index(letter) + 1 :]
        counts = ground.entries["grade"].value_counts()
        worst = next((grade for grade in reversed(below) if counts.get(grade, 0)), below[-1])
        yield _share(
            f"below_grade.{letter}",
            f"entries graded below {letter}",
            limit,
            ground.entries["grade"].isin(below),
            f"worklist.html?show=all&grade={worst}",
        )


def _stubs(demands: Demands, ground: Ground) -> Iterator[Condition]:
    if demands.stub_share is not None:
        told = ground.entries.loc[ground.entries["stub_computed"] != UNTOLD, "stub_computed"]
        page = "worklist.html?show=all&stub=" + ("empty" if (told == "empty").any() else "stub")
        yield _share("stub_share", "empty entries and stubs", demands.stub_share, told.isin(STUBS), page)


def _share(name: str, title: str, limit: float, mask: pd.Series, page: str) -> Condition:
    part, whole = int(mask.sum()), len(mask)
    if not whole:
        return Condition(name, title, limit, None, "share", note="there are no entries that can tell", open=page)
    return Condition(name, title, limit, part / whole, "share", note=f"{part:,} of {whole:,} entries", open=page)


def _medians(demands: Demands, ground: Ground) -> Iterator[Condition]:
    for axis, limit in demands.median.items():
        known = ground.entries[axis].dropna().to_numpy(dtype=float)
        value = float(floored(np.median(known))) if len(known) else None
        note = (
            f"{len(known):,} of {len(ground.entries):,} entries have one" if len(known) else "no entry has this score"
        )
        title, page = f"median {axis}", f"index.html#{axis}"
        yield Condition(f"median.{axis}", title, limit, value, "points", least=True, note=note, open=page)


def _drops(demands: Demands, ground: Ground) -> Iterator[Condition]:
    """What the median of the entries of both runs has lost: entries that come and go must not hide it or feign it."""
    before = ground.before
    medians = {one.axis: one for one in before.medians} if before else {}
    for axis, limit in demands.drop.items():
        value, note, one = None, NO_RUN_BEFORE, medians.get(axis)
        if before and not before.judged_alike:
            note = OTHER_RULES
        elif before and (one is None or one.same_before is None or one.same_after is None):
            note = "no entry of both runs has this score"
        elif one and one.same_before is not None and one.same_after is not None:
            value = max(0.0, round(one.same_before - one.same_after, 6))
            note = f"from {one.same_before:g} to {one.same_after:g}, entries of both runs"
        yield Condition(f"drop.{axis}", f"loss of median {axis}", limit, value, "points", note=note, open=CHANGES)


def _drift(demands: Demands, ground: Ground) -> Iterator[Condition]:
    if demands.drift is None:
        return
    value, note = None, NO_RUN_BEFORE
    if ground.before is not None:
        flagged = [one for one in ground.before.drift if not one.rules_changed]
        other = len(ground.before.drift) - len(flagged)
        value, note = len(flagged), ", ".join(f"{one.what} {one.subject}" for one in flagged[:3])
        note += f" and {len(flagged) - 3} more" if len(flagged) > 3 else ""
        note += f"{'; ' if note else ''}{other} where rules changed left aside" if other else ""
    yield Condition("drift", "counts and rates that moved too far", demands.drift, value, note=note, open=CHANGES)


def _sound(demands: Demands, ground: Ground) -> Iterator[Condition]:
    lost = sum(one.grave for one in ground.damages)
    for name, title, limit, value in (
        ("crashes", "rules that crashed", demands.crashes, ground.crashes),
        ("damages", "damaged places of the sources", demands.damages, len(ground.damages)),
        ("lost", "places of the sources at which entries were lost", demands.lost, lost),
    ):
        if limit is not None:
            yield Condition(name, title, limit, value, open=SOUNDNESS)
