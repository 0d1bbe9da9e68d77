"""The suggestions that were read by eye are still made."""

from benchmarks import evidence
from pharmaudit.readers.tables import Tables


def test_nine_in_ten_were_right() -> None:
    verdicts = evidence.judged()["verdict"]
    assert len(verdicts) == evidence.DRAWN
    assert set(verdicts) == {"right", "wrong"}
    assert (verdicts == "right").sum() >= 90


def test_what_was_judged_is_still_suggested(release: Tables) -> None:
    assert evidence.keys(evidence.judged()) <= evidence.keys(evidence.found(release))
