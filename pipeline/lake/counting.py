"""Authors and posts of the lake, counted per bucket and area."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from pipeline.lake.layout import MOMENT
from privacy.posts import AreaCode, Signal, SourceId

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import pandas as pd

    from pipeline.lake.opened import Lake


class Tally(NamedTuple):
    """Distinct authors of a cell, and how many of them repeat another one."""

    authors: int
    repeats: int


def count_authors(
    lake: Lake, closure: pd.DataFrame, bucket_starts: Mapping[datetime, datetime], *, max_cells: int
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
    _register_grid(lake, closure, bucket_starts)
    rows = lake.connection.execute(_COUNT_AUTHORS, {"c": max_cells}).fetchall()
    return {
        (start.astimezone(UTC), AreaCode(area), Signal(signal)): Tally(authors, repeats)
        for start, area, signal, authors, repeats in rows
    }


def count_posts(
    lake: Lake, closure: pd.DataFrame, bucket_starts: Mapping[datetime, datetime]
) -> dict[tuple[datetime, AreaCode], int]:
    """Return the posts per bucket and area, with or without a signal; arguments as above."""
    _register_grid(lake, closure, bucket_starts)
    rows = lake.connection.execute(_COUNT_POSTS).fetchall()
    return {(start.astimezone(UTC), AreaCode(area)): posts for start, area, posts in rows}


def sources_per_hour(lake: Lake, since: datetime) -> dict[datetime, tuple[SourceId, ...]]:
    """Return, per hour from `since` with any post, the sources that delivered; in order."""
    rows = lake.connection.execute(
        "SELECT hour, list(DISTINCT source ORDER BY source) FROM lake.posts "
        "WHERE hour >= ? GROUP BY hour ORDER BY hour",
        [since],
    ).fetchall()
    return {hour.astimezone(UTC): tuple(map(SourceId, sources)) for hour, sources in rows}


def _register_grid(
    lake: Lake, closure: pd.DataFrame, bucket_starts: Mapping[datetime, datetime]
) -> None:
    grid = pa.table(
        {"hour": list(bucket_starts), "bucket_start": list(bucket_starts.values())},
        schema=pa.schema([("hour", MOMENT), ("bucket_start", MOMENT)]),
    )
    lake.connection.register("closure", closure)
    lake.connection.register("grid", grid)


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
