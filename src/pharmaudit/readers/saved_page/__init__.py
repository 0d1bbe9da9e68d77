"""Reader of a DrugBank page saved as HTML by a browser or a program (structure of the site since 2020)."""

import re
from pathlib import Path

from pharmaudit.readers.format import HEAD, Format, Head, Reading
from pharmaudit.readers.saved_page.reader import read_saved_page
from pharmaudit.readers.streams import whole
from pharmaudit.readers.tables import Tables

_SIGNS = re.compile(
    r"""(?i)<link[^>]{0,300}drugbank\.(?:com|ca)/drugs/DB\d{5}"""
    r"""|saved from url=\(\d+\)https?://[\w.]*drugbank\.(?:com|ca)/drugs/DB\d{5}"""
    r"""|id\s*=\s*["']?drug-meta\b|class\s*=\s*["'][^"'<>]{0,200}\bstub-notice\b"""
    r"""|<dt[^>]{0,300}\bid\s*=\s*["']?(?:drugbank-)?accession-number\b"""
)


def _takes(head: Head) -> bool:
    if head.root.lower() != "html":
        return False
    if _SIGNS.search(head.text):
        return True
    # styles and scripts before the first field may be longer than the part that every format is shown
    return len(head.data) >= HEAD and _SIGNS.search(whole(head.path).decode("latin-1")) is not None


def _read(path: Path, reading: Reading) -> Tables:
    return read_saved_page(path, whole(path), reading.entry_id)


FORMAT = Format("saved page", _takes, _read, (".html", ".htm", ".xhtml"))

__all__ = ["FORMAT", "read_saved_page"]
