"""Renderers: a Report to files, one module per format."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from pharmaudit.progress import Tell
from pharmaudit.renderers.data import write_csv, write_json, write_parquet
from pharmaudit.report import Report

__all__ = ["RENDERERS"]


def _late(name: str) -> Callable[[Report, Path, Tell], None]:
    """The renderer `write_<name>` of the module of that name, imported only where the format is asked for.

    Some are slow to load: html compiles its templates.
    """

    def write(report: Report, folder: Path, tell: Tell) -> None:
        getattr(import_module(f"{__name__}.{name}"), f"write_{name}")(report, folder, tell)

    return write


RENDERERS: Mapping[str, Callable[[Report, Path, Tell], None]] = {
    "html": _late("html"),
    "csv": write_csv,
    "parquet": write_parquet,
    "xlsx": _late("xlsx"),
    "json": write_json,
    "sarif": _late("sarif"),
    "junit": _late("junit"),
    "github": _late("github"),
    "markdown": _late("markdown"),
    "gitlab": _late("gitlab"),
    "badge": _late("badge"),
    "dqv": _late("dqv"),
    "prometheus": _late("prometheus"),
}
"""Format -> what writes its files into a folder. `json` is always written: it marks a folder as a report."""
