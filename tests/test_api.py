"""The Python interface."""

import dataclasses
from pathlib import Path

import pandas as pd
import pandera.errors
import pytest

import pharmaudit as pa
from pharmaudit.errors import SourceError
from pharmaudit.kinds import Rule
from pharmaudit.rulebook.as_schema import table_schema
from tests.building import AS_OF, rule_of, rulebook


def test_audit_gives_an_immutable_report(repo_root: Path, tmp_path: Path) -> None:
    report = pa.audit(repo_root / "seeds" / "complete_entry.yaml")
    assert list(report.entries["entry_id"]) == ["DB00945"]
    assert report.entry("acetylsalicylic acid")["entry"]["completeness"] == 100
    with pytest.raises(KeyError):
        report.entry("nobody")
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.entries = pd.DataFrame()  # type: ignore[misc]
    report.write(tmp_path / "out", ["csv"])
    assert (tmp_path / "out" / "entries.csv").is_file()


def test_audit_raises_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file"):
        pa.audit(tmp_path / "nothing.xml")


def test_schema_has_every_row_level_rule_as_a_named_check() -> None:
    schema = pa.schema("entries")
    names = {check.name for check in schema.checks}
    assert {"VAL102", "COM107"} <= names
    assert "COM201" not in names, "whether a drug is approved stands in another table"
    good = pd.DataFrame({"entry_id": ["DB90001"], "name": ["Examplamine"], "cas_number": ["50-78-2"]}, index=[7])
    bad = good.assign(cas_number="50-78-3")
    assert schema.validate(good) is not None
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        schema.validate(bad, lazy=True)
    title = next(check.error for check in schema.checks if check.name == "VAL102")
    assert set(caught.value.failure_cases["check"]) == {title}


def test_schema_of_a_child_table() -> None:
    schema = pa.schema("articles")
    frame = pd.DataFrame({"entry": [0, 0], "pubmed_id": ["5284360", "12a"], "citation": ["A.", "B."]})
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        schema.validate(frame, lazy=True)
    assert 1 in set(caught.value.failure_cases["index"])


@pytest.mark.parametrize(
    ("rule", "decided"),
    [
        (rule_of("points", "cas_number", each=1), True),
        (rule_of("points", "cas_number", each=1, where="present(unii)"), True),
        (rule_of("points", "cas_number", each=1, where="core"), False),
        (rule_of("points", "targets.name", each=1), False),
    ],
)
def test_schema_leaves_out_what_its_table_cannot_decide(rule: Rule, decided: bool) -> None:
    made = table_schema("entries", dataclasses.replace(rulebook(), rules=(rule,)), AS_OF)
    assert [check.name for check in made.checks] == ["VAL999"] * decided


def test_unknown_names() -> None:
    with pytest.raises(AttributeError):
        _ = pa.nothing
    with pytest.raises(KeyError):
        pa.schema("nothing")
