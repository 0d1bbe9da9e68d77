"""How many half-lives of a knowledge base the grammar of quantities reads, and what it makes of them.

    python -m benchmarks.half_lives SOURCE [--show N] [--seed N]

SOURCE is any source that pharmaudit reads. "Read" is a text with a digit (outside citation tags or not) in which at
least one quantity has a unit of time. `--show` prints that many random texts with what was read, to check by eye.
"""

import argparse
import random
import re
import time
from pathlib import Path

from benchmarks.judged import machine
from pharmaudit.checks.pharmacokinetics import half_life_hours, half_lives
from pharmaudit.checks.quantities import Quantity, parse, without_tags
from pharmaudit.checks.units import factor
from pharmaudit.engine import processes
from pharmaudit.readers.format import Reading
from pharmaudit.readers.sources import read_sources


def shown(quantities: list[Quantity]) -> str:
    return "; ".join(f"{q.bound}{q.value:g} [{q.low:g}, {q.high:g}] {q.unit}" for q in quantities) or "nothing"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("source", type=Path)
    options.add_argument("--show", type=int, default=0)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    with processes(2) as imap:
        entries = read_sources([given.source], Reading(None, imap)).entries
    texts = entries["half_life"].dropna()
    texts = texts[texts.str.contains("[0-9]")]
    started = time.process_time()
    parsed = [parse(text) for text in texts]
    spent = time.process_time() - started
    timed = [any(factor(quantity.unit, "h") for quantity in found) for found in parsed]
    outside = [bool(re.search(r"\d", without_tags(text))) for text in texts]
    chosen = [half_lives(text) for text in texts]
    print(machine())
    print(f"{len(texts):,} half-lives with a digit, {sum(outside):,} of them outside citation tags; {spent:.2f} s CPU")
    print(f"read, with a unit of time: {sum(timed):,} ({100 * sum(timed) / len(texts):.1f} %)")
    print(f"of these with a quantity taken for a half-life: {sum(map(bool, chosen)):,}")
    print(f"with one half-life that is sure, in hours: {half_life_hours(texts).notna().sum():,}")
    rows = list(zip(texts, parsed, chosen, strict=True))
    for text, found, taken in random.Random(given.seed).sample(rows, min(given.show, len(rows))):
        print(f"\n{' '.join(without_tags(text).split())}\n  read: {shown(found)}\n  half-lives: {shown(taken)}")


if __name__ == "__main__":
    main()
