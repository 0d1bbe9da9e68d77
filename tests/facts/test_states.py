"""The state of every cell: what it says, whether its source carries it, whether it applies."""

import pytest

from pharmaudit.facts.facts import Facts
from pharmaudit.model import Source, State
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.tables import Tables, to_frame
from tests.building import catalogue, facts_of


def state(field: str, facts: Facts) -> list[str]:
    found = facts.state(field)
    assert list(found.cat.categories) == [one.value for one in State]
    assert len(found) == facts.size
    return found.astype("str").to_list()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Two hours.", "present"),
        ("None", "present"),  # of a protein binding that is an answer
        (None, "blank"),
        ("", "blank"),
        (" \t\r\n\u00a0", "blank"),
        ("Not Available", "placeholder"),
        ("  not available. ", "placeholder"),
        ("N/A", "placeholder"),
        ("-", "placeholder"),
        ("No pharmacokinetic data available.", "placeholder"),
        ("No pharmacokinetic data available.[A1]", "placeholder"),
        ("Not absorbed.", "absent"),
        ("It is not appreciably metabolized.", "absent"),
        ("Not available in Europe.", "present"),
    ],
)
def test_a_text(value: str | None, expected: str) -> None:
    assert state("half_life", facts_of({"half_life": value})) == [expected]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("description", "Examplamine has been used in trials studying the treatment of Asthma.", "boilerplate"),
        ("indication", "Investigated for use/treatment in asthma.", "boilerplate"),
        ("toxicity", "Investigated for use/treatment in asthma.", "present"),  # a template of that field alone
        ("indication", "Indicated for asthma.", "present"),
    ],
)
def test_a_template_sentence(field: str, value: str, expected: str) -> None:
    assert state(field, facts_of({field: value})) == [expected]


def test_a_scalar() -> None:
    facts = facts_of({"cas_number": "50-78-2"}, {"cas_number": "N/A"}, {"cas_number": ""}, {})
    assert state("cas_number", facts) == ["present", "placeholder", "blank", "blank"]


def test_a_list() -> None:
    facts = facts_of({"links": [{"url": None}]}, {"links": []}, {})
    assert state("links", facts) == ["present", "blank", "blank"]


def test_a_page_says_of_a_list_that_it_is_not_available() -> None:
    said = {"headings": [{"field": "links", "line_number": 3, "value": "Not Available"}]}
    facts = facts_of(said, said | {"links": [{"url": "u"}]}, {}, read_as="page text")
    assert state("links", facts) == ["placeholder", "present", "blank"]


def test_derived_fields() -> None:
    facts = facts_of(
        {"calculated_properties": [{"kind": "SMILES", "value": "CC"}], "articles": [{"citation": "c"}]},
        {"calculated_properties": [{"kind": "SMILES", "value": " "}]},
        {"half_life": "N/A"},
    )
    assert state("smiles", facts) == ["present", "blank", "blank"]
    assert state("references", facts) == ["present", "blank", "blank"]
    assert state("pharmacology_filled", facts) == ["blank", "blank", "blank"]


@pytest.mark.parametrize(
    ("read_as", "field", "expected"),
    [
        ("DrugBank XML", "summary", "unknown"),
        ("page text", "summary", "blank"),
        ("entry card", "summary", "blank"),
        ("DrugBank XML", "trials", "unknown"),
        ("DrugBank XML", "indication", "blank"),
        ("page text", "indication", "blank"),
    ],
)
def test_a_source_that_does_not_carry_the_field_cannot_tell(read_as: str, field: str, expected: str) -> None:
    assert state(field, facts_of({}, read_as=read_as)) == [expected]


def test_a_lost_field_is_unknown_unless_something_stands_there() -> None:
    lost = {"lost_fields": ["half_life", "links"]}
    facts = facts_of(lost, lost | {"half_life": "1 h", "links": [{"url": "u"}]}, lost | {"half_life": "N/A"}, {})
    assert state("half_life", facts) == ["unknown", "present", "placeholder", "blank"]
    assert state("links", facts) == ["unknown", "present", "unknown", "blank"]


