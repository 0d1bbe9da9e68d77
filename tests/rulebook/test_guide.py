"""The guide for authors of rules: fresh, and complete for what the loader accepts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pharmaudit.conditions.parse import FUNCTIONS, parse
from pharmaudit.errors import RuleError
from pharmaudit.facts import meanings
from pharmaudit.facts.derived import DERIVED
from pharmaudit.facts.facts import DERIVED_COLUMNS, VIRTUAL
from pharmaudit.kinds.base import condition_complaints
from pharmaudit.readers import tables_page
from pharmaudit.rulebook import docs, guide, load_rulebook
from pharmaudit.rulebook.catalogue_files import Pattern
from pharmaudit.rulebook.contract import untrue
from pharmaudit.rulebook.json_schema import ANY_OF, ONE_OF
from pharmaudit.rulebook.load import known_in
from pharmaudit.yamltext import parse as parse_yaml
from tests.building import ROOT, catalogue, rule_of

PATTERN = "x-code:\n  pattern: '^[0-9]{4}$'\n  source: ours\n  good: ['1234']\n  bad: [a]\n"
VOCABULARY = "about: Ours.\nsource: ours\nvalues: [cold]\n"


def test_the_guide_is_fresh(golden: Callable[[str, str], None]) -> None:
    golden("../../docs/writing_rules.md", guide.page(catalogue()))


def test_the_page_of_tables_is_fresh(golden: Callable[[str, str], None]) -> None:
    golden("../../docs/tables.md", tables_page.page())


def test_everything_that_is_worked_out_is_explained() -> None:
    assert guide.FUNCTIONS.keys() == FUNCTIONS.keys()
    assert meanings.FACTS.keys() == DERIVED.keys()
    assert meanings.TABLES.keys() == VIRTUAL.keys()
    assert meanings.COLUMNS.keys() == {f"{table}.{name}" for table, names in DERIVED_COLUMNS.items() for name in names}


@pytest.mark.parametrize("function", guide.FUNCTIONS)
def test_the_examples_of_functions_are_conditions(function: str) -> None:
    text = guide.FUNCTIONS[function].split("`")[1]
    assert text.startswith(f"{function}(")
    assert parse(text).names
    assert condition_complaints("when", text, "entries", known_in(catalogue())) == []


def test_a_page_says_what_the_facts_of_a_condition_mean() -> None:
    page = docs.page(rule_of("presence", "name", when='core and present(name) and "x" in groups'))
    assert f"    - `core`: {meanings.FACTS['core']}\n" in page + "\n"
    assert page.count("    - `") == 1


def test_choices_of_the_schema_are_keys() -> None:
    from pharmaudit.kinds import KINDS

    for kind, keys in (ONE_OF | ANY_OF).items():
        assert set(keys) <= KINDS[kind].model_fields.keys()


def own(folder: Path, *files: tuple[str, str]) -> Path:
    for name, text in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_patterns_and_vocabularies_of_ones_own(tmp_path: Path) -> None:
    folder = own(tmp_path, ("patterns/ours.yaml", PATTERN), ("vocabularies/shelf.yml", VOCABULARY))
    book, bare = load_rulebook(ROOT / "rules", (folder,)), load_rulebook(ROOT / "rules")
    assert book.catalogue.patterns["x-code"] == "^[0-9]{4}$"
    assert book.catalogue.vocabularies["shelf"] == {"cold"}
    assert (len(book.rules), book.digest == bare.digest) == (len(bare.rules), False)


@pytest.mark.parametrize(
    ("file", "text", "what"),
    [
        (
            "patterns/ours.yaml",
            PATTERN.replace("x-code", "no-data"),
            "ours.yaml:1:1: the pattern 'no-data' is in another",
        ),
        ("vocabularies/group.yaml", VOCABULARY, "group.yaml:1:1: there is a vocabulary 'group' already"),
    ],
)
def test_names_that_are_taken_are_refused(tmp_path: Path, file: str, text: str, what: str) -> None:
    with pytest.raises(RuleError, match=what):
        load_rulebook(ROOT / "rules", (own(tmp_path, (file, text)),))


def test_the_values_of_a_pattern_are_tried() -> None:
    pattern = Pattern(pattern="^[0-9]+$", source="s", good=("1", "a"), bad=("b", "2"))
    told = ["the pattern 'x' does not find its good value 'a'", "the pattern 'x' finds its bad value '2'"]
    assert list(untrue("x", pattern)) == told


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("message: {entry} has none", "begins with {"),
        ('when: "approved" in groups', 'begins with "'),
        ("title: a: b", "holds a colon"),
        ("title: @b", "begins with @"),
    ],
)
def test_a_value_that_wants_quotation_marks(text: str, hint: str) -> None:
    with pytest.raises(RuleError, match=f"f:1:.*; a text that {hint}.* is written in quotation marks"):
        parse_yaml(text + "\n", "f")
