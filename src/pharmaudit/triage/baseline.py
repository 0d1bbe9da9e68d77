"""The baseline: findings that were there when auditing began do not close the gate, those that came since do.

Only `written` can add to a baseline, and the command that calls it says how many findings it adds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Rule
from pharmaudit.model import Remark, Severity
from pharmaudit.readers.baseline import CELLS, FORMAT, HEADER, Baseline, Listed

RULE = "BAS101"
LINES_SHOWN = 5
_COLUMNS = ("fingerprint", "rule", "entry_id", "field")


@dataclass(frozen=True)
class Judged:
    """What a run could tell: the rules that gave a verdict, the entries that it had (ids in small letters).

    `untold` gives, for a rule and a field of a finding, the entries of which it could not tell.
    """

    rules: frozenset[str]
    entries: frozenset[str]
    untold: Callable[[str, str], frozenset[str]]


@dataclass(frozen=True)
class Known:
    """A baseline, and what the run that it is held against could tell."""

    baseline: Baseline
    judged: Judged


@dataclass(frozen=True)
class Standing:
    """What has become of the findings of a baseline: still there, fixed, of entries that are gone, or not judged."""

    there: tuple[Listed, ...] = ()
    fixed: tuple[Listed, ...] = ()
    gone: tuple[Listed, ...] = ()
    unjudged: tuple[Listed, ...] = ()


def standing(baseline: Baseline, findings: pd.DataFrame, judged: Judged) -> Standing:
    """Sort the lines of a baseline by what a run found, whatever the status of its findings.

    A line is fixed only where its rule was judged on its entry and found nothing: what a run could not see, it cannot
    call mended.
    """
    found = set(findings["fingerprint"])
    kinds: dict[str, list[Listed]] = {"there": [], "fixed": [], "gone": [], "unjudged": []}
    for one in baseline.listed:
        entry = one.entry_id.lower()
        if one.fingerprint in found:
            kind = "there"
        elif one.rule not in judged.rules:
            kind = "unjudged"
        elif entry not in judged.entries:
            kind = "gone"
        else:
            kind = "unjudged" if entry in judged.untold(one.rule, one.field) else "fixed"
        kinds[kind].append(one)
    return Standing(**{kind: tuple(lines) for kind, lines in kinds.items()})


def judged_in(ran: Iterable[Rule], facts: Facts) -> Judged:
    """What a run could tell, from the rules that gave a verdict and what its sources have a place for."""
    rules = {rule.id: rule for rule in ran}
    ids = facts.tables.entries["entry_id"].fillna("").map(_plain).str.lower().to_numpy()

    def untold(rule: str, field: str) -> frozenset[str]:
        return facts.once(f"untold {rule} {field}", lambda: frozenset(ids[_untold(rules[rule], field, facts)]))

    return Judged(frozenset(rules), frozenset(ids), untold)


def _untold(rule: Rule, field: str, facts: Facts) -> np.ndarray:
    """Entries whose source has no place for what a finding is about, or lost it."""
    mask = np.zeros(facts.size, dtype=bool)
    for name in dict.fromkeys((field, rule.field)):
        for part in (name, name.partition(".")[0]):
            mask |= ~facts.carried(part)
            if part in facts.catalogue.fields:
                mask |= (facts.state(part) == "unknown").to_numpy()
    return mask


@dataclass(frozen=True)
class Run:
    """A run as a baseline needs it, of sources or of a stored report; `whole`: no source has lost an entry."""

    findings: pd.DataFrame
    preview: frozenset[str]
    judged: Judged
    rulebook: str
    as_of: date
    whole: bool

    @property
    def worth_listing(self) -> pd.DataFrame:
        """What a baseline may hold: not what is waived, nor what rules in preview find, which closes no gate."""
        found = self.findings
        return found[(found["status"] != "waived") & ~found["rule"].isin(self.preview)]


def baselined(findings: pd.DataFrame, baseline: Baseline) -> pd.DataFrame:
    """The findings, those that are open and in the baseline with the status `baselined`."""
    known = findings["fingerprint"].isin([one.fingerprint for one in baseline.listed])
    return findings.assign(status=findings["status"].mask(known & (findings["status"] == "open"), "baselined"))


def stale_remarks(baseline: Baseline, now: Standing) -> tuple[Remark, ...]:
    """One remark on all lines whose finding is fixed: they would swallow it if it came back."""
    if not now.fixed:
        return ()
    count = len(now.fixed)
    numbers = [f"{one.line:,}" for one in now.fixed[:LINES_SHOWN]]
    more = f" and {count - LINES_SHOWN:,} more" if count > LINES_SHOWN else ""
    lines = f"{count:,} line{' lists a finding' if count == 1 else 's list findings'}"
    return (
        Remark(
            RULE,
            Severity.INFO,
            baseline.source.path,
            f"{lines} that {'is' if count == 1 else 'are'} fixed (line {', '.join(numbers)}{more}).",
            "Take them out with `pharmaudit baseline prune`; until then they would hide the same findings again.",
        ),
    )


def lines_of(findings: pd.DataFrame) -> tuple[Listed, ...]:
    """The findings as lines of a baseline."""
    rows = zip(*(findings[name] for name in _COLUMNS), strict=True)
    return tuple(Listed(print_, rule, _plain(entry), _plain(field), 0) for print_, rule, entry, field in rows)


def missing_in(listed: Iterable[Listed], found: Iterable[Listed]) -> tuple[Listed, ...]:
    """What was found and is not listed yet."""
    known = {one.fingerprint for one in listed}
    return tuple(one for one in found if one.fingerprint not in known)


def written(lines: Iterable[Listed], rulebook: str, as_of: date) -> str:
    """The text of a baseline: sorted by rule, entry and field, so that a difference between two shows what moved."""
    rows = sorted((one.rule, one.entry_id, one.field, one.fingerprint) for one in lines)
    head = f"{HEADER}{FORMAT}: {', '.join(CELLS)}\n# rulebook {rulebook}, {as_of.isoformat()}\n"
    return head + "".join(f"{print_}\t{rule}\t{entry}\t{field}\n" for rule, entry, field, print_ in rows)


def pruned(baseline: Baseline, gone: Iterable[Listed]) -> str:
    """The text of a baseline without some of its findings; all other lines stay as they are."""
    prints = {one.fingerprint for one in gone}
    kept = [line for line in baseline.text if line.partition("\t")[0].strip() not in prints]
    return "\n".join(kept) + "\n"


def _plain(cell: str) -> str:
    """A cell in one line: what stands in a source may hold tabs and line breaks."""
    return " ".join(cell.split())
