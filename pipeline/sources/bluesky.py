"""Bluesky: posts in scope from a search or from the stream of all public posts.

Both ask only what is public without login, name no person, and drop what is about no area of
the municipality while it is in memory.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx

from pipeline.sources import bluesky_post, timeline
from pipeline.sources.protocol import GAP, START, Deletion, Passed, Reason, Rejection
from pipeline.sources.record import RecordReader
from pipeline.sources.relay import PROFILE, Event, Unreadable, events
from privacy.errors import Permanent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pipeline.sources.config import BlueskySpec
    from pipeline.sources.protocol import Item
    from pipeline.sources.relay import Form, Operation
    from pipeline.sources.scope import Scope
    from pipeline.sources.subscription import Subscription
    from pipeline.sources.web import Web
    from privacy.posts import SourceId
    from privacy.raw import RawPost

_PAGE = 100
_PASSED_EVERY = 500  # events without a post before the position moves by itself
_PROFILES_KEPT = 10_000
_READ_AT_LEAST = timedelta(seconds=10)


@dataclass(slots=True)
class Profiles:
    """The labels that accounts put on themselves, asked for only when a post is in scope."""

    web: Web
    service: str
    _known: dict[str, frozenset[str] | None] = field(default_factory=dict)

    def labels(self, did: str) -> frozenset[str] | None:
        """Return the labels; None when the service does not tell, which is no consent."""
        if did not in self._known:
            if len(self._known) >= _PROFILES_KEPT:
                self._known.clear()
            self._known[did] = self._ask(did)
        return self._known[did]

    def forget(self, did: str) -> None:
        """Ask again for this account: it changed its profile."""
        self._known.pop(did, None)

    def _ask(self, did: str) -> frozenset[str] | None:
        answer = self.web.get(
            f"{self.service}/xrpc/com.atproto.repo.getRecord",
            {"repo": did, "collection": "app.bsky.actor.profile", "rkey": "self"},
            is_json=True,
        )
        if answer.status == httpx.codes.OK:
            match json.loads(answer.body):
                case {"value": dict(profile)}:
                    return bluesky_post.labels_of(profile)
            return None
        if answer.status == httpx.codes.BAD_REQUEST and b'"RecordNotFound"' in answer.body:
            return frozenset()  # an account without a profile
        return None


@dataclass(slots=True)
class _Posts:
    """Turns records into posts, or into the reason why not: scope first, then the opt-out."""

    scope: Scope
    reader: RecordReader
    labels: Callable[[str], frozenset[str] | None]

    def post(
        self, did: str, rkey: str, record: Mapping[str, object], *, edited: bool
    ) -> RawPost | Rejection:
        fields = bluesky_post.fields(did, rkey, record)
        text = fields["text"]
        if isinstance(text, str) and not self.scope.covers(text):
            return Rejection(Reason.OUT_OF_SCOPE)
        labels = self.labels(did)
        if labels is None or bluesky_post.OPT_OUT in labels | bluesky_post.labels_of(record):
            return Rejection(Reason.OPTED_OUT)
        return self.reader.post(fields, bluesky_post.marks(record, labels, edited=edited))


@dataclass(slots=True)
class _Place:
    """How far a stream was read; moves while it is read, for when it must be opened again."""

    reached: str


class StreamSource:
    """The stream of all public posts, of a relay, a server or Jetstream. Implements `Source`.

    Reads until it has caught up with the moment at which it began, or hears nothing new.
    """

    total = None
    unknown_fields = 0

    def __init__(  # noqa: PLR0913 - the parts it is wired from
        self,
        source: SourceId,
        spec: BlueskySpec,
        *,
        form: Form,
        scope: Scope,
        web: Web,
        subscription: Subscription,
        clock: Callable[[], datetime],
    ) -> None:
        self.id = source
        self.consumed = 0
        self._profiles = Profiles(web, spec.dienst)
        reader = RecordReader.of_platform(source, bluesky_post.PLATFORM, clock)
        self._posts = _Posts(scope, reader, self._profiles.labels)
        self._form = form
        self._subscription = subscription
        self._address = str(spec.stroom)
        self._clock = clock
        self._first = timedelta(hours=spec.terug_uren)

    @property
    def shard(self) -> str:
        """The address of the stream and its form: positions of one mean nothing in another."""
        return f"{self._form.name}:{self._address}"

    def read(self, position: str) -> Iterator[tuple[str, Item]]:
        """Yield posts, refusals and deletions in the order of the stream.

        Raises:
            Transient: the connection kept failing, or the profiles cannot be asked for.
        """
        started = self._clock()
        place = _Place(position)
        messages = self._subscription.messages(lambda: self._address_at(place, started))
        silent = 0
        for event in events(self._form, messages):
            self.consumed += 1
            if isinstance(event, Unreadable):
                yield place.reached, Rejection(Reason.UNREADABLE)
                continue
            place.reached = event.position or place.reached
            items = list(self._items(event, known=position != START))
            for item in items:
                yield place.reached, item
            silent = 0 if items else silent + 1
            if silent % _PASSED_EVERY == _PASSED_EVERY - 1:
                yield place.reached, Passed()
            if self._caught_up(event, started):
                break
        if place.reached != position:
            yield place.reached, Passed()

    def _address_at(self, place: _Place, started: datetime) -> str:
        asked = self._form.parameters(place.reached, started - self._first)
        return f"{self._address}{self._form.path}?{urlencode(asked, doseq=True)}"

    def _caught_up(self, event: Event, started: datetime) -> bool:
        """Return whether the stream tells of now; not too soon, in case its clock runs ahead."""
        late = event.moment is not None and event.moment >= started
        return late and self._clock() - started >= _READ_AT_LEAST

    def _items(self, event: Event, *, known: bool) -> Iterator[Item]:
        """Yield what an event means for us; a profile that changed is asked for again.

        `known` says that we had a position, so that a gap before the event can have held posts.
        """
        if event.outdated and known:
            yield Passed(GAP)
        for operation in event.operations:
            if operation.collection == PROFILE:
                self._profiles.forget(event.did)
            else:
                yield from self._post(event.did, operation)

    def _post(self, did: str, operation: Operation) -> Iterator[Item]:
        """Yield the end of what was stored of the post before, where there can be, and the post."""
        if operation.action != "create":
            name = bluesky_post.post_name(did, operation.rkey)
            yield Deletion(f"{bluesky_post.PLATFORM}/{name}")
        if operation.action == "delete":
            return
        if operation.record is None:
            yield Rejection(Reason.UNREADABLE)
        else:
            edited = operation.action == "update"
            yield self._posts.post(did, operation.rkey, operation.record, edited=edited)


class SearchSource:
    """The posts that name one area, newest first, by `searchPosts`. Implements `Source`.

    A search tells of no deletions; the stream does.
    """

    total = None
    unknown_fields = 0

    def __init__(  # noqa: PLR0913 - the parts it is wired from
        self,
        source: SourceId,
        spec: BlueskySpec,
        term: str,
        *,
        scope: Scope,
        web: Web,
        clock: Callable[[], datetime],
    ) -> None:
        self.id = source
        self.consumed = 0
        self._web = web
        self._service = spec.dienst
        self._term = term
        self._clock = clock
        self._first = timedelta(hours=spec.terug_uren)
        self._labels: dict[str, frozenset[str]] = {}
        reader = RecordReader.of_platform(source, bluesky_post.PLATFORM, clock)
        self._posts = _Posts(scope, reader, self._labels.get)

    @property
    def shard(self) -> str:
        """The service and the name of the area."""
        return f"zoek:{self._service}:{self._term}"

    def read(self, position: str) -> Iterator[tuple[str, Item]]:
        """Yield what was posted since `position`, oldest first.

        Raises:
            Permanent: the service refuses, for example because it asks for a login.
            Transient: the service kept failing.
        """
        for reached, item in timeline.read(self._page, position, self._clock(), self._first):
            self.consumed += 1
            yield reached, item

    def _page(self, older: str | None) -> timeline.Page:
        asked = {"q": f'"{self._term}"', "sort": "latest", "limit": str(_PAGE)}
        if older is not None:
            asked["cursor"] = older
        url = f"{self._service}/xrpc/app.bsky.feed.searchPosts"
        answer = self._web.get(url, asked, is_json=True)
        if answer.status != httpx.codes.OK:
            raise Permanent("bron.geweigerd", f"de bron antwoordt met status {answer.status}")
        found = json.loads(answer.body)
        posts = found.get("posts") if isinstance(found, dict) else None
        cursor = found.get("cursor") if isinstance(found, dict) else None
        entries = tuple(map(self._entry, posts if isinstance(posts, list) else ()))
        return timeline.Page(entries, cursor if isinstance(cursor, str) else None)

    def _entry(self, view: object) -> timeline.Entry:
        match view:
            case {
                "uri": str(uri),
                "author": {"did": str(did)} as author,
                "record": dict(record),
                "indexedAt": str(indexed),
            }:
                self._labels[did] = bluesky_post.labels_of(author)
                rkey = uri.rpartition("/")[2]
                post = self._posts.post(did, rkey, record, edited=False)
                return timeline.Entry(_moment(indexed), (post,))
        return timeline.Entry(None, (Rejection(Reason.UNREADABLE),))


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
