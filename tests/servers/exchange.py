"""An HTTP server on loopback that answers from a table, keeps count, and fails when told to.

It stands in for services that nobody can start here. Its answers have the shape of recorded ones;
their content is invented.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Handler = Callable[[str, Mapping[str, str], Mapping[str, str]], "Reply"]

FAULTS = ("429", "503", "cut", "html", "empty")


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(value: object, **headers: str) -> Reply:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(200, json.dumps(value).encode(), {"content-type": "application/json", **named})


@dataclass
class Exchange:
    """What was asked, what will go wrong next, and how it answers."""

    answer: Handler
    url: str = ""
    robots: str = ""
    connections: int = 0
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def reply(self, target: str, headers: Mapping[str, str]) -> Reply:
        parts = urlsplit(target)
        self.asked.append(parts.path)
        self.agents.add(headers.get("user-agent", ""))
        if parts.path == "/robots.txt":
            return Reply(200 if self.robots else 404, self.robots.encode())
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        return self.answer(parts.path, query, headers)


class _Listener(ThreadingHTTPServer):
    exchange: Exchange

    def verify_request(self, *_: object) -> bool:
        self.exchange.connections += 1
        return True


@contextmanager
def running(exchange: Exchange) -> Iterator[Exchange]:
    """Serve until the end of the block."""

    class Server(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            fault = exchange.faults.pop(0) if exchange.faults else ""
            if fault in ("429", "503"):
                self._send(Reply(int(fault), b"secret-of-the-server", {"retry-after": "1"}))
            elif fault == "cut":
                self._cut(exchange.reply(self.path, headers))
            elif fault == "html":
                self._send(Reply(200, b"<html>secret-of-the-server", {}))
            elif fault == "empty":
                self.close_connection = True
            else:
                self._send(exchange.reply(self.path, headers))

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def _cut(self, reply: Reply) -> None:
            self.send_response(reply.status)
            self.send_header("content-length", str(len(reply.body) + 10))
            self.end_headers()
            self.wfile.write(reply.body[: len(reply.body) // 2])
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = _Listener(("127.0.0.1", 0), Server)
    server.exchange = exchange
    server.daemon_threads = True
    exchange.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield exchange
    finally:
        server.shutdown()
        server.server_close()
