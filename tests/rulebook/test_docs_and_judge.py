"""The pages of the rules, and that no rule's crash costs another."""

import numpy as np
import pandas as pd
import pytest

from pharmaudit.facts.facts import Facts
from pharmaudit.kinds.presence import Presence
from pharmaudit.rulebook.docs import page, pages
from pharmaudit.rulebook.judge import judge
from tests.building import facts_of, rule_of, verdicts


class Crashing(Presence):
    """A rule that raises where it is told to."""

    where: str
    error: type[BaseException] = ZeroDivisionError

    def values(self, facts: Facts) -> pd.Series:
        return self._may_crash("values", super().values(facts))

    def applicable(self, values: pd.Series, facts: Facts) -> np.ndarray:
        return self._may_crash("applicable", super().applicable(values, facts))

    def holds(self, values: pd.Series, facts: Facts) -> pd.Series:
        return self._may_crash("holds", super().holds(values, facts))

    def _may_crash(self, where: str, result):  # type: ignore[no-untyped-def]
        if where == self.where:
            raise self.error("on purpose")
        return result


def crashing(where: str, error: type[BaseException] = ZeroDivisionError) -> Crashing:
    keys = rule_of("presence", "name").model_dump() | {"id": "VAL998", "where": where, "error": error}
    return Crashing.model_validate(keys)


@pytest.mark.parametrize("where", ["values", "applicable", "holds"])
@pytest.mark.parametrize("error", [ZeroDivisionError, KeyError, RecursionError, MemoryError, NotImplementedError])
def test_a_rule_that_crashes_costs_no_other(where: str, error: type[BaseException]) -> None:
    facts, seen = facts_of({}, {"name": None}), []
    good = rule_of("presence", "name")
    found = judge([good, crashing(where, error), good], facts, lambda: seen.append(1))
    assert [verdict.rule for verdict in found.verdicts] == [good, good]
    assert [(crash.rule, crash.reason.partition(":")[0]) for crash in found.crashes] == [("VAL998", error.__name__)]
    assert "on purpose" in found.crashes[0].reason
    assert len(seen) == 3
    assert verdicts(good, facts) == "pf"


def test_a_condition_that_crashes_is_told_too() -> None:
    found = judge([rule_of("presence", "name", when="name > 3")], facts_of({}), lambda: None)
    assert found.verdicts == ()
    assert found.crashes[0].rule == "VAL999"


def test_a_defect_that_another_rule_tells_better_is_told_once() -> None:
    facts = facts_of({"name": None}, {"name": "x"}, {"name": "Anna"})
    wide = rule_of("range", "name", of="length", min=2, covered_by=["VAL998"], id="VAL997")
    filled = rule_of("presence", "name", id="VAL998")
    short = rule_of("range", "name", of="length", min=3, id="VAL998")
    for better, expected in ((filled, "-fp"), (short, "--p"), (short.model_copy(update={"status": "preview"}), "-fp")):
        [found, other] = judge([wide, better], facts, lambda: None).verdicts
        assert "".join("-" if one is pd.NA else "p" if one else "f" for one in found.passed) == expected
        assert len(other.failing) == 1
    assert verdicts(wide, facts) == "-fp"


def test_an_interrupt_is_no_crash() -> None:
    with pytest.raises(KeyboardInterrupt):
        judge([crashing("holds", KeyboardInterrupt)], facts_of({}), lambda: None)


def test_a_page_says_what_a_curator_should_know() -> None:
    rule = rule_of(
        "count",
        "links",
        min=2,
        when="core",
        tags=["doi"],
        references=["https://example.org"],
        examples=[{"pass": {}}, {"fail": {"links": []}}, {"not_applicable": {"name": "a `b`"}}],
    )
    text = page(rule)
    for line in (
        "# VAL999 made-for-a-test",
        "None; it is a test.",
        "Nothing to do.",
        "- kind: `count`",
        "- field: `links`",
        "- when: `core`",
        "- min: `2`",
        "error · confidence high · validity · identification · about 1 min each · active since 0.1.0 · tags: doi",
        "### Passes",
        "The complete entry as it is.",
        "### Fails\n\n```yaml\nlinks: []\n```",
        "### Not applicable\n\n```yaml\nname: a `b`\n```",
        "ignore: [VAL999]",
        "- https://example.org",
    ):
        assert f"\n{line}\n" in f"\n{text}", line
    assert text.endswith("\n")
    assert "\n\n\n" not in text


def test_every_rule_has_a_page_and_a_line_of_the_index() -> None:
    rules = [rule_of("presence", "name", id=f"VAL10{number}") for number in range(3)]
    found = pages(rules)
    assert list(found) == ["README.md", "VAL100.md", "VAL101.md", "VAL102.md"]
    assert all(f"[{rule.id}]({rule.id}.md)" in found["README.md"] for rule in rules)
