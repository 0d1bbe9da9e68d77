"""A plan: the steps that lead to the next star, in words."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: write a field, add references, or mend what a rule finds.

    `name` is the field or the id of the rule, `label` what people call it, `times` how many findings or references.
    `gain` is in points of the score; `brings` are labels of fields that count as soon as this one does.
    """

    what: Literal["write", "refer", "mend"]
    name: str
    label: str
    minutes: int
    gain: float = 0.0
    times: int = 1
    brings: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The step as a demand: `write the description`."""
        if self.what == "mend":
            return f"mend {self.times:,} error{'' if self.times == 1 else 's'}: {inside(self.label)}"
        if self.what == "refer":
            return "add a reference" if self.times == 1 else f"add {self.times:,} references"
        return f"write {told(self.label)}"


@dataclass(frozen=True)
class Plan:
    """The cheapest way to `stars`, in minutes of editors, or none where writing everything would not do.

    `wanted` is what completeness lacks for that star, in points, `gain` what the steps bring; `texts` is how many of
    description and pharmacology have to be written before an entry can have it.
    """

    stars: int
    wanted: float
    texts: int = 0
    steps: tuple[Step, ...] = ()

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def gain(self) -> float:
        return sum(step.gain for step in self.steps)

    @property
    def reachable(self) -> bool:
        return bool(self.steps)

    @property
    def sentence(self) -> str:
        """What the star needs and what it takes."""
        needs = " and ".join(self._needs()) or "the core fields"
        if not self.reachable:
            return f"{self.stars} stars take {needs}, more than the fields that are missing would give."
        gain = f", for {math.floor(10 * self.gain + 1e-9) / 10:.1f} points" if self.gain else ""
        return f"{self.stars} stars take {needs}. The least effort is about {self.minutes:,} min{gain}:"

    def _needs(self) -> Iterator[str]:
        if self.wanted > 0:
            yield f"{math.ceil(10 * self.wanted - 1e-6) / 10:.1f} more points"
        if self.texts:
            yield counted(self.texts, "text of description or pharmacology", "texts of description and pharmacology")
        if refer := sum(step.times for step in self.steps if step.what == "refer"):
            yield counted(refer, "reference that leads somewhere", "references that lead somewhere")
        if mend := sum(step.times for step in self.steps if step.what == "mend"):
            yield counted(mend, "mended error", "mended errors")


def told(label: str) -> str:
    """The label of a field inside a sentence: `the half-life`, `the CAS number`, `any pharmacology`."""
    small = inside(label)
    return small if small.startswith("any ") else f"the {small}"


def inside(label: str) -> str:
    """A label as it stands inside a sentence; a word with capitals of its own, such as CAS or InChIKey, keeps them."""
    return label[:1].lower() + label[1:] if label.partition(" ")[0][1:].islower() else label


def counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
