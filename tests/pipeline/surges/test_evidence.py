from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pipeline.surges.baseline import PLANS, Baseline, baseline
from pipeline.surges.evidence import BEGAN_TODAY, EVIDENCE, RISE, judge_against, judge_evidence
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
    judged = np.flatnonzero(judge_evidence(calm(60)).judged)
    assert judged[0] == plan.least + plan.guard
    assert (np.diff(judged) == 1).all()
    assert not judge_evidence(calm(plan.least + plan.guard)).judged.any()
    assert not judge_evidence(calm(3)).judged.any()


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
    judgement = judge_evidence(series(values))
    judged = np.flatnonzero(judgement.judged)
    assert not ((judged > 60) & (judged < len(values) - 45)).any()
    assert judgement.expected[-1] == pytest.approx(50, rel=0.05)


def likelier(count: float, mean: float, variance: float) -> float:
    """Return how many times likelier a count is in an outbreak than when nothing is going on."""
    ratio = variance / mean
    raised = mean + RISE * variance**0.5
    calm, outbreak = (stats.nbinom(m / (ratio - 1), 1 / ratio) for m in (mean, raised))
    return float(outbreak.pmf(count) / calm.pmf(count))


def test_upper_is_the_last_count_without_enough_evidence() -> None:
    values = calm(N, seed=21).values
    normal, upper = baseline(series(values)), judge_evidence(series(values)).upper
    shared = 2 * normal.relative_variance * normal.mean**2
    variance = normal.mean * normal.dispersion + shared

    def alarms(newest: float) -> bool:
        today = likelier(newest, normal.mean[-1], variance[-1])
        yesterday = likelier(values[-2], normal.mean[-2], variance[-2])
        return today * (BEGAN_TODAY + yesterday) > EVIDENCE and today > 1

    assert alarms(upper[-1] + 1)
    assert not alarms(upper[-1])


MEANS = [0.01, 0.1, 0.5, 2.0, 10.0, 60.0, 400.0]
RATIOS = [1.0, 1.5, 4.0]


def known(mean: float, ratio: float, n: int) -> Baseline:
    return Baseline(np.full(n, mean), np.zeros(n), np.full(n, ratio))


@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("ratio", RATIOS)
def test_about_one_calm_date_in_a_hundred_alarms_at_any_level(mean: float, ratio: float) -> None:
    draw = np.random.default_rng(5)
    n = 60_000
    values = (
        draw.poisson(mean, n)
        if ratio == 1
        else draw.negative_binomial(mean / (ratio - 1), 1 / ratio, n)
    )
    judgement = judge_against(values.astype(float), known(mean, ratio, n))
    assert (values > judgement.upper).mean() < 0.012
    for level in (0.1, 0.01):
        assert (judgement.p_value <= level).mean() < 0.6 * level


@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("ratio", RATIOS)
def test_more_counts_never_make_an_alarm_less_likely(mean: float, ratio: float) -> None:
    newest = np.arange(0, mean + 40 * (mean * ratio) ** 0.5 + 100)
    judged = [judge_against(np.array([mean, n]), known(mean, ratio, 2)) for n in newest]
    alarm = [n > j.upper[1] for n, j in zip(newest, judged, strict=True)]
    p = [j.p_value[1] for j in judged]
    assert not alarm[0]
    assert alarm[-1]
    assert (np.diff(alarm) >= 0).all()
    assert (np.diff(p) <= 1e-9).all()


def test_an_unknown_yesterday_is_no_evidence() -> None:
    values = np.array([np.nan, 30.0, 20.0, 30.0])
    judgement = judge_against(values, known(20.0, 1.5, 4))
    assert judgement.judged.tolist() == [False, True, True, True]
    assert judgement.upper[1] > judgement.upper[2]
    alone = judge_against(values[3:], known(20.0, 1.5, 1))
    assert (alone.upper[0], alone.p_value[0]) == (judgement.upper[1], judgement.p_value[1])


def test_the_day_after_a_surge_does_not_alarm_by_itself() -> None:
    values = calm(N, level=20.0).values
    values[-3:-1] = 70
    values[-1] = 15
    judgement = judge_evidence(series(values))
    assert (values > judgement.upper)[-3:].tolist() == [True, True, False]


def test_p_values_are_never_too_small() -> None:
    p = np.concatenate(
        [judge_evidence(calm(2 * 365, seed=300 + seed)).p_value[200:] for seed in range(8)]
    )
    for level in (0.2, 0.05, 0.01):
        assert (p <= level).mean() < 1.1 * level


def test_holes_do_not_lower_what_is_expected() -> None:
    values = calm(N, seed=31).values
    holes = values.copy()
    holes[np.random.default_rng(0).random(N) < 0.3] = np.nan
    whole, some = baseline(series(values)), baseline(series(holes))
    assert some.mean[-100:] == pytest.approx(whole.mean[-100:], rel=0.15)
    assert (series(holes).values > judge_evidence(series(holes)).upper).mean() < 0.015
    assert not judge_evidence(series(holes)).judged[np.isnan(holes)].any()
