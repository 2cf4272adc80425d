"""Quasi-Poisson regression at many moments at once, each on its own stretch of the past.

Written out because the detector refits at every step: a general library fits one model at a
time (`tests/pipeline/surges/test_regression.py` compares with statsmodels).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pipeline.surges.series import Floats, Integers

_BLOCK = 26
_ITERATIONS = 6
_FIRST_ITERATIONS = 10
_WEIGHTS_FROM = 2
_LARGEST_STEP = 2.0
_LINK_RANGE = (-20.0, 30.0)


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients (r, p), their covariance (r, p, p) and dispersion (r,) of r fits."""

    coefficients: Floats
    covariance: Floats
    dispersion: Floats

    def predict(self, row: Floats, which: Integers) -> tuple[Floats, Floats]:
        """Return the mean and the variance of its logarithm for design rows (n, p).

        `which` (n,) says which of the fits predicts which row.
        """
        link = np.einsum("np,np->n", row, self.coefficients[which])
        variance = np.einsum("np,npq,nq->n", row, self.covariance[which], row)
        return np.exp(np.clip(link, *_LINK_RANGE)), variance


def anscombe(counts: Floats, mean: Floats) -> Floats:
    """Return the Anscombe residuals of Poisson counts.

    Source: Farrington et al. (1996), section 3.4, without the leverage.
    """
    return 1.5 * (np.cbrt(counts) ** 2 * mean ** (-1 / 6) - np.sqrt(mean))


def fit_stretches(
    counts: Floats, design: Floats, penalty: Floats, stretches: Integers, threshold: float
) -> Fit:
    """Return one fit of log E[count] = design @ b per stretch of rows.

    `counts` (n,) with NaN for unknown, `design` (n, p); `stretches` (r, 2): first row and the row
    after the last, both ascending; `penalty` (r, p) times the squared coefficient is added, as a
    prior with that precision does. Values whose residual is above `threshold` standard deviations
    count less, so that a surge in the past does not hide the next one.
    """
    fits: list[Fit] = []
    start: Floats | None = None
    for i in range(0, len(stretches), _BLOCK):
        block = stretches[i : i + _BLOCK]
        rows = np.arange(block[0, 0], block[-1, 1])
        inside = (rows >= block[:, :1]) & (rows < block[:, 1:]) & np.isfinite(counts[rows])
        problem = _Problem(np.nan_to_num(counts[rows]), design[rows], inside.astype(float))
        fits.append(problem.solve(penalty[i : i + _BLOCK], start, threshold))
        start = fits[-1].coefficients[-1]
    names = ("coefficients", "covariance", "dispersion")
    return Fit(*(np.concatenate([getattr(fit, name) for fit in fits]) for name in names))


class _Problem:
    """Rows shared by r overlapping stretches; `inside` (r, n) is 1 where a stretch has a row."""

    def __init__(self, counts: Floats, design: Floats, inside: Floats) -> None:
        self._counts, self._design, self._inside = counts, design, inside
        self._pairs = np.triu_indices(design.shape[1])
        self._products = design[:, self._pairs[0]] * design[:, self._pairs[1]]

    def solve(self, penalty: Floats, start: Floats | None, threshold: float) -> Fit:
        """Iterate weighted least squares; the weights of outliers join after two rounds."""
        r, p = penalty.shape
        if start is None:
            b = np.zeros((r, p))
            b[:, 0] = np.log((self._inside @ self._counts + 0.5) / (self._inside.sum(1) + 1))
        else:
            b = np.repeat(start[None], r, 0)
        weight, dispersion = self._inside, np.ones(r)
        mean = self._mean(b)
        for i in range(_FIRST_ITERATIONS if start is None else _ITERATIONS):
            if i >= _WEIGHTS_FROM:
                dispersion = self._dispersion(weight, mean, p)
                weight = self._reweighted(mean, dispersion, threshold)
            prior = penalty * dispersion[:, None]
            slope = (weight * (self._counts - mean)) @ self._design - prior * b
            step = np.linalg.solve(self._information(weight * mean, prior), slope[..., None])
            b = b + np.clip(step[..., 0], -_LARGEST_STEP, _LARGEST_STEP)
            mean = self._mean(b)
        dispersion = self._dispersion(weight, mean, p)
        prior = penalty * dispersion[:, None]
        inverse = np.linalg.inv(self._information(weight * mean, prior))
        return Fit(b, inverse * dispersion[:, None, None], dispersion)

    def _mean(self, b: Floats) -> Floats:
        return np.asarray(np.exp(np.clip(b @ self._design.T, *_LINK_RANGE)))

    def _dispersion(self, weight: Floats, mean: Floats, p: int) -> Floats:
        """Return Pearson's estimate, at least 1, shape (r,)."""
        pearson = (weight * (self._counts - mean) ** 2 / mean).sum(1)
        return np.asarray(np.maximum(pearson / np.maximum(weight.sum(1) - p, 1), 1.0))

    def _reweighted(self, mean: Floats, dispersion: Floats, threshold: float) -> Floats:
        residual = anscombe(self._counts, mean) / np.sqrt(dispersion)[:, None]
        return np.asarray(self._inside * (threshold / np.maximum(residual, threshold)) ** 2)

    def _information(self, weight: Floats, prior: Floats) -> Floats:
        r, p = prior.shape
        matrix = np.empty((r, p, p))
        matrix[:, self._pairs[0], self._pairs[1]] = weight @ self._products
        matrix[:, self._pairs[1], self._pairs[0]] = matrix[:, self._pairs[0], self._pairs[1]]
        matrix[:, np.arange(p), np.arange(p)] += prior
        return matrix