def test_a_field_that_does_not_exist_for_the_class() -> None:
    cells = {"type": "biotech", "name": "Autologous example cells"}
    facts = facts_of(cells, cells | {"clearance": "N/A"}, cells | {"clearance": "Slow."}, {}, {"type": None})
    assert facts.classes.to_list() == ["cell therapy"] * 3 + ["small molecule", "unknown"]
    assert state("clearance", facts) == ["not applicable", "not applicable", "present", "blank", "blank"]
    assert state("half_life", facts) == ["blank"] * 5
    assert state("sequences", facts)[0] == "not applicable"


def test_what_does_not_apply_cannot_be_lost() -> None:
    facts = facts_of({"type": "biotech", "name": "Example cells", "lost_fields": ["clearance"]})
    assert state("clearance", facts) == ["not applicable"]


@pytest.mark.parametrize("field", catalogue().fields)
def test_every_field_has_a_state(field: str) -> None:
    assert state(field, facts_of()) == []
    assert len(state(field, facts_of({}, {"entry_id": None, "name": None, "type": None}))) == 2


def carrying(*names: str, origins: tuple[str, ...] = ()) -> Facts:
    """One entry with an indication, whose source carries those names; a further source of it carries `origins`."""
    facts = facts_of({"indication": "For Example."})
    frames = dict(facts.tables.frames)
    if origins:
        frames["origins"] = to_frame(TABLES["origins"], [(0, "other", None, None)])
    sources = [Source("test", "list", "", 1, carries=frozenset(names))]
    sources.append(Source("other", "list", "", 1, carries=frozenset(origins)))
    return Facts(Tables(frames, tuple(sources)), facts.catalogue, facts.as_of)


CARRIED = [
    ("description", ("description",), True),
    ("description", ("name",), False),
    ("targets", ("targets",), True),
    ("targets", ("name",), False),
    ("protein_actions", ("enzymes",), True),
    ("protein_actions", ("name",), False),
    ("targets.organism", ("targets", "targets.organism"), True),
    ("targets.organism", ("targets", "targets.name"), False),
    ("smiles", ("smiles",), True),
    ("smiles", ("calculated_properties",), False),
    ("pharmacology_filled", ("half_life",), True),
    ("pharmacology_filled", ("description",), False),
    ("content", ("description",), True),
    ("references", ("links",), True),
    ("references", ("external_links",), False),
    ("core", ("type", "groups"), True),
    ("core", ("type",), False),
    ("texts", ("description",), False),
    ("source_format", (), True),  # not a thing that a source could have a place for
    ("value", (), True),
]


@pytest.mark.parametrize(("name", "carries", "expected"), CARRIED)
def test_what_a_source_has_a_place_for(name: str, carries: tuple[str, ...], expected: bool) -> None:
    assert carrying(*carries).carried(name).tolist() == [expected]


@pytest.mark.parametrize(
    ("field", "carries", "expected"),
    [
        ("description", ("description",), "blank"),
        ("description", ("unii",), "unknown"),
        ("indication", ("unii",), "present"),  # what stands there is there
        ("synonyms", ("synonyms",), "blank"),
        ("synonyms", ("unii",), "unknown"),
        ("pharmacokinetics_filled", ("half_life",), "blank"),
        ("pharmacokinetics_filled", ("unii",), "unknown"),
        ("inchikey", ("inchikey",), "blank"),
        ("inchikey", ("unii",), "unknown"),
    ],
)
def test_what_a_source_does_not_carry_is_unknown(field: str, carries: tuple[str, ...], expected: str) -> None:
    assert state(field, carrying(*carries)) == [expected]


def test_a_further_source_may_carry_what_the_first_does_not() -> None:
    assert state("description", carrying("unii", origins=("description",))) == ["blank"]
    assert state("description", carrying("unii", origins=("unii",))) == ["unknown"]
