"""`pharmaudit rules`: list, show, test and document the rulebook."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pharmaudit.cli import options as opt

if TYPE_CHECKING:
    from pharmaudit.kinds import Rule
    from pharmaudit.rulebook import Rulebook

rules = typer.Typer(no_args_is_help=True)


def _load(folders: list[Path] | None) -> "Rulebook":
    from pharmaudit.resources import data_dir
    from pharmaudit.rulebook import load_rulebook

    return load_rulebook(data_dir("rules"), tuple(folders or ()))


def _chosen(book: "Rulebook", select: list[str] | None) -> list["Rule"]:
    """The rules whose id starts with one of the prefixes; all without any."""
    from pharmaudit.errors import UsageError
    from pharmaudit.rulebook.profile import selected

    prefixes = opt.split(select)
    chosen = [rule for rule in book.rules if selected(rule.id, prefixes, ())]
    if not chosen:
        raise UsageError(f"no rule has an id that starts with {' or '.join(prefixes)}")
    return chosen


@rules.command("list")
def list_rules(folders: opt.RuleFolders = None, select: opt.Select = None, style: opt.Style = "text") -> None:
    """List the rules, one a line."""
    chosen = _chosen(_load(folders), select)
    if style == "json":
        typer.echo(json.dumps([rule.model_dump(mode="json", exclude={"examples"}) for rule in chosen], indent=1))
        return
    for rule in chosen:
        typer.echo(f"{rule.id:<8} {rule.severity.value:<8} {rule.name:<40} {rule.title}")
    typer.echo(f"{len(chosen)} rules")


@rules.command("show")
def show_rule(
    name: Annotated[str, typer.Argument(metavar="ID|NAME", help="Id or name of the rule.")],
    folders: opt.RuleFolders = None,
    style: opt.Style = "text",
) -> None:
    """Explain one rule: what it finds, why it matters, how to mend it, with its examples."""
    from pharmaudit.rulebook.docs import page

    rule = _load(folders).rule(name)
    typer.echo(json.dumps(rule.model_dump(mode="json", by_alias=True), indent=1) if style == "json" else page(rule))


@rules.command("test")
def run_examples(folders: opt.RuleFolders = None, select: opt.Select = None) -> None:
    """Run the examples of the rules. Ends with 2 if any gives another verdict than it says."""
    from pharmaudit.errors import RuleError
    from pharmaudit.resources import data_dir
    from pharmaudit.rulebook.examples import Examples
    from pharmaudit.yamltext import read

    book = _load(folders)
    examples = Examples(read(data_dir("seeds") / "complete_entry.yaml"), book.catalogue)
    chosen = _chosen(book, select)
    outcomes = [outcome for rule in chosen for outcome in examples.run(rule, book.documents[rule.id])]
    wrong = [outcome for outcome in outcomes if not outcome.passed]
    typer.echo(
        f"{len(outcomes)} examples of {len(chosen)} rules: {len(outcomes) - len(wrong)} passed, {len(wrong)} failed"
    )
    if wrong:
        raise RuleError("\n".join(str(outcome) for outcome in wrong))


@rules.command("docs")
def write_docs(
    out: Annotated[Path, typer.Argument(help="Folder for the pages.")] = Path("docs/rules"),
    check: Annotated[bool, typer.Option(help="Write nothing; fail if a page is stale.")] = False,
    folders: opt.RuleFolders = None,
) -> None:
    """Write a Markdown page for every rule, and their index."""
    from pharmaudit.errors import RuleError, UsageError
    from pharmaudit.rulebook.docs import is_page, pages

    wanted = pages(_load(folders).rules)
    if check:
        stale = [name for name, text in wanted.items() if not _holds(out / name, text)]
        stale += [file.name for file in sorted(out.glob("*.md")) if file.name not in wanted]
        if stale:
            raise RuleError(f"{out}: stale: {', '.join(stale)}; run `pharmaudit rules docs`")
        return
    out.mkdir(parents=True, exist_ok=True)
    foreign = [file.name for file in sorted(out.iterdir()) if not is_page(file.name)]
    if foreign or not _holds_our_index(out):
        raise UsageError(f"{out}: the folder holds something else ({', '.join(foreign[:3] or ['README.md'])})")
    for file in out.iterdir():
        if file.name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        (out / name).write_text(text, encoding="utf-8")
    typer.echo(f"{len(wanted)} pages in {out}")


def _holds_our_index(out: Path) -> bool:
    index = out / "README.md"
    return not index.exists() or index.read_text(encoding="utf-8").startswith("# Rules\n")


def _holds(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == text
