"""Read rules/: the catalogue of the data and the rules, all of them checked; all that is wrong is told at once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pharmaudit.errors import RuleError, UsageError
from pharmaudit.facts.catalogue import Catalogue
from pharmaudit.kinds import Known, Rule
from pharmaudit.rulebook.catalogue_files import Pattern, load_catalogue, named_files
from pharmaudit.rulebook.gather import Gathered
from pharmaudit.rulebook.reference import Reference, load_reference
from pharmaudit.rulebook.rule_file import load_rule, overlaid
from pharmaudit.yamltext import Document, did_you_mean, read

RULE_FOLDERS = ("completeness", "consistency", "validity", "uniqueness", "credibility", "currentness")
NAMED_FOLDERS = ("patterns", "vocabularies")
"""Folders inside a folder of rules whose files are no rules, but what rules name."""


@dataclass(frozen=True)
class Rulebook:
    """All rules in order of id, with the data they speak of. `digest` is the sha256 of every file that made it.

    `reference` is no part of it: it is made by the rules, and judges nothing.
    """

    rules: tuple[Rule, ...]
    catalogue: Catalogue
    patterns: Mapping[str, Pattern]
    documents: Mapping[str, Document]
    digest: str
    reference: Reference | None = None

    def rule(self, name: str) -> Rule:
        """A rule by its id or name. Raises UsageError."""
        for rule in self.rules:
            if name in (rule.id, rule.name):
                return rule
        known = [word for rule in self.rules for word in (rule.id, rule.name)]
        raise UsageError(f"there is no rule {name!r}.{did_you_mean(name, known)}")


def load_rulebook(folder: Path, extra: tuple[Path, ...] = ()) -> Rulebook:
    """Load the built-in rules and those of `extra` folders, where a file with `extends` changes another rule.

    Raises RulebookError with everything that is wrong, each with file:line:column.
    """
    catalogue, patterns = load_catalogue(folder, extra)
    files = [file for name in RULE_FOLDERS for file in sorted((folder / name).glob("*.yaml"))]
    own = [file for more in extra for file in _rule_files(more)]
    known, gathered = known_in(catalogue), Gathered()
    rules: list[tuple[Rule, Document]] = []
    overlays = []
    for file in (*files, *own):
        with gathered.noting():
            document = read(file)
            if file in own and isinstance(document.data, dict) and "extends" in document.data:
                overlays.append(document)
            else:
                rules.append((load_rule(document, file.stem, known), document))
    _refuse_clashes(rules, gathered)
    gathered.refuse()
    _refuse_loose_covers(rules, gathered)
    changed = _changed([rule for rule, _ in rules], overlays, known, gathered)
    gathered.refuse()
    return Rulebook(
        tuple(sorted(changed, key=lambda rule: rule.id)),
        catalogue,
        patterns,
        {rule.id: document for rule, document in rules},
        _digest(folder, extra, [*files, *own]),
        load_reference(folder),
    )


def _rule_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder of rules")
    found = sorted(file for pattern in ("*.yaml", "*.yml") for file in folder.rglob(pattern))
    named = {file for name in NAMED_FOLDERS for file in named_files(name, [folder])}
    if not found:
        raise UsageError(f"{folder}: the folder holds no rule file")
    return [file for file in found if file not in named]


def known_in(catalogue: Catalogue) -> Known:
    """What the rules of a catalogue may refer to."""
    return Known(
        frozenset(catalogue.fields),
        frozenset(catalogue.patterns),
        frozenset(catalogue.vocabularies),
        frozenset(catalogue.sections),
    )


def _changed(rules: Sequence[Rule], overlays: Sequence[Document], known: Known, gathered: Gathered) -> list[Rule]:
    """The rules with the overlay files laid over them, at most one over each."""
    by_id = {rule.id: rule for rule in rules}
    by_name = {rule.name: rule.id for rule in rules}
    taken: dict[str, Document] = {}
    for document in overlays:
        with gathered.noting():
            change = dict(document.data) if isinstance(document.data, dict) else {}
            word = str(change.pop("extends"))
            name, place = by_name.get(word, word), document.at(("extends",))
            if name not in by_id:
                itself = word == Path(document.file).stem
                told = " The file extends itself: `extends` names the rule that it changes."
                near = told if itself else did_you_mean(word, [*by_id, *by_name])
                raise RuleError(f"{place}: there is no rule {word!r}.{near}")
            if name in taken:
                raise RuleError(f"{place}: {name} is changed by {taken[name].file} already")
            taken[name] = document
            by_id[name] = overlaid(by_id[name], Document(document.file, change, document.marks), known)
    return list(by_id.values())


def _refuse_clashes(rules: Sequence[tuple[Rule, Document]], gathered: Gathered) -> None:
    seen: dict[str, Document] = {}
    for rule, document in rules:
        for key in ("id", "name"):
            word = getattr(rule, key)
            if word in seen:
                gathered.tell(f"{document.at((key,))}: the {key} {word!r} is taken by {seen[word].file}")
            seen.setdefault(word, document)


def _refuse_loose_covers(rules: Sequence[tuple[Rule, Document]], gathered: Gathered) -> None:
    """A rule that covers another judges the same rows and is covered by none; a gap keeps its own points."""
    by_id = {rule.id: rule for rule, _ in rules}
    for rule, document in rules:
        place = document.at(("covered_by",))
        for name in rule.covered_by:
            if name not in by_id:
                gathered.tell(f"{place}: there is no rule {name!r}.{did_you_mean(name, by_id)}")
            elif by_id[name].table != rule.table:
                gathered.tell(f"{place}: {rule.id} cannot be covered by {name}, which judges another table")
            elif by_id[name].covered_by:
                gathered.tell(f"{place}: {rule.id} cannot be covered by {name}, which is covered itself")
            elif rule.scored_on == "completeness":
                gathered.tell(f"{place}: a rule of completeness cannot be covered: each gap counts for itself")


def _digest(folder: Path, extra: Sequence[Path], files: list[Path]) -> str:
    digest = hashlib.sha256()
    shared = [folder / "fields.yaml", folder / "cohorts.yaml"]
    named = [file for name in NAMED_FOLDERS for file in named_files(name, (folder, *extra))]
    for file in (*shared, *named, *files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
