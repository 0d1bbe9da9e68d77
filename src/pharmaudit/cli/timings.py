"""How long each rule took, for the terminal only: a report must come out the same however fast the machine is."""

import time
from collections.abc import Sequence

from pharmaudit.progress import Tell

SHOWN = 20


class Stopwatch:
    """Passes on what a run tells of itself, and notes the milliseconds of each step of the judging.

    What several rules share, such as a table worked out for them, is on the account of the first that asks for it.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._since = 0.0
        self.milliseconds: list[float] = []

    def __call__(self, what: str, done: int, of: int) -> None:
        self._tell(what, done, of)
        if what == "judging":
            now = time.perf_counter()
            if done:
                self.milliseconds.append(1000 * (now - self._since))
            self._since = now

    def told(self, rules: Sequence[str]) -> str:
        """The slowest rules, one a line; `rules` are the ids in the order in which they were judged."""
        pairs = sorted(zip(self.milliseconds, rules, strict=True), key=lambda pair: (-pair[0], pair[1]))
        lines = [f"{milliseconds:>9,.0f} ms  {rule}" for milliseconds, rule in pairs[:SHOWN]]
        more = [f"and {len(pairs) - SHOWN:,} faster rules"] if len(pairs) > SHOWN else []
        return "\n".join([*lines, *more, f"{sum(self.milliseconds):>9,.0f} ms  in all"])
