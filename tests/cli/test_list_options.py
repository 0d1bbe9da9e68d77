"""`--retractions` and `--doi-cache`: rules that ask for a list are run with it, and only with it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CARD = """\
entry_id: DB90001
name: Examplamine
type: small molecule
groups: [experimental]
articles: [{ref_id: A1, pubmed_id: "49000001", citation: "Doe J: A title. J Ex. 2003;1:2. doi: 10.1000/EX.1."}]
"""
AUDIT = ("audit", "e.yaml", "--select", "CRE801,CRE802", "--format", "html,json,csv", "--out", "o")
RETRACTED, RESOLVED = "pmid\n49000001\n", "doi,resolved\n10.1000/ex.1,0\n"


def run(folder: Path, *argv: str, **variables: str) -> subprocess.CompletedProcess[str]:
    for name, text in {"e.yaml": CARD, "r.csv": RETRACTED, "d.csv": RESOLVED}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pharmaudit", *argv],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def provenance(folder: Path) -> dict[str, list[dict[str, object]]]:
    told: dict[str, list[dict[str, object]]] = json.loads((folder / "o" / "report.json").read_text())["provenance"]
    return told


def test_without_lists_the_rules_are_not_run(tmp_path: Path) -> None:
    ran = run(tmp_path, *AUDIT)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Not run: CRE801 (needs a list: --retractions FILE)" in ran.stdout
    assert [one["rule"] for one in provenance(tmp_path)["not_run"]] == ["CRE801", "CRE802"]
    assert provenance(tmp_path)["lists"] == []


@pytest.mark.parametrize("how", ["options", "variables", "file"])
def test_with_lists_they_are(tmp_path: Path, how: str) -> None:
    if how == "options":
        ran = run(tmp_path, *AUDIT, "--retractions", "r.csv", "--doi-cache", "d.csv")
    elif how == "variables":
        ran = run(tmp_path, *AUDIT, PHARMAUDIT_RETRACTIONS="r.csv", PHARMAUDIT_DOI_CACHE="d.csv")
    else:
        (tmp_path / "pharmaudit.toml").write_text('retractions = "r.csv"\ndoi-cache = "d.csv"\n')
        ran = run(tmp_path, *AUDIT)
    assert (ran.returncode, ran.stderr) == (1, "")  # a retracted reference is an error
    found = (tmp_path / "o" / "findings.csv").read_text()
    assert "CRE801" in found
    assert "CRE802" in found
    assert provenance(tmp_path)["not_run"] == []
    assert [(one["path"], one["format"], one["identifiers"]) for one in provenance(tmp_path)["lists"]] == [
        ("r.csv", "list: retractions", 1),
        ("d.csv", "list: doi-cache", 1),
    ]
    digest = str(provenance(tmp_path)["lists"][0]["sha256"])
    page = (tmp_path / "o" / "index.html").read_text()
    assert digest in page
    assert "list: retractions" in page


def test_explains_an_entry_with_a_list(tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", "DB90001", "e.yaml", "--retractions", "r.csv")
    assert ran.returncode == 0
    assert "PMID 49000001" in " ".join(ran.stdout.split())


def test_a_bad_row_is_told_and_the_audit_goes_on(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("pmid\n49000001\nnone at all\n")
    ran = run(tmp_path, *AUDIT, "--retractions", "bad.csv")
    assert ran.returncode == 1
    assert ran.stderr == "pharmaudit: bad.csv:3: what stands in the column pmid is no PMID; it was left out\n"


def test_a_file_that_is_no_list_ends_the_audit(tmp_path: Path) -> None:
    ran = run(tmp_path, *AUDIT, "--doi-cache", "r.csv")
    assert ran.returncode == 2
    assert ran.stderr == "pharmaudit: r.csv:1: the list needs the columns doi and resolved; its header is pmid\n"
