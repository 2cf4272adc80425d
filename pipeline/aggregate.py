"""ClassifiedPosts -> Cells: distinct authors on the fixed grid of the council's framework."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

import pandas as pd

from pipeline.clock import TIMEZONE
from pipeline.lake.cells import replace_cells
from pipeline.lake.counting import Tally, count_authors, count_posts, sources_per_hour
from privacy.cells import Bucket, Cell
from privacy.epoch import Epoch
from privacy.framework.schema import Tijdkorrel
from privacy.level import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.areas.gazetteer import Gazetteer
    from pipeline.lake.opened import Lake
    from privacy.framework.schema import Framework
    from privacy.posts import AreaCode, Signal, SourceId

_HOUR = timedelta(hours=1)
_NOBODY = Tally(0, 0)


@dataclass(frozen=True, slots=True)
class Grid:
    """What is counted for one release tier: the grain of time, the finest area, the bound.

    With `parts_only` an area does not hold the finer ones in it: each author counts once per
    contribution, and the counts of all areas add up.
    """

    grain: Tijdkorrel
    finest: Mapping[Signal, Level]
    max_cells_per_author: int
    parts_only: bool = False

    @classmethod
    def internal(cls, framework: Framework) -> Self:
        """Return the grid of what analysts see."""
        rules = framework.vrijgave.intern
        finest = framework.gebieden.fijnste_niveau_per_signaal
        return cls(rules.tijdkorrel, finest, rules.bijdrage_per_auteur)

    @classmethod
    def public(cls, framework: Framework) -> Self:
        """Return the grid of what everybody sees: never finer than what analysts see."""
        rules = framework.vrijgave.openbaar
        permitted = framework.gebieden.fijnste_niveau_per_signaal
        finest = {signal: min(level, rules.gebied) for signal, level in permitted.items()}
        return cls(rules.tijdkorrel, finest, rules.bijdrage_per_auteur, parts_only=True)


def aggregate(lake: Lake, framework: Framework, gazetteer: Gazetteer, now: datetime) -> int:
    """Make the lake's cells those of all closed buckets whose posts are still kept.

    Returns the number of cells.
    """
    first_day = first_kept_day(now, framework.bewaartermijnen.berichten_dagen)
    since = datetime.combine(first_day, time.min, UTC)
    cells = count_cells(lake, Grid.internal(framework), gazetteer, since, now)
    replace_cells(lake, cells)
    return len(cells)


def count_cells(
    lake: Lake, grid: Grid, gazetteer: Gazetteer, since: datetime, now: datetime
) -> list[Cell]:
    """Return the cells of every bucket that began at `since` or later and has ended at `now`.

    A bucket that has not ended yet has no cell: a figure that grows would show each new author.
    """
    heard = {
        hour: (bucket_start(hour, grid.grain), sources)
        for hour, sources in sources_per_hour(lake, since).items()
        if hour < now and _is_counted(hour, grid.grain)
    }
    starts = {hour: start for hour, (start, _) in heard.items()}
    closure = area_closure(grid.finest, gazetteer)
    if grid.parts_only:
        closure = closure[closure.code == closure.base]
    authors = count_authors(lake, closure, starts, max_cells=grid.max_cells_per_author)
    posts = count_posts(lake, closure, starts)
    sources: defaultdict[datetime, set[SourceId]] = defaultdict(set)
    for start, names in heard.values():
        sources[start].update(names)
    areas = list(_counted_areas(grid.finest, gazetteer))
    return [
        Cell(
            bucket,
            area,
            signal,
            counted.authors if bucket.start in sources else None,
            posts.get((bucket.start, area), 0),
            counted.repeats,
            tuple(sorted(sources.get(bucket.start, ()))),
        )
        for bucket in _buckets(list(heard), now, grid.grain)
        if since <= bucket.start and bucket.end <= now
        for signal, area in areas
        for counted in (authors.get((bucket.start, area, signal), _NOBODY),)
    ]


def _is_counted(hour: datetime, grain: Tijdkorrel) -> bool:
    """Return whether the hour lies in the same epoch as the end of its bucket.

    Epochs end at midnight UTC and buckets on the local clock: of the bucket that two epochs
    share, the first hour (two in summer) is left out. Otherwise an author, who has another
    pseudonym in each epoch, could count twice in one cell (G1).
    """
    end = bucket_end(bucket_start(hour, grain), grain)
    return Epoch.of(hour) == Epoch.of(end - _HOUR)


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


def bucket_end(start: datetime, grain: Tijdkorrel) -> datetime:
    """Return the end, in UTC, of the bucket that begins at `start`."""
    return bucket_start(start + _INTO_THE_NEXT[grain], grain)


def area_closure(finest: Mapping[Signal, Level], gazetteer: Gazetteer) -> pd.DataFrame:
    """Return each signal and area with its finest permitted area and all areas above that.

    Columns `signal, area, base, code`, as `count_authors` wants them.
    """
    rows = [
        (signal, area.code, base, code)
        for signal, permitted in finest.items()
        for level in Level
        for area in gazetteer.areas(level)
        for base in (gazetteer.at_level(area.code, permitted),)
        for code in (base, *gazetteer.ancestors(base))
    ]
    return pd.DataFrame(rows, columns=["signal", "area", "base", "code"]).astype(str)


def _counted_areas(
    finest: Mapping[Signal, Level], gazetteer: Gazetteer
) -> Iterator[tuple[Signal, AreaCode]]:
    """Yield each signal with each area that the council lets it be counted for."""
    for signal, permitted in finest.items():
        for level in Level:
            if level <= permitted:
                for area in gazetteer.areas(level):
                    yield signal, area.code


def _buckets(hours: Sequence[datetime], until: datetime, grain: Tijdkorrel) -> Iterator[Bucket]:
    """Yield the buckets from the one that holds the first hour to the one that holds `until`."""
    if not hours:
        return
    start = bucket_start(hours[0], grain)
    while start < until:
        end = bucket_end(start, grain)
        yield Bucket(start, end)
        start = end


_INTO_THE_NEXT = {  # from a bucket's start into the next one, also when the clock changes
    Tijdkorrel.UUR: timedelta(hours=1),
    Tijdkorrel.DAG: timedelta(hours=26),
    Tijdkorrel.WEEK: timedelta(days=7, hours=2),
}
