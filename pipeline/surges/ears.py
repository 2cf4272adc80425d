"""EARS C1, C2 and C3: a value against the mean and deviation of the seven before it.

Made for short history: eight to ten values are enough. No season, no day of the week.
Source: Hutwagner et al. (2003), J. Urban Health 80 suppl. 1; Fricker et al. (2008), Stat. Med. 27.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from pipeline.surges.series import Judgement

if TYPE_CHECKING:
    from pipeline.surges.series import Floats, Series

_BASELINE = 7
_LEAST_KNOWN = 5
_GUARD = 2
_DEVIATIONS = 3.0
_SUM_ABOVE = 2.0
_NO_SPREAD = 1e-9


def judge_c1(series: Series) -> Judgement:
    """Return C1: more than 3 deviations above the mean of the 7 values before."""
    return _judge(series, guard=0)


def judge_c2(series: Series) -> Judgement:
    """Return C2: as C1, but the 2 values just before are left out of the comparison."""
    return _judge(series, guard=_GUARD)


def judge_c3(series: Series) -> Judgement:
    """Return C3: the sum of max(0, C2 - 1) over this value and the 2 before is above 2.

    When the 2 before make up the sum, every value alarms: `upper` is below zero. The p-value is
    that of the sum read as a normal deviation: nominal.
    """
    mean, deviation = _moments(series.values, _GUARD)
    score = (series.values - mean) / deviation
    excess = np.maximum(np.nan_to_num(score) - 1, 0.0)
    carried = np.zeros_like(excess)
    for lag in (1, 2):
        carried[lag:] += excess[:-lag]
    upper = np.where(carried > _SUM_ABOVE, -1.0, mean + deviation * (1 + _SUM_ABOVE - carried))
    known = np.isfinite(series.values)
    return Judgement.where(known, mean, upper, special.ndtr(-excess - carried))


def _judge(series: Series, guard: int) -> Judgement:
    mean, deviation = _moments(series.values, guard)
    upper = mean + _DEVIATIONS * deviation
    p_value = special.ndtr((mean - series.values) / deviation)
    return Judgement.where(np.isfinite(series.values), mean, upper, p_value)


def _moments(values: Floats, guard: int) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of the 7 values before the guard, NaN if 5 are not known.

    No deviation at all is taken as almost none, as published: one above a flat line alarms.
    """
    n = len(values)
    mean, deviation = np.full(n, np.nan), np.full(n, np.nan)
    first = _BASELINE + guard
    if n <= first:
        return mean, deviation
    past = np.lib.stride_tricks.sliding_window_view(values, _BASELINE)[: n - first]
    known = np.isfinite(past).sum(1)
    enough = known >= _LEAST_KNOWN
    mean[first:][enough] = np.nanmean(past[enough], 1)
    deviation[first:][enough] = np.maximum(np.nanstd(past[enough], 1, ddof=1), _NO_SPREAD)
    return mean, deviation
