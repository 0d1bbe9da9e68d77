"""Reader of the text of a DrugBank page, also of copies that lost lines."""

from pathlib import Path

from pharmaudit.readers.format import Format, Head, Reading
from pharmaudit.readers.page.lines import looks_like_page
from pharmaudit.readers.page.reader import read_page
from pharmaudit.readers.streams import whole
from pharmaudit.readers.tables import Tables


def _takes(head: Head) -> bool:
    return not head.root and "\0" not in head.text and looks_like_page(head.text)


def _read(path: Path, reading: Reading) -> Tables:
    return read_page(path, whole(path), reading.entry_id)


FORMAT = Format("page text", _takes, _read, (".txt",))
