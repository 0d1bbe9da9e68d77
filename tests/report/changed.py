"""A report with a run before, in which everything that the page of changes tells of has happened."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from pharmaudit.report import Report
from tests.history.runs import GOOD, POOR, audited, judged
from tests.report.small import HOSTILE

NASTY: dict[str, Any] = {key: value for key, value in yaml.safe_load(HOSTILE).items() if key != "articles"}
OLD: dict[str, Any] = {**POOR, "entry_id": "DB90003", "name": "Old <b>name</b>"}


def changed(folder: Path) -> Report:
    """Findings new, reopened and fixed, entries that came, went and moved, other rules: three runs in `folder`."""
    file = folder / "history.sqlite"
    poor, wrong = {**GOOD, "toxicity": "It is toxic."}, {**NASTY, "indication": "<i>For</i> examples."}
    audited({**poor, "indication": ""}, wrong, POOR, OLD, file=file, ignore=["COM101"])
    audited(poor, wrong, POOR, OLD, file=file, ignore=["COM101"])
    report = judged({**poor, "indication": "", "half_life": ""}, NASTY, {**POOR, "toxicity": "None."}, file=file)
    remarks = tuple(replace(one, message=f"{one.message} <script>alert(9)</script>") for one in report.remarks)
    return replace(report, remarks=remarks)
