"""A fortnight of nightly runs: entries are annotated, broken, merged and removed, rules change, waivers expire.

What every night must count is planted, not worked out by the tool.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pharmaudit import pipeline
from pharmaudit.history.store import append, read_past
from pharmaudit.progress import silent
from pharmaudit.readers.baseline import read_baseline
from pharmaudit.readers.waivers import read_waivers
from pharmaudit.report import Report
from pharmaudit.rulebook import load_rulebook
from pharmaudit.rulebook.profile import load_profile
from pharmaudit.triage.baseline import lines_of, written
from tests.building import tables_of
from tests.report.small import RULEBOOK

FIRST = date(2026, 11, 1)
RULES = ("COM103", "COM106", "VAL101")
"""No indication (error), no half-life (warning), unknown type (error; its finding is known by its value)."""

WHOLE = {"groups": ["approved"], "type": "small molecule", "indication": "For examples.", "half_life": "Two hours."}


def id_of(number: int) -> str:
    return f"DB9{number:04}"


@dataclass(frozen=True)
class Night:
    """What was done before a night, and what it must count: of open, waived and baselined findings together."""

    about: str
    edits: dict[int, dict[str, Any]] = field(default_factory=dict)
    removed: tuple[int, ...] = ()
    waivers: str | None = None
    rules: tuple[str, ...] = RULES
    prune: bool = False
    new: int = 0
    fixed: int = 0
    reopened: int = 0
    open: int = 0
    waived: int = 0
    baselined: int = 0
    gone: dict[str, int] = field(default_factory=dict)
    added: tuple[int, ...] = ()
    vanished: tuple[int, ...] = ()
    merged: dict[int, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


UNTIL_8 = f"""
- {{rule: COM103, entries: {id_of(6)}, reason: Nobody may say it., by: Anna Example, until: {FIRST + timedelta(8)}}}
"""
OF_VALUE = """
- {rule: VAL101, entries: DB90007, fingerprint: PRINT, reason: So it is., by: Bo Example, until: 2027-12-31}
"""

NIGHTS = (
    Night("adopted with a baseline", baselined=5),
    Night("nothing done", baselined=5),
    Night("an indication is lost", {6: {"indication": None}}, new=1, open=1, baselined=5, remarks=("CUR902",)),
    Night("it is waived", waivers=UNTIL_8, waived=1, baselined=5),
    Night(
        "an old gap is written, the baseline pruned behind it",
        {1: {"indication": "For examples."}},
        prune=True,
        fixed=1,
        waived=1,
        baselined=4,
        remarks=("BAS101",),
    ),
    Night("and lost again", {1: {"indication": None}}, reopened=1, open=1, waived=1, baselined=4, remarks=("CUR902",)),
    Night("a type is misspelt", {7: {"type": "smal"}}, new=1, open=2, waived=1, baselined=4, remarks=("CUR905",)),
    Night(
        "and otherwise misspelt",
        {7: {"type": "smoll"}},
        new=1,
        fixed=1,
        open=2,
        waived=1,
        baselined=4,
        remarks=("CUR905",),
    ),
    Night("that one is waived as it is", waivers=UNTIL_8 + OF_VALUE, open=1, waived=2, baselined=4),
    Night(
        "the waiver of the indication ends, the type is edited back",
        {7: {"type": "smal"}},
        fixed=1,
        reopened=1,
        open=3,
        baselined=4,
        remarks=("WAI101", "WAI105", "CUR905"),
    ),
    Night(
        "an entry with a gap goes into another, one is added",
        {9: {"drugbank_ids": [{"drugbank_id": id_of(4)}]}, 30: {}},
        removed=(4,),
        open=3,
        baselined=3,
        gone={"gone with the entry": 1},
        added=(30,),
        merged={4: 9},
        remarks=("WAI101", "WAI105"),
    ),
    Night(
        "an entry is removed",
        removed=(10,),
        open=3,
        baselined=3,
        vanished=(10,),
        remarks=("WAI101", "WAI105", "CUR901"),
    ),
    Night(
        "a rule is left out",
        rules=("COM103", "VAL101"),
        open=3,
        baselined=2,
        gone={"not judged": 1},
        remarks=("WAI101", "WAI105"),
    ),
    Night("it is back", open=3, baselined=3, remarks=("WAI101", "WAI105")),
    Night(
        "another rule is added: everybody lacks what it asks for",
        rules=(*RULES, "COM104"),
        new=19,
        open=22,
        baselined=3,
        remarks=("WAI101", "WAI105"),
    ),
)


class Base:
    """A knowledge base of twenty entries that nobody leaves alone, with its waivers, baseline and history."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cards = {number: {"entry_id": id_of(number), "name": f"Example {number}", **WHOLE} for number in range(20)}
        for number, name in (
            (1, "indication"),
            (2, "indication"),
            (3, "indication"),
            (4, "half_life"),
            (5, "half_life"),
        ):
            self.cards[number][name] = None
        self.book = load_rulebook(RULEBOOK)
        self.waivers: str | None = None
        self.prints: dict[str, str] = {}

    def edit(self, night: Night) -> None:
        for number, cells in night.edits.items():
            card = self.cards.setdefault(number, {"entry_id": id_of(number), "name": f"Example {number}", **WHOLE})
            card.update(cells)
        for number in night.removed:
            del self.cards[number]
        if night.waivers is not None:
            self.waivers = night.waivers.replace("PRINT", self.prints.get(id_of(7), ""))

    def audited(self, night: Night, at: date) -> Report:
        waivers, baseline = self.folder / "waivers.yaml", self.folder / "baseline.txt"
        if self.waivers is not None:
            waivers.write_text(self.waivers, encoding="utf-8")
        beside = pipeline.Beside(
            waivers=read_waivers(waivers) if waivers.exists() else None,
            baseline=read_baseline(baseline)[0] if baseline.exists() else None,
            past=read_past(self.folder / "history.sqlite", "default"),
        )
        profile = load_profile("default", RULEBOOK / "profiles").model_copy(update={"select": night.rules})
        cards = [{name: value for name, value in card.items() if value is not None} for card in self.cards.values()]
        options = pipeline.Options(as_of=at)
        report = pipeline.judged(tables_of(*cards), self.book, profile, options, silent, beside)
        self.prints |= {
            one["entry_id"]: one["fingerprint"] for one in report.findings.to_dict("records") if one["rule"] == "VAL101"
        }
        return report

    def record(self, report: Report, at: date) -> None:
        assert report.snapshot is not None
        append(self.folder / "history.sqlite", report.snapshot, f"{at.isoformat()}T01:00:00+00:00")

    def take_over(self, report: Report) -> None:
        """Write the baseline anew: on the first night everything, later what is still there of it."""
        kept = report.findings[report.findings["status"].isin(["open", "baselined"])]
        baseline = self.folder / "baseline.txt"
        if baseline.exists():
            kept = kept[kept["status"] == "baselined"]
        baseline.write_text(written(lines_of(kept), report.provenance.rulebook_digest, FIRST), encoding="utf-8")


