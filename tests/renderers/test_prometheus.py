"""The metrics: read back by the parser of Prometheus' own client."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pharmaudit.renderers.prometheus import metrics
from tests.report.rich import hostile, rich, scrubbed
from tests.report.small import small


def families(report):
    return {family.name: family for family in text_string_to_metric_families(metrics(report))}


def value(report, name, **labels):
    (found,) = [one.value for one in families(report)[name].samples if labels.items() <= one.labels.items()]
    return found


def test_golden(golden):
    golden("formats/metrics.prom", scrubbed(metrics(rich())))


@pytest.mark.parametrize("make", [small, rich, hostile])
def test_read_back(make):
    found = families(make())
    assert {one.type for one in found.values()} == {"gauge"}
    assert all(name.startswith("pharmaudit_") and one.documentation for name, one in found.items())
    series = [(name, *sorted(sample.labels.items())) for name, one in found.items() for sample in one.samples]
    assert len(set(series)) == len(series)


def test_values():
    report = rich()
    assert value(report, "pharmaudit_entries") == 5
    assert value(report, "pharmaudit_gate_passed") == 0
    assert value(report, "pharmaudit_rules_crashed") == 1
    assert value(report, "pharmaudit_findings", status="waived", severity="info") == 1
    assert value(report, "pharmaudit_findings_fixed") == 1
    assert value(report, "pharmaudit_field_filled_ratio", field="description") == 0.6
    assert value(report, "pharmaudit_rule_failed_checks", rule="COM103") == 4
    assert value(report, "pharmaudit_as_of_timestamp_seconds") == 1795305600


def test_without_a_run_before_nothing_is_new():
    assert "pharmaudit_findings_new" not in families(small())
