from __future__ import annotations

import numpy as np
import pytest

from models.figures import (
    best_threshold,
    calibration_error,
    capped_threshold,
    diagnostic_accuracy,
    false_positive_rate,
    interval,
    macro_f1,
    prevalence_error,
    rates,
    share_interval,
)

LABELS = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
FLAGS = np.array([[1.0, 0.0], [0.0, 0.0], [1.0, 1.0], [0.0, 1.0]])


def test_rates_count_hits_flags_and_truths() -> None:
    first = rates(LABELS[:, 0], FLAGS[:, 0])
    assert (first.precision, first.recall, first.f1) == (0.5, 0.5, 0.5)
    assert (first.true_count, first.flagged_count) == (2, 2)


def test_rates_of_nothing_are_zero() -> None:
    nothing = rates(np.zeros(3), np.zeros(3))
    assert (nothing.precision, nothing.recall, nothing.f1) == (0.0, 0.0, 0.0)


def test_macro_f1_is_the_mean_over_signals() -> None:
    assert macro_f1(LABELS, FLAGS) == pytest.approx((0.5 + 2 / 3) / 2)


def test_false_positive_rate_counts_harmless_posts_only() -> None:
    assert false_positive_rate(LABELS, FLAGS) == 1.0
    assert false_positive_rate(LABELS, np.zeros_like(FLAGS)) == 0.0
    assert false_positive_rate(np.ones((2, 2)), np.ones((2, 2))) == 0.0


def test_prevalence_error_has_a_sign() -> None:
    assert prevalence_error(LABELS, FLAGS).tolist() == [0.0, 1.0]
    assert prevalence_error(np.zeros((2, 1)), np.ones((2, 1))).tolist() == [2.0]


def test_calibration_error_is_zero_for_chances_that_come_true() -> None:
    chances = np.full((10, 1), 0.3)
    labels = np.array([[1.0]] * 3 + [[0.0]] * 7)
    assert calibration_error(labels, chances)[0] == pytest.approx(0.0)
    assert calibration_error(1 - labels, chances)[0] == pytest.approx(0.4)
    assert calibration_error(np.ones((4, 1)), np.ones((4, 1)))[0] == pytest.approx(0.0)


def test_an_interval_holds_the_value_and_is_repeatable() -> None:
    values = np.arange(100.0)
    low, high = interval(lambda rows: float(values[rows].mean()), 100)
    assert low < values.mean() < high
    assert (low, high) == interval(lambda rows: float(values[rows].mean()), 100)


def test_a_threshold_parts_what_can_be_parted() -> None:
    labels = np.array([[0.0], [0.0], [1.0], [1.0]])
    chances = np.array([[0.1], [0.2], [0.8], [0.9]])
    assert 0.2 < best_threshold(labels, chances) <= 0.8


def test_a_threshold_costs_what_harmless_posts_it_flags() -> None:
    labels = np.array([[1.0]] * 4 + [[0.0]] * 4)
    chances = np.array([[0.9], [0.9], [0.9], [0.4], [0.4], [0.4], [0.4], [0.1]])
    assert best_threshold(labels, chances) > 0.4
    harmful = np.array([[1.0]] * 7 + [[0.0]])
    assert best_threshold(harmful, chances) <= 0.4


def test_error_rates_are_shares_of_the_posts_with_and_without() -> None:
    found = diagnostic_accuracy(LABELS[:, 0], FLAGS[:, 0])
    assert (found.sensitivity, found.posts_with) == (0.5, 2)
    assert (found.specificity, found.posts_without) == (0.5, 2)
    assert found.sensitivity_interval[0] < 0.5 < found.sensitivity_interval[1]


def test_error_rates_of_nothing_say_that_nothing_is_known() -> None:
    found = diagnostic_accuracy(np.zeros(3), np.zeros(3))
    assert (found.sensitivity, found.sensitivity_interval) == (0.0, (0.0, 1.0))
    assert found.specificity == 1.0


def test_the_interval_of_a_share_is_wilsons() -> None:
    assert share_interval(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert share_interval(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert share_interval(5, 50) == pytest.approx((0.0435, 0.2136), abs=1e-4)


def test_a_capped_threshold_keeps_to_the_cap_whatever_the_f1() -> None:
    labels = np.array([[1.0]] * 4 + [[0.0]] * 36)
    chances = np.array([[0.9]] + [[0.4]] * 5 + [[0.1]] * 34)
    protected = np.arange(40) >= 5
    assert capped_threshold(labels, chances, protected, cap=0.1) <= 0.4
    assert capped_threshold(labels, chances, protected, cap=0.02) > 0.4
    assert capped_threshold(labels, np.ones_like(chances), protected, cap=0.02) == 0.9
