"""Configuration files: `pharmaudit.toml`, or `[tool.pharmaudit]` in `pyproject.toml`, of the current folder.

Flags go before `PHARMAUDIT_*` variables, these before the file. Keys are the long options without dashes.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from pharmaudit.errors import UsageError
from pharmaudit.yamltext import did_you_mean


def load_config(folder: Path, known: Iterable[str]) -> dict[str, Any]:
    """Options from the nearest configuration file of `folder`, keyed as parameters (`fail_on`).

    Raises UsageError for a file that is no TOML and for a key that is no option.
    """
    for name, section in (("pharmaudit.toml", ()), ("pyproject.toml", ("tool", "pharmaudit"))):
        path = folder / name
        if not path.is_file():
            continue
        table = _table(path, section)
        if table is None:
            continue
        options = {key.replace("-", "_"): _plain(value) for key, value in table.items()}
        for key in options:
            if key not in known:
                near = did_you_mean(key, [option.replace("_", "-") for option in known])
                raise UsageError(f"{path}: there is no option {key.replace('_', '-')!r}.{near}")
        return options
    return {}


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
