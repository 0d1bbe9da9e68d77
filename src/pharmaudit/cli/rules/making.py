"""`rules new`, `rules schema` and `rules docs`: files made for the authors of rules and for their readers."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from pharmaudit.cli import options as opt
from pharmaudit.cli.rules.reading import load


def new_rule(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the new rule, such as XVAL001.")],
    kind: Annotated[str, typer.Option(help="Kind of the rule.")] = "presence",
    name: Annotated[str, typer.Option(help="Name of the rule: the defect in words joined by hyphens.")] = "",
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the file.", metavar="DIR", show_default="the first folder of --rules, or here"),
    ] = None,
    folders: opt.RuleFolders = None,
) -> None:
    """Begin a rule: write a file with every key explained, to be completed where it says TODO."""
    from pharmaudit.errors import UsageError
    from pharmaudit.resources import data_dir
    from pharmaudit.rulebook.scaffold import dimension_of, scaffold, trial
    from pharmaudit.version import __version__

    folder = out or (folders[0] if folders else Path())
    built_in = folder.resolve().parent == data_dir("rules").resolve()
    dimension = dimension_of(rule_id, built_in)
    if built_in and folder.resolve().name != dimension.value:
        raise UsageError(f"{rule_id} is a rule of {dimension.value}; its folder is rules/{dimension.value}")
    _refuse_taken(rule_id, name, [*(folders or ()), folder])
    own = "" if built_in else str(folder)
    text = scaffold(rule_id, kind, name, __version__, dimension, own)
    file = folder / f"{rule_id}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise UsageError(f"{file}: the rule cannot be written there ({error.strerror})") from None
    typer.echo(f"{file}: fill in what says TODO, then run: {trial(rule_id, own)}")


def _refuse_taken(rule_id: str, name: str, folders: list[Path]) -> None:
    """Rules of one's own are known by their files: another one that is still incomplete must not be in the way."""
    from pharmaudit.errors import UsageError

    taken = {word: rule.id for rule in load(None).rules for word in (rule.id, rule.name)}
    taken |= {file.stem: str(file) for folder in folders for file in sorted(folder.rglob(f"{rule_id}.y*ml"))}
    for what, word in (("id", rule_id), ("name", name)):
        if word in taken:
            raise UsageError(f"the {what} {word!r} is taken by {taken[word]}")


def write_schema(
    out: Annotated[Path | None, typer.Option(help="File to write.", show_default="print it", metavar="FILE")] = None,
    of: Annotated[Literal["rule", "profile"], typer.Option(help="What the schema is of.")] = "rule",
    folders: opt.RuleFolders = None,
) -> None:
    """Print a JSON Schema of rule files or profiles, with which an editor completes and checks them."""
    from pharmaudit.errors import UsageError
    from pharmaudit.rulebook.json_schema import profile_schema, rule_schema

    made = {"rule": rule_schema, "profile": profile_schema}[of](load(folders))
    text = json.dumps(made, ensure_ascii=False, indent=1)
    if out is None:
        typer.echo(text)
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out}: the schema cannot be written there ({error.strerror})") from None


def write_docs(
    out: Annotated[Path, typer.Argument(help="Folder for the pages.")] = Path("docs/rules"),
    check: Annotated[bool, typer.Option(help="Write nothing; fail if a page is stale.")] = False,
    folders: opt.RuleFolders = None,
) -> None:
    """Write a Markdown page for every rule, and their index."""
    from pharmaudit.errors import RuleError, UsageError
    from pharmaudit.rulebook.docs import is_page, pages

    wanted = pages(load(folders).rules)
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
