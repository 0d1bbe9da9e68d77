"""GitLab's code quality: the keys that it asks for, and no fingerprint twice."""

import json

import pytest

from pharmaudit.renderers.gitlab import code_quality, write_gitlab
from tests.report.rich import hostile, many, rich
from tests.report.small import small

SEVERITIES = {"info", "minor", "major", "critical"}


def test_golden(golden, tmp_path):
    write_gitlab(rich(), tmp_path, lambda *_: None)
    golden("formats/gitlab.json", (tmp_path / "gitlab.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("make", [small, rich, hostile, many])
def test_shape(make):
    told = code_quality(make())
    for one in told:
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in SEVERITIES
        assert one["location"]["lines"]["begin"] >= 1
        assert one["location"]["path"]
        assert not one["location"]["path"].startswith(("/", "./"))
        assert "\n" not in one["description"]
    assert len({one["fingerprint"] for one in told}) == len(told)
    json.dumps(told, ensure_ascii=False).encode("utf-8")


def test_only_open_findings():
    assert len(code_quality(rich())) == len(rich().findings) - 2 + len(rich().remarks)


def test_too_many_stand_together():
    told = code_quality(many(), most=100)
    assert len(told) <= 100
    counts = [int(one["description"].split()[0].replace(",", "")) for one in told if "not shown" in one["description"]]
    assert len(told) - len(counts) + sum(counts) == len(many().findings)
