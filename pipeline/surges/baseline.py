"""What is normal for a series on a date: level, trend, day of the week, season.

Each date is predicted from what was known well before it: a guard of some days keeps a surge
that is building up out of its own comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.surges.regression import fit_stretches
from pipeline.surges.series import Step

if TYPE_CHECKING:
    from pipeline.surges.series import Bools, Floats, Series

_DAYS_PER_YEAR = 365.25
_HARMONICS = 2
_OUTLIER = 2.58  # Source: Noufaily et al. (2013), the weights of Farrington flexible
_SPREAD = {"trend": 0.5, "weekday": 0.5, "season": 0.7}
"""Prior standard deviation on the log scale: trend per year, weekday, first harmonic."""
_FREE, _ABSENT = 1e-6, 1e9


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of the past is used, in values of the series (days or weeks)."""

    guard: int
    every: int
    least: int
    full: int
    most: int
    local: int


PLANS = {
    Step.DAY: Plan(guard=7, every=7, least=14, full=56, most=5 * 365, local=28),
    Step.WEEK: Plan(guard=3, every=1, least=8, full=26, most=5 * 52, local=8),
}
"""`guard` values before a date are not used for it; a fit serves `every` dates; with fewer than
`least` known values there is no judgement, with fewer than `full` only the level and spread are
estimated; at most `most` values are used; the level follows the last `local` of them."""

_LOCAL_PRIOR = 50.0
"""Weight of 'the model's level is right', in expected events: a 14% error is one deviation."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Expected count (n,), its relative uncertainty squared (n,) and the dispersion (n,).

    NaN before there is enough history. Variance of a count = dispersion * mean + (uncertainty of
    the mean)^2.
    """

    mean: Floats
    relative_variance: Floats
    dispersion: Floats


def baseline(series: Series, first: int = 0) -> Baseline:
    """Return what the past of each date leads one to expect on it, from value `first` on."""
    plan, n = PLANS[series.step], len(series.values)
    known = np.isfinite(series.values)
    past = np.concatenate([[0], np.cumsum(known)])
    served = np.arange(plan.guard, n, plan.every)
    stretches = np.stack([np.maximum(served - plan.guard - plan.most, 0), served - plan.guard], 1)
    history = past[stretches[:, 1]] - past[stretches[:, 0]]
    asked = past[np.minimum(served + plan.every, n)] > past[served]
    asked &= served + plan.every > first - plan.guard - plan.local
    use = np.flatnonzero(asked & (history >= plan.least))
    mean, relative, dispersion = (np.full(n, np.nan) for _ in range(3))
    if len(use):
        design, prior = _design(series)
        short = (history[use] < plan.full)[:, None] & (np.arange(len(prior)) > 0)
        penalty = np.where(short, _ABSENT, prior)
        fit = fit_stretches(series.values, design, penalty, stretches[use], _OUTLIER)
        dates = np.arange(served[0], n)
        dates = dates[np.isin((dates - served[0]) // plan.every, use)]
        which = np.searchsorted(use, (dates - served[0]) // plan.every)
        mean[dates], relative[dates] = fit.predict(design[dates], which)
        dispersion[dates] = fit.dispersion[which]
    return _at_local_level(series.values, Baseline(mean, relative, dispersion), plan, known)


def _design(series: Series) -> tuple[Floats, Floats]:
    """Return the design (n, p) and the prior precision of its coefficients (p,)."""
    days = series.ordinals
    years = days / _DAYS_PER_YEAR
    columns, precision = [np.ones_like(days), years - years[0]], [_FREE, _SPREAD["trend"] ** -2]
    if series.step is Step.DAY:
        columns += [(days % 7 == weekday) - 1 / 7 for weekday in range(6)]
        precision += [_SPREAD["weekday"] ** -2] * 6
    for harmonic in range(1, _HARMONICS + 1):
        angle = 2 * np.pi * harmonic * years
        columns += [np.cos(angle), np.sin(angle)]
        precision += [(_SPREAD["season"] / harmonic) ** -2] * 2
    return np.stack(columns, 1), np.array(precision)


def _at_local_level(counts: Floats, model: Baseline, plan: Plan, known: Bools) -> Baseline:
    """Return the baseline moved towards the level of the last weeks before the guard.

    A gamma prior of mean 1 on the ratio of the real to the modelled level: a lasting change is
    followed within weeks, chance is not.
    """
    use = known & np.isfinite(model.mean)
    seen = _before(np.where(use, counts / model.dispersion, 0.0), plan)
    expected = _before(np.where(use, model.mean / model.dispersion, 0.0), plan)
    ratio = (_LOCAL_PRIOR + seen) / (_LOCAL_PRIOR + expected)
    by_chance = expected / (_LOCAL_PRIOR + expected) ** 2
    return Baseline(model.mean * ratio, model.relative_variance + by_chance, model.dispersion)


def _before(values: Floats, plan: Plan) -> Floats:
    """Return for each date the sum over the `local` values that end `guard` values before it."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    end = np.maximum(np.arange(len(values)) - plan.guard, 0)
    return np.asarray(total[end] - total[np.maximum(end - plan.local, 0)])
