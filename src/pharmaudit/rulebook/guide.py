"""docs/writing_rules.md: everything that the author of a rule may write, made from what the loader accepts."""

from collections.abc import Iterable, Iterator, Mapping

from pydantic.fields import FieldInfo

from pharmaudit.checks import CHECKS
from pharmaudit.facts import meanings
from pharmaudit.facts.catalogue import Catalogue
from pharmaudit.facts.derived import NUMBERS, TRUTHS
from pharmaudit.facts.facts import REQUIRES, VIRTUAL
from pharmaudit.kinds import KINDS, Rule
from pharmaudit.kinds.functions import FUNCTIONS as JUDGING
from pharmaudit.rulebook.keys import KEYS, first_sentence

FUNCTIONS: Mapping[str, str] = {
    "len": "`len(name) > 60`: characters of a text, rows of a list field",
    "lower": '`lower(state) == "solid"`: the text in lower case',
    "number": "`number(average_mass) > 900`: the text as a number; a comparison is false where it is none",
    "present": "`present(indication)`: the field holds something that informs, an asserted absence, or a template",
    "blank": "`blank(unii)`: nothing, or white space only; a placeholder is not blank",
    "state": '`state(toxicity) == "placeholder"`: the name of the field\'s state',
    "matches": '`matches(name, "no-data")`: the named pattern is found in the text, or in any row of `table.column`',
}
"""Function of conditions -> an example of it, and what it gives."""

_HEAD = """# Writing rules

Generated from the models that read rule files; `make golden` writes it anew.
A rule is one YAML file. `pharmaudit rules new XCOM001 --out mine` begins one, `pharmaudit rules test --rules mine`
tries its examples, `pharmaudit audit drugs.xml --rules mine` runs it beside the [built-in rules](rules/README.md). To
accept one finding of one entry is not possible yet: `--ignore`, a profile or `when` keep a whole rule off.
"""

_CONDITIONS = """## Conditions
`when` and `then` are conditions: a closed language that looks like Python and never is run by it.

- Names: a field of the entry (below), a fact (below), a table; over rows also the columns of the row, which go first.
- Constants: texts in quotation marks, numbers, `True` and `False`.
- `and`, `or`, `not`, round brackets; `==`, `!=`, `<`, `<=`, `>`, `>=`; no chains: write `a < b and b < c`.
- `type in ["biotech", "small molecule"]`: the field is one of the constants.
- `"approved" in groups`: some row of the list has it in its first column; `"CYP3A4" in enzymes.cyp` names another.
- A list field counts its rows: `synonyms >= 2`, `groups == 0`. Alone it is true where it has a row: `atc_codes`.
- A text alone is neither true nor false: ask `present(...)`, or compare it. Texts and numbers are not compared.
- A blank value makes every comparison with it false, `!=` and `not in` too; `not (state == "solid")` is true of it.

In YAML the whole condition stands in quotation marks where it begins with one: `when: '"approved" in groups'`.

A source may have no place for what a condition asks (a list of names has none for groups). That is neither true nor
false but *unknown*: `and`, `or` and `not` carry it on, and an entry for which the whole is unknown is not applicable.
`state(...)` alone answers even then: it gives `unknown`. The states are `present`, `placeholder`, `boilerplate`,
`blank`, `absent` (asserted: \"not metabolised\"), `not applicable` and `unknown`.
"""

_MORE = """## Findings, and rules that speak of each other
- `per: entry` makes one finding of all failed rows of an entry, `per: value` one of those with the same value.
- `covered_by: [XVAL002]` names rules over the same table that say more: where one fails, this one does not apply.
- `requires: chem` (or `retractions`, `doi-cache`, `listed`): without it the rule is not run; reports say so.
- `axis: none` is a hint that costs no points; else a rule counts for the score of its dimension.
- `tags: [doi]` lets `--select tag:doi` choose it. Tags of your own are free.

## Changing a rule that there is
A file in your folder with `extends` and what changes is an overlay. It may change severity, confidence, effort, status,
`when` and the keys of the kind; one overlay for each rule. A profile does the same for many rules at once.

```yaml
extends: COM201
severity: warning
```

## Patterns and vocabularies of your own
In your folder, `patterns/*.yaml` holds named RE2 expressions and `vocabularies/NAME.yaml` a closed list each. Names
that are taken are refused. `rules test` tries the good and bad values: a pattern must be found in the good ones alone.

```yaml
# mine/patterns/ours.yaml
stock-number:
  pattern: '[0-9]{4}-[A-Z]'
  source: our stock system
  good: [1234-A]
  bad: [1234A]
```

```yaml
# mine/vocabularies/shelf.yaml
about: Shelves of the store.
source: our stock system
values: [cold, dry]
```
"""


def page(catalogue: Catalogue) -> str:
    """All of it as a page in Markdown."""
    fields = [f"| {one.name} | {one.label} | {one.kind} | {one.section} |" for one in catalogue.fields.values()]
    parts = [
        _HEAD,
        "## Keys of every rule\n" + _rows("key", KEYS),
        "## Kinds\n" + "\n".join(_kinds()),
        _CONDITIONS,
        "### Functions\n" + "\n".join(f"- {told}" for told in FUNCTIONS.values()) + "\n",
        "### Facts of an entry\n" + _rows("fact", {_sorted(name): told for name, told in meanings.FACTS.items()}),
        "## Tables that are worked out\n"
        + _rows("table", {_table(name): told for name, told in meanings.TABLES.items()}),
        "### Columns that are worked out\n" + _rows("column", meanings.COLUMNS),
        "All other tables and columns are in [tables.md](tables.md).\n",
        _MORE,
        "\n".join(["## Fields", "| field | label | kind | section |", "|---|---|---|---|", *fields, ""]),
        "## Names that rules may give",
        _named("Checks", CHECKS),
        _named("Patterns", catalogue.patterns),
        _named("Vocabularies", catalogue.vocabularies),
        _named("Functions of `python` rules", JUDGING),
    ]
    return "\n".join(parts) + "\n"


def _kinds() -> Iterator[str]:
    for name, kind in KINDS.items():
        own = [_key(info.alias or key, info.is_required()) for key, info in _own(kind)]
        keys = f" Keys: {', '.join(own)}." if own else ""
        yield f"### {name}\n{first_sentence(kind)[:1].upper()}{first_sentence(kind)[1:]}{keys}\n"
        yield " ".join((kind.__doc__ or "").split()) + "\n"


def _own(kind: type[Rule]) -> list[tuple[str, FieldInfo]]:
    return [(key, info) for key, info in kind.model_fields.items() if key not in Rule.model_fields]


def _key(name: str, required: bool) -> str:
    return f"`{name}` (required)" if required else f"`{name}`"


def _sorted(name: str) -> str:
    return f"{name} (number)" if name in NUMBERS else f"{name} (truth)" if name in TRUTHS else name


def _table(name: str) -> str:
    columns = ", ".join(VIRTUAL[name])
    return f"{name} ({columns}; `requires: {REQUIRES[name]}`)" if name in REQUIRES else f"{name} ({columns})"


def _rows(head: str, told: Mapping[str, str]) -> str:
    return "\n".join(
        [f"| {head} | meaning |", "|---|---|", *(f"| {name} | {text} |" for name, text in told.items()), ""]
    )


def _named(title: str, names: Iterable[str]) -> str:
    return f"- {title}: {', '.join(f'`{name}`' for name in sorted(names))}"
