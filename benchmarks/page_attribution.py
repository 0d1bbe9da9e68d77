"""How many values of a page reach their heading when lines of one word are lost, on made-up pages.

    python -m benchmarks.page_attribution [--pages N]

Each page has all headings in canonical order, made-up values, and loses a share of its lines of one word: headings,
values, or both. A line of a value is right (in its own field), left (in none, and reported), or wrong; of the wrong
ones only those with high confidence mislead anybody.
"""

import argparse
import random
from collections import Counter

from tests.pages import Outcome, make

LOSSES = (
    ("nothing lost", "any", 0.0),
    ("values of one word, at random", "values", None),
    ("all values of one word", "values", 1.0),
    ("headings of one word, at random", "headings", None),
    ("all headings of one word", "headings", 1.0),
    ("any line of one word, at random", "any", None),
    ("every line of one word", "any", 1.0),
)


def outcomes(what: str, share: float | None, pages: int) -> list[Outcome]:
    """What became of all lines on `pages` pages; `share` None: another share on each page."""
    found: list[Outcome] = []
    for number in range(pages):
        chance = random.Random(number)
        page = make(chance, blank=number % 2 == 0)
        found += page.dropped(chance.random() if share is None else share, chance, what).outcomes()
    return found


def show(title: str, found: list[Outcome]) -> None:
    counts = Counter(one.verdict for one in found)
    misleading = sum(one.verdict == "wrong" and one.confidence == "high" for one in found)
    shares = ", ".join(
        f"{verdict} {100 * counts[verdict] / len(found):6.2f} %" for verdict in ("right", "left", "wrong")
    )
    print(f"{title:40} {len(found):8,} lines: {shares}; wrong with high confidence {misleading}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    pages = parser.parse_args().pages
    everything: list[Outcome] = []
    for title, what, share in LOSSES:
        found = outcomes(what, share, pages // len(LOSSES))
        show(title, found)
        everything += found
    print()
    for case in sorted({one.case for one in everything}):
        show(case, [one for one in everything if one.case == case])
    wrong = Counter((one.owner, one.got, one.confidence) for one in everything if one.verdict == "wrong")
    for (owner, got, confidence), count in wrong.most_common(20):
        print(f"  wrong: {owner} in {got} ({confidence}): {count}")
    left = Counter((one.owner, one.case) for one in everything if one.verdict == "left")
    for (owner, case), count in left.most_common(12):
        print(f"  left: {owner} ({case}): {count}")


if __name__ == "__main__":
    main()
