"""pharmaudit audits a drug knowledge base: what every entry has, lacks and does not need.

import pharmaudit as pa

report = pa.audit("drugbank.xml.zip")    # an immutable Report: .entries, .findings (pandas), .entry(id), .write(dir)
schema = pa.schema("entries")            # a pandera schema with rules as named checks
"""

from typing import TYPE_CHECKING, Any

from pharmaudit.version import __version__

__all__ = ["__version__", "audit", "schema"]

if TYPE_CHECKING:
    from pharmaudit.api import audit, schema


def __getattr__(name: str) -> Any:
    """Import the API when it is first asked for, so that the command line answers at once."""
    if name in ("audit", "schema"):
        from pharmaudit import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
