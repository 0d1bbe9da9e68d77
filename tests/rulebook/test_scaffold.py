"""A scaffold is refused until its TODOs are filled in, and needs nothing else."""

import re

import pytest

from pharmaudit.errors import RuleError, UsageError
from pharmaudit.kinds import KINDS, Rule
from pharmaudit.kinds.base import PREFIXES
from pharmaudit.model import Dimension
from pharmaudit.rulebook.contract import complaints
from pharmaudit.rulebook.examples import Examples
from pharmaudit.rulebook.keys import KEYS, first_sentence
from pharmaudit.rulebook.reference import FILE
from pharmaudit.rulebook.rule_file import load_rule
from pharmaudit.rulebook.scaffold import dimension_of, scaffold, trial
from pharmaudit.rulebook.todo import todos
from pharmaudit.yamltext import parse, read
from tests.building import ROOT, catalogue, known

COMMON = {
    "name": "found-by-a-test",
    "title": "Made for a test",
    "section": "identification",
    "message": '"{entry}: {value}"',
    "problem": "None; it is a test.",
    "fix": "Nothing to do.",
    "pass": "{}",
}
FILLED = {
    "presence": {"field": "name", "fail": "{name: null}"},
    "count": {"field": "synonyms", "min": "1", "fail": "{synonyms: []}"},
    "points": {"field": "links.url", "each": "1", "fail": "{links: []}"},
    "format": {"field": "cas_number", "check": "cas-number", "fail": "{cas_number: 50-78-3}"},
    "range": {"field": "average_mass", "max": "5000", "fail": '{average_mass: "9999"}'},
    "vocabulary": {"field": "state", "vocabulary": "physical-state", "fail": "{state: thin}"},
    "unique": {"field": "name", "fail": "{name: Twin, also: [{entry_id: DB99999, name: Twin}]}"},
    "reference": {
        "field": "citation_tags.tag",
        "to": "[articles.ref_id, textbooks.ref_id, links.ref_id, attachments.ref_id]",
        "fail": '{half_life: "Two hours.[A99]"}',
    },
    "symmetric": {
        "field": "drug_interactions.drugbank_id",
        "fail": "{entry_id: DB90001, drug_interactions: [{drugbank_id: DB90001}]}",
    },
    "implies": {"field": "name", "then": "present(name)", "fail": "{name: null}"},
    "compare": {"field": "created", "operator": '"<="', "other": "updated", "fail": "{created: 9999-01-01}"},
    "agree": {
        "field": "comparisons.value",
        "other": "other_value",
        "as": "letters",
        "pass": "{comparisons: [{field: unii, source: a, value: A, other_source: b, other_value: a}]}",
        "fail": "{comparisons: [{field: unii, source: a, value: A, other_source: b, other_value: B}]}",
    },
    "text": {"field": "metabolism", "forbid": "asserted-absence", "fail": "{metabolism: Not metabolised.}"},
    "schema": {"field": "entry_id", "fail": "{created: soon}"},
    "python": {
        "field": "description",
        "function": "describes-itself",
        "pass": "{description: Examplamine is older., also: [{entry_id: DB99998, name: Examplamine older}]}",
        "fail": "{description: Examplamine is an amine., also: [{entry_id: DB99999, name: Examplamine}]}",
    },
}
every_kind = pytest.mark.parametrize("kind", KINDS)


def filled(text: str, values: dict[str, str]) -> str:
    """The scaffold with a value for every TODO; one that is missing stays open."""

    def value(match: re.Match[str]) -> str:
        return match["lead"] + values.get(match["key"], match["todo"])

    return re.sub(r"^(?P<lead>(?:  - )?(?P<key>\w+): )(?P<todo>\"?TODO.*)$", value, text, flags=re.MULTILINE)


@every_kind
def test_a_scaffold_is_yaml_and_refused(kind: str) -> None:
    document = parse(scaffold("XVAL001", kind, "", "0.1.0", Dimension.VALIDITY), "XVAL001.yaml")
    told = list(todos(document))
    assert len(told) >= 7
    assert all(re.match(r"XVAL001\.yaml:\d+:\d+: [\w.]+ is still to be filled in", line) for line in told)
    with pytest.raises(RuleError, match=r"XVAL001\.yaml:\d+:1: name is still to be filled in"):
        load_rule(document, "XVAL001", known())


