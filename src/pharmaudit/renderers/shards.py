"""Entry pages many to a file: scripts that hand the pages over to the one page that shows them.

A page opened as a file may load a script that lies beside it, but may not read any other file.
"""

import json
from collections.abc import Sequence
from pathlib import Path

_ESCAPED = str.maketrans({"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write_shard(path: Path, number: int, pages: Sequence[tuple[str, str, str, str]]) -> None:
    """Write pages, each as name, label, title and HTML. Lines that occur in several are written once."""
    places: dict[str, int] = {}
    told = {
        name: [label, title, [places.setdefault(line, len(places)) for line in html.split("\n")]]
        for name, label, title, html in pages
    }
    data = json.dumps([number, list(places), told], ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(f"pharmaudit.shard(...{data.translate(_ESCAPED)})\n".encode("utf-8", "replace"))
