"""The command line: options in, exit codes out. Every heavy import waits until its command runs."""

from pharmaudit.cli.main import main

__all__ = ["main"]
