"""Rules that take what an installation lacks: not run, and everybody is told."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from pharmaudit import pipeline
from pharmaudit.cli import main
from pharmaudit.cli import options as opt
from pharmaudit.kinds import Rule
from pharmaudit.progress import silent
from pharmaudit.report import Report
from pharmaudit.report.pages.rule import rule_index
from pharmaudit.report.summary import summary
from pharmaudit.rulebook import extras, load_rulebook
from pharmaudit.rulebook.judge import NotRun, judge
from pharmaudit.rulebook.profile import load_profile
from tests.building import facts_of, rule_of, verdicts
from tests.report.small import CARDS, OPTIONS, RULEBOOK, tables_of

REASON = "needs the extra chem: pip install 'pharmaudit[chem]'"
CHEMICAL = ["CON401", "CON402", "CON403", "CON404", "VAL401"]
LISTS = ["CON907", "CON908", "CRE801", "CRE802", "CRE809", "CRE810"]
CARD = "entry_id: DB90001\nname: Examplamine\ntype: small molecule\ngroups: [experimental]\n"


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without RDKit, where any import of it fails."""
    real = importlib.util.find_spec
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "rdkit" else real(name))
    for name in [name for name in sys.modules if name.split(".")[0] == "rdkit"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "rdkit", None)


def formula_rule(**keys: object) -> Rule:
    given = {"function": "same-formula", "requires": "chem", "id": "CON998", "dimension": "consistency"}
    return rule_of("python", "formula", **(given | keys))


ETHANOL = {"calculated_properties": [{"kind": "SMILES", "value": "CCO"}, {"kind": "Molecular Formula", "value": "CH4"}]}


@pytest.mark.usefixtures("without")
def test_a_rule_without_its_extra_is_not_run_and_costs_no_other() -> None:
    other, seen = rule_of("presence", "name"), []
    found = judge([formula_rule(), other], facts_of(ETHANOL), lambda: seen.append(1))
    assert found.not_run == (NotRun("CON998", REASON),)
    assert found.without(()).not_run == found.not_run
    assert found.crashes == ()
    assert [verdict.rule for verdict in found.verdicts] == [other]
    assert len(seen) == 2


@pytest.mark.usefixtures("without")
def test_a_rule_that_hides_what_it_takes_crashes_rather_than_passes() -> None:
    found = judge([formula_rule(requires=None)], facts_of(ETHANOL), lambda: None)
    assert [crash.reason.partition(":")[0] for crash in found.crashes] == ["ModuleNotFoundError"]


def test_a_rule_with_its_extra_is_run() -> None:
    pytest.importorskip("rdkit", reason="needs the extra chem")
    found = judge([formula_rule()], facts_of(ETHANOL), lambda: None)
    assert found.not_run == ()
    assert verdicts(formula_rule(), facts_of(ETHANOL)) == "f"
    assert extras.missing(formula_rule()) == ""


def test_rules_without_needs_lack_nothing() -> None:
    assert extras.missing(rule_of("presence", "name")) == ""


def report(folder: Path) -> Report:
    """The report of the small rulebook with one more rule, which takes the extra."""
    rule = rule_of("presence", "name", id="XVAL998", requires="chem").model_dump(mode="json", exclude_defaults=True)
    rule["examples"] = [{"pass": {}}, {"fail": {"name": None}}]
    (folder / "XVAL998.yaml").write_text(json.dumps(rule), encoding="utf-8")
    book = load_rulebook(RULEBOOK, (folder,))
    return pipeline.judged(tables_of(CARDS), book, load_profile("default", RULEBOOK / "profiles"), OPTIONS, silent)


@pytest.mark.usefixtures("without")
def test_the_report_says_what_was_not_run(tmp_path: Path) -> None:
    made = report(tmp_path)
    assert made.provenance.not_run == (NotRun("XVAL998", REASON),)
    assert summary(made)["provenance"]["not_run"] == [{"rule": "XVAL998", "reason": REASON}]
    assert "XVAL998" not in summary(made)["rules"]
    assert "XVAL998" not in set(made.findings["rule"])
    assert opt.told(made) == 0
    assert [line.not_run for line in rule_index(made).lines if line.rule.id == "XVAL998"] == [REASON]
    made.write(tmp_path / "out", ["html", "json"])
    page = (tmp_path / "out" / "rules" / "XVAL998.html").read_text(encoding="utf-8")
    assert "Not run:" in page
    assert "pharmaudit[chem]" in page
    assert ">not run<" in (tmp_path / "out" / "rules" / "index.html").read_text(encoding="utf-8")
    assert "Rules that were not run" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("without")
def test_scores_and_gate_do_not_know_a_rule_that_was_not_run(tmp_path: Path) -> None:
    made = report(tmp_path)
    plain = pipeline.judged(
        tables_of(CARDS), load_rulebook(RULEBOOK), load_profile("default", RULEBOOK / "profiles"), OPTIONS, silent
    )
    assert made.entries.equals(plain.entries)
    assert made.gate == plain.gate


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["audit", "good.yaml", "--format", "json"], 0, f"Not run: {', '.join(CHEMICAL)} ({REASON})"),
        (["rules", "show", "CON401"], 0, f"Not run in this installation: it {REASON}"),
        (["rules", "test", "--select", "CON401"], 0, f"not run: CON401 {REASON}"),
    ],
)
def test_the_command_line_says_so(
    argv: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.yaml").write_text(CARD, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["pharmaudit", *argv])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == code
    assert said in capsys.readouterr().out
    if argv[0] == "audit":
        told = json.loads(Path("reports/out/report.json").read_text(encoding="utf-8"))["provenance"]["not_run"]
        assert [one["rule"] for one in told] == sorted([*CHEMICAL, *LISTS])
