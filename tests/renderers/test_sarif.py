"""SARIF: valid by its schema, within GitHub's limits, whatever the entries hold."""

import json
from dataclasses import replace

import pytest

from pharmaudit.renderers.sarif import MOST_RESULTS, sarif, write_sarif
from tests.building import rulebook
from tests.report.rich import hostile, many, rich, scrubbed
from tests.report.small import small


@pytest.fixture(scope="module")
def schema(shared_data):
    jsonschema = pytest.importorskip("jsonschema")
    text = (shared_data / "schema" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")
    return jsonschema.validators.validator_for(json.loads(text))(json.loads(text))


def with_all_rules():
    """A report with the project's own rules, whose tags and texts no test made."""
    return replace(small(), rules=rulebook().rules)


def run_of(report, **options):
    (run,) = sarif(report, **options)["runs"]
    return run


def results(report, **options):
    return run_of(report, **options)["results"]


def test_golden(golden):
    golden("formats/findings.sarif", scrubbed(json.dumps(sarif(rich()), indent=1, ensure_ascii=False)) + "\n")


@pytest.mark.parametrize("make", [small, rich, hostile, many, with_all_rules])
def test_valid_by_the_schema(schema, make):
    assert [error.message for error in schema.iter_errors(sarif(make(), most=400))] == []


@pytest.mark.parametrize("make", [small, rich, hostile])
def test_files_are_utf_8_and_json(tmp_path, make):
    write_sarif(make(), tmp_path, lambda *_: None)
    for name in ("findings.sarif", "code-scanning.sarif"):
        text = (tmp_path / name).read_bytes().decode("utf-8")
        assert text.count("\n") == 1
        assert json.loads(text)["version"] == "2.1.0"


@pytest.mark.parametrize("make", [small, rich, hostile, many])
def test_github_refuses_a_location_without_a_file(make):
    for result in results(make(), most=400):
        (place,) = result["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uri"].isascii()
        assert not place["physicalLocation"]["artifactLocation"]["uri"].startswith("/")


def test_rules_are_those_that_results_name():
    run = run_of(rich())
    names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(names)) == len(names)
    assert [names[one["ruleIndex"]] for one in run["results"]] == [one["ruleId"] for one in run["results"]]
    assert {"WAI101", "WAI103", "HIS101"} < set(names)


def test_settled_findings_say_why():
    told = {one["suppressions"][0]["justification"] for one in results(rich()) if "suppressions" in one}
    assert told == {"Accepted by a curator", "in the baseline"}


def test_states_against_the_run_before():
    states = [one.get("baselineState") for one in results(rich())]
    assert {name: states.count(name) for name in ("new", "absent")} == {"new": 2, "absent": 1}
    assert states.count("unchanged") == len(rich().findings) - 2
    assert {one.get("baselineState") for one in results(small())} == {None}


def test_for_github_only_what_is_open():
    live = results(rich(), live=True)
    assert not any("suppressions" in one or one.get("baselineState") == "absent" for one in live)
    assert len(live) == len(rich().findings) - 2 + len(rich().remarks)


def test_worst_first():
    levels = [one["level"] for one in results(small())]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)


def test_trouble_is_notified():
    (invocation,) = run_of(rich())["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 3)
    assert [one["level"] for one in invocation["toolExecutionNotifications"]] == ["error", "warning"]
    assert invocation["toolConfigurationNotifications"][0]["associatedRule"] == {"id": "COM109"}


def test_too_many_stand_together():
    report, most = many(), 400
    run = run_of(report, most=most)
    assert len(run["results"]) <= most
    left = [one for one in run["results"] if "occurrenceCount" in one]
    shown = len(run["results"]) - len(left)
    assert shown + sum(one["occurrenceCount"] for one in left) == len(report.findings)
    assert run["properties"]["findingsTogether"] == len(report.findings) - shown
    assert "not told one by one" in run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"]
    prints = [one["partialFingerprints"]["pharmaudit/v1"] for one in run["results"]]
    assert len(set(prints)) == len(prints)


def test_limit_is_per_rule():
    report = replace(many(), limit=2)
    found = results(report)
    for rule in {one["ruleId"] for one in found}:
        own = [one for one in found if one["ruleId"] == rule]
        assert ["occurrenceCount" in one for one in own] == [False, False, True]


def test_small_reports_are_told_in_whole():
    assert len(results(small())) == len(small().findings) < MOST_RESULTS
