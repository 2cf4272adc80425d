from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.error_rates import ErrorRates
from pipeline.estimate import estimate


@pytest.mark.parametrize("noise_sd", [0.0, 5.0])
@pytest.mark.parametrize(
    ("recall", "alarm", "posts", "wrote"),
    [(0.67, 0.013, 300, 5), (0.67, 0.013, 2000, 100), (0.56, 0.033, 300, 40), (0.8, 0.02, 50, 12)],
)
def test_the_band_holds_the_number_that_wrote_it_95_times_in_100(
    recall: float, alarm: float, posts: int, wrote: int, noise_sd: float
) -> None:
    draw = np.random.default_rng(11)
    inside, values, runs = 0, [], 1500
    for _ in range(runs):
        rates = ErrorRates(draw.binomial(57, recall), 57, draw.binomial(447, alarm), 447)
        flagged = draw.binomial(wrote, recall) + draw.binomial(posts - wrote, alarm)
        found = estimate(flagged + draw.normal(0, noise_sd), posts, rates, noise_sd)
        inside += found.lower <= wrote <= found.upper
        values.append(found.value)
    assert inside / runs > 0.935
    assert np.mean(values) == pytest.approx(wrote, rel=0.12, abs=2)


@given(
    st.integers(0, 300),
    st.integers(0, 3000),
    st.integers(30, 60),
    st.integers(0, 40),
    st.floats(0, 20),
)
def test_the_band_lies_around_the_value_and_within_what_was_read(
    flagged: int, posts: int, hits: int, alarms: int, noise_sd: float
) -> None:
    found = estimate(flagged, posts, ErrorRates(hits, 60, alarms, 440), noise_sd)
    assert 0 <= found.lower <= found.value <= found.upper <= max(posts, flagged, 1)


def test_more_flagged_authors_and_fewer_posts_never_lower_the_value() -> None:
    rates = ErrorRates(40, 60, 6, 440)
    values = [estimate(flagged, 400, rates).value for flagged in range(100)]
    assert values == sorted(values)
    assert estimate(30, 300, rates).value > estimate(30, 600, rates).value
