"""The documentation: generated pages are fresh, links lead somewhere."""

import re
from pathlib import Path

import pytest

from pharmaudit.rulebook.docs import pages
from tests.building import ROOT, rulebook

PROSE = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "decisions").glob("*.md")])
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


def test_rule_pages_are_fresh() -> None:
    folder = ROOT / "docs" / "rules"
    wanted = pages(rulebook().rules)
    assert {file.name for file in folder.iterdir()} == set(wanted)
    stale = [name for name, text in wanted.items() if (folder / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run `pharmaudit rules docs`"


@pytest.mark.parametrize("file", PROSE, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_lead_somewhere(file: Path) -> None:
    for target in LINK.findall(file.read_text(encoding="utf-8")):
        assert (file.parent / target).exists(), target
