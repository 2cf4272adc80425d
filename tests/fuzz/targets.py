"""Every parser that meets bytes from outside, and what it may answer.

A target takes any bytes and returns. It may refuse in our own words (`StadspolsError`); whatever
else it raises is a finding, and so is taking seconds.
"""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import httpx

from pipeline.areas.importer import import_boundaries
from pipeline.assessments import Assessments
from pipeline.bundle_files import read_bundle
from pipeline.settings import PACKAGED_CONFIG
from pipeline.sources import bluesky_post, fediverse_post
from pipeline.sources.config import FileSpec, load_sources
from pipeline.sources.feeds import FeedSource
from pipeline.sources.html_text import html_text
from pipeline.sources.protocol import START
from pipeline.sources.record import RecordReader
from pipeline.sources.relay import FORMS, Event, events
from pipeline.sources.stream import Metered, lines
from pipeline.sources.web import Web
from pipeline.surges.table import read_table
from privacy.detect.engine import build_detector
from privacy.errors import StadspolsError
from privacy.framework.approval import read_approval
from privacy.framework.ceremony import example_ceremony
from privacy.framework.document import parse_framework
from privacy.framework.stop import read_stop
from privacy.framework.trust import read_trust_root
from privacy.log.journal import append, read_log
from privacy.posts import SourceId
from tests.fakes import NOW, example_bytes
from tests.light import almere
from tests.pipeline.sources.samples import from_bytes, from_path, line, outcomes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from privacy.detect.span import Detector

_SOURCE = SourceId("bron")
_READER = RecordReader.of_platform(_SOURCE, "forum", lambda: NOW)
_APPROVAL, _ROOT = example_ceremony(example_bytes(), NOW)
_TEXT = "Bel Jan de Vries op 06-12345678, vanavond rellen in de Filmwijk, almr haven 1324 AB"


@dataclass(frozen=True)
class Target:
    """A parser under attack, and where mutation begins. `slow` takes a millisecond or more."""

    run: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    slow: bool = False

    def __call__(self, data: bytes) -> None:
        """Give it `data`; a refusal in our own words is an answer."""
        with suppress(StadspolsError):
            self.run(data)


def _as_text(data: bytes) -> str:
    """Return text that can hold anything that JSON can: half characters too."""
    return data.decode("utf-8", "surrogateescape")


def _text(data: bytes) -> str:
    return data.decode(errors="replace")


