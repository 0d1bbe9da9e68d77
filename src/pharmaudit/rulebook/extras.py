"""What an installation or an audit may lack: rules that take it are not run without it, and every report says so."""

from collections.abc import Mapping
from importlib.util import find_spec

from pharmaudit.kinds import Rule
from pharmaudit.readers.lists import NAMES, Lists

EXTRAS: Mapping[str, str] = {"chem": "rdkit"}
"""Extra of the installation -> the module that it brings."""


def missing(rule: Rule) -> str:
    """Why a rule cannot run in this installation, as a sentence without its end; '' if it can."""
    if rule.requires is None or rule.requires not in EXTRAS or find_spec(EXTRAS[rule.requires]) is not None:
        return ""
    return f"needs the extra {rule.requires}: pip install 'pharmaudit[{rule.requires}]'"


def not_given(rule: Rule, lists: Lists) -> str:
    """Why a rule cannot run in this audit, for want of a list, in the same form."""
    if rule.requires not in NAMES or rule.requires in lists:
        return ""
    return f"needs a list: --{rule.requires} FILE"
