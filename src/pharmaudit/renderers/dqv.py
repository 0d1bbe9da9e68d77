"""dqv: quality.jsonld, the measures in the Data Quality Vocabulary of the W3C; its context is inline."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pharmaudit.model import Dimension, one_line
from pharmaudit.progress import Tell
from pharmaudit.report import Report
from pharmaudit.report.measures import Measure, Sample, measures
from pharmaudit.report.places import source_paths, told_path
from pharmaudit.report.result import NOT_ACCURACY

CONTEXT = {
    "dqv": "http://www.w3.org/ns/dqv#",
    "ldqd": "http://www.w3.org/2016/05/ldqd#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ISO_25012 = "ISO/IEC 25012:2008"
_ORIGIN = {Dimension.UNIQUENESS: "DAMA"}
_CLOSE = {
    Dimension.COMPLETENESS: "ldqd:completeness",
    Dimension.CONSISTENCY: "ldqd:consistency",
}
"""Dimensions of linked data (Zaveri and others, 2016) that mean nearly the same; the others have no namesake there."""


def write_dqv(report: Report, folder: Path, _tell: Tell) -> None:
    """quality.jsonld."""
    text = json.dumps(quality(report), ensure_ascii=False, indent=1)
    (folder / "quality.jsonld").write_text(text + "\n", encoding="utf-8")


def quality(report: Report) -> dict[str, Any]:
    """The graph: the data set and its sources, the dimensions, and a metric with a measurement for every number."""
    return {
        "@context": CONTEXT,
        "@graph": [
            _dataset(report),
            *_sources(report),
            _run(report),
            *(_dimension(one) for one in Dimension),
            *(node for measure in measures(report) for sample in measure.samples for node in _nodes(measure, sample)),
        ],
    }


def _dataset(report: Report) -> dict[str, Any]:
    return {
        "@id": "urn:pharmaudit:dataset",
        "@type": "dcat:Dataset",
        "dcterms:title": "The entries that were audited",
        "dcterms:hasPart": [{"@id": _source_id(number)} for number, _ in enumerate(report.provenance.sources, 1)],
    }


def _sources(report: Report) -> Iterator[dict[str, Any]]:
    paths = source_paths(report)
    for number, one in enumerate(report.provenance.sources, 1):
        told: dict[str, Any] = {
            "@id": _source_id(number),
            "@type": "dcat:Dataset",
            "dcterms:title": one_line(paths.get(one.path) or told_path(one.path)),
            "dcterms:format": one.format,
        }
        if one.version:
            told["dcat:version"] = one_line(one.version)
        if one.sha256:
            algorithm = {"@id": "spdx:checksumAlgorithm_sha256"}
            told["spdx:checksum"] = {
                "@type": "spdx:Checksum",
                "spdx:algorithm": algorithm,
                "spdx:checksumValue": one.sha256,
            }
        yield told


def _source_id(number: int) -> str:
    return f"urn:pharmaudit:dataset:source:{number}"


def _run(report: Report) -> dict[str, Any]:
    made = report.provenance
    return {
        "@id": "urn:pharmaudit:run",
        "@type": "prov:Activity",
        "dcterms:title": f"pharmaudit {made.tool_version}, profile {made.profile}",
        "dcterms:description": NOT_ACCURACY,
        "dcterms:identifier": made.rulebook_digest,
        "dcterms:date": {"@value": made.as_of.isoformat(), "@type": "xsd:date"},
        "prov:used": {"@id": "urn:pharmaudit:dataset"},
    }


def _dimension(dimension: Dimension) -> dict[str, Any]:
    close = {"skos:closeMatch": {"@id": _CLOSE[dimension]}} if dimension in _CLOSE else {}
    return {
        "@id": f"urn:pharmaudit:dimension:{dimension.value}",
        "@type": "dqv:Dimension",
        "skos:prefLabel": {"@value": dimension.value, "@language": "en"},
        "dcterms:source": _ORIGIN.get(dimension, ISO_25012),
        **close,
    }


def _nodes(measure: Measure, sample: Sample) -> Iterator[dict[str, Any]]:
    """The metric and its measurement; what tells the numbers of a measure apart is part of the metric."""
    key = ":".join([measure.name, *(quote(word, safe="") for word in _apart(sample))])
    told = ", ".join(f"{name} {value}" for name, value in sample.labels.items())
    type_ = "xsd:integer" if isinstance(sample.value, int) else "xsd:decimal"
    metric: dict[str, Any] = {
        "@id": f"urn:pharmaudit:metric:{key}",
        "@type": "dqv:Metric",
        "skos:prefLabel": {"@value": measure.name.replace("_", " ") + (f": {told}" if told else ""), "@language": "en"},
        "skos:definition": {"@value": measure.about, "@language": "en"},
        "dqv:expectedDataType": {"@id": type_},
    }
    if sample.dimension:
        metric["dqv:inDimension"] = {"@id": f"urn:pharmaudit:dimension:{sample.dimension.value}"}
    yield metric
    yield {
        "@id": f"urn:pharmaudit:measurement:{key}",
        "@type": "dqv:QualityMeasurement",
        "dqv:computedOn": {"@id": "urn:pharmaudit:dataset"},
        "dqv:isMeasurementOf": {"@id": f"urn:pharmaudit:metric:{key}"},
        "dqv:value": {"@value": format(Decimal(repr(sample.value)), "f"), "@type": type_},
        "prov:wasGeneratedBy": {"@id": "urn:pharmaudit:run"},
    }


def _apart(sample: Sample) -> list[str]:
    """The labels that tell a number apart: of a rule the id, for its name and severity may change."""
    return [sample.labels["rule"]] if "rule" in sample.labels else list(sample.labels.values())
