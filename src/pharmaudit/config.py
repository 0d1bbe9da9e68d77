"""Configuration files: `pharmaudit.toml`, or `[tool.pharmaudit]` in `pyproject.toml`, of the nearest folder with one.

Flags go before `PHARMAUDIT_*` variables, these before the file. Keys: `sources` and the long options without dashes.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from pharmaudit.errors import UsageError
from pharmaudit.yamltext import did_you_mean


def load_config(
    folder: Path, known: Iterable[str], paths: Iterable[str] = (), lists: Iterable[str] = ()
) -> dict[str, Any]:
    """Options from the configuration file of `folder` or of the nearest folder above, keyed as parameters (`fail_on`).

    `paths` are the options that name files and folders: what they say counts from the folder of the file.
    `lists` are those that may be repeated: a text alone stands for a list of one.
    Raises UsageError for a file that is no TOML, for a key that is no option, and for a list of anything but texts.
    """
    for place in (folder, *folder.absolute().parents):
        if found := own_table(place):
            path, table = found
            options = _known(table, path, list(known))
            options |= {key: _list(key, options[key], path) for key in lists if key in options}
            return options if place == folder else _from(place, options, paths)
    return {}


def own_table(folder: Path) -> tuple[Path, dict[str, Any]] | None:
    """The configuration file of this very folder and what it says; None where there is none. Raises UsageError."""
    for name, section in (("pharmaudit.toml", ()), ("pyproject.toml", ("tool", "pharmaudit"))):
        path = folder / name
        table = _table(path, section) if path.is_file() else None
        if table is not None:
            return path, table
    return None


def _known(table: dict[str, Any], path: Path, known: list[str]) -> dict[str, Any]:
    options = {key.replace("-", "_"): _plain(value) for key, value in table.items()}
    for key in options:
        if key not in known:
            near = did_you_mean(key, [option.replace("_", "-") for option in known])
            raise UsageError(f"{path}: there is no option {key.replace('_', '-')!r}.{near}")
    return options


def _list(key: str, value: Any, path: Path) -> list[str]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise UsageError(f"{path}: {key.replace('_', '-')} must be a text or a list of texts")
    return texts


def _from(folder: Path, options: dict[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """The options with relative paths joined to a folder; a profile is a path where it names a YAML file."""
    named = options.get("profile")
    keys = {*paths, *(["profile"] if isinstance(named, str) and named.endswith((".yaml", ".yml")) else [])}
    return {key: _joined(folder, value) if key in keys else value for key, value in options.items()}


def _joined(folder: Path, value: Any) -> Any:
    if isinstance(value, list):
        return [_joined(folder, one) for one in value]
    return str(folder / value) if isinstance(value, str) else value


def _table(path: Path, section: tuple[str, ...]) -> dict[str, Any] | None:
    try:
        table: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from None
    for key in section:
        table = table.get(key) if isinstance(table, dict) else None
        if table is None:
            return None
    if not isinstance(table, dict):
        raise UsageError(f"{path}: [{'.'.join(section)}] must be a table")
    return table


def _plain(value: Any) -> Any:
    """A date as its text, which is what options are given as."""
    return value.isoformat() if isinstance(value, date) else value