@every_kind
def test_filling_in_the_todos_completes_it(kind: str) -> None:
    values = COMMON | FILLED[kind]
    document = parse(filled(scaffold("XVAL001", kind, "", "0.1.0", Dimension.VALIDITY), values), "XVAL001.yaml")
    rule = load_rule(document, "XVAL001", known())
    assert list(complaints(rule, document)) == []
    examples = Examples(read(ROOT / "seeds" / "complete_entry.yaml"), catalogue())
    outcomes = list(examples.run(rule, document))
    assert (len(outcomes), [str(outcome) for outcome in outcomes if not outcome.passed]) == (2, [])


@every_kind
def test_each_todo_alone_is_enough_to_refuse_it(kind: str) -> None:
    values = COMMON | FILLED[kind]
    for key in [key for key in values if key != "kind"]:
        rest = {name: value for name, value in values.items() if name != key}
        document = parse(filled(scaffold("XVAL001", kind, "", "0.1.0", Dimension.VALIDITY), rest), "XVAL001.yaml")
        with pytest.raises(RuleError, match=f"{key} is still to be filled in"):
            load_rule(document, "XVAL001", known())


def test_a_name_that_is_given_is_filled_in() -> None:
    text = scaffold("XCOM001", "presence", "no-such-thing", "0.1.0", Dimension.COMPLETENESS)
    assert "\nname: no-such-thing\n" in text
    assert all(len(line) <= 120 for line in text.splitlines())


def test_the_head_has_the_command_and_the_message_is_quoted() -> None:
    text = scaffold("XCOM001", "presence", "", "0.1.0", Dimension.COMPLETENESS, "my rules")
    assert "\n#   pharmaudit rules test --rules 'my rules' --select XCOM001\n" in text
    assert '\nmessage: "TODO a sentence such as {entry} has no indication"\n' in text
    assert trial("XCOM001", "a\nb") == "pharmaudit rules test --rules DIR --select XCOM001"
    assert trial("COM001") == "pharmaudit rules test --select COM001"


def test_every_key_and_every_kind_is_explained() -> None:
    assert KEYS.keys() == Rule.model_fields.keys()
    for kind in KINDS.values():
        assert len(first_sentence(kind)) > 20
        assert kind.__doc__


@pytest.mark.parametrize("dimension", Dimension)
def test_the_letters_of_an_id_are_its_dimension(dimension: Dimension) -> None:
    prefix = PREFIXES[dimension]
    assert dimension_of(f"X{prefix}001") == dimension
    assert dimension_of(f"{prefix}001", built_in=True) == dimension
    with pytest.raises(UsageError, match=f"the id of a rule of your own begins with X: X{prefix}001"):
        dimension_of(f"{prefix}001")
    with pytest.raises(UsageError, match=f"a built-in rule has no X in front: {prefix}001"):
        dimension_of(f"X{prefix}001", built_in=True)


@pytest.mark.parametrize("bad", ["", "X", "XVAL", "XVAL1", "XVAL0001", "xval001", "XVLA001", "../XVAL001", "XVAL001\n"])
def test_what_is_no_id(bad: str) -> None:
    with pytest.raises(UsageError, match=r"is not XCOM, .* and three digits"):
        dimension_of(bad)


def test_a_kind_that_is_not() -> None:
    with pytest.raises(UsageError, match=r"there is no kind 'rang'; .* Did you mean 'range'"):
        scaffold("XVAL001", "rang", "", "0.1.0", Dimension.VALIDITY)


@pytest.mark.parametrize(
    ("examples", "when", "lacking"),
    [
        ("[{pass: {}}, {fail: {name: null}}]", "", []),
        ("[{pass: {}}]", "", ["`fail`"]),
        ("[]", "", ["`pass`", "`fail`"]),
        ("[{pass: {}}, {fail: {name: null}}]", "when: core", ["`not_applicable`, because"]),
    ],
)
def test_a_rule_owes_an_example_of_every_verdict(examples: str, when: str, lacking: list[str]) -> None:
    made = scaffold("XVAL001", "presence", "", "0.1.0", Dimension.VALIDITY).partition("\nexamples:")[0] + "\n"
    text = filled(made, COMMON | FILLED["presence"]) + f"examples: {examples}\n{when}\n"
    document = parse(text, "XVAL001.yaml")
    told = list(complaints(load_rule(document, "XVAL001", known()), document))
    assert len(told) == len(lacking)
    assert all(word in line and line.startswith("XVAL001.yaml:") for word, line in zip(lacking, told, strict=True))


def test_nothing_generated_is_shipped() -> None:
    # but for the reference distribution, numbers alone that no rule gives: test_reference.py says what it may hold
    assert list((ROOT / "rules").rglob("*.json")) == [ROOT / "rules" / FILE]
