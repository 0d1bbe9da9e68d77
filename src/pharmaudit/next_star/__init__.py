"""The way to the next star: what is worth doing first, if the next star is what one wants, found by exact search."""

from pharmaudit.next_star.ladder import Ladder
from pharmaudit.next_star.plan import Plan, Step

__all__ = ["Ladder", "Plan", "Step"]
