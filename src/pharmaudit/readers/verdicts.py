"""Verdicts of people on findings: worklists that they filled in (CSV, xlsx), and the file that keeps their verdicts."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pharmaudit.errors import SourceError, UsageError
from pharmaudit.model import Damage
from pharmaudit.readers.decoding import decode
from pharmaudit.readers.formulas import as_it_was
from pharmaudit.readers.mapped.delimited import lines_of
from pharmaudit.readers.streams import UNPACKING, whole
from pharmaudit.readers.waivers import FINGERPRINT, day, is_glob
from pharmaudit.readers.workbook import Sheet, Value, read_workbook
from pharmaudit.yamltext import did_you_mean

CONFIRMED, FALSE_POSITIVE, WONT_FIX = VERDICTS = ("confirmed", "false positive", "won't fix")
KEPT = ("rule", "entry_id", "fingerprint", "verdict", "curator", "date")
"""The columns of the file in which verdicts are kept."""

_SHOWN = 40
Cells = Mapping[str, str]
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Review:
    """What a person says of one finding. `notes` may be '' where it is confirmed; `line` counts from 1."""

    rule: str
    entry_id: str
    fingerprint: str
    verdict: str
    curator: str
    date: date
    notes: str = ""
    line: int = 0

    @property
    def key(self) -> Key:
        """The finding."""
        return self.rule, self.entry_id, self.fingerprint


@dataclass(frozen=True)
class Filled:
    """What a worklist says: reviews, rows that were refused, and how many rows have no verdict yet."""

    reviews: tuple[Review, ...]
    refused: tuple[Damage, ...]
    blank: int


def read_filled(path: Path, rules: Mapping[str, str]) -> Filled:
    """Read a worklist that was filled in: worklist.xlsx, or findings as CSV with the columns of a verdict.

    `rules` has the id of every rule by its id and name. Raises UsageError for a file that is neither.
    """
    reviews, refused, blank = [], [], 0
    for where, line, cells in _filled_rows(path):
        if not cells.get("verdict", "").strip():
            blank += 1
            continue
        told = _review(cells, rules, line)
        if isinstance(told, Review):
            reviews.append(told)
        else:
            refused.append(Damage(where, f"the row is left out: {told}", line))
    return Filled(tuple(reviews), tuple(refused), blank)


def read_kept(path: Path) -> tuple[tuple[Review, ...], tuple[Damage, ...]]:
    """The verdicts that are kept, and a damage for each row that says none. Raises UsageError for another file."""
    rows = list(_csv(path, KEPT))
    told = [(line, _review(cells, {}, line, why=False)) for line, cells in rows]
    bad = [(line, one) for line, one in told if isinstance(one, str)]
    damages = [Damage(str(path), f"the verdict is left out: {one}", line) for line, one in bad]
    return tuple(one for _, one in told if isinstance(one, Review)), tuple(damages)


def together(kept: Iterable[Review], new: Iterable[Review]) -> tuple[Review, ...]:
    """One review for each finding, in order of rule, entry and fingerprint: the latest one; of one day the last."""
    found: dict[Key, Review] = {}
    for one in (*kept, *new):
        if one.key not in found or one.date >= found[one.key].date:
            found[one.key] = one
    return tuple(found[key] for key in sorted(found))


def _review(cells: Cells, rules: Mapping[str, str], line: int, why: bool = True) -> Review | str:
    """The review of a row, or what is wrong with it. Without `rules` any will do, without `why` no reason is asked."""
    given = {name: cells.get(name, "").strip() for name in (*KEPT, "notes")}
    given["verdict"] = " ".join(given["verdict"].lower().replace("\u2019", "'").split())
    when = day(given["date"])
    if complaint := _of_finding(given, rules) or _of_person(given, why):
        return complaint
    if when is None:
        return f"{given['date'][:_SHOWN]!r} is no date; write it as 2026-11-22"
    return Review(
        rule=rules.get(given["rule"], given["rule"]),
        entry_id=given["entry_id"],
        fingerprint=given["fingerprint"],
        verdict=given["verdict"],
        curator=given["curator"],
        date=when,
        notes=given["notes"],
        line=line,
    )


def _of_finding(given: Cells, rules: Mapping[str, str]) -> str:
    """Why a row names no finding; '' if it does."""
    rule, entry_id, fingerprint = given["rule"], given["entry_id"], given["fingerprint"]
    if not rule:
        return "this is not a finding: it names no rule; give the verdict on the sheet of findings"
    if rules and rule not in rules:
        return f"there is no rule {rule[:_SHOWN]!r}{_near(rule, rules)}"
    if not entry_id:
        return "the finding names no entry id, by which it could be found again"
    if is_glob(entry_id):
        return "an id with * or ? in it reads as a pattern; write the waiver by hand"
    if not FINGERPRINT.fullmatch(fingerprint):
        return f"{fingerprint[:_SHOWN]!r} is no fingerprint; leave that column as it was written"
    return ""


def _of_person(given: Cells, why: bool) -> str:
    """What a person did not say, or not in our words; '' where all is well."""
    verdict = given["verdict"]
    if verdict not in VERDICTS:
        words = f"{', '.join(VERDICTS[:2])} or {VERDICTS[2]}"
        return f"{verdict[:_SHOWN]!r} is no verdict, which is {words}{_near(verdict, VERDICTS)}"
    if not given["curator"]:
        return "the curator is missing: say who judged"
    if why and verdict != CONFIRMED and not given["notes"]:
        return "the notes are missing: say why"
    return ""


def _near(word: str, known: Iterable[str]) -> str:
    meant = did_you_mean(word, known).rstrip("?")
    return f".{meant}?" if meant else ""


def _filled_rows(path: Path) -> Iterator[tuple[str, int, Cells]]:
    """Where, line and cells of every row below a header with a column `verdict`."""
    if path.suffix.lower() != ".xlsx":
        yield from ((str(path), line, cells) for line, cells in _csv(path, ("verdict",)))
        return
    tables = [(sheet, rows) for sheet in read_workbook(path) if (rows := _table(sheet)) is not None]
    if not tables:
        raise UsageError(f"{path}: no sheet has a column verdict; give a worklist that pharmaudit wrote")
    for sheet, rows in tables:
        yield from ((f"{path}, sheet {sheet.name}", line, cells) for line, cells in rows)


def _table(sheet: Sheet) -> list[tuple[int, Cells]] | None:
    """The rows below the header; None for a sheet without verdicts. A number in the column date is a day."""
    if not sheet.rows:
        return None
    header = _header([str(cell) for cell in sheet.rows[0][1]])
    if "verdict" not in header:
        return None
    rows: list[tuple[int, Cells]] = []
    for line, cells in sheet.rows[1:]:
        told = dict(zip(header, cells, strict=False))
        if isinstance(when := told.get("date"), float):
            told["date"] = str(sheet.day(when) or when)
        rows.append((line, {name: _text(value) for name, value in told.items()}))
    return rows


def _text(value: Value) -> str:
    return value if isinstance(value, str) else str(int(value) if value.is_integer() else value)


def _csv(path: Path, needs: Sequence[str]) -> Iterator[tuple[int, Cells]]:
    """Line and cells of the rows below the header of a CSV file, apostrophes that disarmed formulas taken off."""
    try:
        text = decode(whole(path)).text
    except (*UNPACKING, SourceError) as error:
        reason = getattr(error, "strerror", None) or str(error).removeprefix(f"{path}: ")
        raise UsageError(f"{path}: the verdicts cannot be read ({reason}); give a CSV file or a workbook") from None
    lines = lines_of(text.replace("\0", ""))
    delimiter = max(",;\t", key=lines[0].count) if lines else ","
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begun = 1
    try:
        header = _header(next(reader, []))
        if lacking := [name for name in needs if name not in header]:
            raise UsageError(f"{path}:1: the header has no column {lacking[0]}; give a file that pharmaudit wrote")
        begun = reader.line_num + 1
        for row in reader:
            if row:
                yield begun, {name: as_it_was(cell) for name, cell in zip(header, row, strict=False)}
            begun = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{path}:{begun}: the row cannot be read ({error}); save the file as CSV anew") from None


def _header(cells: Iterable[str]) -> list[str]:
    return ["_".join(cell.lower().split()) for cell in cells]
