"""`--waivers` and `pharmaudit waivers check`: what is waived, what needs a person, and the codes to end with."""

import json
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from pharmaudit import pipeline
from pharmaudit.rulebook import load_rulebook
from tests.cli.test_cli import Run, run  # noqa: F401  # run is a fixture

CARD = """
entry_id: DB90001
name: Examplamine
type: small molecule
groups: [experimental]
cas_number: 50-78-3
created: "2005-06-13"
updated: "2004-01-01"
"""
FEW = ("--select", "VAL102,CUR101", "--as-of", "2026-01-01")
PLAIN = "- {rule: VAL102, entries: DB90001, reason: So it is., by: Anna <b>, until: 2026-06-30}\n"
SOON = PLAIN.replace("2026-06-30", "2026-01-31")
ONCE = cache(load_rulebook)


@pytest.fixture(autouse=True)
def _files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A source with two errors; the rules are read once."""
    monkeypatch.setattr(pipeline, "load_rulebook", ONCE)
    (tmp_path / "base.yaml").write_text(CARD, encoding="utf-8")


def waivers(text: str, name: str = "waivers.yaml") -> None:
    Path(name).write_text(text, encoding="utf-8")


def test_an_audit_with_waivers(run: Run) -> None:  # noqa: F811
    plain = run("audit", "base.yaml", "--out", "plain", "--format", "csv,json", *FEW)
    waivers(PLAIN + PLAIN.replace("VAL102", "bad-updated-date"))
    held = run("audit", "base.yaml", "--waivers", "waivers.yaml", "--out", "out", "--format", "csv,json", *FEW)
    assert (plain.code, held.code) == (1, 1)
    found = pd.read_csv("out/findings.csv").set_index("rule")["status"]
    assert found.to_dict() == {"VAL102": "waived", "CUR101": "open"}
    before, after = pd.read_csv("plain/entries.csv"), pd.read_csv("out/entries.csv")
    assert (before["errors"][0], after["errors"][0]) == (2, 1)
    assert before.drop(columns="errors").equals(after.drop(columns="errors"))
    assert [one["format"] for one in json.loads(Path("out/report.json").read_text())["provenance"]["lists"]] == [
        "waivers"
    ]


def test_the_gate_opens_where_all_is_waived(run: Run) -> None:  # noqa: F811
    waivers(PLAIN + PLAIN.replace("VAL102", "CUR101"))
    assert run("audit", "base.yaml", "--waivers", "waivers.yaml", "--out", "out", "--format", "json", *FEW).code == 0


@pytest.mark.parametrize(
    ("text", "argv", "code", "told"),
    [
        (PLAIN, (), 0, "1 waiver in waivers.yaml: 1 not judged; no source was audited"),
        (PLAIN, ("base.yaml",), 0, "1 waiver in waivers.yaml: 1 used."),
        ("", (), 0, "0 waivers in waivers.yaml; no source"),
        (SOON, (), 1, "waivers.yaml:1: WAI106 info: the waiver of VAL102 in DB90001 expires on 2026-01-31. "),
        (SOON, ("--expiring-in", "29"), 0, "1 waiver"),
        (SOON, ("base.yaml", "--expiring-in", "30"), 1, "1 used."),
        (
            PLAIN.replace("2026", "2025"),
            (),
            1,
            "WAI101 warning: the waiver of VAL102 in DB90001 expired on 2025-06-30. ",
        ),
        (PLAIN.replace("2026", "2025"), ("base.yaml",), 1, "expired on 2025-06-30; it would cover 1 finding. "),
        (PLAIN.replace("2026-06-30", "2026-02-30"), (), 1, "WAI102 warning: '2026-02-30' is no date"),
        (PLAIN.replace("VAL102", "VAL1002"), (), 1, "WAI104 warning: there is no rule 'VAL1002' (did you mean "),
        (PLAIN.replace("VAL102", "COM101"), ("base.yaml",), 0, "1 not judged"),  # not selected in this run
        (PLAIN.replace("DB90001", "DB9"), ("base.yaml",), 1, "WAI107 info: the sources hold no entry"),
        (
            PLAIN.replace("DB90001", "'X*', glob_reason: all"),
            ("base.yaml",),
            1,
            "WAI103 info: the waiver of VAL102 in X*",
        ),
        (
            PLAIN.replace("reason", "fingerprint: 0123456789abcdef, reason"),
            ("base.yaml",),
            1,
            "WAI105 warning: the value",
        ),
    ],
)
def test_check(run: Run, text: str, argv: tuple[str, ...], code: int, told: str) -> None:  # noqa: F811
    waivers(text)
    ran = run("waivers", "check", *argv, *FEW)
    assert (ran.code, ran.err) == (code, "")
    assert told in ran.out


def test_check_as_json(run: Run) -> None:  # noqa: F811
    waivers(SOON, "mine.yaml")
    ran = run("waivers", "check", "base.yaml", "--waivers", "mine.yaml", "--format", "json", *FEW)
    told = json.loads(ran.out)
    assert (ran.code, told["waivers"], told["fates"], told["audited"]) == (1, 1, {"used": 1}, True)
    assert [(one["rule"], one["severity"], one["subject"]) for one in told["remarks"]] == [
        ("WAI106", "info", "mine.yaml:1")
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PLAIN.replace("by:", "bye:"), "waivers.yaml:1:55: there is no key 'bye'. Did you mean 'by'?"),
        (PLAIN.replace("by: Anna <b>, ", ""), "waivers.yaml:1:3: the key 'by' is missing"),
        (
            PLAIN.replace("DB90001", "'*'"),
            "waivers.yaml:1:3: the key 'glob_reason' is missing: say why '*' and not single",
        ),
        ("- &a [*a, *a, *a]\n", "waivers.yaml:1:"),
        (None, "waivers.yaml: the waivers cannot be read (No such file or directory); give a YAML file"),
    ],
)
@pytest.mark.parametrize("command", [("waivers", "check"), ("audit", "base.yaml", "--waivers", "waivers.yaml")])
def test_a_malformed_file(run: Run, command: tuple[str, ...], text: str | None, told: str) -> None:  # noqa: F811
    if text is not None:
        waivers(text)
    ran = run(*command, *FEW)
    assert ran.code == 2
    assert told in ran.err
    assert not Path("reports").exists()


def test_the_configuration_names_the_file(run: Run, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "pharmaudit.toml").write_text('waivers = "kept.yaml"\nsources = ["base.yaml"]\n')
    waivers(SOON, "kept.yaml")
    ran = run("waivers", "check", "--as-of", "2026-01-01")
    assert ran.code == 1
    assert "1 waiver in kept.yaml: 1 not judged; no source was audited" in ran.out
