"""From a spec in `bronnen.yaml` to the shards that can be read."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.clock import TIMEZONE
from pipeline.sources.bluesky import SearchSource, StreamSource
from pipeline.sources.config import (
    BlueskySpec,
    ExampleSpec,
    FeedSpec,
    FileSpec,
    MastodonSpec,
)
from pipeline.sources.example import ExampleSource, load_pool
from pipeline.sources.fediverse import TimelineSource
from pipeline.sources.feeds import FeedSource
from pipeline.sources.files import FileSource
from pipeline.sources.folder import finished_files
from pipeline.sources.relay import FORMS
from pipeline.sources.scope import Scope
from pipeline.sources.subscription import Subscription
from pipeline.sources.web import Web, identity
from privacy.errors import Permanent

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from pipeline.sources.config import SourceSpec
    from pipeline.sources.protocol import Source
    from pipeline.sources.scope import Places
    from privacy.posts import SourceId

POOL = "voorbeeld/posts.jsonl"
"""The pool of the example, below the configuration folder."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What it takes to open a source: where configuration lies, the areas, and who we are."""

    folder: Path
    places: Places
    clock: Callable[[], datetime]
    contact: str | None = None
    sleep: Callable[[float], None] = time.sleep

    def shards(
        self,
        source: SourceId,
        spec: SourceSpec,
        *,
        path: Path | None = None,
        stream: io.BufferedIOBase | None = None,
    ) -> Iterator[Source]:
        """Yield the shards of the source that `spec` describes; nothing is asked for yet.

        `path` or `stream` is what a source of kind `bestand` reads in the place of its folder.

        Raises:
            Permanent: `bron.bestand`, `bron.map`, `bron.gebied`, `bron.stroom`,
                `instelling.contact`, `voorbeeld.berichten`.
        """
        if isinstance(spec, FileSpec):
            yield from self._files(source, spec, path, stream)
            return
        if path is not None or stream is not None:
            raise Permanent("bron.bestand", "deze bron leest geen bestand")
        match spec:
            case ExampleSpec():
                yield self._example(source, spec)
            case BlueskySpec():
                yield from self._bluesky(source, spec)
            case MastodonSpec():
                yield from self._mastodon(source, spec)
            case FeedSpec():
                web = Web(identity(self.contact), self.sleep)
                for feed in spec.feeds:
                    yield FeedSource(source, feed, web=web, clock=self.clock)

    def _files(
        self,
        source: SourceId,
        spec: FileSpec,
        path: Path | None,
        stream: io.BufferedIOBase | None,
    ) -> Iterator[Source]:
        if path is None and stream is None and spec.map is not None:
            for found in finished_files(spec.map, self.clock()):
                yield FileSource(source, spec, clock=self.clock, path=found)
        else:
            yield FileSource(source, spec, clock=self.clock, path=path, stream=stream)

    def _example(self, source: SourceId, spec: ExampleSpec) -> Source:
        """Return the example, which ends at the last midnight: it is the same all day."""
        local = self.clock().astimezone(TIMEZONE)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        pool = load_pool(self.folder / POOL)
        return ExampleSource(source, pool, until=midnight, n_posts=spec.berichten, seed=spec.zaad)

    def _bluesky(self, source: SourceId, spec: BlueskySpec) -> Iterator[Source]:
        if spec.stroom is None and not spec.zoeken:
            raise Permanent(
                "bron.stroom", "een bron bluesky heeft een stroom, een zoekdienst of beide"
            )
        agent = identity(self.contact)
        web, scope = Web(agent, self.sleep), Scope.of(self.places, spec.gebieden)
        if spec.zoeken:
            for term in scope.terms:
                yield SearchSource(source, spec, term, scope=scope, web=web, clock=self.clock)
        if spec.stroom is not None:
            yield StreamSource(
                source,
                spec,
                form=FORMS[spec.vorm],
                scope=scope,
                web=web,
                subscription=Subscription(agent, spec.stil_seconden, self.sleep),
                clock=self.clock,
            )

    def _mastodon(self, source: SourceId, spec: MastodonSpec) -> Iterator[Source]:
        web = Web(identity(self.contact), self.sleep)
        scope = Scope.of(self.places, spec.gebieden)
        for server in spec.servers:
            for hashtag in (None, *scope.hashtags) if spec.lokaal else scope.hashtags:
                yield TimelineSource(
                    source,
                    server,
                    hashtag,
                    scope=scope,
                    web=web,
                    clock=self.clock,
                    first=timedelta(hours=spec.terug_uren),
                )
