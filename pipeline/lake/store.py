"""Posts that are stored: each once, with the counts and the cursor of its batch."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline import durable
from pipeline.counts import Counts, Kind
from pipeline.lake.connection import retried
from pipeline.lake.day_counts import add_counts
from pipeline.lake.layout import POSTS
from pipeline.lake.opened import Lake
from privacy.errors import PrivacyError, Transient
from privacy.posts import ClassifiedPost, PostKey, SourceId

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.lake.connection import ObjectStore, Postgres

DUPLICATE = "dubbel"
"""Why a post is dropped that is stored already."""

WITHDRAWN = "ingetrokken"
"""Noted of a stored post that its source deleted or replaced."""

_MANY_FILES = 100


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction stores: posts, what happened to the others, and the new cursor.

    `position` is where in the shard to continue after this batch, in the words of its source.
    `withdrawn` holds the keys of posts that their source deleted, or that a post of this batch
    takes the place of.
    A shard without a name (standard input) has no cursor and relies on the keys of the posts.
    """

    posts: Sequence[ClassifiedPost]
    counts: Counts
    source: SourceId
    shard: str
    position: str
    withdrawn: frozenset[PostKey] = frozenset()


class Store(Lake):
    """The only writer of stored posts; takes `ClassifiedPost`s and nothing else.

    Guarantee: G8; there is no column for text, and a record of any other type is refused.
    """

    def __init__(
        self,
        catalogue: Path | Postgres,
        files: Path | ObjectStore,
        threads: int,
        spills: Path | None = None,
    ) -> None:
        super().__init__(catalogue, files, threads, spills)
        self._claimed: set[SourceId] = set()

    def cursor(self, source: SourceId, shard: str) -> str:
        """Return where to continue in the shard; empty for a new one."""
        row = self.connection.execute(
            "SELECT position FROM lake.cursors WHERE source = ? AND shard = ? ORDER BY moved_at",
            [source, shard],
        ).fetchone()
        return str(row[0]) if row else ""

    def append(self, batch: Batch) -> Counts:
        """Store the posts that are not stored yet, the counts and the cursor: all or nothing.

        Returns the counts of the batch with what was stored and what was a duplicate. In SQLite
        two that write at once cost both a new attempt (docs/schaal.md), so there they take turns.

        Raises:
            PrivacyError: a post is not exactly a `ClassifiedPost`.
            Transient: the catalogue stayed busy.
        """
        if any(type(post) is not ClassifiedPost for post in batch.posts):
            raise PrivacyError("opslag.type", "only classified posts can be stored")
        if batch.source not in self._claimed:
            retried(lambda: self._claim(batch.source))
        turn = self.catalogue and self.catalogue.with_name(f"{self.catalogue.name}.beurt")
        with durable.in_turn(turn):
            return self.change(lambda: self._append(batch))

    def unstored(self, keys: Collection[PostKey]) -> frozenset[PostKey]:
        """Return which of `keys` no stored post has."""
        if not keys:
            return frozenset()
        self.connection.register("asked", pa.table({"key": pa.array(list(keys), pa.string())}))
        rows = self.connection.execute(
            "SELECT key FROM lake.posts WHERE key IN (SELECT key FROM asked)"
        ).fetchall()
        return frozenset(keys) - {key for (key,) in rows}

    def freshness(self) -> Mapping[SourceId, datetime]:
        """Return per source the moment at which its cursor last moved."""
        rows = self.connection.execute(
            "SELECT source, max(moved_at) FROM lake.cursors GROUP BY source ORDER BY source"
        ).fetchall()
        return {SourceId(source): moved.astimezone(UTC) for source, moved in rows}

    def posts(self) -> int:
        """Return how many posts are stored."""
        return self._number("SELECT count(*) FROM lake.posts")

    def compact(self) -> None:
        """Merge small files of posts when there are many, so that a look at them stays quick.

        What another process merges at the same time is left to it.
        """
        if self._number(_SMALL_FILES) > _MANY_FILES:
            with suppress(Transient):
                self.call("ducklake_merge_adjacent_files('lake', 'posts')")

    def _append(self, batch: Batch) -> Counts:
        result = Counts()
        result.update(batch.counts)
        posts = _unique(batch.posts)
        self.connection.register("batch", _as_table(posts))
        result.add(Kind.NOTED, WITHDRAWN, self._withdraw(batch.withdrawn))
        stored = self._number(_APPEND_POSTS) if posts else 0
        result.add(Kind.STORED, number=stored)
        result.add(Kind.DROPPED, DUPLICATE, len(batch.posts) - stored)
        add_counts(self, batch.source, result)
        self._move(batch)
        return result

    def _claim(self, source: SourceId) -> None:
        """Make the row of the source that each append rewrites, unless it is there."""
        self.connection.execute(
            "INSERT INTO lake.cursors SELECT $source, '', '', now() WHERE NOT EXISTS "
            "(FROM lake.cursors WHERE source = $source AND shard = '')",
            {"source": source},
        )
        self._claimed.add(source)

    def _move(self, batch: Batch) -> None:
        """Rewrite the row of the source, and that of the shard when it has a name.

        Two appends to one source at the same time so conflict: one is rolled back, and looks
        again which posts are stored. A catalogue in PostgreSQL would let both add the same post.
        """
        places = {"": "", **({batch.shard: batch.position} if batch.shard else {})}
        for shard, position in places.items():
            place = [batch.source, shard]
            self.connection.execute(
                "DELETE FROM lake.cursors WHERE source = ? AND shard = ?", place
            )
            self.connection.execute(
                "INSERT INTO lake.cursors VALUES (?, ?, ?, now())", [*place, position]
            )

    def _withdraw(self, keys: frozenset[PostKey]) -> int:
        """Delete the posts with these keys, except one that the batch brings again as it was."""
        if not keys:
            return 0
        self.connection.register("withdrawn", pa.table({"key": pa.array(keys, pa.string())}))
        return self._number(_WITHDRAW_POSTS)

    def _number(self, query: str) -> int:
        row = self.connection.execute(query).fetchone()
        return int(row[0]) if row else 0


