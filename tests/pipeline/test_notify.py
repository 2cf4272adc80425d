from __future__ import annotations

import http.server
import json
import socketserver
import threading
from typing import TYPE_CHECKING, ClassVar

import pytest
from pydantic import SecretStr

from pipeline.alarms import Alarm, Level
from pipeline.notify import as_text, send
from pipeline.settings import Settings
from privacy.errors import Permanent, Transient

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = as_text([Alarm(Level.ALARM, "bron_stil", "forum", "Al 30 uur niets.")])


class Hook(http.server.BaseHTTPRequestHandler):
    received: ClassVar[list[bytes]] = []
    code: ClassVar[int] = 200

    def do_POST(self) -> None:
        self.received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.code)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


class Mail(socketserver.StreamRequestHandler):
    received: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        in_data = False
        for line in self.rfile:
            self.received.append(line)
            if in_data:
                if line == b".\r\n":
                    in_data = False
                    self.wfile.write(b"250 ok\r\n")
                continue
            word = line[:4].upper()
            in_data = word == b"DATA"
            self.wfile.write(
                {b"DATA": b"354 go\r\n", b"QUIT": b"221 bye\r\n"}.get(word, b"250 ok\r\n")
            )


@pytest.fixture
def ports() -> Iterator[dict[str, int]]:
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook) as hook,
        socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail) as mail,
    ):
        Hook.received.clear()
        Mail.received.clear()
        Hook.code = 200
        for server in (hook, mail):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {"hook": hook.server_address[1], "mail": mail.server_address[1]}
        hook.shutdown()
        mail.shutdown()


def test_nothing_is_sent_unless_it_is_set() -> None:
    assert send(Settings(), TEXT) == 0


def test_webhook_and_mail_get_the_message(ports: dict[str, int]) -> None:
    settings = Settings(
        notify_webhook=SecretStr(f"http://127.0.0.1:{ports['hook']}/x"),
        notify_smtp=SecretStr(f"smtp://127.0.0.1:{ports['mail']}"),
        notify_from="stadspols@almere.example",
        notify_to="beheer@almere.example",
    )
    assert send(settings, TEXT) == 2
    assert json.loads(Hook.received[0]) == {"text": TEXT}
    assert b"alarm: forum: Al 30 uur niets. [bron_stil]" in b"".join(Mail.received)


def test_a_server_that_refuses_is_tried_again_later_without_naming_it(
    ports: dict[str, int],
) -> None:
    Hook.code = 500
    with pytest.raises(Transient) as refused:
        send(Settings(notify_webhook=SecretStr(f"http://127.0.0.1:{ports['hook']}/geheim")), TEXT)
    assert "geheim" not in str(refused.value)
    gone = Settings(
        notify_smtp=SecretStr("smtp://naam:geheim@127.0.0.1:9"),
        notify_from="a@b.c",
        notify_to="d@e.f",
    )
    with pytest.raises(Transient) as unreachable:
        send(gone, TEXT)
    assert "geheim" not in str(unreachable.value)


@pytest.mark.parametrize(
    "settings",
    [
        Settings(notify_smtp=SecretStr("smtp://127.0.0.1:25")),
        Settings(notify_smtp=SecretStr("geen adres"), notify_from="a@b.c", notify_to="d@e.f"),
    ],
)
def test_half_a_setting_is_refused(settings: Settings) -> None:
    with pytest.raises(Permanent, match=r"melding\.instelling"):
        send(settings, TEXT)
