"""Chart: a time series as geometry, drawn by the server so that it reads without JavaScript.

Coordinates lie in a box of `WIDTH` by `HEIGHT` that the browser stretches to the page. The words
and the numbers beside it are text of the page, never part of the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pipeline.portal.pages.language import local_day
from pipeline.portal.pages.state import State, state_of
from privacy.cells import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pipeline.portal.models import Meting

WIDTH: Final = 1000
HEIGHT: Final = 100
LONGEST: Final = 190
"""With more periods than this a chart shows one per week: more cannot be told apart."""

MANY: Final = 100
"""With more periods than this a chart has no line for every week."""

_NICE = (1, 2, 4, 6, 8, 10)
_LEAST_SCALE = 4.0
_NEXT = 1.5
"""A column further on than this many widths is not the next one; a day may have 25 hours."""


@dataclass(frozen=True, slots=True)
class Column:
    """One period: where it stands, and what is known of it."""

    measured: Meting
    state: State
    left: float
    width: float
    middle: float
    value: float | None
    """Height of the figure, None unless it is released."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw. Paths are in the language of SVG; an empty one draws nothing."""

    columns: tuple[Column, ...]
    top: int
    """The number at the top of the scale; the bottom is zero."""
    band: str
    """Between what was expected and the limit above which it is a surge."""
    expected: str
    error: str
    """Strokes between the least and the most that each figure can have been."""
    line: str
    mondays: tuple[float, ...]

    @property
    def ticks(self) -> tuple[int, int, int]:
        """The numbers beside the scale, from the top down."""
        return self.top, self.top // 2, 0

    @property
    def days(self) -> tuple[datetime, ...]:
        """The moments below the chart, evenly spread."""
        starts = [column.measured.tijd_van for column in self.columns]
        return tuple(dict.fromkeys((starts[0], starts[len(starts) // 2], starts[-1])))

    def of_state(self, state: State) -> tuple[Column, ...]:
        """Return the columns in `state`."""
        return tuple(column for column in self.columns if column.state is state)


def draw(series: Sequence[Meting], *, top: int | None = None) -> Chart | None:
    """Return the chart of a series in order of time; None when there is nothing to draw.

    `top` is the end of the scale, for charts that stand side by side.
    """
    if not series:
        return None
    scale = top or scale_of(series)
    columns = tuple(_columns(series, scale))
    judged = list(_runs([c for c in columns if c.measured.bovengrens is not None]))
    known = [c for c in columns if c.value is not None]
    return Chart(
        columns=columns,
        top=scale,
        band="".join(_area(run, scale) for run in judged),
        expected="".join(
            _line([(c.middle, _height(c.measured.verwacht, scale)) for c in run]) for run in judged
        ),
        error="".join(_error(c, scale) for c in known),
        line="".join(_line([(c.middle, c.value or 0.0) for c in run]) for run in _runs(known)),
        mondays=tuple(_mondays(columns)) if len(columns) < MANY else (),
    )


def scale_of(series: Sequence[Meting]) -> int:
    """Return a round, even number above everything that the chart shows."""
    shown = [m.boven for m in series if m.boven is not None]
    limits = [m.bovengrens for m in series if m.bovengrens is not None]
    most = max([*shown, *limits, _LEAST_SCALE])
    power: int = 10 ** math.floor(math.log10(most))
    return next(n * power for n in _NICE if n * power >= most)


def per_week(series: Sequence[Meting]) -> tuple[Meting, ...]:
    """Return each ISO week with the highest figure of its periods.

    Figures count different accounts, so those of days cannot be added up to a week. A week
    without any figure is withheld when one of its periods was, and else without data.
    """
    found = []
    for _, group in groupby(series, key=lambda m: local_day(m.tijd_van).isocalendar()[:2]):
        week = list(group)
        span = {"tijd_van": week[0].tijd_van, "tijd_tot": week[-1].tijd_tot}
        found.append(max(week, key=_importance).model_copy(update=span))
    return tuple(found)


def _importance(measured: Meting) -> tuple[bool, int, bool]:
    released = measured.waarde is not None
    return released, measured.waarde or 0, measured.status is Status.SUPPRESSED


def _mondays(columns: Sequence[Column]) -> Iterator[float]:
    for column in columns[1:]:
        if local_day(column.measured.tijd_van).isoweekday() == 1:
            yield column.left


def _columns(series: Sequence[Meting], top: int) -> Iterator[Column]:
    begin = series[0].tijd_van
    length = (series[-1].tijd_tot - begin) / WIDTH
    for measured in series:
        left = (measured.tijd_van - begin) / length
        width = (measured.tijd_tot - measured.tijd_van) / length
        yield Column(
            measured=measured,
            state=state_of(measured),
            left=round(left, 1),
            width=round(width, 1),
            middle=round(left + width / 2, 1),
            value=None if measured.waarde is None else _height(measured.waarde, top),
        )


def _runs(columns: Sequence[Column]) -> Iterator[list[Column]]:
    """Yield stretches of columns with no period missing between them."""
    run: list[Column] = []
    for column in columns:
        if run and column.left - run[-1].left > _NEXT * run[-1].width:
            yield run
            run = []
        run.append(column)
    if run:
        yield run


def _height(value: float | None, top: int) -> float:
    return round(HEIGHT * (1 - min(value or 0.0, top) / top), 1)


def _line(points: Sequence[tuple[float, float]]) -> str:
    return "M" + " ".join(f"{x:g},{y:g}" for x, y in points)


def _area(run: Sequence[Column], top: int) -> str:
    """Return the outline from what was expected up to the limit."""
    there = [f"{c.middle:g},{_height(c.measured.verwacht, top):g}" for c in run]
    back = [f"{c.middle:g},{_height(c.measured.bovengrens, top):g}" for c in reversed(run)]
    return "M" + " ".join([*there, *back]) + "Z"


def _error(column: Column, top: int) -> str:
    """Return the stroke from the least to the most that a figure can have been."""
    least, most = column.measured.onder, column.measured.boven
    return f"M{column.middle:g},{_height(least, top):g}V{_height(most, top):g}"
