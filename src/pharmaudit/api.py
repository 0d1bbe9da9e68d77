"""The Python interface: what `import pharmaudit` offers."""

from datetime import date
from pathlib import Path
from typing import Any

import pandera.pandas as pandera
from pydantic import TypeAdapter, ValidationError

from pharmaudit.errors import UsageError
from pharmaudit.pipeline import Options, run
from pharmaudit.report import Report
from pharmaudit.resources import data_dir
from pharmaudit.rulebook import load_rulebook
from pharmaudit.rulebook.as_schema import table_schema


def audit(*sources: Path | str, **options: Any) -> Report:
    """Audit files or folders, the bundled seeds where none is given; `options` are the fields of Options.

    Raises RuleError, UsageError or SourceError, each with one sentence.
    """
    try:
        checked = TypeAdapter(Options).validate_python(options)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    return run(sources, checked)


def schema(table: str = "entries", as_of: date | None = None) -> pandera.DataFrameSchema:
    """A pandera schema of a table: columns, shapes, and every rule that the table alone can decide as a named check.

    It accepts any frame with columns of the table; those that it lacks count as blank. Rules of age count from `as_of`,
    by default today. Raises KeyError for a table that does not exist.
    """
    return table_schema(table, load_rulebook(data_dir("rules")), as_of or date.today())
