"""What has changed since the run before, in few words, for the front page."""

from dataclasses import dataclass

from pharmaudit.history.changes import FIXED, NEW, NOT_JUDGED, REOPENED, Changes
from pharmaudit.report.pages.spark import Spark, trend_lines
from pharmaudit.report.result import Report


@dataclass(frozen=True)
class ChangesPart:
    """The changes as the front page tells them: words with counts, of findings, of entries, of ids."""

    since: str
    sentence: str
    counts: tuple[tuple[str, int], ...]
    lines: tuple[Spark, ...]


def changes_part(report: Report) -> ChangesPart | None:
    """The changes of a report; None without a run before."""
    changes = report.changes
    if changes is None or changes.previous is None:
        return None
    open_ = open_changes(report)
    why = changes.gone.loc[changes.gone["status"] == "open", "why"].value_counts()
    drift = sum(one.rule == "HIS103" for one in report.remarks)
    ids = changes.ids
    counts = [
        ("fixed", int(why.get(FIXED, 0))),
        *open_.items(),
        *((str(name), int(count)) for name, count in sorted(why.items()) if name not in (FIXED, NOT_JUDGED)),
        ("entries whose completeness moved", int((changes.moved["axis"] == "completeness").sum())),
        *((f"ids {word}", len(given)) for word, given in (("added", ids.added), ("vanished", ids.vanished)) if given),
        *([("counts and rates that drifted", drift)] if drift else []),
    ]
    return ChangesPart(since_words(changes), sentence(report, changes), tuple(counts), trend_lines(report, changes))


def open_changes(report: Report) -> dict[str, int]:
    """How many open findings are new, and how many are open again."""
    words = report.findings.loc[report.findings["status"] == "open", "change"].value_counts()
    return {name: int(words.get(name, 0)) for name in (NEW, REOPENED)}


def since_words(changes: Changes) -> str:
    """The run that is compared with; '' where there is none."""
    before = changes.previous
    return f"run {before.number:,}, counted from {before.as_of.isoformat()}" if before else ""


def sentence(report: Report, changes: Changes) -> str:
    """What has changed, in one sentence."""
    fixed = int(((changes.gone["status"] == "open") & (changes.gone["why"] == FIXED)).sum())
    new, rules, alone = open_changes(report)[NEW], len(changes.changed_rules), len(changes.by_rules)
    told = f"{new:,} open {_agreed(new, 'finding is', 'findings are')} new, "
    told += f"{fixed:,} {_agreed(fixed, 'was', 'were')} fixed"
    if changes.judged_alike:
        return told + "."
    because = f"{rules:,} {_agreed(rules, 'rule is', 'rules are')} new or changed" if rules else "lists or tool changed"
    return f"{told}; {because}, and {alone:,} {_agreed(alone, 'finding is', 'findings are')} new for that reason alone."


def _agreed(count: int, one: str, many: str) -> str:
    return one if count == 1 else many
