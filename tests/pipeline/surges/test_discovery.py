from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.surges.discovery import confirmed, q_values
from pipeline.surges.series import Judgement, Series
from tests.pipeline.surges.simulated import series

PUBLISHED = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
PUBLISHED += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
"""Benjamini & Hochberg (1995), section 4.1: at 0.05 four hypotheses are rejected."""


def _on_one_date(p: list[float]) -> tuple[list[Series], list[Judgement]]:
    known = [series(np.array([5.0])) for _ in p]
    return known, [Judgement(np.array([1.0]), np.array([2.0]), np.array([value])) for value in p]


def test_the_published_example_gives_four_rejections() -> None:
    q = [float(each[0]) for each in q_values(*_on_one_date(PUBLISHED))]
    assert sum(value <= 0.05 for value in q) == 4
    assert q[0] == pytest.approx(0.0015)
    assert q[3] == pytest.approx(0.0095 * 15 / 4)


def test_dates_are_tested_apart() -> None:
    both = Judgement(np.ones(2), np.ones(2), np.array([0.01, 0.5]))
    alone = Judgement(np.ones(1), np.ones(1), np.array([0.04]))
    first, second = q_values([series(np.ones(2)), series(np.ones(1))], [both, alone])
    assert first.tolist() == pytest.approx([0.02, 0.5])
    assert second.tolist() == pytest.approx([0.04])


def test_a_series_without_data_is_not_a_test() -> None:
    q = q_values(*_on_one_date([0.01, float("nan"), float("nan")]))
    assert q[0][0] == pytest.approx(0.01)
    assert np.isnan(q[1][0])


@given(st.lists(st.floats(1e-9, 1), min_size=1, max_size=30), st.randoms())
def test_the_order_of_the_series_does_not_matter(p: list[float], random: object) -> None:
    order = list(range(len(p)))
    random.shuffle(order)  # type: ignore[attr-defined]
    q = q_values(*_on_one_date(p))
    shuffled = q_values(*_on_one_date([p[i] for i in order]))
    assert [x[0] for x in shuffled] == pytest.approx([q[i][0] for i in order])
    assert all(value <= each[0] * (1 + 1e-9) <= 1 + 1e-9 for value, each in zip(p, q, strict=True))


def test_an_alarm_that_does_not_stand_falls_by_a_higher_bound() -> None:
    known, judgements = _on_one_date([0.001, 0.2])
    first, second = confirmed(known, judgements, 0.1)
    assert first.upper[0] == 2
    assert second.upper[0] == 5
    assert second.p_value[0] == 0.2
