"""Figures: what is measured of a classifier, as pure functions of labels and probabilities.

All matrices are `(n, 5)`, columns in the order of `models.decision.SIGNALS`; labels and flags
hold 0.0 and 1.0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Matrix = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and F1 of one signal, and the counts under them."""

    precision: float
    recall: float
    f1: float
    true_count: int
    flagged_count: int


def rates(labels: Matrix, flags: Matrix) -> Rates:
    """Return the rates of one signal from two vectors `(n,)`; 0.0 where undefined."""
    hits = float((labels * flags).sum())
    flagged, true = float(flags.sum()), float(labels.sum())
    return Rates(
        precision=hits / flagged if flagged else 0.0,
        recall=hits / true if true else 0.0,
        f1=2 * hits / (flagged + true) if flagged + true else 0.0,
        true_count=int(true),
        flagged_count=int(flagged),
    )


def macro_f1(labels: Matrix, flags: Matrix) -> float:
    """Return the mean F1 over the signals."""
    columns = zip(labels.T, flags.T, strict=True)
    return float(np.mean([rates(label, flag).f1 for label, flag in columns]))


def false_positive_rate(labels: Matrix, flags: Matrix) -> float:
    """Return the share of posts without any label that get any flag; 0.0 without such posts."""
    harmless = labels.sum(axis=1) == 0
    return float(flags[harmless].any(axis=1).mean()) if harmless.any() else 0.0


@dataclass(frozen=True, slots=True)
class DiagnosticAccuracy:
    """Sensitivity and specificity of one signal, with 95% intervals.

    Correcting a count reckons with the counts behind them (`models.error_rates`).

    Source: Rogan and Gladen 1978, Estimating prevalence from the results of a screening test.
    """

    sensitivity: float
    """Share of the posts with the signal in which it is read."""
    sensitivity_interval: tuple[float, float]
    posts_with: int
    specificity: float
    """Share of the posts without the signal in which it is not read."""
    specificity_interval: tuple[float, float]
    posts_without: int


def diagnostic_accuracy(labels: Matrix, flags: Matrix) -> DiagnosticAccuracy:
    """Return how well one signal is told, from two vectors `(n,)`; 0.0 where undefined."""
    posts_with, posts_without = int(labels.sum()), int((1 - labels).sum())
    hits, passed = int((labels * flags).sum()), int(((1 - labels) * (1 - flags)).sum())
    return DiagnosticAccuracy(
        sensitivity=hits / max(posts_with, 1),
        sensitivity_interval=share_interval(hits, posts_with),
        posts_with=posts_with,
        specificity=passed / max(posts_without, 1),
        specificity_interval=share_interval(passed, posts_without),
        posts_without=posts_without,
    )


def share_interval(hits: int, count: int) -> tuple[float, float]:
    """Return the 95% interval of a share; right for few posts and for none or all of them.

    Source: Wilson 1927, Probable inference, the law of succession, and statistical inference.
    """
    if count == 0:
        return 0.0, 1.0
    share, z = hits / count, 1.959964
    middle = share + z * z / (2 * count)
    reach = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def prevalence_error(labels: Matrix, flags: Matrix) -> Matrix:
    """Return `(5,)`: flagged minus true count, as a share of the true count (of 1 if none)."""
    true = labels.sum(axis=0)
    result: Matrix = (flags.sum(axis=0) - true) / np.maximum(true, 1.0)
    return result


def calibration_error(labels: Matrix, probabilities: Matrix, bins: int = 10) -> Matrix:
    """Return `(5,)`: expected calibration error over `bins` equal widths.

    Source: Naeini et al. 2015, Obtaining well calibrated probabilities.
    """
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    errors = np.zeros(labels.shape[1])
    for column in range(labels.shape[1]):
        for number in range(bins):
            inside = place[:, column] == number
            if inside.any():
                gap = labels[inside, column].mean() - probabilities[inside, column].mean()
                errors[column] += inside.mean() * abs(gap)
    return errors


def interval(
    statistic: Callable[[NDArray[np.intp]], float], count: int, *, seed: int = 7, draws: int = 1000
) -> tuple[float, float]:
    """Return the 95% bootstrap interval of `statistic`, a function of drawn row numbers.

    Source: Efron 1979; percentile method, rows drawn with replacement.
    """
    random = np.random.default_rng(seed)
    values = [statistic(random.integers(0, count, count)) for _ in range(draws)]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


GRID = tuple(np.arange(10, 91) / 100)
"""The thresholds that are tried: one for all signals, since five would mostly follow chance."""


def best_threshold(labels: Matrix, probabilities: Matrix) -> float:
    """Return the one threshold for all signals with the highest macro-F1 less false-positive rate.

    A harmless post that is flagged harms, so a point of false positives costs a point of F1.
    """
    gains = []
    for threshold in GRID:
        flags = (probabilities >= threshold).astype(np.float64)
        gains.append(macro_f1(labels, flags) - false_positive_rate(labels, flags))
    return float(GRID[int(np.argmax(gains))])


def capped_threshold(
    labels: Matrix, probabilities: Matrix, protected: NDArray[np.bool_], cap: float
) -> float:
    """Return the one threshold with the highest macro-F1 that keeps to `cap`.

    `cap`: the share of harmless posts of `protected` kinds that may get a flag.
    """
    scores = []
    for threshold in GRID:
        flags = (probabilities >= threshold).astype(np.float64)
        kept = false_positive_rate(labels[protected], flags[protected]) <= cap
        scores.append(macro_f1(labels, flags) if kept else threshold - 1)
    return float(GRID[int(np.argmax(scores))])
