"""Messages of a websocket, until it is silent, with reconnection."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import reconnect

from pipeline.sources.web import ATTEMPTS, BUSY, REDIRECT, checked, sent_elsewhere
from privacy.errors import Permanent, Transient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MESSAGE_LIMIT = 5_000_000
"""Bytes of a message. Source: AT Protocol, event stream frames are at most 5 MB."""

_FIRST_WAIT_SECONDS = 0.5
_OPEN_TIMEOUT_SECONDS = 15.0


class _Connection(reconnect):
    """A connection to the address itself: being sent elsewhere is a refusal like any other."""

    def process_redirect(self, exc: Exception) -> Exception:
        return exc


@dataclass(frozen=True, slots=True)
class Subscription:
    """A websocket that is read from a position on. `idle_seconds` of silence end the reading."""

    user_agent: str
    idle_seconds: float
    sleep: Callable[[float], None] = time.sleep

    def messages(self, address: Callable[[], str]) -> Iterator[bytes | str]:
        """Yield each message. When the connection is cut, continue at what `address` now gives.

        Raises:
            Permanent: the address is neither encrypted nor on this machine; `bron.geweigerd`,
                `bron.omleiding`, the server refuses or sends us elsewhere.
            Transient: the connection kept failing.
        """
        failures = 0
        while failures < ATTEMPTS:
            try:
                for message in self._until_silent(address()):
                    failures = 0
                    yield message
            except (OSError, WebSocketException) as error:
                if isinstance(error, InvalidStatus):
                    _raise_if_final(error.response.status_code)
                failures += 1
                self.sleep(_FIRST_WAIT_SECONDS * 2**failures * random.uniform(0.5, 1.0))  # noqa: S311 - jitter
            else:
                return
        raise Transient("bron.bereik", f"de stroom brak {ATTEMPTS} keer af")

    def _until_silent(self, address: str) -> Iterator[bytes | str]:
        with _Connection(
            checked(address, "wss"),
            user_agent_header=self.user_agent,
            open_timeout=_OPEN_TIMEOUT_SECONDS,
            max_size=MESSAGE_LIMIT,
            close_timeout=1,
        ) as socket:
            while True:
                try:
                    yield socket.recv(self.idle_seconds)
                except TimeoutError:
                    return


def _raise_if_final(status: int) -> None:
    """Raise `Permanent` where asking again does not help."""
    if status in REDIRECT:
        raise sent_elsewhere() from None
    if status not in BUSY:
        raise Permanent("bron.geweigerd", f"de stroom antwoordt met status {status}") from None
