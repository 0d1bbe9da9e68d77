"""The measures as JSON-LD, read back by rdflib."""

import json
import socket
from decimal import Decimal
from functools import cache

import pytest
import rdflib

from pharmaudit.model import Dimension
from pharmaudit.renderers.dqv import quality, write_dqv
from pharmaudit.report.measures import measures
from tests.report.rich import hostile, rich, scrubbed
from tests.report.small import small

DQV = rdflib.Namespace("http://www.w3.org/ns/dqv#")
DCAT, SKOS, RDF = rdflib.DCAT, rdflib.SKOS, rdflib.RDF


# rdflib's own parser still uses what rdflib has deprecated
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("a context must not be fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@cache
def rows_of(make):
    """Metric -> its value and its dimension, by way of the graph."""
    graph = rdflib.Graph().parse(data=json.dumps(quality(make())), format="json-ld")
    rows = {}
    for measurement in graph.subjects(RDF.type, DQV.QualityMeasurement):
        metric = graph.value(measurement, DQV.isMeasurementOf, any=False)
        assert (metric, RDF.type, DQV.Metric) in graph
        assert graph.value(metric, SKOS.definition, any=False)
        assert (graph.value(measurement, DQV.computedOn, any=False), RDF.type, DCAT.Dataset) in graph
        dimension = graph.value(metric, DQV.inDimension)
        assert dimension is None or (dimension, RDF.type, DQV.Dimension) in graph
        label = "" if dimension is None else str(graph.value(dimension, SKOS.prefLabel, any=False))
        value = graph.value(measurement, DQV.value, any=False).toPython()
        rows[str(metric).removeprefix("urn:pharmaudit:metric:")] = (value, label)
    return rows


def test_golden(golden, tmp_path):
    write_dqv(rich(), tmp_path, lambda *_: None)
    golden("formats/quality.jsonld", scrubbed((tmp_path / "quality.jsonld").read_text(encoding="utf-8")))


@pytest.mark.parametrize("make", [small, rich, hostile])
def test_every_number_is_a_measurement(make):
    assert len(rows_of(make)) == sum(len(one.samples) for one in measures(make()))


def test_values():
    rows = rows_of(small)
    assert rows["entries"] == (len(small().entries), "")
    median = float(small().entries["completeness"].median())
    assert rows["completeness_median"] == (Decimal(str(int(median * 10) / 10)), "completeness")
    assert rows["rule_checks:VAL101"][1] == "validity"
    shares = [float(value) for name, (value, _) in rows.items() if name.startswith("stub_ratio:")]
    assert sum(shares) == pytest.approx(1)


def test_dimensions_are_those_of_iso_25012():
    nodes = [node for node in quality(small())["@graph"] if node["@type"] == "dqv:Dimension"]
    assert [node["skos:prefLabel"]["@value"] for node in nodes] == [one.value for one in Dimension]
    assert {node["dcterms:source"] for node in nodes} == {"ISO/IEC 25012:2008", "DAMA"}
