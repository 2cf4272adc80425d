from __future__ import annotations

import inspect
import math
from statistics import mean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy import noise
from privacy.noise import noise_scale, with_noise
from privacy.nonnegative import nonnegative


def test_noise_has_the_spread_that_the_budget_asks_for_and_no_bias() -> None:
    drawn = with_noise([7] * 20_000, 1, 0.05)
    assert mean(drawn) == pytest.approx(7, abs=0.15)
    assert pstdev(drawn) == pytest.approx(math.sqrt(1 / 0.1), rel=0.05)


def test_more_cells_per_author_or_less_budget_ask_for_more_noise() -> None:
    assert noise_scale(4, 0.05) == pytest.approx(2 * noise_scale(1, 0.05))
    assert noise_scale(1, 0.05 / 4) == pytest.approx(2 * noise_scale(1, 0.05))


def test_zeros_get_noise_too_and_no_two_draws_are_alike() -> None:
    first, second = (with_noise([0] * 60, 1, 0.05) for _ in range(2))
    assert first != second
    assert any(value != 0 for value in first)


def test_there_is_no_seed_to_set() -> None:
    words = {
        name for each in (with_noise, noise_scale) for name in inspect.signature(each).parameters
    }
    assert words == {"counts", "max_cells_per_author", "rho"}
    assert not {"random", "numpy", "secrets"} & vars(noise).keys()


@given(st.lists(st.floats(-50, 500), min_size=1, max_size=12))
def test_counts_are_whole_not_negative_and_add_up(values: list[float]) -> None:
    counts = nonnegative(values)
    assert min(counts) >= 0
    assert sum(counts) == max(round(sum(values)), 0)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=12))
def test_counts_that_are_right_already_stay(values: list[int]) -> None:
    assert nonnegative(values) == values


def test_the_nearest_counts_are_found() -> None:
    assert nonnegative([10, -4, 6]) == [8, 0, 4]
    assert nonnegative([-4, -3]) == [0, 0]
