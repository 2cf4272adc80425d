from __future__ import annotations

import http.server
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from pipeline.condition import RunCondition
from pipeline.telemetry import tell
from privacy.log.record import Start
from tests.fakes import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = RunCondition(
    outcome="afgebroken", rule="kader.verlopen", ended=NOW, seconds=2, read=7, stored=5
)

BEGUN = Start(
    soort="begin",
    nummer=0,
    moment=NOW,
    taak="innemen",
    kader_sha256="0" * 64,
    code_sha256="0" * 64,
)


@contextmanager
def collector() -> Iterator[tuple[str, dict[str, bytes]]]:
    received: dict[str, bytes] = {}

    class Collector(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", received
        server.shutdown()


def test_a_run_becomes_a_trace_and_counts_without_content() -> None:
    with collector() as (address, received):
        tell(address, BEGUN, RUN)
    assert set(received) == {"/v1/traces", "/v1/metrics"}
    spans = ExportTraceServiceRequest.FromString(received["/v1/traces"])
    [span] = spans.resource_spans[0].scope_spans[0].spans
    assert span.name == "innemen"
    assert {attribute.key for attribute in span.attributes} == {
        "stadspols.job",
        "stadspols.outcome",
        "stadspols.rule",
        "stadspols.posts.read",
        "stadspols.posts.stored",
    }
    assert b"stadspols.job.duration" in received["/v1/metrics"]


def test_without_a_collector_nothing_is_even_imported() -> None:
    script = (
        "import sys; from pipeline import jobs; "
        "print('pipeline.telemetry' in sys.modules, 'opentelemetry' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False False"
