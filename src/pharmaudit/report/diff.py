"""Changes in plain data and in words: what report.json holds, and what `pharmaudit diff` prints."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from pharmaudit.history.changes import NEW, PERSISTING, REOPENED, Changes
from pharmaudit.model import one_line

SHOWN = 20
_SEVERITIES = ("error", "warning", "info")


def changes_data(changes: Changes, findings: pd.DataFrame) -> dict[str, Any]:
    """Everything that has changed, as JSON holds it. `findings` are those of this run, their `change` set.

    In the first run of a series `previous` is null and nothing else is told.
    """
    if changes.previous is None:
        return {"previous": None}
    ids = changes.ids
    return {
        "previous": _run(changes),
        "rules": {"judged_alike": changes.judged_alike, "changed": sorted(changes.changed_rules)},
        "findings": counts(changes, findings),
        "gone": _records(changes.gone),
        "moved": _records(changes.moved),
        "ids": {
            "added": list(ids.added),
            "vanished": list(ids.vanished),
            "merged": dict(ids.merged),
            "not_read": list(ids.unread),
            "shared": ids.shared,
        },
        "medians": {
            one.axis: {key: value for key, value in asdict(one).items() if key != "axis"} for one in changes.medians
        },
        "drift": [asdict(one) for one in changes.drift],
    }


def counts(changes: Changes, findings: pd.DataFrame) -> dict[str, Any]:
    """Findings by what became of them: the open ones by severity, the waived and baselined ones apart."""
    told: dict[str, Any] = {}
    for word in (NEW, REOPENED, PERSISTING):
        told[word] = _count(findings[findings["change"] == word])
    for why, group in changes.gone.groupby("why"):
        told[str(why)] = _count(group)
    fresh = findings[findings["change"] == NEW]
    told["new by other rules alone"] = _count(fresh[fresh["fingerprint"].isin(changes.by_rules)])
    return told


def with_change(findings: pd.DataFrame, changed: Mapping[str, str]) -> pd.DataFrame:
    """The findings with what became of each."""
    return findings.assign(change=findings["fingerprint"].map(dict(changed)).fillna("").astype("str"))


def diff_lines(changes: Changes, findings: pd.DataFrame, names: tuple[str, str], markdown: bool = False) -> list[str]:
    """The changes from one report to another, in lines for a terminal or in Markdown."""
    title, bullet = ("## ", "- ") if markdown else ("", "  ")
    told = counts(changes, findings)
    lines = [f"{title}{_plain(names[0], markdown)} → {_plain(names[1], markdown)}"]
    rules = (
        "" if changes.judged_alike else f" Judged otherwise: {len(changes.changed_rules):,} rules are new or changed."
    )
    lines.append(
        f"{_sum(told[NEW])} new, {_sum(told.get('fixed', {}))} fixed, {_sum(told[PERSISTING])} as before.{rules}"
    )
    for word, count in told.items():
        if _sum(count) and word not in (NEW, PERSISTING, "fixed"):
            lines.append(f"{bullet}{word}: {_words(count)}")
    for one in changes.medians:
        lines.append(
            f"{bullet}median {one.axis}: {_number(one.before)} → {_number(one.after)}; "
            f"on the same entries {_number(one.same_before)} → {_number(one.same_after)}"
        )
    fresh = findings[findings["change"] == NEW]
    for head, frame in (("New", fresh), ("Fixed", changes.fixed)):
        lines += _section(head, _found(frame, markdown), markdown)
    lines += _section("Scores that moved most", _moved(changes.moved, markdown), markdown)
    ids = changes.ids
    merged = [f"{old} → {new}" for old, new in ids.merged.items()]
    groups = (("Added", ids.added), ("Vanished", ids.vanished), ("Merged", merged), ("Not read", ids.unread))
    for head, given in groups:
        lines += _section(f"{head} ids", [_plain(one, markdown) for one in given], markdown)
    return lines


def _section(head: str, rows: list[str], markdown: bool) -> list[str]:
    if not rows:
        return []
    more = [f"and {len(rows) - SHOWN:,} more"] if len(rows) > SHOWN else []
    title, bullet = ("### ", "- ") if markdown else ("", "  ")
    return ["", f"{title}{head} ({len(rows):,})", *(f"{bullet}{row}" for row in (*rows[:SHOWN], *more))]


def _found(frame: pd.DataFrame, markdown: bool) -> list[str]:
    rank = {word: number for number, word in enumerate(_SEVERITIES)}
    ordered = frame.assign(rank=frame["severity"].map(rank)).sort_values(["rank", "entry_id", "rule"], kind="stable")
    columns = (ordered[name].to_list() for name in ("severity", "rule", "entry_id", "entry_name", "field"))
    return [_plain(" ".join(filter(None, row)), markdown) for row in zip(*columns, strict=True)]


def _moved(moved: pd.DataFrame, markdown: bool) -> list[str]:
    """The entries whose scores moved, with the parts of data and rules."""
    rows = []
    for one in moved.to_dict("records"):
        parts = "" if one["data"] != one["data"] else f" (data {one['data']:+.1f}, rules {one['rule']:+.1f})"
        name = _plain(f"{one['entry_id']} {one['entry_name']}".strip(), markdown)
        rows.append(
            f"{name}: {one['axis']} {one['before']:.1f} → {one['after']:.1f}{parts}{'' if one['exact'] else ' ≈'}"
        )
    return rows


def _plain(text: str, markdown: bool) -> str:
    """A text of others, in one line that steers no terminal; in Markdown it cannot become a mark or a tag."""
    line = one_line(" ".join(text.split()))
    if not markdown:
        return line
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+!|~&@$-" else letter for letter in line)


def _run(changes: Changes) -> dict[str, Any]:
    assert changes.previous is not None  # noqa: S101 (asked by the caller)
    told = asdict(changes.previous)
    return told | {"as_of": told["as_of"].isoformat(), "sources": list(told["sources"])}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain data, missing numbers as None."""
    return [
        {str(key): None if value != value else value for key, value in row.items()} for row in frame.to_dict("records")
    ]


def _count(found: pd.DataFrame) -> dict[str, int]:
    open_ = found.loc[found["status"] == "open", "severity"].value_counts()
    told = {severity: int(open_.get(severity, 0)) for severity in _SEVERITIES}
    return told | {status: int((found["status"] == status).sum()) for status in ("waived", "baselined")}


def _sum(count: Mapping[str, int]) -> int:
    return sum(count.values())


def _words(count: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in count.items() if number)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
