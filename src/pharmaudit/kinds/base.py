"""What all kinds share: the keys of a rule, and how its one verdict column comes about.

A kind says which values it looks at (`values`), which of them it can judge (`applicable`) and which of those pass
(`holds`). The rest is here: the condition, the pandera Check that is called once per run, the verdict.
"""

import string
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, Self

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from pharmaudit import conditions
from pharmaudit.facts.facts import REQUIRES, VIRTUAL, Facts, columns_of
from pharmaudit.model import Confidence, Dimension, Lifecycle, Repair, Severity, State

PREFIXES = {
    Dimension.COMPLETENESS: "COM",
    Dimension.CONSISTENCY: "CON",
    Dimension.VALIDITY: "VAL",
    Dimension.UNIQUENESS: "UNI",
    Dimension.CREDIBILITY: "CRE",
    Dimension.CURRENTNESS: "CUR",
}
PLACEHOLDERS = ("entry", "id", "field", "value", "cohort", "detail")
"""What a message may name in braces; `detail` is what a kind adds, such as the other entry of a shared value."""

NAMED = 10
"""So many of the known names are told for one that is unknown."""

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Example(BaseModel):
    """An executed example: a patch over the complete entry, and the verdict that the rule must reach on it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    passing: dict[str, Any] | None = Field(default=None, alias="pass")
    failing: dict[str, Any] | None = Field(default=None, alias="fail")
    not_applicable: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _has_one_verdict(self) -> Self:
        if [self.passing, self.failing, self.not_applicable].count(None) != 2:
            raise ValueError("an example has one of pass, fail and not_applicable, and under it a patch ({} for none)")
        return self

    @property
    def expected(self) -> Literal["pass", "fail", "not_applicable"]:
        if self.passing is not None:
            return "pass"
        return "fail" if self.failing is not None else "not_applicable"

    @property
    def patch(self) -> dict[str, Any]:
        return self.passing or self.failing or self.not_applicable or {}


@dataclass(frozen=True)
class Verdict:
    """The verdict column of one rule: `passed` holds True, False or <NA> (not applicable) per row of `table`.

    `values` are what was judged, on the same rows. `credit`, where a kind gives it, is what a row earns of what it
    could: below 1 where it fails; without it a failed row earns nothing.
    """

    rule: "Rule"
    table: str
    passed: pd.Series
    values: pd.Series
    credit: pd.Series | None = None

    @property
    def failing(self) -> np.ndarray:
        """Row numbers that fail."""
        return np.flatnonzero(self.passed.eq(False).fillna(False).to_numpy(dtype=bool))


@dataclass(frozen=True)
class Known:
    """What rule files may refer to: names for contract checks when a rule is loaded."""

    fields: frozenset[str]
    patterns: frozenset[str]
    vocabularies: frozenset[str]
    sections: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        return self.fields | self.patterns | self.vocabularies


Complaint = tuple[tuple[str | int, ...], str]
"""Where in the rule (keys) something is wrong, and what."""


class Rule(BaseModel, ABC):
    """The keys that rules of every kind have. Subclasses are the kinds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scope: ClassVar[Literal["row", "corpus"]] = "row"

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,6}\d{3}$")]
    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Sentence
    dimension: Dimension
    section: str
    kind: str
    field: str
    when: str | None = None
    severity: Severity
    confidence: Confidence
    effort: Annotated[int, Field(ge=0, le=600)]
    message: Sentence
    problem: Sentence
    fix: Sentence
    references: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    status: Lifecycle = Lifecycle.ACTIVE
    since: str
    axis: Literal["completeness", "consistency", "evidence", "none"] | None = None
    per: Literal["row", "value", "entry"] = "row"
    """What makes one finding: a failed row, all failed rows of an entry with the same value, or all of an entry."""
    covered_by: tuple[str, ...] = ()
    """Rules of the same table that say more: where one of them fails, this one does not apply."""
    requires: Literal["chem", "retractions", "doi-cache", "listed"] | None = None
    """An extra of the installation, or a list. Without it the rule is not run: no verdict, and the report says so."""
    examples: tuple[Example, ...]

    @property
    def scored_on(self) -> str:
        """The axis that the rule counts for; 'none' for a hint that must not cost points."""
        if self.axis:
            return self.axis
        if self.dimension == Dimension.COMPLETENESS and (self.table == "entries" or self.table in VIRTUAL):
            return "completeness"  # a gap in one row of a list is a fault of the row: the list itself is there
        return "evidence" if self.dimension == Dimension.CREDIBILITY else "consistency"

    @property
    def table(self) -> str:
        """The table whose rows are judged: `articles` for `articles.doi`, otherwise `entries`."""
        head, _, column = self.field.partition(".")
        return head if column else "entries"

    def values(self, facts: Facts) -> pd.Series:
        """What is judged, one value per row of the table."""
        _, _, column = self.field.partition(".")
        return facts.frame(self.table)[column] if column else facts.value(self.field)

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        """Rows that the kind can judge: those that hold a value, unless a kind says otherwise."""
        if self.table == "entries":
            return facts.state(self.field).isin([State.PRESENT.value, State.ABSENT.value]).to_numpy()
        return (values.fillna("").str.strip() != "").to_numpy()

    @abstractmethod
    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        """Which of the applicable values pass: a truth on the same index."""

    def credit(self, values: pd.Series, facts: Facts) -> pd.Series | None:
        """The share, from 0, that each row earns of what it could; None where a failed row earns nothing."""
        return None

    def detail(self, rows: np.ndarray, values: pd.Series, facts: Facts) -> list[str]:
        """What the message of each failing row may add; '' by default."""
        return [""] * len(rows)

    def repair(self, value: str) -> Repair:
        """A suggested replacement for a bad value; none by default."""
        return Repair()

    def judge(self, facts: Facts) -> Verdict:
        """The verdict column of this rule."""
        values = self.values(facts)
        mask = self.applicable(values, facts)
        if self.when is not None:
            mask = mask & conditions.mask(conditions.parse(self.when), facts, self.table)
        checked = values[mask]
        verdict = pd.Series(pd.NA, index=values.index, dtype="boolean")
        if len(checked):
            verdict[checked.index] = run_check(self, checked, facts)
        return Verdict(self, self.table, verdict, values, self.credit(values, facts))

    def complaints(self, known: Known) -> list[Complaint]:
        """What this rule refers to that does not exist; kinds add their own."""
        found: list[Complaint] = []
        if not self.id.removeprefix("X").startswith(PREFIXES[self.dimension]):
            prefix = PREFIXES[self.dimension]
            found.append(
                (("id",), f"the id of a {self.dimension} rule starts with X{prefix} (yours) or {prefix} (built in)")
            )
        if self.section not in known.sections:
            found.append((("section",), f"there is no section {self.section!r}"))
        if not self._field_is_known(known):
            found.append((("field",), f"there is no field {self.field!r}"))
        elif self.judges and (sort := conditions.sort_of(self._judged, self.table)) != self.judges:
            found.append((("field",), f"a {self.kind} rule judges {self.judges}, and this field holds {sort}"))
        found += [(("message",), what) for what in message_complaints(self.message)]
        for key in self.condition_keys:
            found += condition_complaints(key, getattr(self, key), self.table, known)
        if self.requires is None and (extra := REQUIRES.get(self.table)):
            found.append((("field",), f"a rule over the table {self.table!r} needs `requires: {extra}`"))
        return found

    condition_keys: ClassVar[tuple[str, ...]] = ("when",)

    @property
    def judges(self) -> str | None:
        """What a field must hold for this kind: "text" or "a number"; None where it does not matter."""
        return conditions.TEXT

    @property
    def _judged(self) -> str:
        return self.field.rpartition(".")[2]

    def _field_is_known(self, known: Known) -> bool:
        table, _, column = self.field.partition(".")
        return column in columns_of(table) if column else self.field in known.fields


