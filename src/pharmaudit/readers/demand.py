"""A table of demand from outside: two columns, entry id and a number such as page views."""

import csv
import math
from pathlib import Path

from pharmaudit.errors import UsageError
from pharmaudit.model import Damage

DELIMITERS = ",;\t"


def read_demand(path: Path) -> tuple[dict[str, float], tuple[Damage, ...]]:
    """Numbers by entry id, and a damage for each row that says nothing, with its line; the other rows count.

    A first row without a number is a header. Raises UsageError for a file that cannot be read or has no row to use.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UsageError(f"{path}: the demand table cannot be read ({reason}); give a CSV file") from None
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(DELIMITERS, key=first.count))
    values: dict[str, float] = {}
    lines: dict[str, int] = {}
    damages = []
    try:
        for number, row in enumerate(reader):
            cells = [cell.strip() for cell in row]
            complaint = _complaint(cells, lines)
            if complaint is None:
                values[cells[0]], lines[cells[0].lower()] = float(cells[1]), reader.line_num
            elif any(cells) and not (number == 0 and len(cells) == 2 and cells[0] and not _is_number(cells[1])):
                damages.append(Damage(str(path), f"{complaint}; the row is left out", reader.line_num))
    except csv.Error as error:
        raise UsageError(f"{path}:{reader.line_num}: this is no CSV ({error}); give entry_id,value") from None
    if not values:
        raise UsageError(f"{path}: no row gives an entry id and a number; give lines such as DB90001,1200")
    return values, tuple(damages)


def _complaint(cells: list[str], lines: dict[str, int]) -> str | None:
    """What is wrong with a row; None for one that counts. `lines` says where each id, in small letters, stood."""
    if len(cells) != 2:
        return f"a row of demand has two cells, entry_id and value; this one has {len(cells)}"
    entry_id, value = cells
    if not entry_id:
        return "there is no entry id"
    if not _is_number(value) or float(value) < 0:
        return f"{value[:40]!r} is no number of 0 or more"
    if entry_id.lower() in lines:
        return f"{entry_id[:40]} stands on line {lines[entry_id.lower()]} already"
    return None


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
