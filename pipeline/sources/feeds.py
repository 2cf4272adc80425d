"""RSS and Atom: what organisations publish in a feed. Implements `Source`.

A feed is one answer. It is asked for with the tags of the last one (`ETag`, `Last-Modified`), so
an unchanged feed costs nothing, and the tags move when all its entries have been dealt with.
"""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import feedparser
import httpx

from pipeline.sources.html_text import html_text
from pipeline.sources.protocol import Passed, Reason, Rejection
from pipeline.sources.record import RecordReader
from privacy.errors import Permanent
from privacy.posts import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from time import struct_time

    from pipeline.sources.protocol import Item
    from pipeline.sources.web import Web
    from privacy.posts import SourceId

PLATFORM = "rss"
_LONGEST_TAG = 200
_CONDITIONS = {"etag": "if-none-match", "last-modified": "if-modified-since"}
_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8"


class FeedSource:
    """One feed. Its author is the feed: who wrote an entry is not read."""

    total = None
    unknown_fields = 0

    def __init__(
        self, source: SourceId, url: str, *, web: Web, clock: Callable[[], datetime]
    ) -> None:
        self.id = source
        self.shard = url
        self.consumed = 0
        self._web = web
        self._reader = RecordReader.of_platform(source, PLATFORM, clock)

    def read(self, position: str) -> Iterator[tuple[str, Item]]:
        """Yield the entries, oldest first, of a feed that changed since `position`.

        Raises:
            Permanent: the feed is gone or refused.
            Transient: its server kept failing.
        """
        tags: dict[str, str] = json.loads(position) if position else {}
        sent = {_CONDITIONS[name]: value for name, value in tags.items()}
        answer = self._web.get(self.shard, headers={"accept": _ACCEPT, **sent})
        if answer.status == httpx.codes.NOT_MODIFIED:
            return
        if answer.status != httpx.codes.OK:
            raise Permanent("bron.geweigerd", f"de feed antwoordt met status {answer.status}")
        if "noindex" in answer.headers.get("x-robots-tag", "").lower():
            yield position, Rejection(Reason.OPTED_OUT)
            return
        headers = {"content-type": answer.headers.get("content-type", "")}
        # Only text is taken, and its own cleaning of HTML takes time with the square of the length.
        feed = feedparser.parse(
            io.BytesIO(answer.body),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        if feed.bozo and not feed.entries:
            yield position, Rejection(Reason.UNREADABLE)
            return
        language = feed.feed.get("language")
        for entry in sorted(feed.entries, key=_order):
            self.consumed += 1
            yield position, self._post(entry, language)
        yield json.dumps(_tags(answer.headers)), Passed()

    def _post(self, entry: Mapping[str, Any], language: object) -> Item:
        published, updated = _moment(entry, "published"), _moment(entry, "updated")
        edited = updated is not None and updated != published
        fields = {
            "id": entry.get("id") or entry.get("link"),
            "created_at": published or updated,
            "author": self.shard,
            "text": _text(entry),
            "lang": language,
        }
        return self._reader.post(fields, frozenset({Mark.EDITED}) if edited else frozenset())


def _text(entry: Mapping[str, Any]) -> str:
    """Return title and body; the summary where there is no body."""
    contents = [str(each.get("value", "")) for each in entry.get("content", ())]
    bodies = contents or [str(entry.get("summary", ""))]
    parts = [html_text(part) for part in (str(entry.get("title", "")), *bodies)]
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _moment(entry: Mapping[str, Any], name: str) -> datetime | None:
    parsed: struct_time | None = dict(entry).get(f"{name}_parsed")
    if parsed is None:
        return None
    try:
        return datetime(*parsed[:6], tzinfo=UTC)  # feedparser gives UTC
    except ValueError:
        return None


def _order(entry: Mapping[str, Any]) -> datetime:
    return _moment(entry, "published") or datetime.min.replace(tzinfo=UTC)


def _tags(headers: Mapping[str, str]) -> dict[str, str]:
    tags = {name: headers.get(name, "") for name in _CONDITIONS}
    return {name: tag for name, tag in tags.items() if 0 < len(tag) <= _LONGEST_TAG}
