"""Read rules/: the field catalogue, cohorts, vocabularies, patterns, and the rules, every one checked."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pharmaudit.checks import CHECKS
from pharmaudit.errors import RuleError, UsageError
from pharmaudit.facts.catalogue import Catalogue, CohortClass, Field
from pharmaudit.facts.matching import complaint
from pharmaudit.kinds import KINDS, Known, Rule
from pharmaudit.rulebook.strict import build
from pharmaudit.yamltext import Document, did_you_mean, read

RULE_FOLDERS = ("completeness", "consistency", "validity", "uniqueness", "credibility", "currentness")


class Pattern(BaseModel):
    """A named RE2 expression with values that it must and must not find."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pattern: str
    source: str
    good: tuple[str, ...]
    bad: tuple[str, ...]


class VocabularyFile(BaseModel):
    """A closed list of values."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str
    source: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Rulebook:
    """All rules in order of id, with the data they speak of. `digest` is the sha256 of every file that made it."""

    rules: tuple[Rule, ...]
    catalogue: Catalogue
    patterns: Mapping[str, Pattern]
    documents: Mapping[str, Document]
    digest: str

    def rule(self, name: str) -> Rule:
        """A rule by its id or name. Raises UsageError."""
        for rule in self.rules:
            if name in (rule.id, rule.name):
                return rule
        known = [word for rule in self.rules for word in (rule.id, rule.name)]
        raise UsageError(f"there is no rule {name!r}.{did_you_mean(name, known)}")


def load_rulebook(folder: Path, extra: tuple[Path, ...] = ()) -> Rulebook:
    """Load the built-in rules and those of `extra` folders. Raises RuleError with file:line:column."""
    catalogue, patterns = load_catalogue(folder)
    files = [file for name in RULE_FOLDERS for file in sorted((folder / name).glob("*.yaml"))]
    for more in extra:
        if not more.is_dir():
            raise UsageError(f"{more}: there is no such folder of rules")
        found = sorted(file for pattern in ("*.yaml", "*.yml") for file in more.rglob(pattern))
        if not found:
            raise UsageError(f"{more}: the folder holds no rule file")
        files += found
    known = known_in(catalogue)
    documents = {file: read(file) for file in files}
    rules = [load_rule(document, file.stem, known) for file, document in documents.items()]
    _refuse_clashes(rules, list(documents.values()))
    return Rulebook(
        tuple(sorted(rules, key=lambda rule: rule.id)),
        catalogue,
        patterns,
        {rule.id: document for rule, document in zip(rules, documents.values(), strict=True)},
        _digest(folder, files),
    )


def load_catalogue(folder: Path) -> tuple[Catalogue, Mapping[str, Pattern]]:
    """What a rules folder says of the data, and its patterns with the values that try them. Raises RuleError."""
    patterns = _patterns(folder / "patterns")
    catalogue = Catalogue(
        _fields(folder / "fields.yaml"),
        _classes(folder / "cohorts.yaml"),
        _vocabularies(folder / "vocabularies"),
        {name: pattern.pattern for name, pattern in patterns.items()},
    )
    _refuse_unknown_classes(catalogue, folder / "fields.yaml")
    return catalogue, patterns


def known_in(catalogue: Catalogue) -> Known:
    """What the rules of a catalogue may refer to."""
    return Known(
        frozenset(catalogue.fields),
        frozenset(catalogue.patterns),
        frozenset(catalogue.vocabularies),
        frozenset(catalogue.sections),
    )


def load_rule(document: Document, stem: str, known: Known) -> Rule:
    """One rule of its kind, with everything it refers to in place."""
    data = document.data
    if not isinstance(data, dict):
        raise RuleError(f"{document.at(())}: a rule file is a mapping of keys")
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        place = document.at(("kind",))
        raise RuleError(f"{place}: kind must be one of {', '.join(KINDS)}.{did_you_mean(str(kind), KINDS)}")
    rule = build(KINDS[kind], data, document)
    if rule.id != stem:
        raise RuleError(f"{document.at(('id',))}: the id {rule.id!r} is not the name of its file, {stem!r}")
    for where, what in rule.complaints(known):
        word = what.partition("'")[2].partition("'")[0]
        words = CHECKS.keys() if where[0] in ("check", "checks") else known.names
        near = did_you_mean(word, words) if word else ""
        raise RuleError(f"{document.at(where)}: {what}.{near}")
    return rule


def _refuse_unknown_classes(catalogue: Catalogue, file: Path) -> None:
    labels = [item.label for item in catalogue.classes]
    for number, field in enumerate(catalogue.fields.values()):
        for label in field.not_applicable_to:
            if label not in labels:
                place = read(file).at((number, "not_applicable_to"))
                raise RuleError(f"{place}: there is no biologic class {label!r}.{did_you_mean(label, labels)}")


def _refuse_clashes(rules: list[Rule], documents: list[Document]) -> None:
    seen: dict[str, Document] = {}
    for rule, document in zip(rules, documents, strict=True):
        for key in ("id", "name"):
            word = getattr(rule, key)
            if word in seen:
                raise RuleError(f"{document.at((key,))}: the {key} {word!r} is taken by {seen[word].file}")
            seen[word] = document


def _fields(path: Path) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for data, document, where in _items(path):
        field = build(Field, data, document, where)
        if field.name in fields:
            raise RuleError(f"{document.at((*where, 'name'))}: the field {field.name!r} is declared twice")
        fields[field.name] = field
    return fields


def _classes(path: Path) -> tuple[CohortClass, ...]:
    classes = []
    for data, document, where in _items(path):
        item = build(CohortClass, data, document, where)
        for key in ("classification", "category", "name", "not_name"):
            _refuse_pattern(getattr(item, key), document, (*where, key))
        classes.append(item)
    return tuple(classes)


def _patterns(folder: Path) -> dict[str, Pattern]:
    found: dict[str, Pattern] = {}
    for file in sorted(folder.glob("*.yaml")):
        document = read(file)
        if not isinstance(document.data, dict):
            raise RuleError(f"{file}:1:1: expected a mapping of names to patterns")
        for name, data in document.data.items():
            if name in found:
                raise RuleError(f"{document.at((name,))}: the pattern {name!r} is in another file already")
            found[name] = build(Pattern, data, document, (name,))
            _refuse_pattern(found[name].pattern, document, (name, "pattern"))
    return found


def _refuse_pattern(pattern: str | None, document: Document, where: tuple[str | int, ...]) -> None:
    reason = complaint(pattern) if pattern else None
    if reason:
        raise RuleError(f"{document.at(where)}: this is no RE2 expression: {reason}")


def _vocabularies(folder: Path) -> dict[str, frozenset[str]]:
    found = {}
    for file in sorted(folder.glob("*.yaml")):
        document = read(file)
        found[file.stem] = frozenset(build(VocabularyFile, document.data, document).values)
    return found


def _items(path: Path) -> Iterator[tuple[object, Document, tuple[str | int, ...]]]:
    document = read(path)
    if not isinstance(document.data, list):
        raise RuleError(f"{path}:1:1: expected a list")
    for index, data in enumerate(document.data):
        yield data, document, (index,)


def _digest(folder: Path, files: list[Path]) -> str:
    digest = hashlib.sha256()
    shared = [folder / "fields.yaml", folder / "cohorts.yaml"]
    named = [file for name in ("patterns", "vocabularies") for file in sorted((folder / name).glob("*.yaml"))]
    for file in (*shared, *named, *files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
