"""A newsroom on loopback with feeds and a webhook, whose line can go dead and come back."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

WAYS = ("refused", "reset", "silent")
"""How a line is dead: nobody answers, the connection breaks, or nothing comes and then it ends."""
_SILENT_SECONDS = 0.2
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close by a reset


def rss(posts: Iterable[tuple[str, datetime, str]]) -> bytes:
    """Return a feed of (id, moment, text)."""
    items = "".join(
        f"<item><guid>https://krant.example/{name}</guid><title>{escape(text)}</title>"
        f"<pubDate>{format_datetime(moment)}</pubDate></item>"
        for name, moment, text in posts
    )
    return f'<rss version="2.0"><channel><title>K</title>{items}</channel></rss>'.encode()


@dataclass
class Cut:
    """The line goes dead when `after_bytes` more have been sent, for `seconds`."""

    way: str
    after_bytes: int
    seconds: float
    since: float | None = None
    hit: int = 0
    """How many times somebody noticed, as far as the server can tell."""


@dataclass
class Newsroom:
    """Serves `feeds` by path, and takes messages; one thread, a connection at a time."""

    feeds: dict[str, bytes]
    told: list[bytes] = field(default_factory=list)
    cut: Cut | None = None

    def __post_init__(self) -> None:
        self._listener = self._listening(0)
        self.port = self._listener.getsockname()[1]
        self._open = True
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._open = False

    @staticmethod
    def _listening(port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        listener.settimeout(0.05)
        return listener

    def _serve(self) -> None:
        while self._open:
            cut = self.cut
            if cut and self._dead(cut) and cut.way == "refused":
                self._listener.close()
                while self._dead(cut) and self.cut is cut:
                    time.sleep(0.01)
                self._listener = self._listening(self.port)
            with suppress(TimeoutError):
                connection, _ = self._listener.accept()
                with suppress(OSError), connection:
                    connection.settimeout(5)
                    self._answer(connection)
        self._listener.close()

    @staticmethod
    def _dead(cut: Cut) -> bool:
        return cut.since is not None and time.monotonic() < cut.since + cut.seconds

    def _answer(self, connection: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            request += connection.recv(65536)
        head, _, body = request.partition(b"\r\n\r\n")
        method, target, _ = head.split(b"\r\n", 1)[0].split(b" ", 2)
        if method == b"POST":
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
            while len(body) < length:
                body += connection.recv(65536)
            self.told.append(body)
            self._send(connection, b"200 OK", b"")
            return
        found = self.feeds.get(target.decode())
        tag = b'"%x"' % len(found or b"")
        if found is None:
            self._send(connection, b"404 Not Found", b"")
        elif tag in head:
            self._send(connection, b"304 Not Modified", b"")
        else:
            self._send(connection, b"200 OK\r\netag: " + tag, found)

    def _send(self, connection: socket.socket, status: bytes, body: bytes) -> None:
        length = b"" if status.startswith(b"304") else b"content-length: %d\r\n" % len(body)
        answer = b"HTTP/1.1 %s\r\n%sconnection: close\r\n\r\n%s" % (status, length, body)
        cut = self.cut
        if cut is None:
            connection.sendall(answer)
            return
        if cut.since is None and cut.after_bytes >= len(answer):
            cut.after_bytes -= len(answer)
            connection.sendall(answer)
            return
        if cut.since is None:
            cut.since = time.monotonic()
            connection.sendall(answer[: cut.after_bytes])
        elif not self._dead(cut):
            connection.sendall(answer)
            return
        cut.hit += 1
        if cut.way == "silent":
            time.sleep(min(_SILENT_SECONDS, cut.seconds))
        else:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
