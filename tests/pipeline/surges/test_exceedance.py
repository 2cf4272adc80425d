from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pipeline.surges.baseline import PLANS, baseline
from pipeline.surges.exceedance import NEWEST_LEVEL, WINDOWS, judge_exceedance
from pipeline.surges.series import Step
from tests.pipeline.surges.simulated import calm, counts, series, truth

N = 3 * 365


@pytest.mark.parametrize("step", Step)
def test_the_baseline_comes_close_to_the_truth(step: Step) -> None:
    n = N if step is Step.DAY else 300
    mean = truth(n, 20.0, step)
    normal = baseline(series(counts(mean, 5), step))
    last = slice(-52, None)
    assert np.abs(normal.mean[last] / mean[last] - 1).mean() < 0.08
    assert normal.dispersion[-1] == pytest.approx(1.5, abs=0.3)
    assert (normal.relative_variance[last] > 0).all()


def test_the_first_judgement_needs_two_weeks_of_counts_and_a_guard() -> None:
    plan = PLANS[Step.DAY]
    judged = np.flatnonzero(judge_exceedance(calm(60)).judged)
    assert judged[0] == plan.least + plan.guard + max(w.length for w in WINDOWS) - 1
    assert (np.diff(judged) == 1).all()
    assert not judge_exceedance(calm(plan.least + plan.guard)).judged.any()
    assert not judge_exceedance(calm(3)).judged.any()


def test_a_short_series_has_no_weekday_and_no_season_yet() -> None:
    normal = baseline(calm(PLANS[Step.DAY].full))
    known = normal.mean[np.isfinite(normal.mean)]
    assert np.abs(np.diff(known)).max() < 0.1 * known.mean()
    weekday = baseline(calm(N)).mean[-7:]
    assert weekday.max() > 1.3 * weekday.min()


def test_a_lasting_change_of_level_is_followed_within_weeks() -> None:
    mean = np.full(N, 20.0)
    mean[-90:] = 40.0
    normal = baseline(series(counts(mean, 8)))
    assert normal.mean[-90:-83].max() < 26
    assert normal.mean[-30:].min() > 34


def test_counts_after_a_gap_longer_than_the_memory_start_anew() -> None:
    values = np.full(6 * 365 + 60, np.nan)
    values[:60] = 5
    values[-60:] = 50
    judgement = judge_exceedance(series(values))
    judged = np.flatnonzero(judgement.judged)
    assert not ((judged > 60) & (judged < len(values) - 45)).any()
    assert judgement.expected[-1] == pytest.approx(50, rel=0.05)


def test_upper_is_the_last_count_that_no_window_finds_too_high() -> None:
    values = calm(N, seed=21).values
    normal, upper = baseline(series(values)), judge_exceedance(series(values)).upper

    def alarms(newest: float) -> bool:
        chance = []
        for window in (*WINDOWS, None):
            length = window.length if window else 1
            last = slice(N - length, N)
            mean = normal.mean[last].sum()
            variance = (normal.mean[last] * normal.dispersion[last]).sum()
            variance += normal.relative_variance[-1] * mean**2
            total = values[N - length : N - 1].sum() + newest
            ratio = variance / mean
            tail = stats.nbinom.sf(total - 1, mean / (ratio - 1), 1 / ratio)
            chance.append(tail <= (window.level if window else NEWEST_LEVEL))
        return any(chance[:-1]) and chance[-1]

    assert alarms(upper[-1] + 1)
    assert not alarms(upper[-1])


def test_the_day_after_a_surge_does_not_alarm_by_itself() -> None:
    values = calm(N, level=20.0).values
    values[-3:-1] = 70
    values[-1] = 15
    judgement = judge_exceedance(series(values))
    assert (values > judgement.upper)[-3:].tolist() == [True, True, False]


def test_p_values_are_never_too_small() -> None:
    p = np.concatenate(
        [judge_exceedance(calm(2 * 365, seed=300 + seed)).p_value[200:] for seed in range(8)]
    )
    for level in (0.2, 0.05, 0.01):
        assert (p <= level).mean() < 1.1 * level


def test_holes_do_not_lower_what_is_expected() -> None:
    values = calm(N, seed=31).values
    holes = values.copy()
    holes[np.random.default_rng(0).random(N) < 0.3] = np.nan
    whole, some = baseline(series(values)), baseline(series(holes))
    assert some.mean[-100:] == pytest.approx(whole.mean[-100:], rel=0.15)
    assert (series(holes).values > judge_exceedance(series(holes)).upper).mean() < 0.015
    assert not judge_exceedance(series(holes)).judged[np.isnan(holes)].any()
