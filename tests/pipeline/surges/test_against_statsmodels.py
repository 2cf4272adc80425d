"""The fast fits give what statsmodels gives, and Farrington what its papers say, step by step."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import stats

from pipeline.surges.farrington import judge_farrington, judge_farrington_flexible
from pipeline.surges.regression import fit_stretches
from pipeline.surges.series import Step
from tests.pipeline.surges.simulated import calm, counts, truth

if TYPE_CHECKING:
    from pipeline.surges.series import Floats

WEEKS = 420
sm: Any = import_module("statsmodels.api")


def _glm(y: Floats, design: Floats, weights: Floats) -> Any:  # noqa: ANN401 - untyped library
    return sm.GLM(y, design, family=sm.families.Poisson(), var_weights=weights).fit(scale="X2")


def _reweighted(y: Floats, design: Floats, threshold: float) -> tuple[Any, float]:
    first = _glm(y, design, np.ones(len(y)))
    dispersion = max(first.scale, 1)
    hat = first.get_hat_matrix_diag()
    raw = 1.5 * (y ** (2 / 3) * first.mu ** (-1 / 6) - np.sqrt(first.mu))
    residual = raw / np.sqrt(dispersion * (1 - hat))
    weights = np.where(residual > threshold, np.maximum(residual, threshold) ** -2.0, 1.0)
    second = _glm(y, design, weights * len(y) / weights.sum())
    return second, max(second.scale, 1)


def test_the_regression_is_that_of_statsmodels() -> None:
    n = 500
    y, t = counts(truth(n), 11), np.arange(n)
    design = np.stack([np.ones(n), t / n, np.sin(t / 9)], 1)
    ours = fit_stretches(y, design, np.full((1, 3), 1e-9), np.array([[0, n]]), 1e6)
    theirs = _glm(y, design, np.ones(n))
    assert ours.coefficients[0] == pytest.approx(theirs.params, abs=1e-6)
    assert ours.dispersion[0] == pytest.approx(theirs.scale, rel=1e-6)
    assert ours.covariance[0] == pytest.approx(theirs.cov_params(), rel=1e-5)


@pytest.mark.parametrize(("seed", "level"), [(1, 8.0), (2, 1.5), (3, 40.0)])
def test_farrington_of_1996_step_by_step(seed: int, level: float) -> None:
    series = calm(WEEKS, seed, level, Step.WEEK)
    judgement = judge_farrington(series)
    marks = np.round(np.arange(1, 6) * 365.25 / 7).astype(int)
    for now in (WEEKS - 1, WEEKS - 30, WEEKS - 77):
        weeks = now - (marks[:, None] + np.arange(-3, 4)).ravel()
        y, time = series.values[weeks], (weeks - now) / (365.25 / 7)
        design = np.stack([np.ones(len(y)), time], 1)
        model, dispersion = _reweighted(y, design, 1.0)
        deviation = np.sqrt(dispersion / model.scale) * model.bse[1]
        p_value = 2 * stats.t.sf(abs(model.params[1]) / deviation, len(y) - 2)
        if p_value >= 0.05 or np.exp(model.params[0]) > y.max():
            model, dispersion = _reweighted(y, design[:, :1], 1.0)
        mean = np.exp(model.params[0])
        log_variance = model.bse[0] ** 2 * dispersion / model.scale
        tau = dispersion + log_variance * mean
        root = np.sqrt(4 / 9 * mean ** (1 / 3) * tau)
        upper = (mean ** (2 / 3) + stats.norm.isf(0.005) * root) ** 1.5
        assert judgement.expected[now] == pytest.approx(mean, rel=1e-4)
        assert judgement.upper[now] == pytest.approx(upper, rel=1e-4)


@pytest.mark.parametrize(("seed", "level"), [(4, 8.0), (5, 40.0)])
def test_farrington_flexible_of_2013_step_by_step(seed: int, level: float) -> None:
    series = calm(WEEKS, seed, level, Step.WEEK)
    judgement = judge_farrington_flexible(series)
    marks = np.round(np.arange(6) * 365.25 / 7).astype(int)
    now = WEEKS - 2
    weeks = np.arange(27, marks[-1] + 4)
    factor = np.zeros(len(weeks), dtype=int)
    for newer, older in pairwise(marks.tolist()):
        between = np.arange(older - 4, newer + 3, -1)
        for number, block in enumerate(np.array_split(between, 9), start=1):
            factor[np.isin(weeks, block)] = number
    y = series.values[now - weeks]
    design = np.column_stack([np.eye(10)[factor], -weeks / (365.25 / 7)])
    model, dispersion = _reweighted(y, design, 2.58)
    if np.exp(model.params[0]) > y.max():
        model, dispersion = _reweighted(y, design[:, :10], 2.58)
    mean = np.exp(model.params[0])
    assert judgement.expected[now] == pytest.approx(mean, rel=1e-4)
    bound = stats.nbinom.isf(0.005, mean / (max(dispersion, 1.001) - 1), 1 / max(dispersion, 1.001))
    assert judgement.upper[now] == bound
