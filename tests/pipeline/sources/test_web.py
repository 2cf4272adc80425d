"""Web against a transport in memory: what it asks, waits for and refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from pipeline.sources.address import is_permitted
from pipeline.sources.web import ATTEMPTS, LONGEST_WAIT_SECONDS, Web, checked, identity
from privacy.errors import Permanent, StadspolsError, Transient

if TYPE_CHECKING:
    from collections.abc import Callable

HOME = "https://bron.example"
NOW = 1_795_000_000.0


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = NOW
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def asking(
    answer: Callable[[httpx.Request], httpx.Response], robots: httpx.Response | None = None
) -> tuple[Web, Clock, list[str]]:
    clock, asked = Clock(), []

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return robots or httpx.Response(404)
        asked.append(str(request.url))
        return answer(request)

    transport = httpx.MockTransport(handle)
    return Web("agent", clock.sleep, clock, transport), clock, asked


def test_an_answer_comes_with_status_headers_and_body() -> None:
    web, clock, asked = asking(lambda _: httpx.Response(200, headers={"ETag": "x"}, content=b"y"))
    answer = web.get(f"{HOME}/a", {"q": "De Vaart"})
    assert (answer.status, answer.headers["etag"], answer.body) == (200, "x", b"y")
    assert asked == [f"{HOME}/a?q=De+Vaart"]
    assert clock.slept == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("Wed, 18 Nov 2026 09:46:50 GMT", None),
        ("straks", None),
        ("\N{SUPERSCRIPT THREE}", None),
        ("", None),
    ],
)
def test_a_busy_server_is_given_the_time_it_asks_for(header: str, seconds: float | None) -> None:
    asks = [(b"Retry-After", header.encode("latin-1"))]
    answers = [httpx.Response(429, headers=asks), httpx.Response(200)]
    web, clock, _ = asking(lambda _: answers.pop(0))
    assert web.get(f"{HOME}/a").status == 200
    if seconds is not None:
        assert clock.slept == [seconds]
    assert sum(clock.slept) < LONGEST_WAIT_SECONDS


def test_a_server_that_asks_for_hours_is_left_until_the_next_run() -> None:
    web, clock, asked = asking(lambda _: httpx.Response(503, headers={"Retry-After": "7200"}))
    with pytest.raises(Transient, match=r"bron\.wachten"):
        web.get(f"{HOME}/a")
    assert (clock.slept, len(asked)) == ([], 1)


RESETS = ["30", str(int(NOW) + 30), "2026-11-18T11:07:10+00:00", "2026-11-18T11:07:10", "straks"]


@pytest.mark.parametrize("reset", RESETS)
def test_a_used_up_rate_limit_is_waited_for(reset: str) -> None:
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
    web, clock, _ = asking(lambda _: httpx.Response(200, headers=headers))
    web.get(f"{HOME}/a")
    web.get(f"{HOME}/b")
    assert clock.slept == ([] if reset == "straks" else [30.0])


def test_the_delay_of_robots_is_kept_between_requests() -> None:
    robots = httpx.Response(200, content=b"User-agent: *\nCrawl-delay: 4\n")
    web, clock, _ = asking(lambda _: httpx.Response(200), robots)
    web.get(f"{HOME}/a")
    web.get(f"{HOME}/b")
    assert clock.slept == [4.0, 4.0]


def test_what_robots_forbids_us_by_name_is_not_asked() -> None:
    robots = httpx.Response(200, content=b"User-agent: stadspols\nDisallow: /b\n")
    web, _, asked = asking(lambda _: httpx.Response(200), robots)
    web.get(f"{HOME}/a")
    with pytest.raises(Permanent, match=r"bron\.robots"):
        web.get(f"{HOME}/b")
    assert asked == [f"{HOME}/a"]


def test_robots_that_cannot_be_had_forbid_everything() -> None:
    web, _, asked = asking(lambda _: httpx.Response(200), httpx.Response(500))
    with pytest.raises(Transient):
        web.get(f"{HOME}/a")
    assert asked == []


def test_attempts_are_bounded_and_spaced() -> None:
    web, clock, asked = asking(lambda _: httpx.Response(502))
    with pytest.raises(Transient, match=r"bron\.bereik"):
        web.get(f"{HOME}/a")
    assert len(asked) == ATTEMPTS
    assert len(clock.slept) == ATTEMPTS - 1


def test_a_cut_connection_or_half_json_is_asked_for_again() -> None:
    def cut(_: httpx.Request) -> httpx.Response:
        raise httpx.RemoteProtocolError("vaart_1")

    rest = [httpx.Response(200, content=b'{"a": '), httpx.Response(200, content=b"{}")]
    answers: list[Callable[[httpx.Request], httpx.Response]] = [
        cut,
        *[lambda _: rest.pop(0)] * 2,
    ]

    def answer(request: httpx.Request) -> httpx.Response:
        return answers.pop(0)(request)

    web, _, _ = asking(answer)
    assert web.get(f"{HOME}/a", is_json=True).body == b"{}"


def test_an_answer_without_end_is_refused() -> None:
    web, _, _ = asking(lambda _: httpx.Response(200, content=b"x" * 11))
    web.size_limit = 10
    with pytest.raises(Permanent, match=r"bron\.omvang"):
        web.get(f"{HOME}/a")


def test_an_answer_that_drips_is_given_up() -> None:
    web, _, _ = asking(lambda _: httpx.Response(200, content=b"x"))
    web.longest_answer_seconds = -1.0
    with pytest.raises(Transient):
        web.get(f"{HOME}/a")


@pytest.mark.parametrize(
    ("target", "rule"),
    [
        ("http://bron.example/b", "bron.adres"),
        ("https://u:p@bron.example/b", "bron.adres"),
        ("http://localhost/b", "bron.omleiding"),
        ("https://bron.example:99999/", "bron.adres"),
        ("https://ander.example/a", "bron.omleiding"),
        ("//ander.example/a", "bron.omleiding"),
        ("https://www.ander.example/a", "bron.omleiding"),
        ("https://bron.example.ander.example/a", "bron.omleiding"),
        ("https://bron.example:8443/a", "bron.omleiding"),
        ("https://10.0.0.5/a", "bron.omleiding"),
        ("https://169.254.169.254/latest", "bron.omleiding"),
        ("https://[::1]/a", "bron.omleiding"),
        ("/@vaart.rss", "bron.omleiding"),
        ("/users/vaart.rss", "bron.omleiding"),
        ("https://www.bron.example/profile/vaart.example/rss", "bron.omleiding"),
    ],
)
def test_a_redirect_stays_with_what_was_permitted(target: str, rule: str) -> None:
    web, _, asked = asking(lambda _: httpx.Response(302, headers={"Location": target}))
    with pytest.raises(Permanent) as refused:
        web.get(f"{HOME}/a")
    assert refused.value.rule == rule
    assert asked == [f"{HOME}/a"]


def test_redirects_come_to_an_end() -> None:
    web, _, asked = asking(lambda _: httpx.Response(302, headers={"Location": "/a"}))
    with pytest.raises(Permanent, match=r"bron\.omleiding"):
        web.get(f"{HOME}/a")
    assert len(asked) == 4


@pytest.mark.parametrize(
    "target", ["/b", "https://www.bron.example/b", "https://bron.example:443/b"]
)
def test_a_redirect_on_the_same_server_is_followed(target: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/a":
            return httpx.Response(301, headers={"Location": target})
        return httpx.Response(200, content=b"y")

    web, _, _ = asking(answer)
    assert web.get(f"{HOME}/a").body == b"y"


def test_rules_that_lie_on_another_server_are_not_fetched() -> None:
    elsewhere = httpx.Response(302, headers={"Location": "https://ander.example/robots.txt"})
    web, _, asked = asking(lambda _: httpx.Response(200), elsewhere)
    with pytest.raises(Permanent, match=r"bron\.omleiding"):
        web.get(f"{HOME}/a")
    assert asked == []


def test_cookies_are_not_kept() -> None:
    seen: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("cookie"))
        return httpx.Response(200, headers={"Set-Cookie": "volg=mij"})

    web, _, _ = asking(answer)
    web.get(f"{HOME}/a")
    web.get(f"{HOME}/b")
    assert seen == [None, None]


@pytest.mark.parametrize(
    ("address", "permitted"),
    [
        ("https://bron.example", True),
        ("http://bron.example", False),
        ("http://127.0.0.1:80/x", True),
        ("http://[::1]/x", True),
        ("http://localhost:3000", True),
        ("http://localhost.example", False),
        ("https://u:p@bron.example", False),
        ("https://", False),
        ("https://[::1", False),
        ("https://bron.example/ x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_encrypted_addresses_or_this_machine(address: str, permitted: bool) -> None:
    assert is_permitted(address, "https") is permitted
    if not permitted:
        with pytest.raises(Permanent, match=r"bron\.adres"):
            checked(address)


def test_who_asks_says_where_to_complain() -> None:
    assert identity("https://almere.example/vragen").endswith("(+https://almere.example/vragen)")
    for nobody in (None, ""):
        with pytest.raises(StadspolsError, match=r"instelling\.contact"):
            identity(nobody)
