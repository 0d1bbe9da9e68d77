"""Make the reference distribution that ships: how complete the entries of a whole release are, by cohort.

`python -m benchmarks.reference RELEASE "DrugBank 5.1.8" [OUT]` audits it by the default profile as of the day of the
release, and writes `rules/reference.json`: numbers alone, nothing of the content. The name is given, for a file tells
but a part of it (5.1). To be run again whenever rules of completeness change: until then reports say that they have.
"""

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from pharmaudit.pipeline import Options, judged, read, rules_of
from pharmaudit.progress import silent
from pharmaudit.readers.tables import Tables
from pharmaudit.resources import data_dir
from pharmaudit.rulebook.reference import FILE, Distribution, Reference

FEWEST = 2


def reference_of(tables: Tables, name: str, made: date) -> Reference:
    """The distributions of a release, judged on the day that it came out."""
    released = date.fromisoformat(tables.sources[0].released)
    options = Options(as_of=released)
    rulebook, profile = rules_of(options)
    report = judged(tables, rulebook, profile, options, silent)
    assert not report.provenance.crashes, report.provenance.crashes
    score = report.entries["completeness"]
    peers = score.dropna().groupby(report.entries["cohort"])
    return Reference(
        release=name,
        released=released,
        made=made,
        rulebook=rulebook.digest,
        makeup=report.yardstick.makeup,
        all=_distribution(score),
        cohorts={str(name): _distribution(group) for name, group in peers if len(group) >= FEWEST},
    )


def _distribution(score: pd.Series) -> Distribution:
    return Distribution.of(np.asarray(score, dtype=float))


def main() -> None:
    out = Path(sys.argv[3]) if len(sys.argv) > 3 else data_dir("rules") / FILE
    found = reference_of(read([sys.argv[1]], Options()), sys.argv[2], date.today())
    out.write_text(found.model_dump_json() + "\n", encoding="utf-8")
    print(f"{found.title}: {found.all.entries:,} entries, {len(found.cohorts)} cohorts, {out.stat().st_size:,} bytes")
    for name, one in found.cohorts.items():
        low, median, high = (one.completeness[at] for at in (24, 49, 74))
        print(f"{one.entries:7,} {low:6.1f} {median:6.1f} {high:6.1f}  {name}")


if __name__ == "__main__":
    main()
