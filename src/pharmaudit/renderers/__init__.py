"""Renderers: a Report to files, one module per format."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from pharmaudit.progress import Tell
from pharmaudit.renderers.data import write_csv, write_json, write_parquet
from pharmaudit.report import Report

__all__ = ["RENDERERS"]


def _html(report: Report, folder: Path, tell: Tell) -> None:
    from pharmaudit.renderers.html import write_html  # templates are compiled only where pages are asked for

    write_html(report, folder, tell)


def _xlsx(report: Report, folder: Path, tell: Tell) -> None:
    from pharmaudit.renderers.xlsx import write_xlsx

    write_xlsx(report, folder, tell)


def _late(name: str) -> Callable[[Report, Path, Tell], None]:
    """The renderer `write_<name>` of the module of that name, which is imported only where the format is asked for."""

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
