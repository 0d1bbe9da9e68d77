"""Read one saved page into the normalised tables, through the same builder as the text of a page."""

import hashlib
import re
from pathlib import Path

from pharmaudit.errors import SourceError
from pharmaudit.model import Damage, Source
from pharmaudit.readers.page import entry
from pharmaudit.readers.page.attribution import Attribution
from pharmaudit.readers.page.blocks import Block, Look, Segment
from pharmaudit.readers.page.headings import HEADINGS
from pharmaudit.readers.page.lines import Line
from pharmaudit.readers.page.noise import BANNER
from pharmaudit.readers.page.rows import Builder
from pharmaudit.readers.saved_page.dom import (
    Element,
    id_of_page,
    line_of,
    parse,
    text_of,
    top_level,
    with_class,
    with_id,
)
from pharmaudit.readers.saved_page.fields import ORDER, Found, fields
from pharmaudit.readers.saved_page.text import text_of as seen
from pharmaudit.readers.tables import Tables

_DATE = r"([A-Z][a-z]{2,8} \d{1,2}, \d{4}(?: \d\d:\d\d)?)"
_CREATED = re.compile(rf"(?i:created)\D{{0,12}}?{_DATE}")
_NEXT_PAGE = re.compile(r"(?i)(?<=</html>)\s*<(?=!doctype\s|html[\s>])")
_OF_EVERY_PAGE = frozenset({"title", "name", "drugbank_ids"})
_UPDATED = re.compile(rf"(?i:updated)\D{{0,12}}?{_DATE}")


def read_saved_page(path: Path, data: bytes, entry_id: str | None = None) -> Tables:
    """Read one page, which is one entry.

    The id is the accession number, else that of the canonical link, else `entry_id`, else the one in the file's name.
    Raises SourceError if the page has none of the fields.
    """
    decoded, damages = text_of(str(path), data)
    damages += decoded.damages(str(path))
    text, further = _first_page(decoded.text, str(path))
    root, broken = parse(str(path), text)
    damages += [*further, *broken]
    found = fields(root, str(path)) if root is not None else Found(str(path))
    if root is None or not (found.attributions or found.segments):
        raise SourceError(
            f"{path}: this HTML is from DrugBank, but has none of the fields of an entry's page "
            "(is it a list, or a page that asks to sign in?); save the page of the entry once more, or its text"
        )
    general = [*_banner(root), *_dates(root)]
    _title(found, root)
    if any(line.text.startswith("Drug created") for line in general):
        found.segments.append(Segment("footer", general[-1], len(ORDER) - 1, ()))
    builder = Builder(found.reading(), general)
    rows = builder.build(id_of_page(root, text) or entry_id or entry.id_in_name(path), str(path))
    damages += [*found.damages, *_lacks(found, builder, str(path))]
    return Tables.from_rows(rows, [Source(str(path), "saved page", hashlib.sha256(data).hexdigest(), 1)], damages)


def _first_page(text: str, path: str) -> tuple[str, list[Damage]]:
    """The text of the first page, where another one was put behind it."""
    end = _NEXT_PAGE.search(text)
    if end is None:
        return text, []
    line = text.count("\n", 0, end.end()) + 1
    reason = "another page begins here, and only the first one was read; save each page in a file of its own"
    return text[: end.start()], [Damage(path, reason, line, loss=True)]


def _banner(root: Element) -> list[Line]:
    """The notice as the text of a page has it, whatever its wording is."""
    notice = next(with_class(root, "stub-notice"), None)
    if notice is None:
        return []
    text = seen(notice)
    return [Line(line_of(notice), text if text.startswith(BANNER) else BANNER)]


def _dates(root: Element) -> list[Line]:
    meta = with_id(root, "drug-meta")
    if meta is None:
        meta = next(with_class(root, "drug-meta"), None)
    if meta is None:
        return []
    text = seen(meta)
    created, updated = _CREATED.search(text), _UPDATED.search(text)
    parts = [f"created at {created[1]}" if created else "", f"Updated at {updated[1]}" if updated else ""]
    return [Line(line_of(meta), f"Drug {parts[0] or 'created at an unknown time'} / {parts[1]}")]


def _title(found: Found, root: Element) -> None:
    """The page's title, which is the drug's name."""
    title = next(top_level(root, "h1"), None)
    text = seen(title) if title is not None else ""
    if title is not None and text:
        line = Line(line_of(title), text)
        blocks = [Block(Look.SHORT, (line,), 0)]
        found.attributions["title"] = Attribution(HEADINGS["title"], inferred=True, blocks=blocks)
        found.segments.insert(0, Segment("title", line, 0, ()))


def _lacks(found: Found, builder: Builder, path: str) -> list[Damage]:
    damages = []
    if not found.attributions.keys() - _OF_EVERY_PAGE:
        damages.append(Damage(path, "nothing was read but the name and the id; was it saved before it had loaded?"))
    if found.unknown:
        names = ", ".join(repr(name[:60]) for name in found.unknown[:10])
        reason = f"headings that are not known, with what stands under them ({len(found.unknown)}): {names}"
        damages.append(Damage(path, reason))
    if builder.columns.get("entry_id") is None:
        damages.append(Damage(path, "neither the page nor the file name has an id; give it with --id"))
    if not any(one.id == "footer" for one in found.segments):
        damages.append(Damage(path, "the page ends before its dates; fields that it does not show are unknown"))
    return damages
