"""Entries that several sources tell of become one: a row filled from all of them, lists from the first that has each.

Everything is worked out on row numbers. The home of a row of `entries` is the row of its principal: of the source that
is believed first among those that tell of the same entry.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from pharmaudit.model import Source
from pharmaudit.readers.comparisons import PROPERTY_TABLES, Comparisons
from pharmaudit.readers.grouping import Mask, Numbers, firsts, groups
from pharmaudit.readers.layout import PROPERTIES, TABLES, Table
from pharmaudit.readers.tables import Tables, to_frame

KEYED: Mapping[str, Callable[[pd.DataFrame], pd.Series]] = {
    "drugbank_ids": lambda frame: frame["primary"].eq("true").fillna(False),
    "external_identifiers": lambda frame: frame["resource"],
    "external_links": lambda frame: frame["resource"],
}
"""Lists that sources may share: each key is told by one of them. Any other list is kept as a whole."""

NOT_SAID = "Not Available"
"""What a page prints where it has nothing."""

_UNIONS = ("origins", "comparisons")
_ITS_OWN = ("line", "offset", "entry_id", "source")
_NOT_IN_XML = {column.name for column in TABLES["entries"].columns if column.source == "-"} | {
    name for name, table in TABLES.items() if not table.path
}


def merge(tables: Tables, belief: Numbers) -> Tables:
    """Make one entry of those that have the same id in different sources.

    `belief` ranks the source of every row of `entries`; 0 is believed first. An id that stands twice in one source is
    left alone in all of them: it would be chance which of the two the others mean.
    """
    home = _homes(tables.entries["entry_id"], belief)
    if (home == np.arange(len(home))).all():
        return tables
    return Tables(_Merging(tables, belief, home).frames(), tables.sources, tables.damages)


def _homes(ids: pd.Series, belief: Numbers) -> Numbers:
    named = ids.str.strip()
    codes, names = pd.factorize(named.where(named != ""))
    order = np.lexsort((belief, codes))
    codes, belief = codes[order], belief[order]
    same = (codes[1:] == codes[:-1]) & (codes[1:] >= 0)
    twice = np.zeros(len(names) + 1, dtype=bool)  # the last one stands for entries without an id
    twice[codes[1:][same & (belief[1:] == belief[:-1])]] = True
    further = np.zeros(len(codes), dtype=bool)
    further[1:] = same
    further &= ~twice[codes]
    home = np.empty(len(codes), dtype=np.int64)
    home[order] = order[np.maximum.accumulate(np.where(further, 0, np.arange(len(codes))))]
    return home


@dataclass(frozen=True)
class _Merging:
    tables: Tables
    belief: Numbers
    home: Numbers

    @cached_property
    def principal(self) -> Mask:
        return np.asarray(self.home == np.arange(len(self.home)))

    @cached_property
    def shared(self) -> Mask:
        """Rows of `entries` whose entry more than one source tells of."""
        return np.asarray(np.bincount(self.home, minlength=len(self.home))[self.home] > 1)

    @cached_property
    def number(self) -> Numbers:
        """Of every row of `entries`, the number of the merged entry."""
        return np.asarray((np.cumsum(self.principal) - 1)[self.home])

    def entry_of(self, table: str) -> Numbers:
        return self.tables[table]["entry"].to_numpy(dtype=np.int64)

    def frames(self) -> dict[str, pd.DataFrame]:
        """All tables of the merged base, with new keys."""
        said, keep = self._said(), self._kept()
        frames, places = {"entries": self._entries(said)}, {"entries": self.number}
        for name, table in TABLES.items():
            if name != "entries":
                frames[name], places[name] = self._renumbered(table, keep.get(name), places)
        told = Comparisons(self.tables, np.where(self.shared, self.home, -1), self.belief).frame(said)
        told["entry"] = self.number[told["entry"].to_numpy(dtype=np.int64)]
        for name, more in (("origins", self._origins()), ("comparisons", told)):
            both = pd.concat([frames[name], more], ignore_index=True) if len(frames[name]) else more
            frames[name] = both.sort_values("entry", kind="stable", ignore_index=True)
        return frames

    def _said(self) -> dict[str, Mask]:
        """Column of `entries` -> which of its cells hold a value."""
        from_page = np.isin(np.arange(len(self.home)), self.entry_of("headings"))  # only pages have headings
        said = {}
        for column in self.tables.entries.columns.drop(list(_ITS_OWN)):
            text = self.tables.entries[column].fillna("").str.strip()
            said[column] = ((text != "") & ~((text == NOT_SAID) & from_page)).to_numpy()
        return said

    def _entries(self, said: Mapping[str, Mask]) -> pd.DataFrame:
        """The rows of the principals; where one has no value, that of the next source that has one."""
        entries, rows = self.tables.entries, np.flatnonzero(self.principal)
        frame = entries.take(rows).reset_index(drop=True)
        for column, told in said.items():
            candidates = np.flatnonzero(told & self.shared)
            chosen = candidates[firsts(self.home[candidates], self.belief[candidates])]
            chosen = chosen[~self.principal[chosen]]
            if len(chosen):
                pick = rows.copy()
                pick[self.number[chosen]] = chosen
                frame[column] = entries[column].take(pick).reset_index(drop=True)
        return frame

    def _origins(self) -> pd.DataFrame:
        """The further sources of each entry, in the order of belief."""
        further = np.flatnonzero(~self.principal)
        further = further[np.lexsort((self.belief[further], self.number[further]))]
        frame = self.tables.entries[["source", "line", "offset"]].take(further).reset_index(drop=True)
        frame.insert(0, "entry", self.number[further])
        return frame.astype(to_frame(TABLES["origins"], []).dtypes.to_dict())

    def _kept(self) -> dict[str, Mask]:
        """Which rows stay: those of the first source that has any, of a list or of a key in it."""
        keep = {"lost_fields": self._still_lost()}
        for name, table in TABLES.items():
            if not (name == "entries" or name in keep or table.nested or name in (*_UNIONS, *PROPERTY_TABLES)):
                frame = self.tables[name]
                keys = KEYED[name](frame) if name in KEYED else pd.Series(0, index=frame.index)
                keep[name] = self._first_told(self.entry_of(name), keys)
        return keep | self._kept_properties()

    def _kept_properties(self) -> dict[str, Mask]:
        """A structure or formula is one statement, whichever of the two tables it stands in."""
        frames = [self.tables[name].assign(name=name) for name in PROPERTY_TABLES]
        both = pd.concat([frame[["entry", "kind", "name"]] for frame in frames], ignore_index=True)
        keys = both["kind"].where(both["kind"].isin(PROPERTIES.values()), both["name"] + " " + both["kind"])
        kept = self._first_told(both["entry"].to_numpy(dtype=np.int64), keys)
        return dict(zip(PROPERTY_TABLES, np.split(kept, [len(frames[0])]), strict=True))

    def _first_told(self, entry: Numbers, keys: pd.Series) -> Mask:
        keep = np.ones(len(entry), dtype=bool)
        rows = np.flatnonzero(self.shared[entry])
        if len(rows):
            group, belief = groups(self.home[entry[rows]], keys.iloc[rows]), self.belief[entry[rows]]
            best = np.full(group.max() + 1, np.iinfo(np.int64).max)
            np.minimum.at(best, group, belief)
            keep[rows] = belief == best[group]
        return keep

    def _still_lost(self) -> Mask:
        """Which lost fields stay so: those that every other source of the entry lost too, or has no place for."""
        entry = self.entry_of("lost_fields")
        lost = self.tables["lost_fields"][["entry", "field"]].assign(home=self.home[entry], row=np.arange(len(entry)))
        told = pd.DataFrame({"source": self.tables.entries["source"], "home": self.home})[self.shared]
        asked = lost.merge(told.reset_index(names="other"), on="home")
        pairs = asked[["source", "field"]].drop_duplicates()
        sources = {source.path: source for source in self.tables.sources}
        places = [_has_place(sources.get(path), field) for path, field in pairs.itertuples(index=False)]
        asked = asked.merge(pairs[np.array(places, dtype=bool)], on=["source", "field"])
        lost_too = pd.MultiIndex.from_frame(lost[["entry", "field"]])
        known = ~pd.MultiIndex.from_frame(asked[["other", "field"]]).isin(lost_too)
        gone = lost["row"].isin(asked["row"][known]) | (self.shared[entry] & lost.duplicated(["home", "field"]))
        return np.asarray(~gone.to_numpy(dtype=bool))

    def _renumbered(
        self, table: Table, keep: Mask | None, places: Mapping[str, Numbers]
    ) -> tuple[pd.DataFrame, Numbers]:
        """The rows that stay, by entry, and of every row its new number (-1: gone)."""
        frame, entry = self.tables[table.name], self.number[self.entry_of(table.name)]
        keys = {"entry": entry}
        if table.nested:
            keys["parent"] = _parents(frame, table.owners, places)
            keep = keys["parent"] >= 0
        rows = np.arange(len(frame)) if keep is None else np.flatnonzero(keep)
        rows = rows[np.argsort(entry[rows], kind="stable")]
        place = np.full(len(frame), -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        same = len(rows) == len(frame) and (rows == np.arange(len(rows))).all()
        kept = frame if same else frame.take(rows).reset_index(drop=True)
        return kept.assign(**{name: key[rows] for name, key in keys.items()}), place


def _parents(frame: pd.DataFrame, owners: tuple[str, ...], places: Mapping[str, Numbers]) -> Numbers:
    parent = frame["parent"].to_numpy(dtype=np.int64)
    moved = np.full(len(frame), -1, dtype=np.int64)
    for owner in owners:
        rows = np.flatnonzero((frame["owner"] == owner).to_numpy())
        moved[rows] = places[owner][parent[rows]]
    return moved


def _has_place(source: Source | None, field: str) -> bool:
    if source is None or source.carries is not None:
        return source is None or field in (source.carries or ())
    return source.format != "DrugBank XML" or field not in _NOT_IN_XML
