"""The lake: classified posts, cursors and counts in one transaction; cells before release."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import pyarrow as pa

from pipeline import durable
from pipeline.counts import Counts, Kind
from pipeline.lake import connect, retried, transaction, wipe
from pipeline.lake_layout import bring_up_to_date
from pipeline.spill import spill_folder
from privacy.cells import Bucket, Cell
from privacy.errors import PrivacyError, Transient
from privacy.posts import AreaCode, ClassifiedPost, PostKey, Signal, SourceId

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from types import TracebackType

    import pandas as pd

    from pipeline.lake import ObjectStore, Postgres
    from privacy.posts import AuthorPseudonym

DUPLICATE = "dubbel"
"""Why a post is dropped that is stored already."""

WITHDRAWN = "ingetrokken"
"""Noted of a stored post that its source deleted or replaced."""

_TABLES = {
    "posts": "key VARCHAR, author VARCHAR, epoch VARCHAR, source VARCHAR, hour TIMESTAMPTZ, "
    "day DATE, areas VARCHAR[], signals VARCHAR[], fingerprint VARCHAR",
    "cursors": "source VARCHAR, shard VARCHAR, position VARCHAR, moved_at TIMESTAMPTZ",
    "counts": "source VARCHAR, kind VARCHAR, name VARCHAR, number BIGINT, day DATE",
    "cells": "bucket_start TIMESTAMPTZ, bucket_end TIMESTAMPTZ, area VARCHAR, signal VARCHAR, "
    "authors BIGINT, posts BIGINT, repeats BIGINT, sources VARCHAR[]",
}
_SMALL_TABLES = ("cursors", "counts")  # rows without persons: kept in the catalogue itself
COUNTED_PER_DAY = timedelta(days=35)
"""For so long counts are kept per day, to see whether the answers of the models move."""
_SMALL_BYTES = 4_000_000
_MANY_FILES = 100
_MOMENT = pa.timestamp("us", tz="UTC")
_POSTS_SCHEMA = pa.schema(
    [
        ("key", pa.string()),
        ("author", pa.string()),
        ("epoch", pa.string()),
        ("source", pa.string()),
        ("hour", _MOMENT),
        ("day", pa.date32()),
        ("areas", pa.list_(pa.string())),
        ("signals", pa.list_(pa.string())),
        ("fingerprint", pa.string()),
    ]
)
_CELLS_SCHEMA = pa.schema(
    [
        ("bucket_start", _MOMENT),
        ("bucket_end", _MOMENT),
        ("area", pa.string()),
        ("signal", pa.string()),
        ("authors", pa.int64()),
        ("posts", pa.int64()),
        ("repeats", pa.int64()),
        ("sources", pa.list_(pa.string())),
    ]
)


class Tally(NamedTuple):
    """Distinct authors of a cell, and how many of them repeat another one."""

    authors: int
    repeats: int


class DayCount(NamedTuple):
    """A number of one kind and name on one day."""

    day: date
    kind: Kind
    name: str
    number: int


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


class Store:
    """The only writer of stored posts; takes `ClassifiedPost`s and nothing else.

    Below `spills` it has a folder, until it is closed, for what does not fit in memory.

    Guarantee: G8; there is no column for text, and a record of any other type is refused.
    """

    def __init__(
        self,
        catalogue: Path | Postgres,
        files: Path | ObjectStore,
        threads: int,
        spills: Path | None = None,
    ) -> None:
        self._catalogue = catalogue if isinstance(catalogue, Path) else None
        self._files = files if isinstance(files, Path) else None
        self._turn = (
            catalogue.with_name(f"{catalogue.name}.beurt") if isinstance(catalogue, Path) else None
        )
        self._claimed: set[SourceId] = set()
        with ExitStack() as opened:
            spill = opened.enter_context(spill_folder(spills)) if spills else None
            self._connection = opened.enter_context(connect(catalogue, files, threads, spill))
            retried(self._create_tables)
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()

    def cursor(self, source: SourceId, shard: str) -> str:
        """Return where to continue in the shard; empty for a new one."""
        row = self._connection.execute(
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
        with durable.in_turn(self._turn):
            return retried(lambda: self._append(batch))

    def unstored(self, keys: Collection[PostKey]) -> frozenset[PostKey]:
        """Return which of `keys` no stored post has."""
        if not keys:
            return frozenset()
        self._connection.register("asked", pa.table({"key": pa.array(list(keys), pa.string())}))
        rows = self._connection.execute(
            "SELECT key FROM lake.posts WHERE key IN (SELECT key FROM asked)"
        ).fetchall()
        return frozenset(keys) - {key for (key,) in rows}

    def count_authors(
        self, closure: pd.DataFrame, bucket_starts: Mapping[datetime, datetime], *, max_cells: int
    ) -> dict[tuple[datetime, AreaCode, Signal], Tally]:
        """Return the distinct authors per bucket, area and signal, after contribution bounding.

        `closure` has the columns `signal, area, base, code`: each area that a post can carry,
        the finest area the council allows for the signal, and that area with all above it.
        `bucket_starts` maps each hour to count to the start of its bucket. Empty cells are absent.

        Guarantee: G1; an author counts at most once per cell, in at most `max_cells` base cells
        per epoch, chosen before anything is counted: the earliest buckets, ties by a hash of the
        cell alone, so the choice depends neither on keys nor on the order of arrival. Nor does
        it say more than once that an author repeats another, however often the author posts.
        """
        self._register_grid(closure, bucket_starts)
        rows = self._connection.execute(_COUNT_AUTHORS, {"c": max_cells}).fetchall()
        return {
            (start.astimezone(UTC), AreaCode(area), Signal(signal)): Tally(authors, repeats)
            for start, area, signal, authors, repeats in rows
        }

    def count_posts(
        self, closure: pd.DataFrame, bucket_starts: Mapping[datetime, datetime]
    ) -> dict[tuple[datetime, AreaCode], int]:
        """Return the posts per bucket and area, with or without a signal; arguments as above."""
        self._register_grid(closure, bucket_starts)
        rows = self._connection.execute(_COUNT_POSTS).fetchall()
        return {(start.astimezone(UTC), AreaCode(area)): posts for start, area, posts in rows}

    def heard(self, since: datetime) -> dict[datetime, tuple[SourceId, ...]]:
        """Return, per hour from `since` with any post, the sources that delivered; in order."""
        rows = self._connection.execute(
            "SELECT hour, list(DISTINCT source ORDER BY source) FROM lake.posts "
            "WHERE hour >= ? GROUP BY hour ORDER BY hour",
            [since],
        ).fetchall()
        return {hour.astimezone(UTC): tuple(map(SourceId, sources)) for hour, sources in rows}

    def _register_grid(
        self, closure: pd.DataFrame, bucket_starts: Mapping[datetime, datetime]
    ) -> None:
        grid = pa.table(
            {"hour": list(bucket_starts), "bucket_start": list(bucket_starts.values())},
            schema=pa.schema([("hour", _MOMENT), ("bucket_start", _MOMENT)]),
        )
        self._connection.register("closure", closure)
        self._connection.register("grid", grid)

    def replace_cells(self, cells: Sequence[Cell]) -> None:
        """Make `cells` all the cells there are before release."""
        rows = [
            {
                "bucket_start": cell.bucket.start,
                "bucket_end": cell.bucket.end,
                "area": cell.area,
                "signal": cell.signal,
                "authors": cell.authors,
                "posts": cell.posts,
                "repeats": cell.repeats,
                "sources": list(cell.sources),
            }
            for cell in cells
        ]
        table = pa.Table.from_pylist(rows, schema=_CELLS_SCHEMA)
        retried(lambda: self._replace_cells(table))

    def cells(self) -> list[Cell]:
        """Return the cells before release, in order of bucket, signal and area."""
        rows = self._connection.execute(
            "SELECT * FROM lake.cells ORDER BY bucket_start, signal, area"
        ).fetchall()
        return [
            Cell(
                Bucket(start.astimezone(UTC), end.astimezone(UTC)),
                AreaCode(area),
                Signal(signal),
                authors,
                posts or 0,  # NULL in a cell from before an upgrade; `aggregate` makes it anew
                repeats or 0,
                tuple(map(SourceId, sources or ())),
            )
            for start, end, area, signal, authors, posts, repeats, sources in rows
        ]

    def counts(self) -> dict[SourceId, Counts]:
        """Return per source all that was ever read, dropped, found and stored."""
        found: dict[SourceId, Counts] = {}
        for source, kind, name, number in self._connection.execute(
            "SELECT source, kind, name, sum(number)::BIGINT FROM lake.counts GROUP BY ALL"
        ).fetchall():
            found.setdefault(SourceId(source), Counts()).add(Kind(kind), name, number)
        return found

    def counts_per_day(self, until: date) -> list[DayCount]:
        """Return the counts of each of the five weeks' days up to `until`, over all sources."""
        rows = self._connection.execute(
            "SELECT day, kind, name, sum(number)::BIGINT FROM lake.counts "
            "WHERE day > ? GROUP BY ALL ORDER BY ALL",
            [until - COUNTED_PER_DAY],
        ).fetchall()
        return [DayCount(day, Kind(kind), name, number) for day, kind, name, number in rows]

    def freshness(self) -> Mapping[SourceId, datetime]:
        """Return per source the moment at which its cursor last moved."""
        rows = self._connection.execute(
            "SELECT source, max(moved_at) FROM lake.cursors GROUP BY source ORDER BY source"
        ).fetchall()
        return {SourceId(source): moved.astimezone(UTC) for source, moved in rows}

    def posts(self) -> int:
        """Return how many posts are stored."""
        row = self._connection.execute("SELECT count(*) FROM lake.posts").fetchone()
        return int(row[0]) if row else 0

    def expire(self, before: date) -> int:
        """Delete the posts of the days before `before`, from every snapshot and from the disk.

        Returns how many posts were deleted. Files that a killed process left behind go too.

        Guarantee: G9; afterwards no file below the lake holds a deleted post.
        """
        deleted = retried(lambda: self._delete_days(before))
        retried(lambda: self._sum_counts(before))
        self._clear_files()
        return deleted

    def forget(self, authors: Collection[AuthorPseudonym]) -> list[str]:
        """Delete the posts of `authors`, from every snapshot and from the disk; return their keys.

        Guarantee: G9; afterwards no file below the lake holds one of them.
        """
        keys = retried(lambda: self._forget(authors))
        if keys:
            self._clear_files()
        return keys

    def _forget(self, authors: Collection[AuthorPseudonym]) -> list[str]:
        names = pa.table({"author": pa.array(list(authors), pa.string())})
        self._connection.register("asked", names)
        with transaction(self._connection):
            rows = self._connection.execute(
                "SELECT key FROM lake.posts WHERE author IN (SELECT author FROM asked)"
            ).fetchall()
            self._connection.execute(
                "DELETE FROM lake.posts WHERE author IN (SELECT author FROM asked)"
            )
        return [key for (key,) in rows]

    def _clear_files(self) -> None:
        """Make the files hold what the tables hold, and nothing else; forget the keys of others.

        In PostgreSQL its own vacuuming decides when bytes of a deleted row are written over.
        """
        for call in (
            "ducklake_rewrite_data_files('lake', delete_threshold => 0)",
            "ducklake_merge_adjacent_files('lake')",
            "ducklake_expire_snapshots('lake', older_than => now())",
            "ducklake_cleanup_old_files('lake', cleanup_all => true)",
            "ducklake_delete_orphaned_files('lake', older_than => now() - INTERVAL 1 DAY)",
        ):
            with durable.flushed(self._files):
                retried(lambda call=call: self._connection.execute(f"CALL {call}"))  # type: ignore[misc]
        if self._catalogue:
            wipe(self._catalogue)

    def compact(self) -> None:
        """Merge small files of posts when there are many, so that a look at them stays quick.

        What another process merges at the same time is left to it.
        """
        row = self._connection.execute(_SMALL_FILES, [_SMALL_BYTES]).fetchone()
        if row and int(row[0]) > _MANY_FILES:
            with suppress(Transient), durable.flushed(self._files):
                retried(
                    lambda: self._connection.execute(
                        "CALL ducklake_merge_adjacent_files('lake', 'posts')"
                    )
                )

    def _create_tables(self) -> None:
        connection, metadata = self._connection, "__ducklake_metadata_lake"
        with transaction(connection):
            bring_up_to_date(connection, _TABLES)
            if not connection.execute(f"FROM {metadata}.ducklake_partition_info").fetchone():
                connection.execute("ALTER TABLE lake.posts SET PARTITIONED BY (day)")
        inlined = connection.execute(
            f"FROM {metadata}.ducklake_metadata "
            "WHERE key = 'data_inlining_row_limit' AND scope = 'table'"
        ).fetchall()
        if len(inlined) < len(_SMALL_TABLES):
            for name in _SMALL_TABLES:
                connection.execute(
                    f"CALL lake.set_option('data_inlining_row_limit', 1000, table_name => '{name}')"
                )

    def _append(self, batch: Batch) -> Counts:
        connection, result = self._connection, Counts()
        result.update(batch.counts)
        with transaction(connection), durable.flushed(self._files):
            posts = _unique(batch.posts)
            result.add(Kind.NOTED, WITHDRAWN, self._withdraw(batch.withdrawn, posts))
            stored = self._insert_new(posts)
            result.add(Kind.STORED, number=stored)
            result.add(Kind.DROPPED, DUPLICATE, len(batch.posts) - stored)
            self._count(batch.source, result)
            self._move(batch)
        return result

    def _count(self, source: SourceId, counts: Counts) -> None:
        rows = counts.rows()
        if rows:
            kinds, names, numbers = zip(*rows, strict=True)
            table = pa.table({"kind": kinds, "name": names, "number": numbers})
            self._connection.register("counted", table)
            self._connection.execute(
                "INSERT INTO lake.counts SELECT ?, kind, name, number, current_date FROM counted",
                [source],
            )

    def _claim(self, source: SourceId) -> None:
        """Make the row of the source that each append rewrites, unless it is there."""
        self._connection.execute(
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
            self._connection.execute(
                "DELETE FROM lake.cursors WHERE source = ? AND shard = ?", place
            )
            self._connection.execute(
                "INSERT INTO lake.cursors VALUES (?, ?, ?, now())", [*place, position]
            )

    def _withdraw(self, keys: frozenset[PostKey], posts: Sequence[ClassifiedPost]) -> int:
        """Delete the posts with these keys, except one that comes again as it was."""
        if not keys:
            return 0
        self._connection.register("batch", _as_table(posts))
        self._connection.register("withdrawn", pa.table({"key": pa.array(keys, pa.string())}))
        row = self._connection.execute(_WITHDRAW_POSTS).fetchone()
        return int(row[0]) if row else 0

    def _insert_new(self, posts: Sequence[ClassifiedPost]) -> int:
        if not posts:
            return 0
        self._connection.register("batch", _as_table(posts))
        row = self._connection.execute(_APPEND_POSTS).fetchone()
        return int(row[0]) if row else 0

    def _replace_cells(self, table: pa.Table) -> None:
        self._connection.register("replacement", table)
        with transaction(self._connection), durable.flushed(self._files):
            self._connection.execute("DELETE FROM lake.cells")
            self._connection.execute("INSERT INTO lake.cells SELECT * FROM replacement")

    def _sum_counts(self, before: date) -> None:
        """Write the counts anew, one row per source, kind, name and day; old days are one."""
        with transaction(self._connection):
            self._connection.execute(_SUM_COUNTS, [before])
            self._connection.execute("DELETE FROM lake.counts")
            self._connection.execute("INSERT INTO lake.counts BY NAME FROM summed")

    def _delete_days(self, before: date) -> int:
        with transaction(self._connection), durable.flushed(self._files):
            row = self._connection.execute(
                "DELETE FROM lake.posts WHERE day < ?", [before]
            ).fetchone()
            midnight = datetime.combine(before, datetime.min.time(), UTC)
            self._connection.execute("DELETE FROM lake.cells WHERE bucket_start < ?", [midnight])
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
    return pa.Table.from_pylist(rows, schema=_POSTS_SCHEMA)


_SMALL_FILES = """
SELECT count(*) FROM __ducklake_metadata_lake.ducklake_data_file AS file
JOIN __ducklake_metadata_lake.ducklake_table USING (table_id)
WHERE table_name = 'posts' AND file.end_snapshot IS NULL AND file_size_bytes < ?
"""

_SUM_COUNTS = """
CREATE OR REPLACE TEMP TABLE summed AS
SELECT source, kind, name, sum(number)::BIGINT AS number, CASE WHEN day >= ? THEN day END AS day
FROM lake.counts
GROUP BY ALL
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

_COUNT_AUTHORS = """
WITH mentions AS (
  SELECT epoch, author, fingerprint, unnest(signals) AS signal, areas, bucket_start
  FROM lake.posts
  JOIN grid ON grid.hour = posts.hour
  WHERE author IS NOT NULL
), contributions AS (
  SELECT epoch, author, bucket_start, m.signal AS signal, base, min(fingerprint) AS fingerprint
  FROM (SELECT * EXCLUDE (areas), unnest(areas) AS area FROM mentions) AS m
  JOIN closure ON closure.signal = m.signal AND closure.area = m.area
  GROUP BY ALL
), bounded AS (
  SELECT * FROM contributions
  QUALIFY row_number() OVER (
    PARTITION BY epoch, author
    ORDER BY bucket_start, md5(bucket_start::VARCHAR || signal || base)
  ) <= $c
), counted AS (
  SELECT bucket_start, code, bounded.signal AS signal, author, min(fingerprint) AS fingerprint
  FROM bounded
  JOIN (SELECT DISTINCT signal, base, code FROM closure) AS up
    ON up.signal = bounded.signal AND up.base = bounded.base
  GROUP BY ALL
)
SELECT bucket_start, code, signal, count(*) AS authors,
       count(*) - count(DISTINCT fingerprint) AS repeats
FROM counted
GROUP BY ALL
"""

_COUNT_POSTS = """
SELECT bucket_start, code, count(DISTINCT key) AS posts
FROM (
  SELECT key, bucket_start, unnest(areas) AS area
  FROM lake.posts
  JOIN grid ON grid.hour = posts.hour
) AS mentions
JOIN (SELECT DISTINCT area, code FROM closure) AS up ON up.area = mentions.area
GROUP BY ALL
"""
