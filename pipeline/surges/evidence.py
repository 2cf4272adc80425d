"""The default method: how much better does an outbreak explain the last two days than calm does?

A small surge is often spread over days, none of which stands out. So each count is read as a
likelihood ratio L: how many times likelier it is when the mean is some standard deviations higher
than when it is as expected. An outbreak may have begun today or yesterday, which gives as evidence

    L(today) * (BEGAN_TODAY + L(yesterday))

After a surge its days stay in that product; an alarm therefore needs that the newest count speaks
for an outbreak in its own right too, L(today) > 1.

Source: Shiryaev (1963), Theory Probab. Appl. 8; Roberts (1966), Technometrics 8. They add up all
days on which a change may have begun, for a change that lasts; an outbreak does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from pipeline.surges.baseline import Baseline, baseline
from pipeline.surges.series import Judgement
from pipeline.surges.tail import parameters, tail

if TYPE_CHECKING:
    from pipeline.surges.series import Bools, Floats, Series

RISE = 2.0
"""What an outbreak adds to the mean on each of its two days, in standard deviations."""
BEGAN_TODAY = 0.3
"""Prior weight of an outbreak that began today, against one that began yesterday."""
EVIDENCE = 19.0
"""More evidence than this is an alarm. With the two above it was chosen on simulations with other
seeds than those reported (bench/surges.py); about one calm date in a hundred has more."""

_DAYS = 2
"""The days whose evidence is multiplied: what is normal may be wrong in the same way on both, so
that the variance of this error counts as often in their sum."""
_POINTS = 64
"""Counts, or blocks of counts, of yesterday over which a p-value is added up."""
_ESTIMATED = 2.0
"""What is normal is estimated: in simulations a chance of 1e-4 occurs up to twice as often."""

_ROUNDING = 1e-6


def judge_evidence(series: Series) -> Judgement:
    """Return the judgement of the default method."""
    return judge_between(series, series)


def judge_between(least: Series, most: Series, first: int = 0) -> Judgement:
    """Return the judgement of counts that lie between those of two series, both on one grid.

    Values before `first` may have none.

    What is normal follows from the highest that each count can have been, what is judged is the
    lowest: no alarm hangs on a count that nobody knows. `expected` is that of `most`.
    """
    return judge_against(least.values, baseline(most, first))


def judge_against(counts: Floats, normal: Baseline) -> Judgement:
    """Return the judgement of counts (n,) against what is normal; NaN for an unknown count.

    `p_value` is the chance of as much evidence when nothing is going on, doubled because what is
    normal is an estimate; 1 where the newest count speaks against an outbreak.
    """
    known = np.isfinite(counts) & np.isfinite(normal.mean)
    mean = np.where(known, normal.mean, 1.0)
    variance = np.where(known, normal.mean * normal.dispersion, 1.0)
    shared = _DAYS * normal.relative_variance * mean**2
    variance = variance + np.where(known, shared, 0.0)
    ratio = np.where(known, _log_ratio(np.nan_to_num(counts), mean, variance), 0.0)
    context = _context(np.concatenate([[0.0], ratio[:-1]]))
    needed = np.maximum(np.log(EVIDENCE) - context, 0.0)
    upper = _least_above(needed, mean, variance) - 1
    p_value = np.ones_like(mean)
    high = np.flatnonzero(known & (ratio > 0))
    if len(high):
        before = np.maximum(high - 1, 0)
        chance = _chance(
            (ratio + context)[high],
            (mean[high], variance[high]),
            (mean[before], variance[before]),
            known[before] & (high > 0),
        )
        p_value[high] = np.minimum(_ESTIMATED * chance, 1.0)
    return Judgement.where(known, normal.mean, upper, p_value)


def _log_ratio(count: Floats, mean: Floats, variance: Floats) -> Floats:
    """Return the logarithm of L, which grows with the count.

    A higher mean has the same ratio of variance to mean.
    """
    size, chance = parameters(mean, variance)
    high = size + RISE * np.sqrt(size / (1 - chance))
    gain = special.gammaln(count + high) - special.gammaln(high)
    gain -= special.gammaln(count + size) - special.gammaln(size)
    return np.asarray(gain + (high - size) * np.log(chance))


def _context(before: Floats) -> Floats:
    """Return the logarithm of what the evidence multiplies L(today) with."""
    return np.asarray(np.logaddexp(np.log(BEGAN_TODAY), before))


def _least_above(bound: Floats, mean: Floats, variance: Floats) -> Floats:
    """Return the least count whose log ratio is above `bound`; at most about 12 deviations up."""
    low = np.zeros(np.broadcast(bound, mean).shape)
    high = np.ceil(mean + 12 * np.sqrt(variance) + 40) + low
    while (low < high).any():
        middle = np.floor((low + high) / 2)
        above = _log_ratio(middle, mean, variance) > bound
        low = np.where(above, low, np.minimum(middle + 1, high))
        high = np.where(above, middle, high)
    return low


def _chance(
    evidence: Floats, today: tuple[Floats, Floats], yesterday: tuple[Floats, Floats], both: Bools
) -> Floats:
    """Return P(as much log evidence) for means and variances (n,); `both` where two are known."""
    mean, variance = (each[:, None] for each in yesterday)
    least = np.floor(np.maximum(mean - 6 * np.sqrt(variance), 0))
    width = np.ceil((mean + 8 * np.sqrt(variance) + 20 - least) / _POINTS)
    starts = least + width * np.arange(_POINTS + 1)
    beyond = tail(starts, mean, variance)
    beyond[:, 0] = 1.0
    middles = starts[:, :-1] + (width - 1) / 2
    ratio = np.where(both[:, None], _log_ratio(middles, mean, variance), 0.0)
    mean, variance = (each[:, None] for each in today)
    needed = np.maximum(evidence[:, None] - _context(ratio) - _ROUNDING, 0.0)
    reached = tail(_least_above(needed, mean, variance), mean, variance)
    return np.asarray(-(np.diff(beyond) * reached).sum(1) + beyond[:, -1])
