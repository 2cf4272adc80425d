"""Worlds: for each kind of source, invented people who post, change and delete.

A world knows how its service tells of posts; the contract suite knows nothing of services.
"""

from __future__ import annotations

import json
import os
import threading
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Protocol
from xml.sax.saxutils import escape

from websockets.sync.server import serve

from pipeline.settings import PACKAGED_CONFIG
from pipeline.sources.config import SourcesFile
from pipeline.sources.opening import Opening
from privacy.posts import SourceId
from tests.fakes import NOW
from tests.light import almere
from tests.servers.exchange import Exchange, Reply, as_json, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from websockets.sync.server import ServerConnection

    from pipeline.sources.protocol import Source
    from tests.servers.pds import Account, Pds

SOURCE = SourceId("bestand")
"""The id under which the example framework permits every world."""

CONTACT = "https://stadspols.example/vragen"


class World(Protocol):
    """What happens in a service. Posts are known by a number."""

    exchange: Exchange | None

    def spec(self) -> dict[str, object]: ...

    def post(self, number: int, text: str, moment: datetime, *, hidden: bool = False) -> None: ...

    def spoil(self) -> None: ...

    def edit(self, number: int, text: str) -> None: ...

    def delete(self, number: int) -> None: ...


def shards(world: World, **changes: object) -> list[Source]:
    """Open the source as the product does; waits take no time."""
    opening = Opening(PACKAGED_CONFIG, almere(), lambda: NOW, CONTACT, sleep=lambda _: None)
    spec = SourcesFile.model_validate({"bronnen": {SOURCE: {**world.spec(), **changes}}}).bronnen[
        SOURCE
    ]
    return list(opening.shards(SOURCE, spec))