def test_every_night_counts_what_was_planted(tmp_path: Path) -> None:
    base = Base(tmp_path)
    for number, night in enumerate(NIGHTS):
        at = FIRST + timedelta(number)
        base.edit(night)
        if number == 0:
            base.take_over(base.audited(night, at))
        report = base.audited(night, at)
        assert told(report) == planted(night), f"night {number}: {night.about}"
        base.record(report, at)
        if night.prune:
            base.take_over(report)


def planted(night: Night) -> dict[str, Any]:
    return {
        "new": night.new,
        "reopened": night.reopened,
        "gone": Counter(night.gone) + Counter(fixed=night.fixed),
        "status": Counter(open=night.open) + Counter(waived=night.waived) + Counter(baselined=night.baselined),
        "added": tuple(map(id_of, night.added)),
        "vanished": tuple(map(id_of, night.vanished)),
        "merged": {id_of(old): id_of(new) for old, new in night.merged.items()},
        "remarks": Counter(night.remarks),
    }


def told(report: Report) -> dict[str, Any]:
    changes = report.changes
    assert changes is not None
    change = Counter(report.findings["change"])
    return {
        "new": change["new"],
        "reopened": change["reopened"],
        "gone": Counter(changes.gone["why"]),
        "status": Counter(report.findings["status"]),
        "added": changes.ids.added,
        "vanished": changes.ids.vanished,
        "merged": dict(changes.ids.merged),
        "remarks": Counter(remark.rule for remark in report.remarks),
    }


def test_the_fortnight_leaves_nothing_out() -> None:
    assert len(NIGHTS) == 15
    for name in ("new", "fixed", "reopened", "waived", "baselined", "vanished", "merged", "added", "gone"):
        assert any(getattr(night, name) for night in NIGHTS), name
