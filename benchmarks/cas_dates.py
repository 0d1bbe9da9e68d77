"""How well CAS numbers that a spreadsheet turned into dates are found and restored, by the rule VAL103.

    python -m benchmarks.cas_dates FOLDER

FOLDER holds vocabulary/ with a clean release of the DrugBank vocabulary and two damaged public copies of older ones,
and ids/cas_pairs.csv with damaged CAS numbers of other data sets and what they were.
"""

import argparse
from collections import Counter
from pathlib import Path

import pandas as pd

from benchmarks.judged import failing, machine, rules, table
from pharmaudit.model import RepairStatus

(VAL103,) = rules("VAL103")
DAMAGED = {
    "vocabulary_2021_semicolon_spreadsheet_dates.csv": {"sep": ";", "skiprows": 1},
    "vocabulary_2020_spreadsheet_dates_us.csv": {},
}


def told(title: str, dates: pd.Series, true: pd.Series) -> None:
    """Print what the rule says of values of which the true ones are known, on the same index."""
    found = dates[failing("entries.cas_number", dates.to_list(), [VAL103])["VAL103"]]
    repairs = {name: VAL103.repair(value) for name, value in found.items()}
    counts: Counter[str] = Counter()
    for name, repair in repairs.items():
        if repair.status is RepairStatus.CERTAIN:
            counts["certain and right" if repair.values == (true[name],) else "certain and WRONG"] += 1
        elif repair.values:
            counts["true one among the candidates" if true[name] in repair.values else "true one NOT a candidate"] += 1
        else:
            counts["no repair"] += 1
    print(f"{title}: {len(found)} of {len(dates):,} values are dates; {dict(counts)}")


def cas(path: Path, **layout: str | int) -> pd.Series:
    rows = table(path, **layout).set_index("DrugBank ID")
    return rows.loc[rows["CAS"] != "", "CAS"]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    folder: Path = options.parse_args().folder
    print(machine())
    clean = cas(folder / "vocabulary" / "vocabulary_5.1.10_clean.csv")
    told("clean vocabulary", clean, clean)
    for name, layout in DAMAGED.items():
        told(name, cas(folder / "vocabulary" / name, **layout), clean)
    pairs = table(folder / "ids" / "cas_pairs.csv")
    told("damaged elsewhere", pairs["invalid"], pairs["corrected"])


if __name__ == "__main__":
    main()
