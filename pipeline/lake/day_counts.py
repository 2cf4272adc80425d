"""What happened to the posts of each source, in numbers: per day for five weeks, then as one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from pipeline.counts import Counts, Kind
from privacy.posts import SourceId

if TYPE_CHECKING:
    from pipeline.lake.opened import Lake

COUNTED_PER_DAY = timedelta(days=35)
"""For so long counts are kept per day, to see whether the answers of the models move."""


class DayCount(NamedTuple):
    """A number of one kind and name on one day."""

    day: date
    kind: Kind
    name: str
    number: int


def add_counts(lake: Lake, source: SourceId, counts: Counts) -> None:
    """Add `counts` to those of today; called inside a change of the lake."""
    rows = counts.rows()
    if rows:
        kinds, names, numbers = zip(*rows, strict=True)
        table = pa.table({"kind": kinds, "name": names, "number": numbers})
        lake.connection.register("counted", table)
        lake.connection.execute(
            "INSERT INTO lake.counts SELECT ?, kind, name, number, current_date FROM counted",
            [source],
        )


def counts_per_source(lake: Lake) -> dict[SourceId, Counts]:
    """Return per source all that was ever read, dropped, found and stored."""
    found: dict[SourceId, Counts] = {}
    for source, kind, name, number in lake.connection.execute(
        "SELECT source, kind, name, sum(number)::BIGINT FROM lake.counts GROUP BY ALL"
    ).fetchall():
        found.setdefault(SourceId(source), Counts()).add(Kind(kind), name, number)
    return found


def counts_per_day(lake: Lake, until: date) -> list[DayCount]:
    """Return the counts of each of the five weeks' days up to `until`, over all sources."""
    rows = lake.connection.execute(
        "SELECT day, kind, name, sum(number)::BIGINT FROM lake.counts "
        "WHERE day > ? GROUP BY ALL ORDER BY ALL",
        [until - COUNTED_PER_DAY],
    ).fetchall()
    return [DayCount(day, Kind(kind), name, number) for day, kind, name, number in rows]


def sum_up(lake: Lake, before: date) -> None:
    """Write the counts anew, one row per source, kind, name and day; those `before` are one."""

    def replace() -> None:
        lake.connection.execute(_SUM_COUNTS, [before])
        lake.connection.execute("DELETE FROM lake.counts")
        lake.connection.execute("INSERT INTO lake.counts BY NAME FROM summed")

    lake.change(replace)


_SUM_COUNTS = """
CREATE OR REPLACE TEMP TABLE summed AS
SELECT source, kind, name, sum(number)::BIGINT AS number, CASE WHEN day >= ? THEN day END AS day
FROM lake.counts
GROUP BY ALL
"""
