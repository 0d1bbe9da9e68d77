"""`rules list`, `rules show` and `rules test`: what the rulebook holds, and whether it keeps its word."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pharmaudit.cli import options as opt
from pharmaudit.cli.auditing import options_of

if TYPE_CHECKING:
    from pharmaudit.kinds import Rule
    from pharmaudit.rulebook import Rulebook

Tag = Annotated[list[str] | None, typer.Option("--tag", help="Only rules with this tag; may be repeated.")]
Kind = Annotated[str | None, typer.Option("--kind", help="Only rules of this kind.")]
Own = Annotated[bool, typer.Option("--own", help="Only rules of your folders, and those that these change.")]
OfDimension = Annotated[str | None, typer.Option("--dimension", help="Only rules of this dimension.")]


def load(folders: list[Path] | None) -> "Rulebook":
    """The built-in rules and those of some folders, as they are written."""
    from pharmaudit.resources import data_dir
    from pharmaudit.rulebook import load_rulebook

    return load_rulebook(data_dir("rules"), tuple(folders or ()))


def as_run(
    folders: list[Path] | None, profile: str, select: list[str] | None = None, ignore: list[str] | None = None
) -> tuple["Rulebook", tuple["Rule", ...]]:
    """The rulebook with what a profile changes in it, and the rules that an audit would run."""
    from pharmaudit.pipeline import rules_of
    from pharmaudit.rulebook.profile import apply_profile

    options = options_of(profile=profile, rules=folders, select=select, ignore=ignore)
    book, chosen = rules_of(options)
    return book, apply_profile(book.rules, chosen)


def list_rules(
    folders: opt.RuleFolders = None,
    profile: opt.Profile = "default",
    select: opt.Select = None,
    ignore: opt.Ignore = None,
    tag: Tag = None,
    kind: Kind = None,
    dimension: OfDimension = None,
    style: opt.Style = "text",
) -> None:
    """List the rules that an audit would run, one a line, as the profile has them."""
    from pharmaudit.errors import UsageError
    from pharmaudit.kinds import KINDS
    from pharmaudit.model import Dimension
    from pharmaudit.rulebook.select import TAG, refuse_unknown

    book, chosen = as_run(folders, profile, select, ignore)
    tags = opt.split(tag)
    for word in tags:
        refuse_unknown(TAG + word, book.rules)
    _refuse("kind", kind, KINDS)
    _refuse("dimension", dimension, list(Dimension))
    found = [
        rule
        for rule in chosen
        if set(tags) <= set(rule.tags) and kind in (None, rule.kind) and dimension in (None, rule.dimension.value)
    ]
    if not found:
        raise UsageError("no rule is all of that")
    if style == "json":
        told = [rule.model_dump(mode="json", by_alias=True, exclude={"examples"}) for rule in found]
        typer.echo(json.dumps(told, indent=1))
        return
    for rule in found:
        typer.echo(f"{rule.id:<8} {rule.severity.value:<8} {rule.name:<40} {rule.title}")
    typer.echo(opt.counted(len(found), "rule"))


def _refuse(what: str, word: str | None, known: Iterable[str]) -> None:
    from pharmaudit.errors import UsageError
    from pharmaudit.yamltext import did_you_mean

    words = [str(one) for one in known]
    if word is not None and word not in words:
        raise UsageError(f"there is no {what} {word!r}; known: {', '.join(words)}.{did_you_mean(word, words)}")


def show_rule(
    name: Annotated[str, typer.Argument(metavar="ID|NAME", help="Id or name of the rule.")],
    folders: opt.RuleFolders = None,
    profile: opt.Profile = "default",
    style: opt.Style = "text",
) -> None:
    """Explain one rule: what it does, why it matters, how to mend it, with its examples, as the profile has it."""
    from pharmaudit.rulebook.docs import page
    from pharmaudit.rulebook.extras import missing

    rule = as_run(folders, profile)[0].rule(name)
    if style == "json":
        typer.echo(json.dumps(rule.model_dump(mode="json", by_alias=True), indent=1))
        return
    typer.echo(page(rule))
    if reason := missing(rule):
        typer.echo(f"Not run in this installation: it {reason}")


def run_examples(
    folders: opt.RuleFolders = None, select: opt.Select = None, ignore: opt.Ignore = None, own: Own = False
) -> None:
    """Run the examples of the rules as they are written, but for those that this installation cannot run.

    Ends with 2 if any gives another verdict than it says, or if a rule lacks the example of a verdict.
    """
    from pharmaudit.errors import RulebookError
    from pharmaudit.resources import data_dir
    from pharmaudit.rulebook.contract import complaints, untrue
    from pharmaudit.rulebook.examples import Examples
    from pharmaudit.rulebook.extras import missing
    from pharmaudit.rulebook.select import chosen
    from pharmaudit.yamltext import read

    book = load(folders)
    examples = Examples(read(data_dir("seeds") / "complete_entry.yaml"), book.catalogue)
    wanted = chosen(book.rules, opt.split(select), opt.split(ignore))
    if own:
        built_in = {rule.id: rule for rule in (load(None) if folders else book).rules}
        wanted = tuple(rule for rule in wanted if rule != built_in.get(rule.id))
    rules = [rule for rule in wanted if not missing(rule)]
    for rule in wanted:
        if reason := missing(rule):
            typer.echo(f"not run: {rule.id} {reason}")
    outcomes = [outcome for rule in rules for outcome in examples.run(rule, book.documents[rule.id])]
    wrong = [str(outcome) for outcome in outcomes if not outcome.passed]
    typer.echo(
        f"{opt.counted(len(outcomes), 'example')} of {opt.counted(len(rules), 'rule')}: "
        f"{len(outcomes) - len(wrong)} passed, {len(wrong)} failed"
    )
    wrong += [line for rule in wanted for line in complaints(rule, book.documents[rule.id])]
    wrong += [line for name, pattern in book.patterns.items() for line in untrue(name, pattern)]
    if wrong:
        raise RulebookError(wrong)
