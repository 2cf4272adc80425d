"""Released figures -> series: what is known of each day, and what is not.

A figure has three states. Released: the count is its value. Withheld because it was below the
threshold: anything from nothing to just below it. Withheld for another reason, or no data: unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.clock import TIMEZONE
from pipeline.surges.series import Series, Step
from privacy.cells import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.surges.series import Integers

THRESHOLD_RULES = "G2."
"""A cell withheld under such a rule is a small count; under any other it may be a large one."""

_HOUR, _DAY, _WEEK = "uur", "dag", "week"
_SHORTER_THAN = {_HOUR: timedelta(hours=2), _DAY: timedelta(days=2), _WEEK: timedelta(days=15)}
"""A bucket is of the first grain that fits, whatever the clock did that night."""

_SECONDS_PER_HOUR = 3600
_KEY = ["gebied_code", "signaal"]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one area and signal on a regular grid.

    `least` and `most` are the counts at their lowest and highest, the same where released, NaN
    where unknown. `rows` holds the figures themselves, in order of time, and `at` (n of rows) the
    index of each of them in the series.
    """

    least: Series
    most: Series
    rows: pd.DataFrame
    at: Integers


def figures(cells: pd.DataFrame, withheld_most: Mapping[str, float]) -> list[Figures]:
    """Return the figures of each area and signal, in order of code and signal.

    Day figures are taken as they are; hours are added to days, because an hour is too short to
    have a normal of its own; weeks only where that is the grain now.
    """
    if cells.empty:
        return []
    grain, cells = _of_present_grain(cells)
    cells = _bounded(cells, withheld_most)
    cells = _as_days(cells) if grain == _HOUR else cells
    step = Step.WEEK if grain == _WEEK else Step.DAY
    local = cells.tijd_van.dt.tz_convert(TIMEZONE).dt.tz_localize(None).dt.normalize()
    cells = cells.assign(dag=(local - pd.Timestamp(0)).dt.days).sort_values([*_KEY, "dag"])
    return [_figures(group, step) for _, group in cells.groupby(_KEY, sort=True)]


def _of_present_grain(cells: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Return the grain on which figures come out now (day before hour before week) and its rows."""
    length = cells.tijd_tot - cells.tijd_van
    kinds = [length < limit for limit in _SHORTER_THAN.values()]
    grain = pd.Series(np.select(kinds, list(_SHORTER_THAN), _WEEK), cells.index)
    recent = set(grain[cells.tijd_tot > cells.tijd_tot.max() - timedelta(days=8)])
    present = next(each for each in (_DAY, _HOUR, _WEEK) if each in recent)
    return present, cells[grain == present]


def _bounded(cells: pd.DataFrame, withheld_most: Mapping[str, float]) -> pd.DataFrame:
    """Return the cells with `minst` and `meest`: the least and most that the count can have been.

    A figure withheld as too small was between zero and `withheld_most` of its signal.
    """
    counts = cells.waarde.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    value = pd.Series(counts, cells.index).where(cells.status == Status.RELEASED.value)
    small = cells.status == Status.SUPPRESSED.value
    small &= cells.regel.astype(str).str.startswith(THRESHOLD_RULES)
    most = cells.signaal.map(withheld_most)
    return cells.assign(minst=value.mask(small, 0.0), meest=value.mask(small, most))


def _as_days(hours: pd.DataFrame) -> pd.DataFrame:
    """Return one row per day of the Dutch clock; a day that misses an hour is unknown."""
    start = hours.tijd_van.dt.tz_convert(TIMEZONE).dt.normalize()
    hours = hours.assign(begin=start, delen=1)
    by = [*_KEY, "begin"]
    groups = hours.groupby(by, sort=True)
    total = ["minst", "meest", "onder", "boven", "waarde"]
    columns = dict.fromkeys(["gebied_naam", "niveau", "kader_versie"], "last")
    days = groups.agg({**columns, "dubbel_pct": "max", "delen": "sum", "bronnen": union})
    known = hours[total].notna().groupby([hours[name] for name in by]).all()
    days = (
        days.join(groups[total].sum().where(known))
        .reset_index()
        .rename(columns={"begin": "tijd_van"})
    )
    days["tijd_tot"] = days.tijd_van + pd.DateOffset(days=1)
    whole = days.delen == (days.tijd_tot - days.tijd_van).dt.total_seconds() / _SECONDS_PER_HOUR
    bounds = days[["minst", "meest"]].astype("Float64").where(whole)
    return days.assign(minst=bounds.minst, meest=bounds.meest)


def union(groups: Iterable[object]) -> list[str]:
    """Return every name in the lists, once, in order; what is no list holds no names."""
    lists = (each for each in groups if isinstance(each, (list, tuple, np.ndarray)))
    return sorted({str(name) for each in lists for name in each})


def _figures(rows: pd.DataFrame, step: Step) -> Figures:
    day = rows.dag.to_numpy(dtype=np.int64)
    at = (day - day[0]) // int(step)
    name = f"{rows.gebied_code.iloc[0]} {rows.signaal.iloc[0]}"
    start = (pd.Timestamp(0) + pd.Timedelta(days=int(day[0]))).date()
    bounds = []
    for column in ("minst", "meest"):
        values = np.full(at[-1] + 1, np.nan)
        values[at] = rows[column].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        bounds.append(Series(name, start, step, values))
    return Figures(bounds[0], bounds[1], rows, at)
