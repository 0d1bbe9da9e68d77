"""prometheus: metrics.prom, gauges in the text format of Prometheus, for the textfile collector of node_exporter."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from pharmaudit.model import one_line
from pharmaudit.progress import Tell
from pharmaudit.report import Report
from pharmaudit.report.measures import Measure, Sample, measures

PREFIX = "pharmaudit"


def write_prometheus(report: Report, folder: Path, _tell: Tell) -> None:
    """metrics.prom."""
    (folder / "metrics.prom").write_text(metrics(report), encoding="utf-8")


def metrics(report: Report) -> str:
    """All measures as gauges; the samples have no time of their own, for what scrapes them sets it."""
    return "".join(f"{line}\n" for measure in (*_about(report), *measures(report)) for line in _lines(measure))


def _about(report: Report) -> Iterator[Measure]:
    made = report.provenance
    labels = {"version": made.tool_version, "rulebook": made.rulebook_digest, "profile": made.profile}
    yield Measure("info", "What made these figures; always 1.", (Sample(1, labels),))
    midnight = datetime(made.as_of.year, made.as_of.month, made.as_of.day, tzinfo=UTC)
    about = "Date that the audit counts from, at midnight UTC."
    yield Measure("as_of_timestamp_seconds", about, (Sample(int(midnight.timestamp())),))


def _lines(measure: Measure) -> Iterator[str]:
    name = f"{PREFIX}_{measure.name}"
    yield f"# HELP {name} {_escaped(measure.about)}"
    yield f"# TYPE {name} gauge"
    for sample in measure.samples:
        yield f"{name}{_labels(sample.labels)} {sample.value!r}"


def _labels(labels: Mapping[str, str]) -> str:
    told = ",".join(f'{name}="{_escaped(value, quotes=True)}"' for name, value in labels.items())
    return f"{{{told}}}" if told else ""


def _escaped(text: str, quotes: bool = False) -> str:
    """As the format asks: a backslash, and in a label the quote, with a backslash in front. Odd signs as escapes."""
    safe = one_line(text).replace("\\", "\\\\")
    return safe.replace('"', '\\"') if quotes else safe
