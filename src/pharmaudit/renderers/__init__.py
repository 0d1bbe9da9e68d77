"""Renderers: a Report to files, one module per format."""

from collections.abc import Callable, Mapping
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


RENDERERS: Mapping[str, Callable[[Report, Path, Tell], None]] = {
    "html": _html,
    "csv": write_csv,
    "parquet": write_parquet,
    "xlsx": _xlsx,
    "json": write_json,
}
"""Format -> what writes its files into a folder. `json` is always written: it marks a folder as a report."""
