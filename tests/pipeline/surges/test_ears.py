from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.surges.ears import judge_c1, judge_c2, judge_c3
from tests.pipeline.surges.simulated import calm, series

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.surges.series import Judgement, Series

METHODS = [judge_c1, judge_c2, judge_c3]
WEEK = [4.0, 6.0, 5.0, 7.0, 3.0, 5.0, 5.0]
"""Mean 5, deviation sqrt(10/6)."""
DEVIATION = np.sqrt(10 / 6)


def test_c1_compares_with_the_seven_values_just_before() -> None:
    judgement = judge_c1(series([*WEEK, 9.0]))
    assert judgement.expected[7] == pytest.approx(5)
    assert judgement.upper[7] == pytest.approx(5 + 3 * DEVIATION)
    assert not judgement.judged[:7].any()


def test_c2_leaves_out_the_two_values_just_before() -> None:
    judgement = judge_c2(series([*WEEK, 80.0, 90.0, 9.0]))
    assert judgement.upper[9] == pytest.approx(5 + 3 * DEVIATION)
    assert judgement.judged.tolist() == [False] * 9 + [True]


def test_c3_adds_what_the_two_values_before_exceeded() -> None:
    values = [5.0, 5.0, *WEEK, 5 + 2 * DEVIATION]
    flat = judge_c3(series([*values, 5.0]))
    score = (values[-1] - np.mean(values[:7])) / np.std(values[:7], ddof=1)
    mean, deviation = np.mean(values[1:8]), np.std(values[1:8], ddof=1)
    assert flat.upper[10] == pytest.approx(mean + deviation * (3 - (score - 1)))


def test_c3_alarms_at_any_value_once_the_days_before_make_up_the_sum() -> None:
    judgement = judge_c3(series([*WEEK, 5.0, 5.0, 50.0, 0.0]))
    assert judgement.upper[10] == -1


def test_one_above_a_flat_line_alarms() -> None:
    values = series([*[2.0] * 9, 3.0])
    for method in METHODS:
        assert values.values[9] > method(values).upper[9]
    assert judge_c1(series([2.0] * 10)).upper[9] == pytest.approx(2)


@pytest.mark.parametrize("method", METHODS)
def test_a_missing_value_is_skipped_and_too_many_give_no_judgement(
    method: Callable[[Series], Judgement],
) -> None:
    values = calm(40).values.copy()
    values[[21, 23]] = np.nan
    some = method(series(values))
    assert not some.judged[21]
    assert some.judged[28]
    values[[22, 24, 25]] = np.nan
    assert not method(series(values)).judged[28]


@pytest.mark.parametrize("method", METHODS)
def test_too_short_a_series_has_no_judgement(method: Callable[[Series], Judgement]) -> None:
    assert not method(series(WEEK)).judged.any()


@given(st.floats(0.5, 1e4))
def test_a_unit_of_counting_does_not_matter(factor: float) -> None:
    values = calm(60).values
    for method in METHODS:
        one, other = method(series(values)), method(series(values * factor))
        judged = one.judged & (one.upper > 0)
        assert other.upper[judged] == pytest.approx(one.upper[judged] * factor)
        assert other.p_value[judged] == pytest.approx(one.p_value[judged])
