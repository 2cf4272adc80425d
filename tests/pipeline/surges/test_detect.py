from __future__ import annotations

import dataclasses
from datetime import timedelta

import numpy as np
import pytest

from pipeline.surges.detect import detect_surges
from pipeline.surges.record import METHOD_VERSION, Method, Surge
from pipeline.surges.series import Series, Step
from privacy.posts import AreaCode, Signal
from tests.pipeline.surges.simulated import START, calm, series

N = 2 * 365
HERE, THERE = AreaCode("WK003401"), AreaCode("WK003402")


def _city(**surges: list[float]) -> dict[tuple[AreaCode, Signal], Series]:
    """Return 20 calm series, with these last values in the first."""
    city = {
        (AreaCode(f"WK0034{i:02}"), Signal.ONRUST): calm(N, seed=i, level=10.0) for i in range(20)
    }
    values = city[HERE, Signal.ONRUST].values
    for last in surges.values():
        values[-len(last) :] = last
    return city


def test_successive_alarms_are_one_surge_with_its_figures() -> None:
    found = [s for s in detect_surges(_city(last=[8, 60, 80, 70, 9])) if s.area == HERE]
    surge = found[-1]
    assert surge.start == START + timedelta(days=N - 4)
    assert surge.end == START + timedelta(days=N - 1)
    assert surge.peak in {surge.start + timedelta(days=i) for i in range(3)}
    assert surge.signal is Signal.ONRUST
    assert surge.observed.lower == surge.observed.upper >= 60
    assert 0 < surge.expected.lower <= surge.expected.upper < 60
    assert surge.exceedance == pytest.approx(surge.observed.upper - surge.expected.upper)
    assert surge.q_value < 1e-6
    assert (surge.method, surge.method_version) == (Method.DEFAULT, METHOD_VERSION)
    assert (surge.sources, surge.duplicate_ratio) == (None, None)


def test_a_date_without_data_ends_a_surge() -> None:
    found = detect_surges(_city(last=[60.0, float("nan"), 60.0]))
    assert [s.start for s in found if s.start >= START + timedelta(days=N - 3)] == [
        START + timedelta(days=N - 3),
        START + timedelta(days=N - 1),
    ]


def test_with_many_series_false_surges_are_rare() -> None:
    calm_city = detect_surges(_city())
    alone = sum(
        len(detect_surges({key: each}, false_discoveries=1.0)) for key, each in _city().items()
    )
    assert len(calm_city) < 0.4 * alone
    assert not detect_surges(_city(), false_discoveries=0.0)


def test_the_order_of_the_series_does_not_matter() -> None:
    city = _city(last=[60, 60])
    assert detect_surges(dict(reversed(city.items()))) == detect_surges(city)


def test_the_error_band_of_a_count_is_shown() -> None:
    city = _city(last=[60])
    margins = {key: np.full(N, 7.0) for key in city}
    surge = next(
        s
        for s in detect_surges(city, margins=margins)
        if s.start.toordinal() - START.toordinal() == N - 1
    )
    assert (surge.observed.lower, surge.observed.upper) == (53, 67)


def test_weekly_surges_last_weeks() -> None:
    values = calm(260, level=20.0, step=Step.WEEK).values
    values[-2:] = 90
    surge = detect_surges({(THERE, Signal.HAAT): series(values, Step.WEEK)})[-1]
    assert surge.end - surge.start == timedelta(weeks=2)


def test_a_surge_cannot_be_changed_and_has_no_room_for_text() -> None:
    surge = detect_surges(_city(last=[60]))[-1]
    with pytest.raises(dataclasses.FrozenInstanceError):
        surge.exceedance = 0.0  # type: ignore[misc]
    names = {field.name for field in dataclasses.fields(Surge)}
    assert not {n for n in names if any(word in n for word in ("text", "term", "author", "post"))}
