"""`--mapping`: a table of the user's own is audited and explained; a mapping that is wrong ends with exit code 2."""

import os
import subprocess
import sys
from pathlib import Path

MAPPING = """\
name: codes
about: Codes of our own.
source: made for a test
recognise: [Nr, Drug]
entries: {entry_id: Nr, name: Drug, cas_number: CAS}
"""
TABLE = "Nr;Drug;CAS\nE1;Examplamine;50-78-3\n"


def run(folder: Path, *argv: str, **variables: str) -> subprocess.CompletedProcess[str]:
    (folder / "m.yaml").write_text(MAPPING)
    (folder / "t.csv").write_text(TABLE)
    return subprocess.run(
        [sys.executable, "-m", "pharmaudit", *argv],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_audits_a_table_by_a_mapping(tmp_path: Path) -> None:
    ran = run(tmp_path, "audit", "t.csv", "--mapping", "m.yaml", "--format", "csv", "--out", "o")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "VAL102" in (tmp_path / "o" / "findings.csv").read_text()


def test_explains_an_entry_of_a_table(tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", "E1", "t.csv", PHARMAUDIT_MAPPING="m.yaml")
    assert ran.returncode == 0
    assert "Examplamine" in ran.stdout


def test_a_mapping_may_stand_in_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "pharmaudit.toml").write_text('mapping = ["m.yaml"]\nfail-on = "never"\n')
    ran = run(tmp_path, "audit", "t.csv", "--format", "csv", "--out", "o")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_without_a_mapping_the_sentence_tells_of_it(tmp_path: Path) -> None:
    ran = run(tmp_path, "audit", "t.csv", "--format", "csv", "--out", "o")
    assert ran.returncode == 4
    assert "no mapping knows these columns (Nr, Drug, CAS)" in ran.stderr
    assert "--mapping FILE" in ran.stderr


def test_a_wrong_mapping_is_a_wrong_command(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(MAPPING.replace("name: Drug", "nam: Drug"))
    ran = run(tmp_path, "audit", "t.csv", "--mapping", "bad.yaml", "--format", "csv", "--out", "o")
    assert ran.returncode == 2
    assert "bad.yaml:5:" in ran.stderr
    assert "Did you mean 'name'?" in ran.stderr
    assert "Traceback" not in ran.stderr
