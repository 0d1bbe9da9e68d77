"""Read the text of one DrugBank page into the normalised tables."""

import hashlib
from pathlib import Path

from pharmaudit.errors import SourceError
from pharmaudit.model import Damage, Source
from pharmaudit.readers.decoding import decode
from pharmaudit.readers.page import entry
from pharmaudit.readers.page.anchors import cut
from pharmaudit.readers.page.attribution import attribute
from pharmaudit.readers.page.lines import is_page, split_lines
from pharmaudit.readers.page.rows import Builder
from pharmaudit.readers.tables import Tables

MOST_LINES = 200_000
"""The longest pages (12,500 products) have half as many."""


def read_page(path: Path, data: bytes, entry_id: str | None = None) -> Tables:
    """Read one page, which is one entry.

    `entry_id` is used where the page lost its accession number; without it, the id in the file's name. Raises
    SourceError if the text is no DrugBank page.
    """
    decoded = decode(data)
    if max(decoded.text.count("\n"), decoded.text.count("\r")) > MOST_LINES:
        raise SourceError(f"{path}: this is no page of one entry, it has over {MOST_LINES:,} lines; split the file")
    damages = decoded.damages(str(path))
    lines = split_lines(decoded.text)
    if not is_page(lines):
        raise SourceError(
            f"{path}: this is no DrugBank page, it has neither the page's headings nor its stub banner; "
            "give the text of a saved entry page, or name another format"
        )
    builder = Builder(attribute(cut(lines)), lines)
    rows = builder.build(entry_id or entry.id_in_name(path), str(path))
    if builder.columns.get("entry_id") is None:
        reason = "the text has lost the accession number and the file name holds none; give it with --id"
        damages.append(Damage(str(path), reason))
    if "footer" not in {segment.id for segment in builder.reading.page.segments}:
        last = max((line.number for line in lines if line.text), default=1)
        damages.append(Damage(str(path), "the text ends before the page's footer; fields after it are unknown", last))
    source = Source(str(path), "page text", hashlib.sha256(data).hexdigest(), 1)
    return Tables.from_rows(rows, [source], damages)
