from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from pipeline.surges.series import Judgement, Series, Step

MONDAY = date(2024, 1, 1)


def test_dates_a_week_apart_are_a_weekly_series() -> None:
    series = Series.from_counts("a", {MONDAY + timedelta(weeks=i): i for i in (0, 1, 3)})
    assert series.step is Step.WEEK
    assert series.values.tolist()[:2] == [0, 1]
    assert np.isnan(series.values[2])
    assert series.values[3] == 3
    assert series.date(3) == MONDAY + timedelta(weeks=3)


def test_one_date_in_between_makes_a_daily_series() -> None:
    counts = {MONDAY + timedelta(weeks=i): 1 for i in range(4)} | {MONDAY + timedelta(days=8): 1}
    series = Series.from_counts("a", counts)
    assert series.step is Step.DAY
    assert len(series.values) == 22
    assert np.isfinite(series.values).sum() == 5


def test_an_unknown_count_is_not_a_zero_and_does_not_make_the_series_longer() -> None:
    counts = {MONDAY: 3, MONDAY + timedelta(days=1): None, MONDAY + timedelta(days=2): 0}
    series = Series.from_counts("a", {**counts, MONDAY + timedelta(days=9): None})
    assert len(series.values) == 3
    assert np.isnan(series.values[1])
    assert series.values[2] == 0


def test_the_order_of_the_dates_does_not_matter() -> None:
    counts = {MONDAY + timedelta(days=i): i for i in range(5)}
    backwards = Series.from_counts("a", dict(reversed(counts.items())))
    assert backwards.values.tolist() == Series.from_counts("a", counts).values.tolist()


@pytest.mark.parametrize("counts", [{}, {MONDAY: None}, {MONDAY: -1}, {MONDAY: float("nan")}])
def test_a_series_without_a_usable_count_is_refused(counts: dict[date, float | None]) -> None:
    with pytest.raises(ValueError, match="counts"):
        Series.from_counts("a", counts)


def test_a_judgement_without_bound_or_count_is_no_judgement_at_all() -> None:
    full = np.ones(3)
    judgement = Judgement.where(
        np.array([True, False, True]), full, np.array([1.0, 1.0, np.nan]), full
    )
    assert judgement.judged.tolist() == [True, False, False]
    assert np.isnan(judgement.p_value).tolist() == [False, True, True]
    assert np.isnan(judgement.expected).tolist() == [False, True, True]
