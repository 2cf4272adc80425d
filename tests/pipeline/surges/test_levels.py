from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import PoissonRegressor

from pipeline.surges.levels import References, downweighted, fit

R, N = 5, 60
TIME = -np.linspace(0.5, 5, N)
FACTOR = np.eye(3)[np.arange(N) % 3]


def _references(seed: int = 0) -> References:
    draw = np.random.default_rng(seed)
    mean = np.exp(1.5 + FACTOR @ [0.0, 0.5, -0.5] + 0.2 * TIME)
    y = draw.negative_binomial(np.tile(mean, (R, 1)), 0.5).astype(float)
    weights = draw.uniform(0.2, 1.0, (R, N))
    weights[:, ::7] = 0
    return References(y, weights, TIME, FACTOR)


def test_levels_and_trend_are_those_of_a_poisson_regression() -> None:
    references = _references()
    fitted = fit(references, np.ones(R, dtype=bool))
    design = np.column_stack([FACTOR, TIME])
    for i in range(R):
        other = PoissonRegressor(alpha=0, fit_intercept=False, tol=1e-12, max_iter=2000)
        other.fit(design, references.counts[i], sample_weight=references.weights[i])
        assert fitted.trend[i] == pytest.approx(other.coef_[3], abs=1e-4)
        assert fitted.forecast.expected[i] == pytest.approx(np.exp(other.coef_[0]), rel=1e-4)
        assert fitted.mean[i] == pytest.approx(np.exp(design @ other.coef_), rel=1e-3)


def test_variances_and_leverage_are_those_of_the_information_matrix() -> None:
    references = _references(1)
    fitted = fit(references, np.ones(R, dtype=bool))
    design = np.column_stack([FACTOR, TIME])
    now = np.array([1.0, 0, 0, 0])
    for i in range(R):
        weight = references.weights[i] * fitted.mean[i]
        inverse = np.linalg.inv(design.T @ (design * weight[:, None]))
        dispersion = fitted.forecast.dispersion[i]
        assert fitted.forecast.log_variance[i] == pytest.approx(now @ inverse @ now * dispersion)
        assert fitted.trend_variance[i] == pytest.approx(inverse[3, 3] * dispersion)
        hat = weight * np.einsum("np,pq,nq->n", design, inverse, design)
        assert fitted.leverage[i] == pytest.approx(hat, abs=1e-9)
        assert hat.sum() == pytest.approx(4)


def test_without_a_trend_the_level_is_the_weighted_mean() -> None:
    references = _references(2)
    fitted = fit(references, np.zeros(R, dtype=bool))
    first = FACTOR[:, 0] > 0
    expected = np.average(references.counts[:, first], axis=1, weights=references.weights[:, first])
    assert fitted.forecast.expected == pytest.approx(expected)
    assert not fitted.trend.any()
    assert not fitted.trend_variance.any()


def test_a_row_without_a_trend_is_not_moved_by_its_neighbours() -> None:
    some = fit(_references(3), np.array([True, False, True, False, False]))
    none = fit(_references(3), np.zeros(R, dtype=bool))
    assert some.forecast.expected[[1, 3, 4]] == pytest.approx(none.forecast.expected[[1, 3, 4]])
    assert some.trend[0] != 0


def test_only_high_references_lose_weight_and_unknown_ones_stay_out() -> None:
    references = _references(4)
    references.counts[0, 10] = 500.0
    flat = fit(references, np.zeros(R, dtype=bool))
    after = downweighted(references, flat, 2.58)
    assert after.weights[0, 10] < 0.1 * after.weights[0].max()
    assert not after.weights[:, ::7].any()
    assert after.weights.sum(1) == pytest.approx((references.weights > 0).sum(1))


def test_only_zeros_expect_zero() -> None:
    nothing = References(np.zeros((1, N)), np.ones((1, N)), TIME, FACTOR)
    fitted = fit(nothing, np.ones(1, dtype=bool))
    assert fitted.forecast.expected[0] == 0
    assert np.isfinite(fitted.forecast.log_variance[0])
