"""The upper tail of a count: negative binomial, given its mean and variance.

Counts of people vary more than a Poisson count does. A variance at or below the mean is taken
as just above it, which is Poisson to three digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from pipeline.surges.series import Floats

_LEAST_RATIO = 1.001
_LEAST_MEAN = 1e-6


def tail(count: Floats, mean: Floats, variance: Floats) -> Floats:
    """Return P(Y >= count); NaN where an argument is."""
    size, chance = parameters(mean, variance)
    inside = special.betainc(np.maximum(count, 1e-9), size, 1 - chance)
    return np.where(count <= 0, 1.0, inside)


def quantile(level: float, mean: Floats, variance: Floats) -> Floats:
    """Return the least count c with P(Y > c) <= level; NaN where an argument is."""
    size, chance = parameters(mean, variance)
    count = np.ceil(special.nbdtrik(1 - level, size, chance))
    count -= tail(count, mean, variance) <= level  # nbdtrik rounds
    return np.asarray(count + (tail(count + 1, mean, variance) > level), dtype=float)


def parameters(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Return the size and the chance of the negative binomial; its ratio is 1 / chance."""
    mean = np.maximum(mean, _LEAST_MEAN)
    ratio = np.maximum(variance / mean, _LEAST_RATIO)
    return mean / (ratio - 1), 1 / ratio
