from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pipeline.surges.tail import quantile, tail

MEANS = np.array([0.02, 0.5, 3.0, 40.0, 1000.0])


def test_the_tail_is_that_of_the_negative_binomial() -> None:
    for count in (0, 1, 4, 60, 1200):
        expected = stats.nbinom.sf(count - 1, MEANS / 0.5, 1 / 1.5)
        assert tail(np.full(5, float(count)), MEANS, 1.5 * MEANS) == pytest.approx(expected)


def test_without_extra_variance_it_is_nearly_poisson() -> None:
    counts = np.array([1.0, 2.0, 6.0, 55.0, 1080.0])
    expected = stats.poisson.sf(counts - 1, MEANS)
    assert tail(counts, MEANS, MEANS) == pytest.approx(expected, rel=0.02)
    assert tail(counts, MEANS, 0.5 * MEANS) == pytest.approx(expected, rel=0.02)


@given(st.floats(0.001, 1e5), st.floats(1, 20), st.sampled_from([0.1, 0.006, 0.0036, 1e-6]))
def test_the_quantile_is_the_last_count_that_does_not_alarm(
    mean: float, ratio: float, level: float
) -> None:
    means, variances = np.array([mean]), np.array([mean * ratio])
    bound = quantile(level, means, variances)
    assert bound[0] == round(bound[0]) >= 0
    assert tail(bound + 1, means, variances)[0] <= level * 1.0001
    assert tail(bound, means, variances)[0] > level * 0.9999


def test_unknown_stays_unknown() -> None:
    unknown = np.array([np.nan])
    assert np.isnan(quantile(0.1, unknown, unknown)[0])
    assert np.isnan(tail(np.array([2.0]), unknown, unknown)[0])