def _json(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _file(data: bytes, name: str, read: Callable[[Path], object]) -> None:
    with TemporaryDirectory(dir=_MEMORY) as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        read(path)


_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


def _csv(data: bytes) -> None:
    outcomes(from_bytes(data, FileSpec(soort="bestand", formaat="csv")))


def _parquet(data: bytes) -> None:
    _file(data, "posts.parquet", lambda path: outcomes(from_path(path)))


def _feed(data: bytes) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        found = request.url.path == "/feed"
        return httpx.Response(200 if found else 404, content=data if found else b"")

    web = Web("test", transport=httpx.MockTransport(answer))
    list(FeedSource(_SOURCE, "https://krant.example/feed", web=web, clock=lambda: NOW).read(START))


def _status(data: bytes) -> None:
    status = _json(data)
    if isinstance(status, dict):
        fediverse_post.refusal(status)
        _READER.post(fediverse_post.fields(status), fediverse_post.marks(status))


def _record(data: bytes) -> None:
    record = _json(data)
    if isinstance(record, dict):
        labels = bluesky_post.labels_of(record)
        fields = bluesky_post.fields("did:plc:a", "b", record)
        _READER.post(fields, bluesky_post.marks(record, labels, edited=False))


def _events(form: str, message: bytes | str) -> None:
    for event in events(FORMS[form], [message]):
        for operation in event.operations if isinstance(event, Event) else ():
            if operation.record is not None:
                fields = bluesky_post.fields("did:plc:a", operation.rkey, operation.record)
                _READER.post(fields)


def _answer_headers(data: bytes) -> None:
    """Read headers of rate limits and a robots.txt, both as hostile as a server can send them."""
    value = data[:200].decode("latin-1").replace("\r", "").replace("\n", "")
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": value, "retry-after": value}
    raw = [(name.encode(), text.encode("latin-1")) for name, text in headers.items()]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(200, content=data)
        return httpx.Response(429, headers=raw)

    web = Web("test", sleep=lambda _: None, transport=httpx.MockTransport(answer))
    web.get("https://server.example/a")


def _table(data: bytes) -> None:
    read_table(lines(Metered(io.BytesIO(data)))).series()


def _areas(data: bytes) -> None:
    def read(path: Path) -> object:
        return import_boundaries(path, path.parent / "gebieden")

    _file(data, "wijken.geojson", read)


@cache
def _detector() -> Detector:
    return build_detector()


def _detect(data: bytes) -> object:
    return _detector().detect([_text(data)])


def _facts(path: Path) -> object:
    return Assessments(path, lambda: NOW).facts()


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("logboek.jsonl", b"{}\n" * 9)
    return stream.getvalue()


def _seeds() -> Iterator[tuple[str, Target]]:
    yield "jsonl", Target(lambda d: outcomes(from_bytes(d)), (line(1), b'{"id":1}\n[]\n'))
    header = b'id,created_at,author,platform,text\np1,2026-11-20T10:00:00Z,a,x,"b\nc"\n'
    yield "csv", Target(_csv, (header, b"id;created_at;author;platform;text\n"))
    yield "parquet", Target(_parquet, (b"PAR1\x15\x04PAR1",), slow=True)
    feed = b"<rss><channel><item><title>a</title><guid>1</guid></item></channel></rss>"
    atom = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id></entry></feed>'
    yield "feed", Target(_feed, (feed, atom), slow=True)
    yield "html", Target(lambda d: html_text(_as_text(d)), (b"<p>a&amp;<br>b<script>c</p>&#9;",))
    status: dict[str, object] = {
        "uri": "https://a.example/1",
        "content": "<p>a</p>",
        "visibility": "public",
    }
    status |= {"created_at": "2026-11-20T10:00:00Z", "account": {"url": "b", "fields": [{}]}}
    more = {"poll": {"options": [{"title": "c"}]}, "emojis": [{"shortcode": "d"}], "reblog": None}
    yield "mastodon", Target(_status, (json.dumps(status | more).encode(),))
    mention = {"$type": "app.bsky.richtext.facet#mention"}
    facet = {"index": {"byteStart": 0, "byteEnd": 2}, "features": [mention]}
    record: dict[str, object] = {
        "text": "\u00e9 b",
        "facets": [facet],
        "langs": ["nl"],
        "tags": ["c"],
        "labels": [],
    }
    embed = {"$type": "app.bsky.embed.images", "images": [{"alt": "d"}]}
    yield "bluesky", Target(_record, (json.dumps(record | {"embed": embed}).encode(),))
    commit = {"operation": "create", "collection": "app.bsky.feed.post", "record": record}
    event = {"did": "a", "time_us": 1, "kind": "commit", "commit": {**commit, "rkey": "a"}}
    jetstream = json.dumps(event).encode()
    yield "jetstream", Target(lambda d: _events("jetstream", _as_text(d)), (jetstream,))
    frame = b"\xa2\x61t\x67#commit\x62op\x01\xa3\x63seq\x01\x63ops\x80\x64repo\x61a"
    yield (
        "relay",
        Target(lambda d: _events("relay", d), (frame, frame.replace(b"\x01\xa3", b"\x20\xa3"))),
    )
    robots = b"User-agent: *\nDisallow: /a\nCrawl-delay: 3\n"
    yield "headers", Target(_answer_headers, (robots, b"2026-11-20T10:00:00Z", b"30"), slow=True)
    sources = (PACKAGED_CONFIG / "bronnen.yaml").read_bytes()
    yield (
        "bronnen",
        Target(partial(_file, name="bronnen.yaml", read=load_sources), (sources,), slow=True),
    )
    yield "kader", Target(parse_framework, (example_bytes()[:3000], example_bytes()), slow=True)
    root = read_trust_root(_ROOT)
    yield "besluit", Target(lambda d: read_approval(d, root), (_APPROVAL,))
    yield "anker", Target(read_trust_root, (_ROOT,))
    yield "stop", Target(lambda d: read_stop(d, root), (_APPROVAL, b"{}"))
    fact = {"soort": "anker", "anker_versie": 1, "anker_sha256": "0" * 64}
    yield "logboek", Target(read_log, (append((), NOW, fact),))
    said = b'{"soort":"getoond","moment":"2026-11-20T10:00:00Z","piek_id":"0123456789ab"}\n'
    yield "beoordelingen", Target(partial(_file, name="b", read=_facts), (said,))
    yield "bundel", Target(partial(_file, name="b.zip", read=read_bundle), (_zip(),))
    yield "reeksen", Target(_table, (b"serie,datum,aantal\na,2025-03-01,3\na,2025-03-02,\n",))
    wijk = {"wijkcode": "WK003401", "wijknaam": "a", "gemeentecode": "GM0034", "gemeentenaam": "b"}
    boundaries = {"type": "FeatureCollection", "features": [{"properties": wijk}]}
    yield "geojson", Target(_areas, (json.dumps(boundaries).encode(),), slow=True)
    yield "gebieden", Target(lambda d: almere().find(_text(d)), (_TEXT.encode(),))
    yield (
        "herkenners",
        Target(_detect, (_TEXT.encode(), b"1.1.1.1 a@b.nl NL91ABNA0417164300"), slow=True),
    )


TARGETS = dict(_seeds())
"""Parsers by name."""
