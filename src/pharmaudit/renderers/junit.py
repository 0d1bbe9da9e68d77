"""junit: junit.xml, a suite for each dimension, a case for each rule; gate and sources are suites as well."""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from lxml import etree

from pharmaudit.kinds import Rule
from pharmaudit.model import Dimension, one_line
from pharmaudit.progress import Tell
from pharmaudit.report import Report
from pharmaudit.report.gate import CLOSING
from pharmaudit.report.places import source_paths, told_path
from pharmaudit.report.worst import OPEN, worst

SHOWN = 10
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KINDS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def write_junit(report: Report, folder: Path, _tell: Tell) -> None:
    """junit.xml."""
    (folder / "junit.xml").write_bytes(junit(report))


def junit(report: Report) -> bytes:
    """The report as XML in UTF-8; it has no times, and all counts of a suite come from its cases."""
    root = etree.Element("testsuites", name="pharmaudit")
    _gate(report, root)
    _sources(report, root)
    open_ = worst(report)
    open_ = open_[open_["status"] == OPEN]
    found = {str(name): rows for name, rows in open_.groupby("rule", sort=False)}
    for dimension in Dimension:
        suite = etree.SubElement(root, "testsuite", name=dimension.value)
        for rule in report.rules:
            if rule.dimension == dimension:
                _case_of_rule(report, rule, found.get(rule.id, open_.head(0)), suite)
    _count(root)
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return text


def _case_of_rule(report: Report, rule: Rule, rows: pd.DataFrame, suite: etree._Element) -> None:
    """Fails where open findings are at or above the severity that closes the gate; the others are told, and pass."""
    case = _case(suite, f"{rule.id} {rule.name}")
    crashed = {one.rule: one.reason for one in report.provenance.crashes}
    not_run = {one.rule: one.reason for one in report.provenance.not_run}
    tally = report.tallies.get(rule.id)
    if rule.id in crashed:
        _told(case, "error", "the rule crashed and gave no verdict", crashed[rule.id])
    elif rule.id in not_run:
        _told(case, "skipped", f"not run: {not_run[rule.id]}")
    elif tally is None or not (tally.passed.any() or tally.failed.any()):
        _told(case, "skipped", "applied to nothing in these sources")
    elif len(rows):
        entries = rows["entry"].nunique()
        many = f"{len(rows):,} open finding{_s(len(rows))} in {entries:,} entr{'y' if entries == 1 else 'ies'}"
        told = f"{rule.title}. {rule.fix}\n\n{_listed(rows)}"
        if rows["level"].isin(CLOSING[report.gate.fail_on]).any() and not rows["preview"].any():
            _told(case, "failure", f"{many}: {rule.title}", told, rule.severity.value)
        else:
            etree.SubElement(case, "system-out").text = _clean(f"{many}, of severity {rule.severity.value}\n{told}")


def _listed(rows: pd.DataFrame) -> str:
    shown = rows.head(SHOWN)
    names = shown["entry_id"].where(shown["entry_id"] != "", shown["entry_name"])
    told = [
        one_line(f"{name} {path}: {message}".strip())
        for name, path, message in zip(names, shown["path"], shown["message"], strict=True)
    ]
    more = len(rows) - len(shown)
    return "\n".join([*told, *([f"{more:,} more"] if more else [])])


def _gate(report: Report, root: etree._Element) -> None:
    """The gate as it was judged: it may demand more, or other things, than that no rule has findings."""
    suite = etree.SubElement(root, "testsuite", name="gate")
    if not report.gate.conditions:
        case = _case(suite, "gate")
        if not report.gate.passed:
            _told(case, "failure", report.gate.sentence)
    for one in report.gate.conditions:
        case = _case(suite, f"{one.name}: {one.title} {one.expected}")
        if one.passed is None:
            _told(case, "skipped", f"not judged: {one.note}")
        elif not one.passed:
            _told(case, "failure", f"{one.found}, {one.difference}", f"See {one.open} of the report.")


def _sources(report: Report, root: etree._Element) -> None:
    """A case for each source: an error where entries are missing, a text where anything else was not understood."""
    suite = etree.SubElement(root, "testsuite", name="sources")
    paths = source_paths(report)
    damages: dict[str, list[str]] = {paths.get(one.path, one.path): [] for one in report.provenance.sources}
    grave = set()
    for one in report.provenance.damages:
        path = paths.get(one.source) or told_path(one.source)
        place = f"line {one.line:,}: " if one.line else ""
        damages.setdefault(path, []).append(one_line(f"{place}{one.reason}"))
        grave |= {path} if one.grave else set()
    for path, told in damages.items():
        case = _case(suite, path)
        text = "\n".join([*told[:SHOWN], *([f"{len(told) - SHOWN:,} more"] if len(told) > SHOWN else [])])
        if path in grave:
            _told(case, "error", "entries of this source could not be read", text)
        elif told:
            etree.SubElement(case, "system-out").text = _clean(text)


def _case(suite: etree._Element, name: str) -> etree._Element:
    given: Mapping[str, str] = {"classname": f"pharmaudit.{suite.get('name')}", "name": _clean(one_line(name))}
    return etree.SubElement(suite, "testcase", dict(given))


def _told(case: etree._Element, kind: str, message: str, text: str = "", type_: str = "") -> None:
    element = etree.SubElement(case, kind, message=_clean(one_line(message)))
    if kind != "skipped":
        element.set("type", type_ or kind)
    element.text = _clean(text) or None


def _count(root: etree._Element) -> None:
    for suite in (*root, root):
        suite.set("tests", str(sum(1 for _ in suite.iter("testcase"))))
        for name, kind in _KINDS.items():
            suite.set(name, str(sum(1 for _ in suite.iter(kind))))


def _clean(text: str) -> str:
    """What XML can hold; it has no way to write the rest."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _s(count: int) -> str:
    return "" if count == 1 else "s"
