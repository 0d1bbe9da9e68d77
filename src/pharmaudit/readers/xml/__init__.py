"""Reader of DrugBank XML: entries are cut out of the stream, then walked into rows."""

from pathlib import Path

from pharmaudit.readers.format import Format, Head, Reading
from pharmaudit.readers.streams import opened
from pharmaudit.readers.tables import Tables
from pharmaudit.readers.xml.reader import read_xml

_ROOTS = frozenset({"drugbank", "drugs", "drug"})


def _takes(head: Head) -> bool:
    return head.root in _ROOTS


def _read(path: Path, reading: Reading) -> Tables:
    with opened(path) as stream:
        return read_xml(path, stream, reading.imap)


FORMAT = Format("DrugBank XML", _takes, _read, (".xml",))
