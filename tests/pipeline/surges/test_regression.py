from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import PoissonRegressor

from pipeline.surges.regression import anscombe, fit_stretches
from tests.pipeline.surges.simulated import counts, truth

N = 400
FREE = 1e-9
NO_WEIGHTS = 1e6


def _design() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    t = np.arange(N)
    return np.stack([np.ones(N), t / N, np.cos(t / 20)], 1)


def test_each_stretch_has_the_coefficients_of_a_poisson_regression_on_it() -> None:
    y, design = counts(truth(N), 3), _design()
    stretches = np.array([[0, 100 + 9 * i] for i in range(30)])
    fit = fit_stretches(y, design, np.full((30, 3), FREE), stretches, NO_WEIGHTS)
    for i in (0, 13, 29):
        rows = slice(*stretches[i])
        other = PoissonRegressor(alpha=0, tol=1e-10, max_iter=1000)
        other.fit(design[rows, 1:], y[rows])
        expected = [other.intercept_, *other.coef_]
        assert fit.coefficients[i] == pytest.approx(expected, abs=1e-5)


def test_dispersion_and_covariance_are_those_of_the_quasi_poisson_model() -> None:
    y, design = counts(truth(N), 3, dispersion=3.0), _design()
    fit = fit_stretches(y, design, np.full((1, 3), FREE), np.array([[0, N]]), NO_WEIGHTS)
    mean = np.exp(design @ fit.coefficients[0])
    dispersion = ((y - mean) ** 2 / mean).sum() / (N - 3)
    assert fit.dispersion[0] == pytest.approx(dispersion)
    expected = np.linalg.inv(design.T @ (design * mean[:, None])) * dispersion
    assert fit.covariance[0] == pytest.approx(expected, rel=1e-6)


def test_unknown_counts_are_left_out() -> None:
    y, design = counts(truth(N), 4), _design()
    holes = y.copy()
    holes[100:200] = np.nan
    some = fit_stretches(holes, design, np.full((1, 3), FREE), np.array([[0, N]]), NO_WEIGHTS)
    kept = np.r_[0:100, 200:N]
    without = fit_stretches(
        y[kept], design[kept], np.full((1, 3), FREE), np.array([[0, 300]]), NO_WEIGHTS
    )
    assert some.coefficients == pytest.approx(without.coefficients)


def test_a_surge_in_the_past_hardly_moves_the_level() -> None:
    y = np.full(N, 9.0)
    y[50:60] = 90.0
    level = np.ones((N, 1))
    weighted = fit_stretches(y, level, np.full((1, 1), FREE), np.array([[0, N]]), 2.58)
    plain = fit_stretches(y, level, np.full((1, 1), FREE), np.array([[0, N]]), NO_WEIGHTS)
    assert np.exp(plain.coefficients[0, 0]) == pytest.approx(11.025, abs=0.01)
    assert np.exp(weighted.coefficients[0, 0]) < 9.5


def test_a_strong_prior_holds_a_coefficient_at_zero() -> None:
    y = counts(truth(N), 5)
    penalty = np.array([[FREE, 1e9, 1e9]])
    fit = fit_stretches(y, _design(), penalty, np.array([[0, N]]), NO_WEIGHTS)
    assert np.exp(fit.coefficients[0, 0]) == pytest.approx(y.mean(), rel=1e-6)
    assert fit.coefficients[0, 1:] == pytest.approx([0, 0], abs=1e-5)


def test_the_prediction_is_that_of_the_fit_asked_for() -> None:
    y, design = counts(truth(N), 6), _design()
    fit = fit_stretches(y, design, np.full((2, 3), FREE), np.array([[0, 150], [0, N]]), NO_WEIGHTS)
    mean, variance = fit.predict(design[[7, 7]], np.array([0, 1]))
    for i in (0, 1):
        assert mean[i] == pytest.approx(np.exp(design[7] @ fit.coefficients[i]))
        assert variance[i] == pytest.approx(design[7] @ fit.covariance[i] @ design[7])
    assert variance[1] < variance[0]


def test_anscombe_residuals_of_a_count_at_its_mean_are_zero() -> None:
    assert anscombe(np.array([8.0, 27.0]), np.array([8.0, 27.0])) == pytest.approx([0, 0])
    assert anscombe(np.array([27.0]), np.array([8.0]))[0] == pytest.approx(
        1.5 * (9 / np.sqrt(2) - np.sqrt(8))
    )
