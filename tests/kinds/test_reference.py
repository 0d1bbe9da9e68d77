"""reference: a value must exist elsewhere, in the knowledge base or within the same entry."""

import pytest

from tests.building import facts_of, known, rule_of, verdicts

CARDS = (
    {
        "entry_id": "DB1",
        "drug_interactions": [{"drugbank_id": id_} for id_ in ("DB2", "DB9", "DB1", None, " ")],
        "articles": [{"ref_id": "A1"}],
    },
    {
        "entry_id": "DB2",
        "drug_interactions": [{"drugbank_id": "DB1"}],
        "half_life": "Two hours.[A1,L2]",
        "links": [{"ref_id": "L2"}],
    },
)


@pytest.mark.parametrize(
    ("field", "keys", "expected"),
    [
        ("drug_interactions.drugbank_id", {"to": ["entries.entry_id"]}, "pfp--p"),
        ("drug_interactions.drugbank_id", {"to": ["entries.entry_id"], "mode": "absent"}, "fpp--f"),
        ("drug_interactions.drugbank_id", {"to": ["entries.entry_id"], "within": "entry"}, "ffp--f"),
        ("drug_interactions.drugbank_id", {"to": ["entries.entry_id"], "within": "entry", "mode": "absent"}, "ppf--p"),
        ("drug_interactions.drugbank_id", {"to": ["prices.unit"]}, "fff--f"),
        ("drug_interactions.drugbank_id", {"to": ["prices.unit"], "mode": "absent"}, "ppp--p"),
        ("drug_interactions.drugbank_id", {"to": ["entries.entry_id"], "coverage": 0.66}, "pfp--p"),
        ("drug_interactions.drugbank_id", {"to": ["entries.entry_id"], "coverage": 0.67}, "------"),
        ("drug_interactions.drugbank_id", {"to": ["entries.entry_id"], "when": 'entry_id == "DB2"'}, "-----p"),
        ("citation_tags.tag", {"to": ["articles.ref_id", "links.ref_id"], "within": "entry"}, "fp"),
        ("citation_tags.tag", {"to": ["articles.ref_id", "links.ref_id"]}, "pp"),
    ],
)
def test_verdicts(field: str, keys: dict[str, object], expected: str) -> None:
    assert verdicts(rule_of("reference", field, **keys), facts_of(*CARDS)) == expected


def test_a_field_of_the_entry() -> None:
    rule = rule_of("reference", "name", to=["synonyms.synonym"], within="entry", mode="absent")
    facts = facts_of({"name": "a", "synonyms": ["a"]}, {"name": "b", "synonyms": ["a"]}, {"name": None})
    assert verdicts(rule, facts) == "fp-"


def test_complaints() -> None:
    assert rule_of("reference", "name", to=["nothing.x", "name"]).complaints(known()) == [
        (("to", 0), "there is no column 'nothing.x'"),
        (("to", 1), "there is no column 'name'"),
    ]
    assert rule_of("reference", "name", to=[]).complaints(known())[0][0] == ("to",)
