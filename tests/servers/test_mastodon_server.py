"""A server from the registries with the Mastodon API, that nobody here wrote.

It keeps accounts and statuses, turns pages, limits rates and fails on request. Its clock is that
of the machine: statuses are made now.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from mastodon_mock.config import DatabaseConfig, MastodonMockConfig, RateLimitConfig
from mastodon_mock.testing import DEFAULT_TEST_SEED, MockServer

from pipeline.settings import PACKAGED_CONFIG
from pipeline.sources.config import SourcesFile
from pipeline.sources.opening import Opening
from pipeline.sources.protocol import START, Deletion, Reason, Rejection
from privacy.errors import Transient
from privacy.posts import Mark
from privacy.raw import RawPost
from tests.light import almere
from tests.servers.worlds import CONTACT, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Server:
    """What its users do, over HTTP."""

    def __init__(self, url: str, database: Path) -> None:
        self.url = url
        self.waited: list[float] = []
        self._database = database
        self._client = httpx.Client(
            base_url=f"{url}/api/v1/",
            headers={"authorization": "Bearer alice_token"},
            timeout=30,
        )

    def begin_anew(self) -> None:
        self._do("POST", "_mock/reset")
        self._do("DELETE", "_mock/faults")
        self.waited.clear()
        self.indexable(yes=True)

    def post(self, text: str, **fields: object) -> str:
        return str(self._do("POST", "statuses", {"status": text, **fields})["id"])

    def edit(self, status: str, text: str) -> None:
        self._do("PUT", f"statuses/{status}", {"status": text})

    def profile(self, note: str) -> None:
        self._client.patch("accounts/update_credentials", data={"note": note}).raise_for_status()

    def indexable(self, *, yes: bool) -> None:
        """Set what the settings page of an account sets; the API of this server cannot."""
        with sqlite3.connect(self._database) as connection:
            connection.execute("UPDATE accounts SET indexable = ?", [yes])
        connection.close()

    def fail(self, times: int, **effect: object) -> None:
        match = {"path": "/api/v1/timelines/*"}
        self._do("POST", "_mock/faults", {"match": match, "effect": effect, "count": times})

    def read(self, position: str = START) -> list[tuple[str, object]]:
        """Read the timeline of the city as the product does; waits take no time."""
        opening = Opening(
            PACKAGED_CONFIG, almere(), lambda: datetime.now(UTC), CONTACT, self.waited.append
        )
        spec = {"soort": "mastodon", "servers": [self.url], "gebieden": ["GM0034"]}
        given = SourcesFile.model_validate({"bronnen": {SOURCE: spec}}).bronnen[SOURCE]
        [shard] = opening.shards(SOURCE, given)
        return list(shard.read(position))

    def posts(self, position: str = START) -> list[RawPost]:
        return [item for _, item in self.read(position) if isinstance(item, RawPost)]

    def _do(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        answer = self._client.request(method, path, json=body)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def started(folder: Path, limit: int | None = None) -> Iterator[Server]:
    """Start a server that takes `limit` questions per five minutes; None is any number."""
    database = folder / "server.sqlite"
    config = MastodonMockConfig(
        database=DatabaseConfig(path=str(database)),
        seed=DEFAULT_TEST_SEED,
        ratelimit=RateLimitConfig(enabled=limit is not None, limit=limit or 0, window_seconds=300),
    )
    with MockServer(config=config) as running:
        yield Server(running.base_url, database)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started(tmp_path_factory.mktemp("mastodon")) as server:
        yield server


@pytest.fixture
def server(shared: Server) -> Server:
    shared.begin_anew()
    return shared


def test_pages_are_turned_until_the_end(server: Server) -> None:
    made = [f"rellen in de Filmwijk {n} #almere" for n in range(95)]
    for text in made:
        server.post(text)
    assert [post.text for post in server.posts()] == made


def test_what_is_not_for_everyone_is_not_read(server: Server) -> None:
    server.post("rellen in de Filmwijk #almere")
    for visibility in ("unlisted", "private", "direct"):
        server.post("rellen in de Filmwijk #almere", visibility=visibility)
    assert len(server.posts()) == 1


def test_what_a_reader_sees_is_read(server: Server) -> None:
    server.post("niet leuk in de Filmwijk #almere", spoiler_text="rellen", language="nl")
    [post] = server.posts()
    assert post.text == "rellen\nniet leuk in de Filmwijk #almere"
    assert (post.language, post.marks) == ("nl", frozenset())


def test_an_edit_has_the_same_id_and_the_mark(server: Server) -> None:
    status = server.post("rustig in de Filmwijk #almere")
    [(position, first)] = server.read()
    server.edit(status, "rellen in de Filmwijk #almere")
    [after] = server.posts(position)
    assert isinstance(first, RawPost)
    assert (after.post_id, after.created_at) == (first.post_id, first.created_at)
    assert Mark.EDITED in after.marks
    assert "rellen" in after.text


@pytest.mark.parametrize("way", ["indexable", "note"])
def test_who_opts_out_is_left_alone_and_forgotten(server: Server, way: str) -> None:
    server.post("rellen in de Filmwijk #almere")
    [(position, _)] = server.read()
    if way == "indexable":
        server.indexable(yes=False)
    else:
        server.profile("hallo #nobot")
    gone, refused = (item for _, item in server.read(position))
    assert isinstance(gone, Deletion)
    assert refused == Rejection(Reason.OPTED_OUT)


@pytest.mark.parametrize(
    "effect",
    [
        {"type": "malformed"},
        {"type": "malformed", "truncate": False},
        {"type": "status", "status": 500},
        {"type": "status", "status": 503, "headers": {"Retry-After": "7"}},
        {"type": "ratelimit"},
    ],
)
def test_a_fault_that_passes_costs_nothing_but_time(
    server: Server, effect: dict[str, object]
) -> None:
    server.post("rellen in de Filmwijk #almere")
    server.fail(2, **effect)
    assert len(server.posts()) == 1
    asked_for = {"ratelimit": 300.0}.get(str(effect["type"]), 7.0 if "headers" in effect else None)
    assert len(server.waited) == 2
    assert asked_for is None or server.waited == pytest.approx([asked_for] * 2, abs=2)


def test_a_fault_that_stays_is_for_a_later_run(server: Server) -> None:
    server.post("rellen in de Filmwijk #almere")
    server.fail(99, type="status", status=503)
    with pytest.raises(Transient, match=r"bron\.bereik"):
        server.read()


def test_a_window_that_is_used_up_is_sat_out(tmp_path: Path) -> None:
    with started(tmp_path, limit=4) as server:
        server.indexable(yes=True)
        server.post("rellen in de Filmwijk #almere")
        assert len(server.posts()) == 1  # robots.txt, access, a page, and none after it
        with pytest.raises(Transient):  # waits take no time here, so the window never ends
            server.read()
        assert max(server.waited) == pytest.approx(300, abs=5)
