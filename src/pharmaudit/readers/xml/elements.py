"""Which element of DrugBank XML lands in which table and column: worked out of what the layout declares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pharmaudit.readers.layout import TABLES, Table
from pharmaudit.readers.xml import older

_TEXT = "(text)"
_PAGE = """# Elements of DrugBank XML and their columns

Generated from `src/pharmaudit/readers/layout.py` and `xml/older.py`; `make golden` writes it anew.
Each element and attribute of the schemas 4.2, 5.0 and 5.1, and of exports of 3.0, that can hold content has its place
here. Elements stand below the element of the row, *(text)* is the row's own text. *older* are forms that the current
schema no longer has: they are read into the same column. An element that is not here is reported as a damage.
"""

_REFERENCES = """## References until 4.x
Text of `general-references` and of `references` of a protein is Textile, one item a line. An item with a PubMed link
becomes a row of `articles` (`pubmed_id`, `citation`), one with an ISBN a row of `textbooks`, one with another link a
row of `links`; every other item stays whole, as the `citation` of an article. `@format` of these elements and the time
of day of `@created` and `@updated` are not kept, nor is `@primary` of an id by which an interaction or a pathway names
another drug.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element or attribute (`path` below `drug`, `list/item/@attribute`) lands."""

    path: str
    table: str
    column: str
    older: bool


def places() -> Mapping[str, Place]:
    """Every path below `drug` that can hold content -> its place. Attributes are `element/@name`."""
    found = {place.path: place for place in _below(TABLES["entries"], "", before=False)}
    for path, into in older.SEQUENCES.items():
        place = found[into]
        found[path] = Place(path, place.table, place.column, older=True)
    return found


def partner_places() -> Mapping[str, Place]:
    """The same below `partner` of 3.0, which becomes the polypeptide of a target."""
    now = {place.path: place for place in _below(TABLES["polypeptides"], "", before=True) if place.path != "@id"}
    found = {path: Place(path, now[into].table, now[into].column, older=True) for path, into in older.PARTNER.items()}
    return now | found | {"@id": Place("@id", "targets", "partner", older=True)}


def _below(table: Table, prefix: str, *, before: bool) -> Iterator[Place]:
    for column in table.columns:
        for source in column.sources:
            path = _joined(prefix, "" if source == "." else source)
            yield Place(path, table.name, column.name, before or source != column.source)
    for child in TABLES.values():
        if table.name in child.owners and child.name != "entries":
            for path in child.paths:
                yield from _below(child, _joined(prefix, path), before=before or path != child.path)
            yield from _textile(child, prefix)


def _textile(child: Table, prefix: str) -> Iterator[Place]:
    """Text of a list of references, which goes into the citations of articles unless a link or ISBN says more."""
    references, *rest = child.path.split("/")
    if references in older.REFERENCES and rest[0] == "articles":
        yield Place(_joined(prefix, references), child.name, "citation", older=True)


def _joined(prefix: str, path: str) -> str:
    return "/".join(filter(None, (prefix, path)))


def page() -> str:
    """All of it as a page in Markdown, a section for each table."""
    parts = [_PAGE]
    for table in TABLES.values():
        if table.path:
            parts.append(_section(table))
    parts.append(_REFERENCES)
    parts.append(_moved("Sequences of an entry in 3.0", "drug", older.SEQUENCES))
    parts.append(_moved("Proteins of 3.0", "partners/partner", older.PARTNER))
    return "\n".join(parts)


def _section(table: Table) -> str:
    owners = " or ".join(f"[{owner}](#{owner})" for owner in table.owners)
    rows = " or ".join(f"`{path}`" for path in table.paths)
    below = "" if table.name == "entries" else f" below the element of {owners}"
    lines = [f"## {table.name}", f"A row for each {rows}{below}.", "", "| element | older | column |", "|---|---|---|"]
    for column in table.columns:
        if column.sources:
            before = ", ".join(_shown(source) for source in column.older)
            lines.append(f"| {_shown(column.source)} | {before} | {column.name} |")
    return "\n".join(lines) + "\n"


def _moved(title: str, row: str, paths: Mapping[str, str]) -> str:
    lines = [f"## {title}", f"Below `{row}`:", "", "| element | is read as |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{path}` | `{into}` |" for path, into in paths.items())]) + "\n"


def _shown(source: str) -> str:
    return f"*{_TEXT}*" if source == "." else f"`{source}`"
