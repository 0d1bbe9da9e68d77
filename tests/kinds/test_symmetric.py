"""symmetric: where one entry names another, the other must name it back."""

import pytest

from tests.building import facts_of, rule_of, verdicts


def names(entry_id: str | None, *partners: str | None) -> dict[str, object]:
    return {"entry_id": entry_id, "drug_interactions": [{"drugbank_id": partner} for partner in partners]}


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ([names("A", "B"), names("B", "A")], "pp"),
        ([names("A", "B"), names("B")], "f"),
        ([names("A", "B", "C"), names("B", "A"), names("C", "B")], "pfpf"),
        ([names("A", "Z")], "p"),  # outside of the base: nothing can be said against it
        ([names("A", "A")], "f"),  # itself
        ([names("A", None, "", " "), names("B", "A")], "---f"),
        ([names("A", "B", "B"), names("B", "A")], "ppp"),
        ([names(None, "B"), names("B")], "f"),
        ([names("A", "B"), names("B", "A"), names("B", "A")], "ppp"),  # a duplicated id is one partner
        ([names("A", "B"), names("B"), names("B", "A")], "pp"),
        ([names("A"), names("A", "A")], "f"),
        ([], ""),
    ],
)
def test_verdicts(cards: list[dict[str, object]], expected: str) -> None:
    assert verdicts(rule_of("symmetric", "drug_interactions.drugbank_id"), facts_of(*cards)) == expected


def test_when() -> None:
    facts = facts_of(names("A", "B") | {"groups": ["approved"]}, names("B", "A", "C"), names("C"))
    rule = rule_of("symmetric", "drug_interactions.drugbank_id", when='not ("approved" in groups)')
    assert verdicts(rule, facts) == "-pf"  # a row that is not judged names back all the same
