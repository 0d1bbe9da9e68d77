"""What an installation may lack: rules that take an extra are not run without it, and every report says so."""

from collections.abc import Mapping
from importlib.util import find_spec

from pharmaudit.kinds import Rule

EXTRAS: Mapping[str, str] = {"chem": "rdkit"}
"""Extra of the installation -> the module that it brings."""


def missing(rule: Rule) -> str:
    """Why a rule cannot run in this installation, as a sentence without its end; '' if it can."""
    if rule.requires is None or find_spec(EXTRAS[rule.requires]) is not None:
        return ""
    return f"needs the extra {rule.requires}: pip install 'pharmaudit[{rule.requires}]'"
