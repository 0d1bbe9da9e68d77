"""The first ten of the worklist of a whole release, with their factors, and what a pharmacologist says to each.

`python -m benchmarks.top_ten RELEASE [OUT]` audits it as of the day of the release and writes `docs/top_ten.md`. Names
and numbers alone; the sentences are ours. An entry that has none yet is to be looked at.
"""

import sys
from datetime import date
from pathlib import Path

from pharmaudit.pipeline import Options, judged, read, rules_of
from pharmaudit.progress import silent
from pharmaudit.report import Report

TOP, SHARE_OF = 10, 100
OUT = Path(__file__).resolve().parents[1] / "docs" / "top_ten.md"
SAID = {
    "DB04339": "Sense: a mucolytic sold without prescription in much of Europe and Asia, and nobody says how it works.",
    "DB09259": "In part: a heparin for injection needs its half-life; a mixture of chains has no SMILES to write.",
    "DB05057": "In part: a mucolytic in wide use outside the USA needs its half-life; a protein target it hardly has.",
    "DB04824": "Doubtful: a laxative taken off most markets for its risk; readers ask for that, not for a half-life.",
    "DB12867": "Sense: one of the most potent antipsychotics, in daily use in Germany, without an indication.",
    "DB12877": "Sense: an antihistamine for children and adults in Europe and Asia, without an indication.",
    "DB12407": "Sense: a contrast medium that radiology gives every day, without an indication.",
    "DB12523": "Sense: an antihistamine with warnings about the heart rhythm, without an indication.",
    "DB08329": "Sense: a first choice in a common epilepsy of childhood, with interactions, and the entry is empty.",
    "DB06174": "Sense: a cough remedy sold without prescription in many countries, without an indication.",
}


def audited(path: str) -> Report:
    """The report of a release, as of the day on which it came out."""
    tables = read([path], Options())
    options = Options(as_of=date.fromisoformat(tables.sources[0].released))
    return judged(tables, *rules_of(options), options, silent)


def page(report: Report) -> str:
    """The page, in Markdown."""
    queue, wanted = report.worklist, report.demand
    parts = list(wanted.parts)
    head = ["rank", "id", "name", "priority", "demand", *parts, "role", "completeness", "target", "deficit", "safety"]
    lines = [
        f"| {' | '.join([*head, 'minutes', 'fields to write'])} |",
        "|--:|---|---|" + "--:|" * (len(head) - 2) + "---|",
    ]
    for row in queue.head(TOP).to_dict("records"):
        at = row["entry"]
        factors = [f"{wanted.parts[name][at]:.2f}" for name in parts]
        role = "1" if wanted.role is None else f"{wanted.role[at]:.2f}"
        cells = [row["rank"], row["entry_id"], row["name"], row["priority"], row["demand"], *factors, role]
        cells += [row[name] for name in ("completeness", "target", "deficit", "safety", "minutes", "fields")]
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    said = [
        f"- **{row['name']}** ({row['entry_id']}). {SAID.get(row['entry_id'], 'Not looked at yet.')}"
        for row in queue.head(TOP).to_dict("records")
    ]
    experimental = int(queue.head(SHARE_OF)["cohort"].str.startswith("experimental").sum())
    source = report.provenance.sources[0]
    return (
        "\n".join(
            [
                "# The first ten of the worklist",
                f"DrugBank of {source.released}, {len(report.entries):,} entries; the queue has {len(queue):,}. By",
                "`python -m benchmarks.top_ten RELEASE.xml.xz`. What the factors mean: [the worklist](worklist.md).",
                *([f"This export does not tell: {', '.join(wanted.unknown)}."] if wanted.unknown else []),
                "",
                *lines,
                "",
                "## Does it make sense?",
                *said,
                "",
                f"Of the first {SHARE_OF}, {experimental} are experimental: ligands of crystals do not flood it.",
            ]
        )
        + "\n"
    )


def main() -> None:
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else OUT
    out.write_text(page(audited(sys.argv[1])), encoding="utf-8")
    print(out.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
