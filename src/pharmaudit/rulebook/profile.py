"""Profiles: which rules run, how severe they are, what fields weigh, and when the gate closes."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from pharmaudit.errors import RuleError, UsageError
from pharmaudit.kinds import Rule
from pharmaudit.model import Lifecycle, Severity
from pharmaudit.rulebook.strict import build
from pharmaudit.yamltext import did_you_mean, read

FailOn = Literal["error", "warning", "info", "never"]


class Profile(BaseModel):
    """One file of rules/profiles. `select` and `ignore` are prefixes of rule ids; nothing selected means all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    about: str
    fail_on: FailOn = "error"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    weights: Mapping[str, float] = {}
    annotated_from: float = 75


def load_profile(name: str, folder: Path) -> Profile:
    """A profile by name from the rules folder, or by path. Raises UsageError or RuleError."""
    path = Path(name) if name.endswith((".yaml", ".yml")) else folder / f"{name}.yaml"
    if not path.is_file():
        known = [file.stem for file in sorted(folder.glob("*.yaml"))]
        raise UsageError(f"there is no profile {name!r}; known: {', '.join(known)}.{did_you_mean(name, known)}")
    document = read(path)
    return build(Profile, document.data, document)


def check_weights(profile: Profile, fields: Iterable[str]) -> None:
    """Raises RuleError where the profile weighs a field that is not."""
    known = list(fields)
    for name in profile.weights:
        if name not in known:
            raise RuleError(f"profile {profile.name}: there is no field {name!r}.{did_you_mean(name, known)}")


def apply_profile(rules: tuple[Rule, ...], profile: Profile) -> tuple[Rule, ...]:
    """The rules that the profile runs, with its severities. Raises RuleError where it names a rule that is not."""
    ids = [rule.id for rule in rules]
    for rule_id in profile.severity:
        if rule_id not in ids:
            raise RuleError(f"profile {profile.name}: there is no rule {rule_id!r}.{did_you_mean(rule_id, ids)}")
    select, ignore = (_prefixes(words, rules) for words in (profile.select, profile.ignore))
    return tuple(
        rule.model_copy(update={"severity": profile.severity.get(rule.id, rule.severity)})
        for rule in rules
        if rule.status != Lifecycle.DEPRECATED and selected(rule.id, select, ignore)
    )


def _prefixes(words: tuple[str, ...], rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """Prefixes of ids, also given as the names of rules. Raises UsageError for what begins no id and is no name."""
    by_name = {rule.name: rule.id for rule in rules}
    found = tuple(by_name.get(word, word.upper()) for word in words)
    for word, prefix in zip(words, found, strict=True):
        if not any(rule.id.startswith(prefix) for rule in rules):
            known = [*by_name, *by_name.values()]
            raise UsageError(f"no rule is named {word!r} or has an id that starts so.{did_you_mean(word, known)}")
    return found


def selected(rule_id: str, select: tuple[str, ...], ignore: tuple[str, ...]) -> bool:
    """The longest matching prefix decides, so that `--ignore COM --select COM101` keeps one rule."""
    chosen = max((len(prefix) for prefix in select if rule_id.startswith(prefix)), default=0)
    dropped = max((len(prefix) for prefix in ignore if rule_id.startswith(prefix)), default=0)
    return bool(chosen or not select) and chosen >= dropped
