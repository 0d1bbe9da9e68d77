"""What all formats have in common: a line in RENDERERS, files that a report may hold, the same bytes twice."""

import pytest

from pharmaudit.progress import silent
from pharmaudit.renderers import RENDERERS
from pharmaudit.renderers.folder import CONTENTS
from tests.report.rich import hostile, rich
from tests.report.small import CARDS, report_of, small

FORMATS = ("sarif", "junit", "github", "markdown", "gitlab", "badge", "dqv", "prometheus")


def written(report, folder, formats=FORMATS):
    folder.mkdir()
    for name in formats:
        RENDERERS[name](report, folder, silent)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_same_input_same_bytes(tmp_path):
    assert written(small(), tmp_path / "one") == written(report_of(*CARDS), tmp_path / "two")


@pytest.mark.parametrize("make", [small, rich, hostile])
def test_files_are_known_end_in_a_break_and_are_utf_8(tmp_path, make):
    files = written(make(), tmp_path / "out")
    assert set(files) < CONTENTS
    for data in files.values():
        assert data.decode("utf-8").endswith("\n")
        assert b"\r" not in data


def test_every_format_writes_files_of_its_own(tmp_path):
    names = [name for form in FORMATS for name in written(small(), tmp_path / form, [form])]
    assert len(set(names)) == len(names)
