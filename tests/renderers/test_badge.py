"""The badge: the keys of shields.io, and never green where something could not be judged."""

from dataclasses import replace

import pytest

from pharmaudit.renderers.badge import badge
from pharmaudit.report import Gate
from tests.report.rich import hostile, rich
from tests.report.small import small

PASSED = Gate(True, "never", 0)


@pytest.mark.parametrize(
    ("report", "color", "word"),
    [
        (small(), "red", "failed"),
        (replace(small(), gate=PASSED), "brightgreen", "passed"),
        (replace(rich(), gate=PASSED), "lightgrey", "audit incomplete"),
        (replace(hostile(), gate=PASSED), "lightgrey", "audit incomplete"),
    ],
)
def test_colors(report, color, word):
    told = badge(report)
    assert set(told) == {"schemaVersion", "label", "message", "color", "isError"}
    assert (told["schemaVersion"], told["color"], told["isError"]) == (1, color, color != "brightgreen")
    assert told["message"].startswith(f"{word}, ")
    assert told["message"].endswith(" % complete")


def test_without_a_score():
    report = small()
    unscored = report.entries.assign(completeness=float("nan"))
    assert badge(replace(report, entries=unscored))["message"] == "failed"
