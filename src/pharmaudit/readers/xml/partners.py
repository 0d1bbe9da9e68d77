"""The proteins of DrugBank 3.0: listed once, after the entries, and put where entries name them by number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pharmaudit.model import Damage
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.tables import Tables
from pharmaudit.readers.xml import older
from pharmaudit.readers.xml.parsing import Parser
from pharmaudit.readers.xml.splitter import Chunk
from pharmaudit.readers.xml.walk import Walk

_PROTEINS = tuple(name for name, table in TABLES.items() if any(column.name == "partner" for column in table.columns))
_OPEN = re.compile(rb"<partner(?=[\s>])")
_CLOSE = b"</partner>"


@dataclass(frozen=True)
class Partners:
    """The partners of a file: row n of `targets` and of `polypeptides` belongs to partner n."""

    tables: Tables
    walk: Walk

    @classmethod
    def read(cls, chunk: Chunk, parser: Parser) -> "Partners":
        """A malformed partner becomes a Damage; the others go on."""
        walk, damages = Walk(), list[Damage]()
        for piece in _cut(chunk):
            element, found = parser.parse(piece, "a partner")
            damages += found
            if element is not None:
                walk.entry(older.as_target(element), parser.source, piece.line, piece.offset)
        return cls(Tables.from_cells(walk.cells, damages=damages), walk)


def _cut(chunk: Chunk) -> Iterator[Chunk]:
    place, line, counted = 0, chunk.line, 0
    while found := _OPEN.search(chunk.data, place):
        end = chunk.data.find(_CLOSE, found.end())
        place = len(chunk.data) if end < 0 else end + len(_CLOSE)
        line += chunk.data.count(b"\n", counted, found.start())
        counted = found.start()
        yield Chunk(chunk.data[counted:place], chunk.offset + counted, line)


def resolve(tables: Tables, partners: Tables, source: str) -> Tables:
    """The tables with name, organism and polypeptide of its partner in every row that names one."""
    numbers = partners["targets"]["partner"]
    index = pd.Index(numbers.drop_duplicates())
    first = (~numbers.duplicated()).to_numpy().nonzero()[0]  # row of each number
    frames = dict(tables.frames)
    links, unknown = [], 0
    for owner in _PROTEINS:
        frame = tables[owner]
        named = frame["partner"].notna().to_numpy()
        found = index.get_indexer(frame["partner"])
        unknown += int((named & (found < 0)).sum())
        rows = (named & (found >= 0)).nonzero()[0]
        partner = first[found[rows]]
        for column in ("name", "organism"):
            values = frame[column].to_numpy(dtype=object, copy=True)
            told = partners["targets"][column].to_numpy(dtype=object)[partner]
            values[rows] = np.where(pd.isna(values[rows]), told, values[rows])
            frame = frame.assign(**{column: pd.Series(values, frame.index, dtype="str")})
        frames[owner] = frame
        link = {"entry": frame["entry"].to_numpy()[rows], "owner": owner, "parent": rows, "partner": partner}
        links.append(pd.DataFrame(link))
    linked = pd.concat(links, ignore_index=True).sort_values("entry", kind="stable", ignore_index=True)
    _add_polypeptides(frames, partners, linked)
    damages = [*tables.damages, *partners.damages]
    unused = len(numbers) - linked["partner"].nunique()
    if unknown:
        damages.append(Damage(source, f"{unknown} targets name a partner that the file does not list"))
    if unused:
        damages.append(Damage(source, f"{unused} partners are named by no entry, or listed twice; they are left out"))
    return Tables(frames, tables.sources, tuple(damages))


def _add_polypeptides(frames: dict[str, pd.DataFrame], partners: Tables, linked: pd.DataFrame) -> None:
    """Repeat the polypeptide of each partner, and what hangs below it, for every row that names the partner."""
    begin = len(frames["polypeptides"])
    rows = partners["polypeptides"].iloc[linked["partner"]].reset_index(drop=True)
    keys = {key: linked[key] for key in ("entry", "owner", "parent")}
    _append(frames, "polypeptides", rows.assign(**keys))
    repeated = linked[["entry", "partner"]].assign(number=np.arange(len(linked)) + begin)
    for name, table in TABLES.items():
        if table.owners != ("polypeptides",):
            continue
        below = partners[name].rename(columns={"parent": "partner"}).drop(columns="entry")
        rows = repeated.merge(below, on="partner").rename(columns={"number": "parent"})
        _append(frames, name, rows[list(frames[name].columns)])


def _append(frames: dict[str, pd.DataFrame], name: str, rows: pd.DataFrame) -> None:
    rows = rows.astype(frames[name].dtypes.to_dict())
    frames[name] = pd.concat([frames[name], rows], ignore_index=True) if len(frames[name]) else rows
