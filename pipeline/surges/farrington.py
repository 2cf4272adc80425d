"""Farrington (1996) and Farrington flexible (Noufaily et al. 2013).

Both compare a week with weeks of earlier years. Daily values are treated as seven weekly series,
one per weekday, so that Saturdays are compared with Saturdays.

Source: Farrington et al. (1996), J. R. Stat. Soc. A 159; Noufaily et al. (2013), Stat. Med. 32;
Salmon et al. (2016), J. Stat. Softw. 70(10), for details that the papers leave open.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from pipeline.surges.levels import Forecast, LevelFit, References, downweighted, fit
from pipeline.surges.series import Judgement, Step
from pipeline.surges.tail import quantile, tail

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from pipeline.surges.series import Bools, Floats, Integers, Series

    Bound: TypeAlias = Callable[[Floats, Forecast], tuple[Floats, Floats]]

_WEEKS_PER_YEAR = 365.25 / 7
_YEARS = 5
_LEAST_YEARS = 3
_HALF_WINDOW = 3
_WINDOW_LEVELS = 10
_EXCLUDED_WEEKS = 26
_LEVEL = 0.005
_TREND_SIGNIFICANCE = 0.05
_LEAST_RECENT, _RECENT_WEEKS = 5, 4
_BLOCK = 2000


@dataclass(frozen=True, slots=True)
class Layout:
    """Weeks before now that serve as reference (n,) and their level of the factor (n, levels)."""

    weeks: Integers
    factor: Floats
    outlier: float
    trend_must_be_significant: bool


def judge_farrington(series: Series) -> Judgement:
    """Return the judgement of 1996: 7 weeks around this one in each of 5 years.

    A trend only when significant; the bound from the 2/3 power of a count, which is nearly
    normal.
    """
    return _judge(series, _plain_layout(), _two_thirds_power)


def judge_farrington_flexible(series: Series) -> Judgement:
    """Return the judgement of 2013: 5 years without the last 26 weeks, as a ten-level season.

    Always a trend, milder weights for past surges, and a negative binomial bound.
    """
    return _judge(series, _flexible_layout(), _negative_binomial)


def _plain_layout() -> Layout:
    around = np.arange(-_HALF_WINDOW, _HALF_WINDOW + 1)
    years = np.round(np.arange(1, _YEARS + 1) * _WEEKS_PER_YEAR).astype(int)
    weeks = (years[:, None] + around).ravel()
    return Layout(weeks, np.ones((len(weeks), 1)), 1.0, trend_must_be_significant=True)


def _flexible_layout() -> Layout:
    """Return all weeks of 5 years but the last 26; level 0 is the window around this week.

    The weeks between two windows are cut in nine blocks of equal length.
    """
    marks = np.round(np.arange(_YEARS + 1) * _WEEKS_PER_YEAR).astype(int)
    level = np.zeros(marks[-1] + _HALF_WINDOW + 1, dtype=int)
    for newer, older in pairwise(marks.tolist()):
        between = np.arange(newer + _HALF_WINDOW + 1, older - _HALF_WINDOW)
        from_old = between[::-1]
        for block, weeks in enumerate(np.array_split(from_old, _WINDOW_LEVELS - 1), start=1):
            level[weeks] = block
    weeks = np.arange(_EXCLUDED_WEEKS + 1, len(level))
    factor = np.eye(_WINDOW_LEVELS)[level[weeks]]
    return Layout(weeks, factor, 2.58, trend_must_be_significant=False)


def _judge(series: Series, layout: Layout, bound: Bound) -> Judgement:
    n, per_week = len(series.values), Step.WEEK // series.step
    expected, upper, p_value = (np.full(n, np.nan) for _ in range(3))
    first = round(_LEAST_YEARS * _WEEKS_PER_YEAR + _HALF_WINDOW) * per_week
    for start in range(first, n, _BLOCK):
        dates = np.arange(start, min(start + _BLOCK, n))
        lags = layout.weeks * per_week
        index = dates[:, None] - lags
        counts = np.where(index >= 0, series.values[np.maximum(index, 0)], np.nan)
        forecast = _forecast(counts, layout)
        expected[dates] = forecast.expected
        upper[dates], p_value[dates] = bound(series.values[dates], forecast)
    recent = _recent(series.values, per_week)
    upper = np.maximum(upper, _LEAST_RECENT - 1 - recent)
    return Judgement.where(np.isfinite(series.values), expected, upper, p_value)


def _forecast(counts: Floats, layout: Layout) -> Forecast:
    """Return what is expected now; NaN without enough years of references."""
    known = np.isfinite(counts)
    references = References(
        np.nan_to_num(counts),
        known.astype(float),
        -layout.weeks / _WEEKS_PER_YEAR,
        layout.factor,
    )
    enough = (known & (layout.factor[:, 0] > 0)).sum(1) >= _LEAST_YEARS * (2 * _HALF_WINDOW)
    fitted = _reweighted_fit(references, enough, layout)
    keep = fitted.forecast.expected <= np.where(known, counts, 0).max(1)
    if layout.trend_must_be_significant:
        score = np.abs(fitted.trend) / np.sqrt(np.maximum(fitted.trend_variance, 1e-12))
        freedom = np.maximum(known.sum(1) - 2, 1)
        keep &= 2 * special.stdtr(freedom, -score) < _TREND_SIGNIFICANCE
    flat = _reweighted_fit(references, np.zeros_like(keep), layout).forecast
    trended = fitted.forecast
    expected = np.where(keep, trended.expected, flat.expected)
    return Forecast(
        np.where(enough, expected, np.nan),
        np.where(keep, trended.log_variance, flat.log_variance),
        np.where(keep, trended.dispersion, flat.dispersion),
    )


def _reweighted_fit(references: References, with_trend: Bools, layout: Layout) -> LevelFit:
    first = fit(references, with_trend)
    return fit(downweighted(references, first, layout.outlier), with_trend)


def _two_thirds_power(counts: Floats, forecast: Forecast) -> tuple[Floats, Floats]:
    """Return bound and p-value from the normal distribution of the 2/3 power."""
    mean = np.maximum(forecast.expected, 1e-9)
    tau = forecast.dispersion + forecast.log_variance * mean
    spread = np.sqrt(4 / 9 * np.cbrt(mean) * tau)
    centre = np.cbrt(mean) ** 2
    upper = (centre + -special.ndtri(_LEVEL) * spread) ** 1.5
    return upper, special.ndtr((centre - np.cbrt(counts) ** 2) / spread)


def _negative_binomial(counts: Floats, forecast: Forecast) -> tuple[Floats, Floats]:
    """Return bound and p-value of a negative binomial count with the estimated mean."""
    variance = forecast.dispersion * forecast.expected
    return quantile(_LEVEL, forecast.expected, variance), tail(counts, forecast.expected, variance)


def _recent(values: Floats, per_week: int) -> Floats:
    """Return the events in the last 4 weeks before each value: below 5 with it is no surge."""
    length = _RECENT_WEEKS * per_week - 1
    total = np.concatenate([[0.0], np.cumsum(np.nan_to_num(values))])
    end = np.arange(len(values))
    return np.asarray(total[end] - total[np.maximum(end - length, 0)])