def _unique(posts: Sequence[ClassifiedPost]) -> list[ClassifiedPost]:
    """Return the first of the posts with the same key."""
    return list({post.key: post for post in reversed(posts)}.values())


def _as_table(posts: Sequence[ClassifiedPost]) -> pa.Table:
    rows = [
        {
            "key": post.key,
            "author": post.author,
            "epoch": str(post.epoch),
            "source": post.source,
            "hour": post.hour,
            "day": post.hour.date(),
            "areas": list(post.areas),
            "signals": list(post.signals),
            "fingerprint": post.fingerprint,
        }
        for post in posts
    ]
    return pa.Table.from_pylist(rows, schema=POSTS)


_SMALL_FILES = """
SELECT count(*) FROM __ducklake_metadata_lake.ducklake_data_file AS file
JOIN __ducklake_metadata_lake.ducklake_table USING (table_id)
WHERE table_name = 'posts' AND file.end_snapshot IS NULL AND file_size_bytes < 4_000_000
"""

_WITHDRAW_POSTS = """
DELETE FROM lake.posts AS old
WHERE old.key IN (SELECT key FROM withdrawn)
AND NOT EXISTS (
  FROM batch AS new
  WHERE new.key = old.key AND new.hour = old.hour AND new.author IS NOT DISTINCT FROM old.author
    AND new.areas = old.areas AND new.signals = old.signals
)
"""

_APPEND_POSTS = """
INSERT INTO lake.posts
SELECT * FROM batch
WHERE NOT EXISTS (
  FROM lake.posts AS old
  WHERE old.key = batch.key
    AND old.day BETWEEN (SELECT min(day) - 7 FROM batch) AND (SELECT max(day) + 7 FROM batch)
)
"""
