"""One condition of the gate, and the gate: numbers, and the words in which every renderer tells of them."""

from dataclasses import dataclass
from typing import Any, Literal

from pharmaudit.rulebook.profile import FailOn

Unit = Literal["findings", "share", "points", "count"]
COUNTS = ("findings", "count")
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Condition:
    """What was demanded and what was found. What is exactly met is met.

    `name` is the place in the profile (`new.error`), `title` its words. `value` is None where nobody can judge, and
    `note` says why; otherwise `note` says what the value counts. `least`: the value must reach the limit, not keep
    below it. `open` is the page to look at, from the top of the report folder.
    """

    name: str
    title: str
    limit: float
    value: float | None
    unit: Unit = "count"
    least: bool = False
    note: str = ""
    open: str = "index.html"

    @property
    def passed(self) -> bool | None:
        """None where it was not judged; that closes no gate."""
        if self.value is None:
            return None
        return self.value >= self.limit if self.least else self.value <= self.limit

    @property
    def verdict(self) -> str:
        return {True: "passed", False: "failed", None: "not judged"}[self.passed]

    @property
    def expected(self) -> str:
        return f"at {'least' if self.least else 'most'} {self._told(self.limit, self.limit)}"

    @property
    def found(self) -> str:
        if self.value is None:
            return self.note
        note = f" ({self.note})" if self.note else ""
        return f"{self._told(self.value, self.limit)}{note}"

    @property
    def difference(self) -> str:
        """How far it is from being met; '' where it is, or was not judged."""
        if self.value is None or self.passed:
            return ""
        by = abs(self.value - self.limit)
        told = self._told(by, 0.0).removesuffix(" %")
        if self.unit in COUNTS:
            return f"{told} too {'few' if self.least else 'many'}"
        word = ("percentage " if self.unit == "share" else "") + ("point" if told == "1" else "points")
        return f"{told} {word} too {'low' if self.least else 'high'}"

    @property
    def data(self) -> dict[str, Any]:
        """As report.json holds it: words for people, `limit` and `value` for machines."""
        words = ("name", "title", "passed", "expected", "found", "difference", "open", "limit", "value")
        return {word: getattr(self, word) for word in words}

    def _told(self, value: float, against: float) -> str:
        """A number with as many digits as it takes to be another than the one it is compared with."""
        if self.unit in COUNTS:
            return f"{value:,.0f}"
        scale, sign = (100, " %") if self.unit == "share" else (1, "")
        value, against = value * scale, against * scale
        digits = next((one for one in range(1, _DIGITS) if round(value, one) != round(against, one)), _DIGITS)
        return f"{value:.{digits}f}".rstrip("0").rstrip(".") + sign


@dataclass(frozen=True)
class Gate:
    """Whether the run passes: no condition failed. `closing` counts open findings at or above `fail_on`."""

    passed: bool
    fail_on: FailOn
    closing: int
    conditions: tuple[Condition, ...] = ()

    @property
    def failed(self) -> tuple[Condition, ...]:
        return tuple(one for one in self.conditions if one.passed is False)

    @property
    def sentence(self) -> str:
        """The outcome in one line; short where nothing but `fail_on` is demanded."""
        demanded = [one for one in self.conditions if one.name != "fail_on"]
        if demanded:
            return self._counted()
        if self.fail_on == "never":
            return "Gate passed: nothing closes it."
        words = {"error": ("error",), "warning": ("error", "warning"), "info": ("finding",)}[self.fail_on]
        what = " or ".join(word if self.closing == 1 else f"{word}s" for word in words)
        return f"Gate {'passed' if self.passed else 'failed'}: {self.closing:,} open {what}."

    def _counted(self) -> str:
        total, failed = len(self.conditions), [one.title for one in self.failed]
        unjudged = sum(one.passed is None for one in self.conditions)
        aside = f", {unjudged} not judged" if unjudged else ""
        if not failed:
            return f"Gate passed: {total - unjudged} of {total} conditions are met{aside}."
        more = f" and {len(failed) - 2} more" if len(failed) > 2 else ""
        return f"Gate failed: {len(failed)} of {total} conditions not met{aside}: {', '.join(failed[:2])}{more}."
