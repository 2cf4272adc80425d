"""ExampleSource: the simulated month of `stadspols demo`, every post and author invented."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from pipeline.sources.simulation import InventedPost, SimulatedPost, simulate
from privacy.errors import Permanent
from privacy.posts import Mark
from privacy.raw import RawPost

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.sources.protocol import Item
    from privacy.posts import SourceId


def load_pool(path: Path) -> tuple[InventedPost, ...]:
    """Return the invented posts of a pool file (`config/voorbeeld/posts.jsonl`).

    Raises:
        Permanent: `voorbeeld.berichten`, the file is missing or not of this form.
    """
    try:
        with path.open(encoding="utf-8") as stream:
            return tuple(_invented(json.loads(line)) for line in stream)
    except (OSError, ValueError, KeyError, TypeError):
        raise Permanent("voorbeeld.berichten", "de voorbeeldberichten ontbreken") from None


def _invented(record: dict[str, object]) -> InventedPost:
    match record:
        case {"text": str(text), "labels": [*labels], "platform": str(platform), "areas": [*areas]}:
            return InventedPost(text, frozenset(map(str, labels)), platform, tuple(map(str, areas)))
    raise ValueError("a post of the pool lacks a field")


class ExampleSource:
    """A simulated month before `until`. Implements `Source`; never rejects a record.

    The same pool, `until`, `n_posts` and `seed` give the same posts at the same positions.
    `total` and `consumed` count posts.
    """

    unknown_fields = 0

    def __init__(
        self,
        source: SourceId,
        pool: Sequence[InventedPost],
        *,
        until: datetime,
        n_posts: int,
        seed: int,
    ) -> None:
        if until.tzinfo is None:
            raise ValueError("the end of a simulation needs an offset")
        self.id = source
        self.total = n_posts
        self.consumed = 0
        self._pool = pool
        self._until = until.replace(minute=0, second=0, microsecond=0)
        self._seed = seed

    @property
    def shard(self) -> str:
        """64 hexadecimal digits of all that the simulation depends on."""
        pool = [(p.text, sorted(p.labels), p.platform, p.areas) for p in self._pool]
        basis = [self._until.timestamp(), self.total, self._seed, pool]
        return hashlib.sha256(json.dumps(basis).encode()).hexdigest()

    def read(self, position: str) -> Iterator[tuple[str, Item]]:
        """Yield each post after `position`, in order of time, with its number from 1."""
        done = int(position or 0)
        for post in self.simulated():
            self.consumed = post.number
            if post.number > done:
                yield str(post.number), self._raw(post)

    def simulated(self) -> Iterator[SimulatedPost]:
        """Yield the posts with the labels of their writers, to measure a pipeline against."""
        return simulate(self._pool, until=self._until, n_posts=self.total, seed=self._seed)

    def export_jsonl(self, path: Path) -> None:
        """Write the posts as a file in our input format (docs/bronnen.md).

        Content is invented; this is the only place that writes posts, and it takes no other.
        """
        with path.open("w", encoding="utf-8") as stream:
            for post in self.simulated():
                record = {
                    "id": _id(post.number),
                    "created_at": post.created_at.isoformat(),
                    "author": post.author,
                    "platform": post.platform,
                    "text": post.text,
                }
                if post.repost_of is not None:
                    record["repost_of"] = _id(post.repost_of)
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")

    def _raw(self, post: SimulatedPost) -> RawPost:
        return RawPost(
            post_id=f"{post.platform}/{_id(post.number)}",
            created_at=post.created_at,
            author=post.author,
            source=self.id,
            text=post.text,
            marks=frozenset() if post.repost_of is None else frozenset({Mark.REPOST}),
        )


def _id(number: int) -> str:
    return f"voorbeeld-{number:07d}"