def no_such(what: str, name: str, known: Iterable[str]) -> str:
    """The sentence for a name that is not: it names those that are, or the first of them and where to find the rest."""
    words = sorted(known)
    rest = f" and {len(words) - NAMED} more, which docs/writing_rules.md lists" if len(words) > NAMED else ""
    return f"there is no {what} {name!r}; known: {', '.join(words[:NAMED])}{rest}"


def run_check(rule: Rule, checked: pd.Series, facts: Facts) -> pd.Series:
    """Call the rule's pandera Check once on all values to judge. Nulls are judged too, never dropped."""
    import pandera.pandas as pa  # imported late: the command line must answer --help at once

    def holds(values: pd.Series) -> pd.Series:
        return rule.holds(values, facts)

    check = pa.Check(holds, name=rule.id, error=rule.title, ignore_na=False)
    verdict: pd.Series = check(checked).check_output.astype(bool)
    return verdict


def message_complaints(message: str) -> list[str]:
    """What is wrong with a message: only bare placeholders, at most with `!r`, can neither fail nor tell of Python."""
    try:
        parts = list(string.Formatter().parse(message))
    except ValueError as error:
        return [f"the braces do not match: {error}"]
    found = [
        f"{{{name}}} is not one of {', '.join(PLACEHOLDERS)}"
        for _, name, _, _ in parts
        if name is not None and name not in PLACEHOLDERS
    ]
    plain = all(not spec and conversion in (None, "r") for _, _, spec, conversion in parts)
    return found or ([] if plain else ["a placeholder is a name in braces, with nothing but !r after it"])


def condition_complaints(key: str, text: str | None, table: str, known: Known) -> list[Complaint]:
    """What is wrong with a condition: its syntax, a name, a pattern."""
    if text is None:
        return []
    try:
        condition = conditions.parse(text)
    except conditions.ConditionError as error:
        return [((key,), f"column {error.column + 1} of the condition: {error}")]
    found: list[Complaint] = []
    for name, column in condition.names:
        if not conditions.is_known(name, known.fields, table):
            found.append(((key,), f"column {column + 1} of the condition: there is no field {name.rstrip('.')!r}"))
    for name, column in condition.patterns:
        if name not in known.patterns:
            found.append(((key,), f"column {column + 1} of the condition: {no_such('pattern', name, known.patterns)}"))
    if not found:
        found += [
            ((key,), f"column {column + 1} of the condition: {what}")
            for what, column in conditions.mismatches(condition, known.fields, table)
        ]
    return found