@dataclass
class FolderWorld:
    """A supplier who leaves a file per post in a folder."""

    folder: Path
    form: str = "jsonl"
    exchange: Exchange | None = None
    _spoiled: int = 0

    def spec(self) -> dict[str, object]:
        return {"soort": "bestand", "map": str(self.folder), "platform": "forum"}

    def post(self, number: int, text: str, moment: datetime, *, hidden: bool = False) -> None:
        assert not hidden
        record = {
            "id": f"p{number}",
            "created_at": moment.isoformat(),
            "author": f"vaart_{number}",
            "text": text,
        }
        self._write(f"{number:05d}.jsonl", json.dumps(record).encode())

    def spoil(self) -> None:
        self._spoiled += 1
        self._write(f"x{self._spoiled:05d}.jsonl", b'{"id": "half')

    def edit(self, number: int, text: str) -> None:
        raise NotImplementedError

    def delete(self, number: int) -> None:
        raise NotImplementedError

    def _write(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.write_bytes(content + b"\n")
        os.utime(path, (NOW.timestamp() - 600, NOW.timestamp() - 600))


@dataclass
class FeedWorld:
    """A newsroom with a feed that knows `ETag` and `Last-Modified`."""

    entries: dict[int, tuple[str, datetime, datetime]] = field(default_factory=dict)
    spoiled: int = 0
    atom: bool = False
    exchange: Exchange | None = None
    unchanged: int = 0

    def __post_init__(self) -> None:
        self.exchange = Exchange(self._answer)

    def spec(self) -> dict[str, object]:
        assert self.exchange is not None
        return {"soort": "rss", "feeds": [f"{self.exchange.url}/nieuws.xml"]}

    def post(self, number: int, text: str, moment: datetime, *, hidden: bool = False) -> None:
        assert not hidden
        self.entries[number] = (text, moment, moment)

    def spoil(self) -> None:
        self.spoiled += 1

    def edit(self, number: int, text: str) -> None:
        _, moment, _ = self.entries[number]
        self.entries[number] = (text, moment, moment + timedelta(minutes=20))

    def delete(self, number: int) -> None:
        raise NotImplementedError

    def _answer(self, path: str, _: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        assert path == "/nieuws.xml"
        body = self._atom() if self.atom else self._rss()
        tag = f'"{hash(body):x}"'
        if headers.get("if-none-match") == tag:
            self.unchanged += 1
            return Reply(304)
        return Reply(200, body.encode(), {"etag": tag, "content-type": "application/xml"})

    def _rss(self) -> str:
        items = "".join(
            f"<item><title>{escape(text)}</title><guid>https://krant.example/{n}</guid>"
            f"<pubDate>{format_datetime(moment)}</pubDate>"
            + ("" if updated == moment else f"<atom:updated>{updated.isoformat()}</atom:updated>")
            + "</item>"
            for n, (text, moment, updated) in sorted(self.entries.items(), reverse=True)
        )
        items += "<item><title>zonder datum in de Filmwijk</title></item>" * self.spoiled
        return (
            '<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">'
            f"<channel><title>Zuiderzeebode</title><language>nl</language>{items}</channel></rss>"
        )

    def _atom(self) -> str:
        items = "".join(
            f"<entry><id>urn:{n}</id><title>Bericht</title>"
            f"<content type='html'>{escape('<p>' + escape(text) + '</p>')}</content>"
            f"<published>{moment.isoformat()}</published><updated>{updated.isoformat()}</updated>"
            "</entry>"
            for n, (text, moment, updated) in sorted(self.entries.items())
        )
        items += "<entry><title>zonder datum in de Filmwijk</title></entry>" * self.spoiled
        return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>W</title>{items}</feed>'


@dataclass
class FediverseWorld:
    """A server with the Mastodon API: pages of at most 40, newest first, with rate limits."""

    statuses: dict[str, dict[str, object]] = field(default_factory=dict)
    exchange: Exchange | None = None
    remaining: int = 300
    access: str = "public"
    offset: int = 0
    """Other servers give the same status another id."""
    _spoiled: int = 0

    def __post_init__(self) -> None:
        self.exchange = Exchange(self._answer)

    def spec(self) -> dict[str, object]:
        assert self.exchange is not None
        return {
            "soort": "mastodon",
            "servers": [self.exchange.url],
            "gebieden": ["GM0034"],
            "terug_uren": 100,
        }

    def post(self, number: int, text: str, moment: datetime, *, hidden: bool = False) -> None:
        name = f"vaart{number}"
        home = "https://zuiderzee.example"
        self.statuses[self._id(moment, number)] = {
            "id": self._id(moment, number),
            "created_at": moment.isoformat().replace("+00:00", "Z"),
            "spoiler_text": "",
            "visibility": "public",
            "language": "nl",
            "uri": f"{home}/users/{name}/statuses/{number}",
            "url": f"{home}/@{name}/{number}",
            "edited_at": None,
            "content": f"<p>{escape(text)} <a>#<span>almere</span></a></p>",
            "reblog": None,
            "account": {
                "id": str(number),
                "acct": f"{name}@zuiderzee.example",
                "bot": False,
                "indexable": not hidden,
                "noindex": False,
                "note": "<p>ik woon aan de vaart</p>",
                "url": f"{home}/@{name}",
                "fields": [],
            },
            "media_attachments": [],
            "tags": [{"name": "almere", "url": f"{home}/tags/almere"}],
            "emojis": [],
            "quote": None,
            "card": None,
            "poll": None,
        }

    def spoil(self) -> None:
        self._spoiled += 1
        number = 90_000 + self._spoiled
        self.post(number, "kapot in de Filmwijk", NOW - timedelta(minutes=90))
        self._of(number)["account"] = None

    def edit(self, number: int, text: str) -> None:
        self._of(number)["content"] = f"<p>{escape(text)}</p>"
        self._of(number)["edited_at"] = NOW.isoformat()

    def delete(self, number: int) -> None:
        raise NotImplementedError

    def hide(self, number: int) -> None:
        """The author asks not to be found any more."""
        account = self._of(number)["account"]
        assert isinstance(account, dict)
        account["indexable"] = False

    def _of(self, number: int) -> dict[str, object]:
        [found] = [s for s in self.statuses.values() if str(s["uri"]).endswith(f"/{number}")]
        return found

    def _id(self, moment: datetime, number: int) -> str:
        return str((int(moment.timestamp() * 1000) << 16) + number + self.offset)

    def _answer(self, path: str, query: Mapping[str, str], _: Mapping[str, str]) -> Reply:
        if path == "/api/v2/instance/":
            feeds = {"local": self.access, "remote": self.access}
            access = {"timelines_access": {"live_feeds": feeds, "hashtag_feeds": feeds}}
            return as_json({"version": "4.5.0", "configuration": access})
        if path != "/api/v1/timelines/tag/almere":
            return Reply(
                404, b'{"error": "Record not found"}', {"content-type": "application/json"}
            )
        assert int(query.get("limit", "20")) <= 40
        older = int(query.get("max_id", str(2**80)))
        found = [s for i, s in sorted(self.statuses.items(), key=lambda kv: -int(kv[0]))]
        page = [s for s in found if int(str(s["id"])) < older][: int(query.get("limit", "20"))]
        self.remaining = (self.remaining - 1) % 300
        return as_json(
            page,
            x_ratelimit_limit="300",
            x_ratelimit_remaining=str(self.remaining),
            x_ratelimit_reset=(datetime.now(UTC) + timedelta(seconds=1)).isoformat(),
        )


@dataclass
class SearchWorld:
    """The search of Bluesky: newest first, by pages with a cursor."""

    views: list[dict[str, object]] = field(default_factory=list)
    exchange: Exchange | None = None

    def __post_init__(self) -> None:
        self.exchange = Exchange(self._answer)

    def spec(self) -> dict[str, object]:
        assert self.exchange is not None
        return {
            "soort": "bluesky",
            "dienst": self.exchange.url,
            "zoeken": True,
            "gebieden": ["GM0034"],
            "terug_uren": 100,
        }

    def post(self, number: int, text: str, moment: datetime, *, hidden: bool = False) -> None:
        did = f"did:plc:vaart{number}"
        labels = [{"val": "!no-unauthenticated", "src": did}] if hidden else []
        self.views.append(
            {
                "uri": f"at://{did}/app.bsky.feed.post/{number}",
                "author": {"did": did, "handle": f"vaart{number}.example", "labels": labels},
                "record": {"text": text, "createdAt": moment.isoformat(), "langs": ["nl"]},
                "indexedAt": min(moment, NOW).isoformat(),
            }
        )

    def spoil(self) -> None:
        self.views.append({"uri": 7, "indexedAt": (NOW - timedelta(hours=1)).isoformat()})

    def edit(self, number: int, text: str) -> None:
        raise NotImplementedError

    def delete(self, number: int) -> None:
        raise NotImplementedError

    def _answer(self, path: str, query: Mapping[str, str], _: Mapping[str, str]) -> Reply:
        assert path == "/xrpc/app.bsky.feed.searchPosts"
        assert (query["sort"], query["q"]) == ("latest", '"Almere"')
        found = sorted(self.views, key=lambda view: str(view["indexedAt"]), reverse=True)
        start = int(query.get("cursor", "0"))
        page = found[start : start + 10]
        more = {"cursor": str(start + 10)} if start + 10 < len(found) else {}
        return as_json({"posts": page, **more})


@dataclass
class JetstreamWorld:
    """A Jetstream that plays its events from a cursor on, and cuts connections when told to."""

    events: list[dict[str, object]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    exchange: Exchange | None = None
    socket: str = ""
    cuts: int = 0
    connections: int = 0

    def __post_init__(self) -> None:
        self.exchange = Exchange(self._profile)

    def spec(self) -> dict[str, object]:
        assert self.exchange is not None
        return {
            "soort": "bluesky",
            "dienst": self.exchange.url,
            "stroom": self.socket,
            "vorm": "jetstream",
            "stil_seconden": 0.3,
            "terug_uren": 100,
        }

    def post(self, number: int, text: str, moment: datetime, *, hidden: bool = False) -> None:
        if hidden:
            self.hidden.add(f"did:plc:vaart{number}")
        self._commit(number, "create", text, moment)

    def spoil(self) -> None:
        self.events.append({"time_us": self._now(), "did": "did:plc:x", "kind": "commit"})

    def edit(self, number: int, text: str) -> None:
        self._commit(number, "update", text, NOW - timedelta(hours=2))

    def delete(self, number: int) -> None:
        self._commit(number, "delete", None, NOW)

    def record(self, number: int) -> dict[str, object]:
        """Return the record of a post, to change what its author's software wrote."""
        [commit] = [e["commit"] for e in self.events if e["did"] == f"did:plc:vaart{number}"]
        assert isinstance(commit, dict)
        record: dict[str, object] = commit["record"]
        return record

    def _now(self) -> int:
        return int((NOW - timedelta(hours=1)).timestamp() * 1_000_000) + len(self.events) * 1_000

    def _commit(self, number: int, operation: str, text: str | None, moment: datetime) -> None:
        commit: dict[str, object] = {
            "operation": operation,
            "collection": "app.bsky.feed.post",
            "rkey": str(number),
        }
        if text is not None:
            commit["record"] = {"text": text, "createdAt": moment.isoformat(), "langs": ["nl"]}
        self.events.append(
            {
                "time_us": self._now(),
                "did": f"did:plc:vaart{number}",
                "kind": "commit",
                "commit": commit,
            }
        )

    def _profile(self, path: str, query: Mapping[str, str], _: Mapping[str, str]) -> Reply:
        assert path == "/xrpc/com.atproto.repo.getRecord"
        if query["repo"] in self.hidden:
            labels = {"values": [{"val": "!no-unauthenticated"}]}
            return as_json({"value": {"labels": labels}})
        body = json.dumps({"error": "RecordNotFound"}).encode()
        return Reply(400, body, {"content-type": "application/json"})

    def play(self, connection: ServerConnection) -> None:
        """Send what the cursor asks for, then stay silent."""
        self.connections += 1
        assert connection.request is not None
        cursor = int(connection.request.path.partition("cursor=")[2].partition("&")[0])
        sent = 0
        for event in list(self.events):
            if int(str(event["time_us"])) >= cursor:
                connection.send(json.dumps(event))
                sent += 1
            if self.cuts and sent == 3:
                self.cuts -= 1
                connection.close()
                return
        for _ in connection:
            pass


@dataclass
class RelayWorld:
    """A real AT Protocol server, read through `subscribeRepos` from here on."""

    pds: Pds
    exchange: Exchange | None = None
    made: dict[int, tuple[Account, str, datetime]] = field(default_factory=dict)
    _people: list[Account] = field(default_factory=list)
    counter: list[int] = field(default_factory=lambda: [0])

    def spec(self) -> dict[str, object]:
        return {
            "soort": "bluesky",
            "dienst": self.pds.url,
            "stroom": self.pds.socket,
            "vorm": "relay",
            "stil_seconden": 0.3,
        }

    def post(self, number: int, text: str, moment: datetime, *, hidden: bool = False) -> None:
        author = self._person(hidden=hidden)
        key = self.pds.post(author, text, createdAt=_zulu(moment), langs=["nl"])
        self.made[number] = (author, key, moment)

    def spoil(self) -> None:
        author = self._person()
        self.pds.post(author, "kapot in de Filmwijk", createdAt="gisteren, rond een uur of 8")

    def edit(self, number: int, text: str) -> None:
        author, key, moment = self.made[number]
        self.pds.change(author, key, text, createdAt=_zulu(moment), langs=["nl"])

    def delete(self, number: int) -> None:
        author, key, _ = self.made[number]
        self.pds.delete(author, key)

    def wipe(self) -> None:
        """Delete all that is left, so that the next test begins with nothing."""
        for author, key, _ in self.made.values():
            self.pds.delete(author, key)

    def _person(self, *, hidden: bool = False) -> Account:
        if hidden or not self._people:
            person = self.pds.account(f"vaart{os.urandom(5).hex()}")
            if hidden:
                self.pds.label_profile(person, "!no-unauthenticated")
                return person
            self._people.append(person)
        return self._people[0]


def _zulu(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


@contextmanager
def jetstream(world: JetstreamWorld) -> Iterator[JetstreamWorld]:
    """Serve the world's websocket and its profiles."""
    assert world.exchange is not None
    with running(world.exchange), serve(world.play, "127.0.0.1", 0) as server:
        world.socket = f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield world
        finally:
            server.shutdown()


def served(world: World) -> AbstractContextManager[object]:
    """Serve what the world has of HTTP."""
    return running(world.exchange) if world.exchange is not None else nullcontext()
