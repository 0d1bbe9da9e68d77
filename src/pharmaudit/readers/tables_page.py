"""docs/tables.md: every table and column that a reader may fill, made from the layout."""

from collections.abc import Iterator

from pharmaudit.readers.layout import TABLES, Table
from pharmaudit.readers.mapped.mapping import NOT_MAPPED

_HEAD = """# Tables and their columns

Generated from `src/pharmaudit/readers/layout.py`; `make golden` writes it anew.
Every reader fills these tables, rules judge them (`articles.citation`), and [mappings](mappings.md) name them. All
cells are text as it stands in the source. A kind says what form the text must have: an *integer*, a *number*, a *date*
(2024-03-01), or a *boolean* (true or false). Where DrugBank XML keeps each column is in
[xml_elements.md](xml_elements.md). Columns that are worked out are in [writing_rules.md](writing_rules.md).
"""


def page() -> str:
    """All of it as a page in Markdown, a section for each table."""
    return "\n".join([_HEAD, *("\n".join(_section(table)) for table in TABLES.values())])


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    if said := _said(table):
        yield said
    yield from ("", "| column | kind |", "|---|---|")
    yield from (f"| {column.name} | {column.kind} |" for column in table.columns)
    yield ""


def _said(table: Table) -> str:
    if table.name == "entries":
        return "A row for each entry. `source` is filled by the reader: no mapping names it."
    if table.name in NOT_MAPPED:
        return "Readers keep their own books here: no mapping names it."
    if table.nested:
        owners = " or ".join(f"[{owner}](#{owner})" for owner in table.owners)
        return f"Each row belongs to a row of {owners}: no mapping fills it."
    return ""
