"""Evidence on hand in a whole release: numbers per kind, and the sample that was read by eye, drawn again.

`python -m benchmarks.evidence RELEASE.xml.xz`; the verdicts stand in `evidence_judged.csv`, without the sentences.
"""

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from pharmaudit.engine import serial
from pharmaudit.evidence import suggestions
from pharmaudit.facts.facts import Facts
from pharmaudit.readers.format import Reading
from pharmaudit.readers.sources import read_sources
from pharmaudit.readers.tables import Tables
from pharmaudit.resources import data_dir
from pharmaudit.rulebook.catalogue_files import load_catalogue

JUDGED = Path(__file__).with_name("evidence_judged.csv")
KEYS = ["entry_id", "field", "source_field", "item", "start", "end", "word_start", "value"]
SEED, DRAWN = 20, 100


def found(tables: Tables) -> pd.DataFrame:
    """All suggestions of a release, with the id of the entry in front."""
    table = suggestions(Facts(tables, load_catalogue(data_dir("rules"))[0], date(2026, 1, 1)))
    table.insert(0, "entry_id", tables.entries["entry_id"].to_numpy()[table["entry"]])
    return table


def sample(table: pd.DataFrame) -> pd.DataFrame:
    """The suggestions that were read: drawn without replacement, in the order of the table."""
    drawn = np.random.default_rng(SEED).choice(len(table), min(DRAWN, len(table)), replace=False)
    return table.iloc[np.sort(drawn)].reset_index(drop=True)


def judged() -> pd.DataFrame:
    """The table of verdicts."""
    return pd.read_csv(JUDGED, dtype="str", keep_default_na=False)


def keys(table: pd.DataFrame) -> set[tuple[str, ...]]:
    """What suggestions are recognised by, as text."""
    return set(table[KEYS].astype("str").itertuples(index=False, name=None))


def main() -> None:
    table, verdicts = found(read_sources([Path(sys.argv[1])], Reading(None, serial))), judged()
    print(table.groupby(["field", "kind", "source_field"]).size().to_string())
    print(f"{len(table):,} suggestions in {table['entry'].nunique():,} entries")
    drawn = keys(sample(table))
    print(f"drawn again and in the table of verdicts: {len(drawn & keys(verdicts))} of {len(verdicts)}")
    print(f"right: {(verdicts['verdict'] == 'right').sum()} of {len(verdicts)}")


if __name__ == "__main__":
    main()
