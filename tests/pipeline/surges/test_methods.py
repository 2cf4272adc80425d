"""What every method promises, on the same simulated series."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.surges.detect import METHODS, judge
from pipeline.surges.record import Method
from pipeline.surges.series import Step
from tests.pipeline.surges.simulated import calm, counts, series, truth

DAYS, WEEKS = 4 * 365, 300
YEARLY = [Method.FARRINGTON, Method.FARRINGTON_FLEXIBLE]


def _length(step: Step) -> int:
    return DAYS if step is Step.DAY else WEEKS


def test_every_method_can_be_asked_for() -> None:
    assert set(METHODS) == set(Method)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("method", Method)
def test_the_future_does_not_change_a_judgement(method: Method, step: Step) -> None:
    whole = calm(_length(step), step=step)
    cut = _length(step) - 37
    early = judge(series(whole.values[:cut], step), method)
    later = judge(whole, method)
    assert early.judged.any()
    assert later.upper[:cut] == pytest.approx(early.upper, nan_ok=True)
    assert later.p_value[:cut] == pytest.approx(early.p_value, nan_ok=True, rel=1e-5)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("method", Method)
def test_the_newest_value_moves_its_p_value_and_not_its_bound(method: Method, step: Step) -> None:
    values = calm(_length(step), step=step).values
    higher = values.copy()
    higher[-1] = values[-1] + 40
    one, other = judge(series(values, step), method), judge(series(higher, step), method)
    assert other.upper[-1] == pytest.approx(one.upper[-1])
    assert other.p_value[-1] < one.p_value[-1]
    assert higher[-1] > other.upper[-1]


@pytest.mark.parametrize("method", Method)
def test_a_source_that_is_down_is_neither_calm_nor_zero(method: Method) -> None:
    values = calm(DAYS).values
    down = values.copy()
    down[-30:-10] = np.nan
    judgement, whole = judge(series(down), method), judge(series(values), method)
    assert not judgement.judged[-30:-10].any()
    assert np.isnan(judgement.p_value[-30:-10]).all()
    after = slice(-10, None) if method is Method.DEFAULT or method in YEARLY else slice(-1, None)
    assert judgement.expected[after] == pytest.approx(whole.expected[after], rel=0.6)
    assert (judgement.expected[after] > 3).all()


@pytest.mark.parametrize("method", YEARLY)
def test_below_three_years_farrington_has_too_little_history(method: Method) -> None:
    assert not judge(calm(3 * 365), method).judged.any()
    assert judge(calm(3 * 365 + 40), method).judged.any()


@pytest.mark.parametrize("method", YEARLY)
def test_farrington_does_not_alarm_below_five_events_in_four_weeks(method: Method) -> None:
    values = np.zeros(WEEKS)
    values[::50] = 1
    values[-1] = 4
    assert judge(series(values, Step.WEEK), method).upper[-1] >= 4
    values[-1] = 5
    assert judge(series(values, Step.WEEK), method).upper[-1] < 5


@pytest.mark.parametrize(
    ("method", "most"),
    [(Method.DEFAULT, 0.011), (Method.FARRINGTON_FLEXIBLE, 0.012), (Method.FARRINGTON, 0.05)],
)
def test_false_alarms_stay_below_their_rate(method: Method, most: float) -> None:
    alarms = days = 0
    for seed in range(4):
        each = calm(DAYS, seed=100 + seed)
        judgement = judge(each, method)
        alarms += int((each.values > judgement.upper).sum())
        days += int(judgement.judged.sum())
    assert alarms / days < most


def test_the_default_finds_most_small_surges_over_three_days() -> None:
    mean = truth(500, 12.0)
    found = 0
    for seed in range(40):
        values = counts(mean, 200 + seed)
        values[-10:-7] += np.round(np.sqrt(1.5 * mean[-10]) * np.array([2.5, 2.2, 1.8]))
        judgement = judge(series(values))
        found += bool((values > judgement.upper)[-10:-7].any())
    assert found >= 28
