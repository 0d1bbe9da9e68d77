"""Which rules are meant: by the beginning of an id, by name, or by tag, in options and in profiles alike."""

from collections.abc import Iterable, Sequence

from pharmaudit.errors import UsageError
from pharmaudit.kinds import Rule
from pharmaudit.yamltext import did_you_mean

TAG = "tag:"
Rank = tuple[int, int]
"""How closely a word means a rule: the beginning of its id (the longer the closer), a tag, the rule itself."""
_NONE, _PREFIX, _TAG, _RULE = 0, 1, 2, 3


def rank(word: str, rule: Rule) -> Rank:
    """How closely a word means a rule; (0, 0) if not at all."""
    if word == rule.name or word.upper() == rule.id:
        return _RULE, 0
    if word.startswith(TAG):
        return (_TAG if word.removeprefix(TAG) in rule.tags else _NONE), 0
    return (_PREFIX, len(word)) if word and rule.id.startswith(word.upper()) else (_NONE, 0)


def selected(rule: Rule, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """The closest word decides, so that `--ignore COM --select COM101` keeps one rule; nothing selected means all.

    Of two words that are equally close `select` wins; of two tags `ignore` does.
    """
    chosen = max((rank(word, rule) for word in select), default=(_NONE, 0))
    dropped = max((rank(word, rule) for word in ignore), default=(_NONE, 0))
    if chosen[0] == _NONE:
        return not select and dropped[0] == _NONE
    return chosen > dropped or (chosen == dropped and chosen[0] != _TAG)


def chosen(rules: Sequence[Rule], select: Sequence[str], ignore: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules that the words leave. Raises UsageError for a word that means none of them."""
    for word in (*select, *ignore):
        refuse_unknown(word, rules)
    return tuple(rule for rule in rules if selected(rule, select, ignore))


def refuse_unknown(word: str, rules: Iterable[Rule]) -> None:
    """Raises UsageError for a word that means no rule."""
    rules = list(rules)
    if any(rank(word, rule)[0] for rule in rules):
        return
    if word.startswith(TAG):
        tags = sorted({TAG + tag for rule in rules for tag in rule.tags})
        raise UsageError(f"no rule has the tag {word.removeprefix(TAG)!r}.{did_you_mean(word, tags)}")
    known = [known for rule in rules for known in (rule.name, rule.id)]
    raise UsageError(f"no rule is named {word!r} or has an id that starts so.{did_you_mean(word, known)}")
