"""A report in which everything occurs that formats tell of: settled findings, a run before, trouble, hostile texts."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd

from pharmaudit.history.changes import BY_RULES, FIXED, GONE_COLUMNS, MOVED_COLUMNS, Changes, Ids, RunInfo
from pharmaudit.model import Damage, Remark, Severity
from pharmaudit.report import Report
from pharmaudit.rulebook.judge import Crash, NotRun
from tests.report.small import CARDS, HOSTILE, report_of, small

NASTY = (
    "x\n::error::pwned\r\n##[stop-commands]now %0A\t\x00\x1b[31m\u202e\u2028 ]]> <b onclick=alert(1)>&amp;</b> | `co` "
    '\\ @octocat #123 GH-7 !4 https://example.org/ www.example.org *star* _line_ [a](b) $x^2$ :tada: "quoted" '
)
NASTY += "long " * 400
BEFORE = RunInfo(
    number=7,
    series="default",
    as_of=date(2026, 11, 21),
    tool="0.1.0",
    rulebook="r",
    profile="default",
    judged_by="j",
    sources=("cards/card1.yaml",),
    entries=4,
    errors=9,
    warnings=14,
    infos=8,
    stubs=3,
    completeness=35.5,
)


def changes(gone: pd.DataFrame) -> Changes:
    """What has changed since the run before."""
    return Changes(BEFORE, {}, gone, pd.DataFrame(columns=list(MOVED_COLUMNS)), Ids())


@cache
def rich() -> Report:
    """Findings waived, baselined, new and reopened; remarks, a crash, a rule not run, damages, findings mended."""
    report = report_of(*CARDS, damages=(Damage("cards/card4.yaml", "a tag is not closed", line=3),))
    found = report.findings.copy()
    found["change"] = ["new", "reopened", *["persisting"] * (len(found) - 2)]
    found.loc[4, "status"] = "waived"
    found.loc[5, "status"] = "baselined"
    gone = pd.DataFrame(
        [
            ("DB90001", "Examplamine", "COM104", "warning", "toxicity", "open", "0123456789abcdef", FIXED),
            ("DB90001", "Examplamine", "COM999", "info", "toxicity", "open", "1123456789abcdef", BY_RULES),
        ],
        columns=list(GONE_COLUMNS),
    )
    made = replace(
        report.provenance,
        crashes=(Crash("VAL102", "ValueError: no such thing"),),
        not_run=(NotRun("COM109", "it needs the extra chem"),),
    )
    noted = (
        Remark("WAI103", Severity.INFO, "waivers.yaml:9", "the waiver covers nothing", "Take it out."),
        Remark("WAI101", Severity.WARNING, "waivers.yaml:12", "the waiver has expired", "Look again."),
        Remark("HIS101", Severity.WARNING, "field toxicity", "its fill rate fell", "Look at the import."),
    )
    why = {found.loc[4, "fingerprint"]: "Accepted by a curator"}
    return replace(report, findings=found, provenance=made, remarks=noted, justifications=why, changes=changes(gone))


@cache
def hostile() -> Report:
    """Wherever a text of a source can come up, it wants to break out; paths hold bytes that are no UTF-8."""
    report = report_of(
        *CARDS,
        HOSTILE,
        damages=(
            Damage("cards/\udcff\n::error::.yaml", NASTY, line=3, fatal=True),
            Damage("cards/card1.yaml", "\ud800" + NASTY),
        ),
    )
    texts = ("entry_name", "field", "path", "value", "message", "suggestion")
    found = report.findings.assign(**dict.fromkeys(texts, NASTY + report.findings["fingerprint"]))
    found["entry_id"] = NASTY + found["entry_id"]
    found["change"] = "new"
    found.loc[found.index[::5], "status"] = "waived"
    worklist = report.worklist.assign(name=NASTY, entry_id=NASTY, fields=NASTY)
    gone = pd.DataFrame([[NASTY] * 7 + [FIXED]], columns=list(GONE_COLUMNS))
    made = replace(
        report.provenance,
        crashes=(Crash("VAL102", "\udfff" + NASTY),),
        not_run=(NotRun("COM109", NASTY),),
    )
    noted = (Remark("WAI101", Severity.ERROR, f"{NASTY}:12", NASTY, NASTY),)
    why = dict.fromkeys(found["fingerprint"], "\udc80" + NASTY)
    return replace(
        report,
        findings=found,
        worklist=worklist,
        provenance=made,
        remarks=noted,
        justifications=why,
        changes=changes(gone),
    )


@cache
def many(count: int = 300) -> Report:
    """More findings than formats tell one by one."""
    report = small()
    found = pd.concat([report.findings] * count, ignore_index=True)
    return replace(report, findings=found.assign(fingerprint=[f"{number:016x}" for number in range(len(found))]))


def scrubbed(text: str) -> str:
    """A file without what changes with every release: versions and digests."""
    text = re.sub(r"\b[0-9a-f]{64}\b", "SHA256", text)
    text = re.sub(r'("version": |version=)"\d+\.\d+\.\w+"', r'\1"VERSION"', text)
    return re.sub(r"pharmaudit \d+\.\d+\.\w+", "pharmaudit VERSION", text)
