"""One trace and some metrics per run of a job, to an OpenTelemetry collector of your own.

Off unless `STADSPOLS_TELEMETRY_ENDPOINT` is set: only then is this module imported. What is sent:
the name of the job, how it ended, how long it took and how many posts it read and stored. No
record is about a person: a line per person would itself be a file on persons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Status, StatusCode

if TYPE_CHECKING:
    from pipeline.condition import RunCondition
    from privacy.log.record import Start

SERVICE = "stadspols"
_LIMIT_MS = 5_000
_NANOSECONDS = 1_000_000_000
_RESOURCE = Resource({"service.name": SERVICE})


def tell(endpoint: str, begun: Start, run: RunCondition) -> None:
    """Send the run of a job to the collector at `endpoint`.

    A collector that does not answer within seconds costs the record, never the job.
    """
    attributes: dict[str, str | int] = {
        "stadspols.job": begun.taak,
        "stadspols.outcome": run.outcome,
        "stadspols.rule": run.rule or "",
        "stadspols.posts.read": run.read,
        "stadspols.posts.stored": run.stored,
    }
    _trace(f"{endpoint}/v1/traces", begun, run, attributes)
    _measure(f"{endpoint}/v1/metrics", begun.taak, run)


def _trace(address: str, begun: Start, run: RunCondition, attributes: dict[str, str | int]) -> None:

    provider = TracerProvider(resource=_RESOURCE, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=address, timeout=_LIMIT_MS / 1000)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    span = provider.get_tracer(SERVICE).start_span(
        begun.taak,
        start_time=int(begun.moment.timestamp() * _NANOSECONDS),
        attributes=attributes,
    )
    if run.outcome != "voltooid":
        span.set_status(Status(StatusCode.ERROR, run.rule))
    span.end(int(run.ended.timestamp() * _NANOSECONDS))
    provider.force_flush(_LIMIT_MS)
    provider.shutdown()


def _measure(address: str, job: str, run: RunCondition) -> None:
    exporter = OTLPMetricExporter(endpoint=address, timeout=_LIMIT_MS / 1000)
    provider = MeterProvider(
        [PeriodicExportingMetricReader(exporter)], resource=_RESOURCE, shutdown_on_exit=False
    )
    meter, labels = provider.get_meter(SERVICE), {"job": job, "outcome": run.outcome}
    meter.create_counter("stadspols.posts.read").add(run.read, labels)
    meter.create_counter("stadspols.posts.stored").add(run.stored, labels)
    meter.create_histogram("stadspols.job.duration", unit="s").record(run.seconds, labels)
    provider.force_flush(_LIMIT_MS)
    provider.shutdown(_LIMIT_MS)
