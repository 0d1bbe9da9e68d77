"""A progress bar on a terminal; nothing in CI, in a pipe, or where quiet was asked for."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pharmaudit.progress import Tell, silent


@contextmanager
def progress(quiet: bool) -> Iterator[Tell]:
    """What to tell of each step: its name, how many are done, of how many (0: not known)."""
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def tell(what: str, done: int, of: int) -> None:
            bar.update(task, description=what, completed=done, total=of or None)

        yield tell
