"""The default method: is today, or the last days together, higher than the baseline explains?

A small surge is often spread over days, none of which stands out. So the sums of the last one,
two and three values are each held against their own distribution. After a surge its days stay in
those sums; an alarm therefore needs that the newest value is high in its own right too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.surges.baseline import baseline
from pipeline.surges.series import Floats, Judgement, Series
from pipeline.surges.tail import quantile, tail


@dataclass(frozen=True, slots=True)
class Window:
    """The sum of the last `length` values alarms when its tail chance is at most `level`."""

    length: int
    level: float


WINDOWS = (Window(1, 0.0045), Window(2, 0.0075), Window(3, 0.0075))
"""Chosen on simulations with other seeds than those reported (bench/surges.py)."""

NEWEST_LEVEL = 0.1
"""The tail chance of the newest value alone must be at most this."""


def judge_exceedance(series: Series) -> Judgement:
    """Return the judgement of the default method.

    The p-value is the smallest of the windows', each weighted by its level, times the sum of the
    weights (Bonferroni): never too small, whatever the dependence between the windows.
    """
    return judge_between(series, series)


def judge_between(least: Series, most: Series, first: int = 0) -> Judgement:
    """Return the judgement of counts that lie between those of two series, both on one grid.

    Values before `first` may have none.

    What is normal follows from the highest that each count can have been, what is judged is the
    lowest: no alarm hangs on a count that nobody knows. `expected` is that of `most`.
    """
    normal = baseline(most, first)
    known = np.isfinite(least.values)
    noise = normal.mean * normal.dispersion
    counts, expected, noise = (
        np.where(known, each, 0.0) for each in (least.values, normal.mean, noise)
    )
    bounds, p_values = [], []
    for window in WINDOWS:
        mean = _last(expected, window.length)
        variance = _last(noise, window.length) + normal.relative_variance * mean**2
        total = _last(counts, window.length)
        bounds.append(quantile(window.level, mean, variance) - (total - counts))
        p_values.append(tail(total, mean, variance) / window.level)
    newest = noise + normal.relative_variance * normal.mean**2
    weight = sum(window.level for window in WINDOWS)
    newest_bound = quantile(NEWEST_LEVEL, normal.mean, newest)
    upper = np.maximum(newest_bound, np.min(bounds, axis=0))
    p_value = np.minimum(np.min(p_values, axis=0) * weight, 1.0)
    return Judgement.where(known, normal.mean, upper, p_value)


def _last(values: Floats, length: int) -> Floats:
    """Return for each index the sum of that value and the `length - 1` before it."""
    total = values.copy()
    for lag in range(1, length):
        total[lag:] += values[:-lag]
    return total
