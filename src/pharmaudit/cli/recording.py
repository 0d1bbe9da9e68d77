"""Keep a run in the history: the file is looked at before the work, written behind the report."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pharmaudit.errors import UsageError

if TYPE_CHECKING:
    from pharmaudit.report import Report

NONE = "none"


def history_file(given: Path | None, out: Path) -> Path | None:
    """The file that is to keep the run; None for `none`. Raises UsageError where it could not be written."""
    from pharmaudit.history.store import check_writable

    if given is None or given.name == NONE:  # a configuration file joins its folder to the word
        return None
    if given.resolve().is_relative_to(out.resolve()):
        raise UsageError(f"{given}: the folder {out} is replaced by every report; keep the history elsewhere")
    check_writable(given)
    return given


def record(report: "Report", file: Path | None) -> int:
    """Keep a run that is written; 2, and a sentence, where it cannot be kept, else 0."""
    from pharmaudit.history.store import append

    if file is None or report.snapshot is None:
        return 0
    try:
        append(file, report.snapshot, datetime.now(UTC).isoformat(timespec="seconds"))
    except UsageError as error:
        sys.stderr.write(f"pharmaudit: the report is written, but this run was not recorded: {error}\n")
        return error.exit_code
    return 0
