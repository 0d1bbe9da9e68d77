"""A small report from a rulebook and entries of our own: golden pages stay as they are when the real rules change."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from pharmaudit import pipeline
from pharmaudit.model import Damage
from pharmaudit.progress import silent
from pharmaudit.readers.entry_card import read_card
from pharmaudit.readers.tables import Tables, join
from pharmaudit.report import Report
from pharmaudit.rulebook import load_rulebook
from pharmaudit.rulebook.profile import load_profile

RULEBOOK = Path(__file__).with_name("rulebook")
OPTIONS = pipeline.Options(as_of=date(2026, 11, 22))

FULL = """
entry_id: DB90001
name: Examplamine
type: small molecule
groups: [approved]
created: "2005-06-13"
updated: "2025-11-03"
description: An amine of our own making.
indication: For the treatment of examples.
pharmacodynamics: It calms examples.
mechanism_of_action: It blocks the example receptor.
toxicity: None is known.
metabolism: Not metabolised.
protein_binding: "50 %"
half_life: Two hours.
cas_number: 50-78-2
targets: [{name: Example receptor}]
articles: [{pubmed_id: "1", citation: "An article. doi: 10.1000/182."}]
"""
STUB = """
entry_id: DB90002
name: Examplovir
type: small molecule
groups: [approved, withdrawn]
description: Examplovir is under investigation in clinical trial NCT00000000.
indication: Not Available
articles: [{citation: "Another article. doi: https://doi.org/10.1000/182"}]
"""
CELL = """
entry_id: DB90003
name: Example Cell
type: biotech
groups: [investigational]
description: Cells of our own making.
half_life: Days.
stub_banner: "true"
"""
HOSTILE = """
entry_id: "../<script>alert(1)</script>"
name: "</script><img src=x onerror=alert(2)>\\u202Egnp.exe {{ 7*7 }} & \\"quoted\\""
type: "<b onmouseover=alert(3)>bold</b>"
groups: ["approved", "javascript:alert(4)", "'><svg onload=alert(5)>"]
description: "<!-- <script>alert(6)</script> ]]> &lt;script&gt;"
articles: [{citation: "<a href='javascript:alert(7)'>x</a> doi: 10.1000/<script>alert(8)</script>"}]
"""
NAMELESS = "type: small molecule\ngroups: [experimental]\n"
SAME_ID = "entry_id: db90001\nname: =HYPERLINK(0)\ntype: small molecule\ngroups: [experimental]\n"
CARDS = (FULL, STUB, CELL, NAMELESS, SAME_ID)


def tables_of(cards: Sequence[str], damages: Sequence[Damage] = ()) -> Tables:
    """Tables of some cards, each a source of its own."""
    joined = join([read_card(Path(f"cards/card{number}.yaml"), card.encode()) for number, card in enumerate(cards, 1)])
    return Tables(joined.frames, joined.sources, tuple(damages))


def report_of(*cards: str, damages: Sequence[Damage] = ()) -> Report:
    """The report of some cards under the tests' own rulebook."""
    profile = load_profile("default", RULEBOOK / "profiles")
    return pipeline.judged(tables_of(cards, damages), load_rulebook(RULEBOOK), profile, OPTIONS, silent)


@cache
def small() -> Report:
    """The report that most tests look at."""
    return report_of(*CARDS)
