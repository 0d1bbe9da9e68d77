"""The rulebook: rule files read, checked, selected, and proved by their own examples."""

from pharmaudit.rulebook.load import Rulebook, load_rulebook
from pharmaudit.rulebook.profile import Profile

__all__ = ["Profile", "Rulebook", "load_rulebook"]
