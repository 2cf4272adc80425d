"""Web: the one way in which a source asks something over HTTP.

Asks only by GET, over TLS (loopback excepted), with our name and a contact address, within what
`robots.txt` and the rate limits allow, and for a bounded number of bytes. What goes wrong on the
way is tried again a few times; errors carry a rule and a number, never what the server said.
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import httpx

from pipeline.sources.address import is_permitted, is_same_place
from pipeline.sources.robots import Robots
from privacy.errors import Permanent, Transient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.sources.address import Scheme

PRODUCT = "Stadspols"
"""The name by which robots.txt can address us. Source: RFC 9309 2.2.1."""

SIZE_LIMIT = 20_000_000
"""Bytes of an answer, unpacked; a page of any API or feed we know is far below."""

ATTEMPTS = 4
LONGEST_WAIT_SECONDS = 310.0
"""A source that asks for more patience than this is left alone until the next run. The windows
of rate limits that we know are five minutes."""

_FIRST_WAIT_SECONDS = 0.5
_TIMEOUT = httpx.Timeout(20.0, connect=10.0)
_REDIRECTS = 3
REDIRECT = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_UNIX_LEAST = 1_000_000_000  # smaller numbers in a rate-limit header are seconds from now


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What a server answered. `headers` has lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Failed(Exception):  # noqa: N818 - an attempt that may be repeated, caught in this module
    def __init__(self, wait_seconds: float | None = None) -> None:
        super().__init__()
        self.wait_seconds = wait_seconds


def identity(contact: str | None) -> str:
    """Return the User-Agent: who asks, and where to complain.

    Raises:
        Permanent: `instelling.contact`, no contact address is set.
    """
    if not contact:
        raise Permanent(
            "instelling.contact",
            "een bron op het net vraagt om een adres voor vragen: zet STADSPOLS_CONTACT",
        )
    return f"{PRODUCT}/1 (+{contact})"


def checked(url: str, scheme: Scheme = "https") -> str:
    """Return `url`, which is encrypted or stays on this machine.

    Raises:
        Permanent: `bron.adres`.
    """
    if not is_permitted(url, scheme):
        raise Permanent("bron.adres", f"een bron heeft een adres met {scheme}, zonder wachtwoord")
    return url


def sent_elsewhere() -> Permanent:
    """Return the refusal to go where a server sends us: permission was for its own address."""
    return Permanent(
        "bron.omleiding",
        "de bron stuurt door naar een andere server of naar een account; mag dat adres worden "
        "gelezen, zet het dan zelf in bronnen.yaml",
    )


@dataclass(slots=True)
class Web:
    """Asks servers for bytes, politely. All fields but the first are for tests to set."""

    user_agent: str
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time
    transport: httpx.BaseTransport | None = None
    size_limit: int = SIZE_LIMIT
    longest_answer_seconds: float = 60.0
    _robots: dict[str, Robots] = field(default_factory=dict)
    _not_before: dict[str, float] = field(default_factory=dict)
    _client: httpx.Client | None = None

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        is_json: bool = False,
    ) -> Answer:
        """Return the answer to GET, whatever its status below 500 except 429.

        With `is_json`, a body of status 200 that is no JSON counts as a failed attempt.

        Raises:
            Permanent: the address, robots.txt or the size of the answer forbids it.
            Transient: the server kept failing, or asks for more patience than one run has.
        """
        address = str(httpx.URL(checked(url), params=params) if params else checked(url))
        return self._follow(address, headers or {}, is_json=is_json, obey=self._obey_robots)

    def _follow(
        self,
        address: str,
        headers: Mapping[str, str],
        *,
        is_json: bool,
        obey: Callable[[str], None],
    ) -> Answer:
        permitted = address
        for _ in range(_REDIRECTS + 1):
            obey(address)
            answer = self._attempts(address, headers, is_json=is_json)
            if answer.status not in REDIRECT or "location" not in answer.headers:
                return answer
            address = checked(urljoin(address, answer.headers["location"]))
            if not is_same_place(permitted, address):
                raise sent_elsewhere()
        raise Permanent("bron.omleiding", f"meer dan {_REDIRECTS} omleidingen")

    def _obey_robots(self, address: str) -> None:
        origin = _origin(address)
        if origin not in self._robots:
            rules = f"{origin}/robots.txt"
            answer = self._follow(rules, {}, is_json=False, obey=lambda _: None)
            self._robots[origin] = Robots(answer.body if answer.status == httpx.codes.OK else b"")
        robots = self._robots[origin]
        if not robots.allows(PRODUCT, address):
            raise Permanent("bron.robots", "de robots.txt van de bron staat dit adres niet toe")
        if robots.delay_seconds(PRODUCT):
            self._hold(origin, self.clock() + robots.delay_seconds(PRODUCT))

    def _attempts(self, address: str, headers: Mapping[str, str], *, is_json: bool) -> Answer:
        for attempt in range(ATTEMPTS):
            self._wait(_origin(address))
            try:
                return self._once(address, headers, is_json=is_json)
            except _Failed as failed:
                backoff = _FIRST_WAIT_SECONDS * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311 - jitter
                seconds = backoff if failed.wait_seconds is None else failed.wait_seconds
                self._hold(_origin(address), self.clock() + seconds)
        raise Transient(
            "bron.bereik",
            f"de bron gaf {ATTEMPTS} keer geen bruikbaar antwoord. De volgende run probeert het "
            "vanzelf weer. Duurt het langer dan een uur? Zie docs/runbooks/bron-stil.md.",
        )

    def _once(self, address: str, headers: Mapping[str, str], *, is_json: bool) -> Answer:
        try:
            answer = self._fetch(address, headers)
        except httpx.HTTPError:
            raise _Failed from None
        self._note_limits(_origin(address), answer.headers)
        if answer.status in BUSY:
            raise _Failed(_retry_after(answer.headers, self.clock()))
        if is_json and answer.status == httpx.codes.OK and not _is_json(answer.body):
            raise _Failed
        return answer

    def _fetch(self, address: str, headers: Mapping[str, str]) -> Answer:
        if self._client is None:
            self._client = httpx.Client(timeout=_TIMEOUT, transport=self.transport)
        sent = {"user-agent": self.user_agent, **headers}
        body, started = bytearray(), time.monotonic()
        with self._client.stream("GET", address, headers=sent) as response:
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > self.size_limit:
                    raise Permanent("bron.omvang", "een antwoord is groter dan wij lezen")
                if time.monotonic() - started > self.longest_answer_seconds:
                    raise _Failed
        self._client.cookies.clear()
        return Answer(response.status_code, dict(response.headers), bytes(body))

    def _wait(self, origin: str) -> None:
        seconds = self._not_before.pop(origin, 0.0) - self.clock()
        if seconds > LONGEST_WAIT_SECONDS:
            raise Transient("bron.wachten", "de bron vraagt om later terug te komen")
        if seconds > 0:
            self.sleep(seconds)

    def _hold(self, origin: str, until: float) -> None:
        self._not_before[origin] = max(until, self._not_before.get(origin, 0.0))

    def _note_limits(self, origin: str, headers: Mapping[str, str]) -> None:
        """Ask nothing more of `origin` until its window begins anew, when this one is used up."""
        for prefix in ("x-ratelimit-", "ratelimit-"):
            if headers.get(prefix + "remaining", "").strip() == "0":
                reset = _moment(headers.get(prefix + "reset", ""), self.clock())
                if reset is not None:
                    self._hold(origin, reset)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


def _retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds that the server asks to wait. Source: RFC 9110 10.2.3."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        return max(parsedate_to_datetime(value).timestamp() - now, 0.0)
    except (ValueError, OverflowError):
        return None


def _moment(value: str, now: float) -> float | None:
    """Return the Unix time of a rate limit's reset: ISO 8601, Unix time, or seconds from now."""
    try:
        number = float(value)
    except ValueError:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
        return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    return number if number >= _UNIX_LEAST else now + number
