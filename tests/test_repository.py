"""Guards over the repository itself: what no linter of ours can say, said once and without exceptions."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "pharmaudit"
MODULES = [path.relative_to(PACKAGE).as_posix() for path in sorted(PACKAGE.rglob("*.py"))]

# The core computes: no files, network, clock or chance. Times and versions are passed in.
CORE = {
    *("model", "checks", "facts", "conditions", "kinds", "triage", "scoring", "demand", "evidence"),
    *("priority", "next_star", "report"),
}
OUTSIDE_WORLD = {
    *("glob", "http", "io", "os", "pathlib", "random", "secrets", "shutil"),
    *("socket", "subprocess", "tempfile", "time", "urllib"),
}
PURE = {"urllib.parse", "os.PathLike"}  # text in, text out; a type that does nothing
# Where the date of a run is decided, once.
BORDER = {"cli", "api", "pipeline", "config"}

MODULE_LINES = 300
FUNCTION_LINES = 50


def offences(source: str, part: str) -> list[str]:
    """What the module text does that is forbidden in that part (top-level name) of the package: `line: what`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        for what in (*_forbidden_imports(node, part), *_forbidden_calls(node, part)):
            found.append(f"{node.lineno}: {what}")
    return found


def _forbidden_imports(node: ast.AST, part: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        names = [f"{node.module}.{alias.name}" for alias in node.names]
    else:
        return
    for name in names:
        if name in ("yaml.load", "yaml.unsafe_load", "yaml.full_load"):
            yield f"import of {name}"
        pure = any(name == module or name.startswith(f"{module}.") for module in PURE)
        if part in CORE and name.partition(".")[0] in OUTSIDE_WORLD and not pure:
            yield f"import of {name} in the core"


def _forbidden_calls(node: ast.AST, part: str) -> Iterator[str]:
    if not isinstance(node, ast.Call):
        return
    function = ast.unparse(node.func)
    last = function.rpartition(".")[2]
    if last in ("eval", "exec", "query", "__import__"):  # also DataFrame.eval and .query: both run code from text
        yield f"{function}() runs text as code"
    if re.fullmatch(r"yaml\.(unsafe_|full_)?load(_all)?", function):
        yield f"{function}() may build any object"
    if last == "Markup":
        yield f"{function}() switches escaping off"
    if last in ("now", "utcnow", "today") and part not in BORDER:
        yield f"{function}() reads the clock"
    if function == "open" and part in CORE:
        yield "open() in the core"
    for keyword in node.keywords:
        if keyword.arg == "resolve_entities" and ast.unparse(keyword.value) != "False":
            yield "resolve_entities lets a file read other files"


@pytest.mark.parametrize(
    ("source", "part", "count"),
    [
        ("eval(text)", "readers", 1),
        ("frame.query(text)", "kinds", 1),
        ("pandas.eval(text)", "kinds", 1),
        ("yaml.load(text, Loader=yaml.SafeLoader)", "rulebook", 1),
        ("yaml.compose(text, Loader=yaml.CSafeLoader)", "rulebook", 0),
        ("from yaml import load", "rulebook", 1),
        ("markupsafe.Markup(text)", "renderers", 1),
        ("lxml.etree.XMLParser(resolve_entities=True)", "readers", 1),
        ("lxml.etree.XMLParser(resolve_entities=False)", "readers", 0),
        ("datetime.now(UTC)", "history", 1),
        ("datetime.date.today()", "cli", 0),
        ("from pathlib import Path", "readers", 0),
        ("from pathlib import Path", "kinds", 1),
        ("import os.path", "checks", 1),
        ("import urllib.request", "checks", 1),
        ("from urllib import request", "checks", 1),
        ("from urllib.parse import unquote", "checks", 0),
        ("from urllib import parse", "checks", 0),
        ("from .time import parse", "checks", 0),
        ("open(name)", "report", 1),
    ],
)
def test_guard_sees(source, part, count):
    assert len(offences(source, part)) == count


@pytest.mark.parametrize("module", MODULES)
def test_module_does_nothing_forbidden(module):
    source = (PACKAGE / module).read_text(encoding="utf-8")
    assert offences(source, Path(module).parts[0].removesuffix(".py")) == []


@pytest.mark.parametrize("module", MODULES)
def test_module_and_its_functions_are_short(module):
    source = (PACKAGE / module).read_text(encoding="utf-8")
    assert len(source.splitlines()) < MODULE_LINES
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    lengths = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(source))
        if isinstance(node, functions)
    }
    assert {name: lines for name, lines in lengths.items() if lines >= FUNCTION_LINES} == {}


def test_every_folder_is_a_package():
    """mypy and import-linter pass over a folder without __init__.py in silence."""
    folders = {(PACKAGE / module).parent for module in MODULES}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_templates_never_switch_escaping_off():
    switches = re.compile(r"\|\s*safe\b|autoescape\s+false|\bMarkup\b")
    templates = (ROOT / "reports" / "templates").rglob("*.j2")
    assert [path.name for path in templates if switches.search(path.read_text(encoding="utf-8"))] == []


def repository_files() -> Iterator[Path]:
    """Files that are, or are about to be, under version control."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in listing.split("\0") if name)
    return (path for path in paths if path.is_file())


# Written so that this file does not match itself.
FOREIGN = {
    "a package registry's host": rb"\b(pypi\.[o]rg|python[h]osted\.|npm[j]s\.(org|com)\b|debian\.[o]rg|crates\.[i]o)",
    "a path of one machine": rb"(?<![\w.\-/])/(tmp|work|root)[/]",
}


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_names(what):
    pattern = re.compile(FOREIGN[what])
    found = [
        f"{path.relative_to(ROOT)}: {match[0].decode()}"
        for path in repository_files()
        if (match := pattern.search(path.read_bytes()))
    ]
    assert found == []


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(line.partition("==")[0]): line.partition("==")[2] for line in lines}


def test_constraints_are_exact_versions_and_nothing_else():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*", line)] == []
    assert len(pinned()) == len(lines), "a package is pinned twice"


def test_declared_dependencies_are_pinned_within_their_range():
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [
        pyproject["build-system"]["requires"],
        pyproject["project"]["dependencies"],
        *pyproject["project"]["optional-dependencies"].values(),
    ]
    versions = pinned()
    outside = [
        text
        for text in chain.from_iterable(groups)
        if not (need := Requirement(text)).specifier.contains(versions.get(canonicalize_name(need.name), "0"))
    ]
    assert outside == []


@pytest.mark.parametrize("command", ["make audit", "make test"])
def test_readme_starts_with_the_commands(command):
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40]
    assert any(command in line for line in lines)
