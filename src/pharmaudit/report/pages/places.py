"""Where the page of every entry is: in a file of its own, or in a shard that one page shows; names of field pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pharmaudit.report.pages.words import page_names
from pharmaudit.report.result import Report

PLAIN_ROWS = 500
"""Rows of the worklist that its page shows without JavaScript."""

FILES = 1500
"""Up to so many entries each has a file of its own; of more, only those that the worklist shows without JavaScript."""
SHARD = 100
"""Entries in one shard: a reader loads so many to see one."""
VIEWER = "entry.html"


@dataclass(frozen=True)
class Places:
    """By row number of the entry: the name of its page, and its address from the folder of the site.

    `files` are the row numbers whose page is a file of its own.
    """

    names: tuple[str, ...]
    hrefs: tuple[str, ...]
    files: frozenset[int]

    @property
    def shards(self) -> list[list[int]]:
        """Row numbers, in order of name, a shard after the other; none where every page is a file."""
        if len(self.files) == len(self.names):
            return []
        order = sorted(range(len(self.names)), key=self.names.__getitem__)
        return [order[start : start + SHARD] for start in range(0, len(order), SHARD)]


def places(report: Report) -> Places:
    """Where the pages of a report are."""
    names = page_names(report.entries["entry_id"].tolist())
    few = len(names) <= FILES
    files = frozenset(range(len(names)) if few else report.worklist["entry"].head(PLAIN_ROWS).tolist())
    hrefs = [
        f"entries/{quote(name)}.html" if at in files else f"{VIEWER}#{quote(name)}" for at, name in enumerate(names)
    ]
    return Places(tuple(names), tuple(hrefs), files)


def field_names(report: Report) -> Mapping[str, str]:
    """Name of the page of every field in the folder `fields`, by the name of the field."""
    names = list(report.facts.catalogue.fields)
    return dict(zip(names, page_names(names), strict=True))
