"""Where work over parts runs: in this process, or over several. The only code that knows."""

from pharmaudit.engine.local import processes, serial

__all__ = ["processes", "serial"]
