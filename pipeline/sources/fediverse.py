"""Mastodon: public timelines of one server by hashtag, or its local one. Implements `Source`.

Mastodon.py makes the requests; they leave through `Web`, so its limits hold.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import requests
from mastodon import Mastodon
from mastodon.errors import MastodonError
from requests.adapters import BaseAdapter

from pipeline.sources import fediverse_post, timeline
from pipeline.sources.protocol import Deletion, Reason, Rejection
from pipeline.sources.record import RecordReader
from privacy.errors import Permanent, StadspolsError, Transient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.sources.protocol import Item
    from pipeline.sources.scope import Scope
    from pipeline.sources.web import Web
    from privacy.posts import SourceId

LOCAL = "lokaal"
_PAGE = 40  # the most that Mastodon gives


class TimelineSource:
    """One timeline of one server. Posts that exist on several servers count once."""

    total = None
    unknown_fields = 0

    def __init__(  # noqa: PLR0913 - the parts it is wired from
        self,
        source: SourceId,
        server: str,
        hashtag: str | None,
        *,
        scope: Scope,
        web: Web,
        clock: Callable[[], datetime],
        first: timedelta,
    ) -> None:
        self.id = source
        self.consumed = 0
        self._server = server
        self._hashtag = hashtag
        self._scope = scope
        self._clock = clock
        self._first = first
        self._reader = RecordReader.of_platform(source, fediverse_post.PLATFORM, clock)
        self._requests = _Requests(web)
        session = requests.Session()
        for scheme in ("http://", "https://"):
            session.mount(scheme, self._requests)
        self._api = Mastodon(
            api_base_url=server, session=session, ratelimit_method="throw", user_agent=""
        )

    @property
    def shard(self) -> str:
        """The server and the hashtag, or `lokaal`."""
        return f"{self._server}#{self._hashtag}" if self._hashtag else f"{self._server} {LOCAL}"

    def read(self, position: str) -> Iterator[tuple[str, Item]]:
        """Yield the statuses since `position`, oldest first.

        Raises:
            Permanent: `bron.inloggen`, the server says that it shows this timeline to members
                only; `bron.geweigerd`, it refuses.
            Transient: the server kept failing.
        """
        kind = "hashtag" if self._hashtag else "public"
        if not self._api.timeline_is_available(kind, local=self._hashtag is None):
            raise Permanent(
                "bron.inloggen",
                "de server toont dit alleen aan wie is ingelogd; haal hem uit de bron",
            )
        for reached, item in timeline.read(self._page, position, self._clock(), self._first):
            self.consumed += 1
            yield reached, item

    def _page(self, older: str | None) -> timeline.Page:
        statuses = self._ask(older)
        entries = tuple(map(self._entry, statuses))
        ids = [status.get("id") for status in statuses if isinstance(status, dict)]
        return timeline.Page(entries, str(ids[-1]) if ids and ids[-1] is not None else None)

    def _ask(self, older: str | None) -> list[object]:
        try:
            if self._hashtag is None:
                found = self._api.timeline_local(max_id=older, limit=_PAGE)
            else:
                found = self._api.timeline_hashtag(self._hashtag, max_id=older, limit=_PAGE)
        except MastodonError:  # its messages repeat what the server said
            raise self._requests.failure() from None
        if not isinstance(found, list):
            raise Transient("bron.antwoord", "de bron gaf geen lijst van berichten")
        return list(found)

    def _entry(self, status: object) -> timeline.Entry:
        if not isinstance(status, dict):
            return timeline.Entry(None, (Rejection(Reason.UNREADABLE),))
        created = status.get("created_at")
        moment = created if isinstance(created, datetime) and created.tzinfo else None
        return timeline.Entry(moment, self._items(status))

    def _items(self, status: dict[str, Any]) -> tuple[Item, ...]:
        """Return the post; or its refusal, with the end of what was stored of it before."""
        fields = fediverse_post.fields(status)
        reason = fediverse_post.refusal(status)
        if reason is None and not self._scope.covers(str(fields["text"])):
            reason = Reason.OUT_OF_SCOPE
        if reason is None:
            return (self._reader.post(fields, fediverse_post.marks(status)),)
        gone = Deletion(f"{fediverse_post.PLATFORM}/{fields['id']}")
        return gone, Rejection(reason)


class _Requests(BaseAdapter):
    """Lets the library `requests` ask through `Web`, by GET alone."""

    def __init__(self, web: Web) -> None:
        super().__init__()
        self._web = web
        self._error: StadspolsError | None = None
        self._status = 0

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:  # noqa: ANN401 - as requests has it
        self._error, self._status = None, 0
        try:
            if request.method != "GET" or request.url is None:
                raise Permanent("bron.methode", "een bron wordt alleen gelezen")
            answer = self._web.get(request.url, is_json=True)
        except StadspolsError as error:
            self._error = error
            raise
        self._status = answer.status
        response = requests.Response()
        response.status_code = answer.status
        response.headers.update(answer.headers)
        response.headers.pop("content-encoding", None)
        response.raw = io.BytesIO(answer.body)
        response.url = request.url
        response.request = request
        return response

    def close(self) -> None:
        """Nothing is open."""

    def failure(self) -> StadspolsError:
        """Return why the last request failed, without what the server said."""
        if self._error is not None:
            return self._error
        return Permanent("bron.geweigerd", f"de bron antwoordt met status {self._status}")
