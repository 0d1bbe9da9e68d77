"""A flat file: named columns of texts, one row for each record, whatever the file was."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pharmaudit.model import Damage

SHOWN = 5
"""How many places of one sort of damage are named; a spoilt file would drown its report."""

LIST = "\x1f"
"""Stands before each value of a cell that is a list already: JSON has lists, and nobody needs to split those."""


@dataclass(frozen=True)
class Flat:
    """The columns of a file that were asked for, as they stand in it; null where a cell is blank.

    A cell that the file holds as a list begins with LIST, and LIST parts its values.

    `lines` are the lines on which the rows begin (from 1); of a file without lines, the numbers of the rows.
    """

    columns: dict[str, pa.Array]
    lines: np.ndarray
    damages: tuple[Damage, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)


def blank_to_null(values: pa.Array) -> pa.Array:
    """Texts as they stand, but null for what is nothing or white space only."""
    blank = pc.equal(pc.utf8_trim_whitespace(values), "")
    return pc.if_else(blank, pa.scalar(None, pa.string()), values)


def texts(values: Sequence[str | None]) -> pa.Array:
    return blank_to_null(pa.array(values, pa.string()))


def damages_at(lines: Sequence[int], path: str, reason: str, loss: bool = False) -> list[Damage]:
    """A damage for each of the first lines, and one that counts the others."""
    found = [Damage(path, reason, line, loss=loss) for line in lines[:SHOWN]]
    if more := lines[SHOWN:]:
        found.append(Damage(path, f"{reason} (and {len(more):,} more lines of this sort)", more[0], loss=loss))
    return found
