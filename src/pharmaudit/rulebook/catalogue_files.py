"""Read what a rules folder says of the data: fields, cohorts, patterns and vocabularies, every file checked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pharmaudit.errors import RuleError
from pharmaudit.facts.catalogue import Catalogue, CohortClass, Field
from pharmaudit.facts.matching import complaint
from pharmaudit.rulebook.gather import Gathered
from pharmaudit.strict import build
from pharmaudit.yamltext import Document, Where, did_you_mean, read


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


def load_catalogue(folder: Path, extra: Sequence[Path] = ()) -> tuple[Catalogue, Mapping[str, Pattern]]:
    """What a rules folder says of the data, and its patterns with the values that try them. Raises RuleError.

    `extra` folders may add patterns and vocabularies of other names.
    """
    gathered, folders = Gathered(), (folder, *extra)
    patterns = _patterns(named_files("patterns", folders), gathered)
    catalogue = Catalogue(
        _fields(folder / "fields.yaml", gathered),
        _classes(folder / "cohorts.yaml", gathered),
        _vocabularies(named_files("vocabularies", folders), gathered),
        {name: pattern.pattern for name, pattern in patterns.items()},
    )
    gathered.refuse()
    _refuse_unknown_classes(catalogue, folder / "fields.yaml")
    return catalogue, patterns


def named_files(name: str, folders: Iterable[Path]) -> list[Path]:
    """The files of patterns or of vocabularies that several folders of rules hold, folder by folder."""
    return [file for folder in folders for file in sorted((folder / name).glob("*.y*ml"))]


def _refuse_unknown_classes(catalogue: Catalogue, file: Path) -> None:
    labels, gathered = [item.label for item in catalogue.classes], Gathered()
    for number, field in enumerate(catalogue.fields.values()):
        for label in field.not_applicable_to:
            if label not in labels:
                place = read(file).at((number, "not_applicable_to"))
                gathered.tell(f"{place}: there is no biologic class {label!r}.{did_you_mean(label, labels)}")
    gathered.refuse()


def _fields(path: Path, gathered: Gathered) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for data, document, where in _items(path, gathered):
        with gathered.noting():
            field = build(Field, data, document, where)
            if field.name in fields:
                raise RuleError(f"{document.at((*where, 'name'))}: the field {field.name!r} is declared twice")
            fields[field.name] = field
    return fields


def _classes(path: Path, gathered: Gathered) -> tuple[CohortClass, ...]:
    classes = []
    for data, document, where in _items(path, gathered):
        with gathered.noting():
            item = build(CohortClass, data, document, where)
            for key in ("classification", "category", "name", "not_name"):
                _refuse_pattern(getattr(item, key), document, (*where, key))
            classes.append(item)
    return tuple(classes)


def _patterns(files: Iterable[Path], gathered: Gathered) -> dict[str, Pattern]:
    found: dict[str, Pattern] = {}
    for file in files:
        with gathered.noting():
            document = read(file)
            if not isinstance(document.data, dict):
                raise RuleError(f"{file}:1:1: expected a mapping of names to patterns")
            for name, data in document.data.items():
                with gathered.noting():
                    if name in found:
                        raise RuleError(f"{document.at((name,))}: the pattern {name!r} is in another file already")
                    pattern = build(Pattern, data, document, (name,))
                    _refuse_pattern(pattern.pattern, document, (name, "pattern"))
                    found[name] = pattern
    return found


def _refuse_pattern(pattern: str | None, document: Document, where: Where) -> None:
    reason = complaint(pattern) if pattern else None
    if reason:
        raise RuleError(f"{document.at(where)}: this is no RE2 expression: {reason}")


def _vocabularies(files: Iterable[Path], gathered: Gathered) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for file in files:
        with gathered.noting():
            document = read(file)
            if file.stem in found:
                raise RuleError(f"{file}:1:1: there is a vocabulary {file.stem!r} already; give the file another name")
            found[file.stem] = frozenset(build(VocabularyFile, document.data, document).values)
    return found


def _items(path: Path, gathered: Gathered) -> Iterator[tuple[object, Document, Where]]:
    with gathered.noting():
        document = read(path)
        if not isinstance(document.data, list):
            raise RuleError(f"{path}:1:1: expected a list")
        for index, data in enumerate(document.data):
            yield data, document, (index,)
