"""ClassifiedPosts -> Cells: distinct authors on the fixed grid of the council's framework."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.city_clock import TIMEZONE
from privacy.cells import Bucket, Cell
from privacy.framework.schema import Tijdkorrel
from privacy.level import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.areas.gazetteer import Gazetteer
    from pipeline.store import Store
    from privacy.framework.schema import Framework
    from privacy.posts import AreaCode, Signal


def aggregate(store: Store, framework: Framework, gazetteer: Gazetteer, now: datetime) -> int:
    """Make the store's cells those of all closed buckets whose posts are still kept.

    Returns the number of cells. A bucket that has not ended yet has no cell: a figure that
    grows would show each new author.
    """
    rules = framework.vrijgave.intern
    first_day = first_kept_day(now, framework.bewaartermijnen.berichten_dagen)
    since = datetime.combine(first_day, time.min, UTC)
    hours = [hour for hour in store.hours_with_posts(since) if hour < now]
    starts = {hour: bucket_start(hour, rules.tijdkorrel) for hour in hours}
    counted = store.count_authors(
        area_closure(framework, gazetteer), starts, max_cells=rules.bijdrage_per_auteur
    )
    alive = set(starts.values())
    areas = list(_counted_areas(framework, gazetteer))
    cells = [
        Cell(
            bucket,
            area,
            signal,
            counted.get((bucket.start, area, signal), 0) if bucket.start in alive else None,
        )
        for bucket in _buckets(hours, now, rules.tijdkorrel)
        if since <= bucket.start and bucket.end <= now
        for signal, area in areas
    ]
    store.replace_cells(cells)
    return len(cells)


def first_kept_day(now: datetime, retention_days: int) -> date:
    """Return the first UTC day of which no post has passed its retention at `now`."""
    return (now - timedelta(days=retention_days)).astimezone(UTC).date() + timedelta(days=1)


def bucket_start(moment: datetime, grain: Tijdkorrel) -> datetime:
    """Return the start, in UTC, of the bucket on the local clock that holds `moment`."""
    local = moment.astimezone(TIMEZONE).replace(minute=0, second=0, microsecond=0)
    if grain is not Tijdkorrel.UUR:
        local = local.replace(hour=0, fold=0)
    if grain is Tijdkorrel.WEEK:
        local -= timedelta(days=local.weekday())
    return local.astimezone(UTC)


def area_closure(framework: Framework, gazetteer: Gazetteer) -> pd.DataFrame:
    """Return each signal and area with its finest permitted area and all areas above that.

    Columns `signal, area, base, code`, as `Store.count_authors` wants them.
    """
    rows = [
        (signal, area.code, base, code)
        for signal, finest in framework.gebieden.fijnste_niveau_per_signaal.items()
        for level in Level
        for area in gazetteer.areas(level)
        for base in (gazetteer.at_level(area.code, finest),)
        for code in (base, *gazetteer.ancestors(base))
    ]
    return pd.DataFrame(rows, columns=["signal", "area", "base", "code"]).astype(str)


def _counted_areas(framework: Framework, gazetteer: Gazetteer) -> Iterator[tuple[Signal, AreaCode]]:
    """Yield each signal with each area that the council lets it be counted for."""
    for signal, finest in framework.gebieden.fijnste_niveau_per_signaal.items():
        for level in Level:
            if level <= finest:
                for area in gazetteer.areas(level):
                    yield signal, area.code


def _buckets(hours: Sequence[datetime], until: datetime, grain: Tijdkorrel) -> Iterator[Bucket]:
    """Yield the buckets from the one that holds the first hour to the one that holds `until`."""
    if not hours:
        return
    start = bucket_start(hours[0], grain)
    while start < until:
        end = bucket_start(start + _INTO_THE_NEXT[grain], grain)
        yield Bucket(start, end)
        start = end


_INTO_THE_NEXT = {  # from a bucket's start into the next one, also when the clock changes
    Tijdkorrel.UUR: timedelta(hours=1),
    Tijdkorrel.DAG: timedelta(hours=26),
    Tijdkorrel.WEEK: timedelta(days=7, hours=2),
}
