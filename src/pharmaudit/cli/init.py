"""`pharmaudit init`: what a repository needs to be audited every night."""

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

STARTER = Path(__file__).resolve().parents[1] / "starter"
CONFIG = "pharmaudit.toml"
GITLAB = ".gitlab-ci.yml"
GITLAB_BESIDE = "pharmaudit.gitlab-ci.yml"
PRE_COMMIT = ".pre-commit-config.yaml"
INCLUDE = f"include:\n  - local: {GITLAB_BESIDE}"
NEEDED = ("waivers", "history")
"""Keys of the configuration without which the files beside it do nothing."""
NEXT = (
    "Next: say under sources in the configuration what is audited, try `pharmaudit audit`, keep reports/out and "
    ".pharmaudit out of version control, commit the rest. docs/ci.md tells how to begin where findings are many."
)


def init(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Folder of the repository; without it, this one.")
    ] = None,
    github: Annotated[bool, typer.Option("--github/--no-github", help="Write a workflow for GitHub.")] = True,
    gitlab: Annotated[bool, typer.Option("--gitlab/--no-gitlab", help="Write a job for GitLab.")] = False,
    hooks: Annotated[bool, typer.Option("--pre-commit/--no-pre-commit", help="Write hooks for pre-commit.")] = True,
) -> None:
    """Write into a repository what it needs to be audited every night: configuration, waivers, workflow, hooks.

    A file that is there stays as it is; what to add to it is printed.
    """
    from pharmaudit.errors import UsageError

    place = folder or Path()
    if not place.is_dir():
        what = "this is no folder" if place.exists() else "there is no such folder"
        raise UsageError(f"{place}: {what}; give the folder of a repository")
    for line in _steps(place, github, gitlab, hooks):
        typer.echo(line)
    typer.echo(NEXT)


def _steps(folder: Path, github: bool, gitlab: bool, hooks: bool) -> Iterator[str]:
    """Write one file after the other; what is told of each."""
    yield from _config(folder)
    yield _written(folder / "waivers.yaml", "waivers.yaml")
    if github:
        yield _written(folder / ".github" / "workflows" / "pharmaudit.yml", "github.yml")
    if gitlab:
        yield from _gitlab(folder)
    if hooks:
        yield from _pre_commit(folder)


def _config(folder: Path) -> Iterator[str]:
    """The configuration, unless pyproject.toml holds one: a file beside it would go first and hide it."""
    from pharmaudit.config import own_table

    found = own_table(folder)
    if found is None:
        yield _written(folder / CONFIG, CONFIG)
        return
    path, table = found
    yield _left(path)
    lines = [line for line in _starter(CONFIG).splitlines() if line.partition(" = ")[0] in NEEDED]
    lacking = [line for line in lines if line.partition(" = ")[0] not in table]
    if lacking:
        yield from _to_add("\n".join(lacking))


def _gitlab(folder: Path) -> Iterator[str]:
    path = folder / GITLAB
    if not path.exists():
        yield _written(path, "gitlab-ci.yml")
        return
    yield _left(path)
    held = _text(path)
    if "pharmaudit audit" in held:
        return
    yield _written(folder / GITLAB_BESIDE, "gitlab-ci.yml")
    if GITLAB_BESIDE not in held:
        yield from _to_add(INCLUDE)


def _pre_commit(folder: Path) -> Iterator[str]:
    path = folder / PRE_COMMIT
    if not path.exists():
        yield _written(path, "pre-commit.yaml")
        return
    yield _left(path)
    if "pharmaudit-rules" not in _text(path):
        yield from _to_add(_starter("pre-commit.yaml").partition("repos:\n")[2].rstrip())


def _written(path: Path, starter: str) -> str:
    """Write a file where there is none; what is told of it. Raises UsageError."""
    from pharmaudit.errors import UsageError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path}: the file cannot be written there ({error.strerror})") from None
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(_starter(starter))
    except FileExistsError:
        return _left(path)
    except OSError as error:
        raise UsageError(f"{path}: the file cannot be written there ({error.strerror})") from None
    return f"written: {path}"


def _left(path: Path) -> str:
    return f"left as it is: {path}"


def _to_add(lines: str) -> Iterator[str]:
    yield "  add to it:"
    yield textwrap.indent(lines, "    ")


def _text(path: Path) -> str:
    from pharmaudit.errors import UsageError

    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{path}: the file cannot be read ({error.strerror})") from None


def _starter(name: str) -> str:
    """The text of a starter file, with this version in its place."""
    from pharmaudit.version import __version__

    return (STARTER / name).read_text(encoding="utf-8").replace("@VERSION@", __version__)
