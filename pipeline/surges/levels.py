"""Quasi-Poisson regression on a factor and a trend, for many dates at once.

The references of a date stand at the same distances from it for every date, so factor and time
are shared and only the counts differ. Given the trend, the level of each factor has a closed
form; one Newton iteration in one dimension finds the trend (compared with statsmodels in
`tests/pipeline/surges/test_levels.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline.surges.regression import anscombe

if TYPE_CHECKING:
    from pipeline.surges.series import Bools, Floats

_ITERATIONS = 12
_LARGEST_STEP = 3.0
_STEEPEST = 20.0
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class References:
    """Counts (r, n) with weights (r, n), 0 for unknown; time (n,) before now; factor (n, levels).

    Time is negative and now is 0, with the level of column 0 of the one-hot factor.
    """

    counts: Floats
    weights: Floats
    time: Floats
    factor: Floats


@dataclass(frozen=True, slots=True)
class Forecast:
    """Expected count now, the variance of its logarithm and the dispersion, each (r,)."""

    expected: Floats
    log_variance: Floats
    dispersion: Floats


@dataclass(frozen=True, slots=True)
class LevelFit:
    """The forecast, the trend and its variance (r,), fitted references and leverage (r, n)."""

    forecast: Forecast
    trend: Floats
    trend_variance: Floats
    mean: Floats
    leverage: Floats


def fit(references: References, with_trend: Bools) -> LevelFit:
    """Return log E[count] = level + trend * time per row; the trend is 0 without `with_trend`."""
    weights, time, factor = references.weights, references.time, references.factor
    trend = np.zeros(len(weights))
    for _ in range(_ITERATIONS if with_trend.any() else 0):
        mean, _level = _mean(references, trend)
        _middle, _mass, information = _about_trend(references, mean)
        slope = (weights * (references.counts - mean)) @ time
        step = np.clip(slope / np.maximum(information, _TINY), -_LARGEST_STEP, _LARGEST_STEP)
        trend = np.clip(trend + np.where(with_trend, step, 0.0), -_STEEPEST, _STEEPEST)
        if np.abs(step[with_trend]).max() < _TINY:
            break
    mean, level = _mean(references, trend)
    middle, mass, information = _about_trend(references, mean)
    slope_variance = np.where(with_trend, 1 / np.maximum(information, _TINY), 0.0)
    used = ((weights @ factor) > 0).sum(1) + with_trend
    pearson = (weights * (references.counts - mean) ** 2 / np.maximum(mean, _TINY)).sum(1)
    dispersion = np.maximum(pearson / np.maximum((weights > 0).sum(1) - used, 1), 1.0)
    variance = dispersion * (1 / mass[:, 0] + slope_variance * middle[:, 0] ** 2)
    away = time - middle @ factor.T
    leverage = weights * mean * (1 / (mass @ factor.T) + slope_variance[:, None] * away**2)
    forecast = Forecast(level[:, 0], variance, dispersion)
    return LevelFit(forecast, trend, slope_variance * dispersion, mean, leverage)


def downweighted(references: References, fitted: LevelFit, threshold: float) -> References:
    """Return the references with those above `threshold` deviations counting less.

    Source: Farrington et al. (1996), section 3.4; Noufaily et al. (2013) for the threshold 2.58.
    """
    mean = np.maximum(fitted.mean, _TINY)
    spread = np.sqrt(fitted.forecast.dispersion[:, None] * np.clip(1 - fitted.leverage, _TINY, 1))
    residual = anscombe(references.counts, mean) / spread
    known = references.weights > 0
    weights = np.where(known, np.maximum(residual, threshold) ** -2.0, 0.0)
    weights[known & (residual <= threshold)] = 1.0
    scale = known.sum(1) / np.maximum(weights.sum(1), _TINY)
    return replace(references, weights=weights * scale[:, None])


def _mean(references: References, trend: Floats) -> tuple[Floats, Floats]:
    """Return the mean of the references (r, n) and the level of each factor now (r, levels)."""
    total = (references.weights * references.counts) @ references.factor
    growth = np.exp(trend[:, None] * references.time)
    exposure = (references.weights * growth) @ references.factor
    level = total / np.maximum(exposure, _TINY)
    return level @ references.factor.T * growth, level


def _about_trend(references: References, mean: Floats) -> tuple[Floats, Floats, Floats]:
    """Return mean time and mass per level (r, levels), the information about the trend (r,)."""
    weight = references.weights * mean
    mass = np.maximum(weight @ references.factor, _TINY)
    middle = (weight * references.time) @ references.factor / mass
    away = references.time - middle @ references.factor.T
    return middle, mass, (weight * away**2).sum(1)
