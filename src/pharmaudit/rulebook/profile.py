"""Profiles: which rules run, what they change in them, what fields weigh, and when the gate closes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from pharmaudit.errors import RuleError, UsageError
from pharmaudit.facts.catalogue import Catalogue
from pharmaudit.facts.cohorts import cohort_names
from pharmaudit.kinds import Rule
from pharmaudit.model import Lifecycle, Severity
from pharmaudit.rulebook.formula import Formula
from pharmaudit.rulebook.gate import Demands
from pharmaudit.rulebook.gather import Gathered
from pharmaudit.rulebook.load import Rulebook, known_in
from pharmaudit.rulebook.rule_file import overlaid, part
from pharmaudit.rulebook.select import chosen, rank, refuse_unknown
from pharmaudit.strict import build
from pharmaudit.yamltext import Document, did_you_mean, read

FailOn = Literal["error", "warning", "info", "never"]
Against = Literal["auto", "run", "frozen"]
Weight = Annotated[float, Field(ge=0, le=1000)]
_MAPPINGS = ("severity", "weights", "cohort_weights", "rules", "gate", "formula")
_NESTED = ("rules", "cohort_weights")


class Profile(BaseModel):
    """One profile file: of rules/profiles, by name, or anywhere, by path.

    `extends` names a profile to start from: its lists and single values are replaced where this file gives its own, its
    mappings are added to. `select`, `ignore` and the keys of `severity` and `rules` are beginnings of rule ids, names
    of rules, or `tag:NAME`; nothing selected means all. `rules` changes keys of the rules meant, a closer word after a
    wider one; `severity` is short for a change of that one key. `gate` is what is demanded beside `fail_on`.
    `weights` are points by field, `cohort_weights` by cohort (or class of cohorts, which goes behind) and field; a
    field of weight 0 does not count. `annotated_from`: completeness from which an entry counts as annotated.
    `reference`: whom percentiles compare with: the entries of the `run`, the `frozen` reference distribution of the
    rulebook, or whichever says more (`auto`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    about: str
    extends: str | None = None
    fail_on: FailOn = "error"
    gate: Demands = Demands()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    rules: Mapping[str, Mapping[str, Any]] = {}
    weights: Mapping[str, Weight] = {}
    cohort_weights: Mapping[str, Mapping[str, Weight]] = {}
    annotated_from: float = 75
    formula: Formula = Formula()
    reference: Against = "auto"
    _documents: tuple[Document, ...] = PrivateAttr(())

    @property
    def documents(self) -> tuple[Document, ...]:
        """The files that made it, the one that it starts from first."""
        written = self.model_dump(mode="json", exclude_unset=True)
        return self._documents or (Document(f"profile {self.name}", written),)

    def changes(self) -> Iterator[tuple[str, Document]]:
        """What is to change in the rules that a word means, in the order of the files."""
        for document in self.documents:
            data: Any = document.data
            for word in data.get("severity", {}):
                change = part(document, ("severity", word))
                yield word, Document(change.file, {"severity": change.data}, change.marks)
            for word in data.get("rules", {}):
                yield word, part(document, ("rules", word))


def load_profile(name: str, folder: Path) -> Profile:
    """A profile by name from the rules folder, or by path. Raises UsageError or RuleError."""
    return _loaded(_file(name, folder, Path()), folder, ())


def _loaded(path: Path, folder: Path, under: tuple[Path, ...]) -> Profile:
    document = read(path)
    profile = build(Profile, document.data, document)
    if profile.extends is None:
        profile._documents = (document,)
        return profile
    try:
        base_path = _file(profile.extends, folder, path.parent)
        if base_path.resolve() in (path.resolve(), *under):
            raise UsageError(f"the profile {profile.extends!r} would start from itself")
    except UsageError as error:
        raise RuleError(f"{document.at(('extends',))}: {error}") from None
    base = _loaded(base_path, folder, (*under, path.resolve()))
    own, former = profile.model_dump(exclude_unset=True), base.model_dump(exclude_unset=True)
    for key in _MAPPINGS:
        if key in own and key in former:
            own[key] = former[key] | own[key]
    for key in _NESTED:
        for word in own.get(key, {}).keys() & former.get(key, {}).keys():
            own[key][word] = dict(getattr(base, key)[word]) | dict(getattr(profile, key).get(word, {}))
    merged = Profile.model_validate(former | own)
    merged._documents = (*base.documents, document)
    return merged


def _file(name: str, folder: Path, beside: Path) -> Path:
    """The file of a profile; a path counts from the folder `beside`."""
    path = beside / name if name.endswith((".yaml", ".yml")) else folder / f"{name}.yaml"
    if not path.is_file():
        known = [file.stem for file in sorted(folder.glob("*.yaml"))]
        raise UsageError(f"there is no profile {name!r}; known: {', '.join(known)}.{did_you_mean(name, known)}")
    return path


def check_weights(profile: Profile, catalogue: Catalogue) -> None:
    """Raises RuleError where the profile weighs a field, or speaks of a cohort, that is not."""
    known, cohorts, gathered = list(catalogue.fields), cohort_names(catalogue.classes), Gathered()
    for document in profile.documents:
        data: Any = document.data
        told = data.get("cohort_weights", {})
        for cohort in told:
            if cohort not in cohorts:
                place = document.at(("cohort_weights", cohort))
                gathered.tell(f"{place}: there is no cohort {cohort!r}.{did_you_mean(cohort, cohorts)}")
        for where, fields in ((("weights",), data.get("weights", {})), *_weighed(told)):
            for name in fields:
                if name not in known:
                    place = document.at((*where, name))
                    gathered.tell(f"{place}: there is no field {name!r}.{did_you_mean(name, known)}")
    gathered.refuse()


def _weighed(told: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    for cohort, fields in told.items():
        yield ("cohort_weights", cohort), fields


def with_profile(book: Rulebook, profile: Profile) -> Rulebook:
    """The rulebook with what the profile changes in its rules. Raises RulebookError."""
    known, gathered = known_in(book.catalogue), Gathered()
    changes = list(profile.changes())
    for word, change in changes:
        try:
            refuse_unknown(word, book.rules)
        except UsageError as error:
            gathered.tell(f"{change.at(())}: {error}")
    rules = []
    for rule in book.rules:
        close = sorted((rank(word, rule), number) for number, (word, _) in enumerate(changes))
        for closeness, number in close:
            if closeness[0]:
                with gathered.noting():
                    rule = overlaid(rule, changes[number][1], known)
        rules.append(rule)
    gathered.refuse()
    return replace(book, rules=tuple(rules))


def apply_profile(rules: tuple[Rule, ...], profile: Profile) -> tuple[Rule, ...]:
    """The rules that the profile runs. Raises UsageError where it names a rule that is not."""
    left = chosen(rules, profile.select, profile.ignore)
    return tuple(rule for rule in left if rule.status != Lifecycle.DEPRECATED)
