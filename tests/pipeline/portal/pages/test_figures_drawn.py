from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.portal.models import Meting
from pipeline.portal.pages.chart import HEIGHT, WIDTH, draw, per_week, scale_of
from pipeline.portal.pages.periods import Difference, Span, average, compared
from pipeline.portal.pages.state import State, state_of
from privacy.cells import Status
from privacy.level import Level
from privacy.posts import Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

MONDAY = datetime(2026, 11, 1, 23, tzinfo=UTC)


def figure(  # noqa: PLR0913 - a builder: all keyword-only, all with a default
    day: int = 0,
    *,
    value: int | None = 25,
    rule: str = "G4.afgerond",
    status: Status = Status.RELEASED,
    expected: float | None = 20.0,
    limit: float | None = 40.0,
    code: str = "GM0034",
) -> Meting:
    known = status is Status.RELEASED and value is not None
    return Meting(
        tijd_van=MONDAY + timedelta(days=day),
        tijd_tot=MONDAY + timedelta(days=day + 1),
        gebied_code=code,
        gebied_naam=f"Gebied {code}",
        niveau=Level.GEMEENTE,
        signaal=Signal.ONRUST,
        tier="intern",
        status=status,
        waarde=value if known else None,
        onder=max(0, value - 2) if known and value is not None else None,
        boven=value + 2 if known and value is not None else None,
        regel=rule,
        kader_versie=1,
        verwacht=expected if known else None,
        bovengrens=limit if known else None,
    )


def small(day: int = 0) -> Meting:
    return figure(day, status=Status.SUPPRESSED, rule="G2.drempel")


def hidden(day: int = 0) -> Meting:
    return figure(day, status=Status.SUPPRESSED, rule="G3.secundair")


def unknown(day: int = 0) -> Meting:
    return figure(day, status=Status.NO_DATA, rule="geen_data")


@pytest.mark.parametrize(
    ("measured", "state"),
    [
        (figure(value=25), State.NORMAL),
        (figure(value=41), State.SURGE),
        (figure(value=40), State.NORMAL),
        (figure(value=0), State.ZERO),
        (figure(limit=None), State.UNJUDGED),
        (small(), State.WITHHELD),
        (hidden(), State.WITHHELD),
        (unknown(), State.UNKNOWN),
    ],
)
def test_each_figure_has_one_state(measured: Meting, state: State) -> None:
    assert state_of(measured) is state
    assert state.sign


def test_nothing_to_draw_is_no_chart() -> None:
    assert draw([]) is None


def test_columns_stand_side_by_side_and_values_from_the_bottom_up() -> None:
    chart = draw([figure(0, value=0), figure(1, value=30), figure(2, value=60)])
    assert chart is not None
    assert chart.top == 60 + 20
    assert chart.ticks == (80, 40, 0)
    assert [c.middle for c in chart.columns] == pytest.approx([166.7, 500, 833.3], abs=0.1)
    assert [c.value for c in chart.columns] == [HEIGHT, 62.5, 25.0]
    assert chart.columns[-1].left + chart.columns[-1].width == pytest.approx(WIDTH, abs=0.2)


def test_a_line_breaks_where_nothing_is_known() -> None:
    chart = draw([figure(0), figure(1), small(2), figure(3), figure(4)])
    assert chart is not None
    assert chart.line.count("M") == 2, "two runs"
    assert chart.error.count("M") == 4, "a stroke for every figure"
    assert [len(chart.of_state(s)) for s in (State.NORMAL, State.WITHHELD)] == [4, 1]


def test_a_period_that_is_not_there_leaves_a_gap() -> None:
    chart = draw([figure(0), figure(1), figure(5)])
    assert chart is not None
    assert chart.line.count("M") == 2


def test_the_band_runs_from_expected_to_the_limit_and_only_where_it_was_judged() -> None:
    chart = draw([figure(0, limit=None, expected=None), figure(1), figure(2)])
    assert chart is not None
    assert chart.band.count("Z") == 1
    assert chart.expected.count(",") == 2


def test_weeks_are_marked_until_there_are_too_many() -> None:
    few, many = draw([figure(n) for n in range(15)]), draw([figure(n) for n in range(150)])
    assert few is not None
    assert many is not None
    assert len(few.mondays) == 2
    assert many.mondays == ()


def test_the_days_below_are_the_first_the_middle_and_the_last() -> None:
    chart, short = draw([figure(n) for n in range(9)]), draw([figure()])
    assert chart is not None
    assert short is not None
    assert [day - MONDAY for day in chart.days] == [timedelta(days=n) for n in (0, 4, 8)]
    assert len(short.days) == 1


@pytest.mark.parametrize(("most", "top"), [(0, 4), (3, 6), (47, 60), (100, 200), (998, 1000)])
def test_a_scale_ends_in_a_round_number_with_a_whole_half(most: int, top: int) -> None:
    assert scale_of([figure(value=most, limit=None)]) == top
    assert top % 2 == 0


def test_a_week_is_its_highest_day_and_says_what_it_lacks() -> None:
    days = [*(figure(n, value=5 * n) for n in range(7)), *map(unknown, range(7, 14))]
    weeks = per_week([*days, small(14), unknown(15)])
    assert [state_of(week) for week in weeks] == [State.NORMAL, State.UNKNOWN, State.WITHHELD]
    assert weeks[0].waarde == 30
    assert weeks[0].tijd_tot - weeks[0].tijd_van == timedelta(days=7)


def span(*figures: Meting) -> Sequence[Meting]:
    return figures


def test_an_average_runs_from_the_least_to_the_most_that_it_can_be() -> None:
    found = average([figure(value=10), small(), hidden(), unknown()], below=10)
    assert (found.least, found.most) == ((8 + 0) / 2, (12 + 9) / 2)
    assert (found.released, found.small, found.unknown) == (1, 1, 2)


def test_without_a_threshold_a_small_number_is_unknown() -> None:
    found = average([small()], below=None)
    assert (found.least, found.most, found.unknown) == (None, None, 1)


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        (span(figure(value=10)), span(figure(value=20)), Difference.HIGHER),
        (span(figure(value=20)), span(figure(value=10)), Difference.LOWER),
        (span(figure(value=10)), span(figure(value=12)), Difference.UNCLEAR),
        (span(figure(value=10)), span(unknown()), Difference.UNCLEAR),
        (span(figure(value=10)), span(small()), Difference.UNCLEAR),
        (span(), span(figure(value=10)), Difference.UNCLEAR),
    ],
)
def test_a_difference_is_said_only_when_there_is_no_doubt(
    before: Sequence[Meting], after: Sequence[Meting], difference: Difference
) -> None:
    (row,) = compared(before, after, below=10)
    assert row.difference is difference


def test_the_period_before_has_the_same_length_and_touches() -> None:
    week = Span.of((MONDAY + timedelta(days=7)).date(), (MONDAY + timedelta(days=1)).date())
    assert week.days == 7
    assert week.before().last == week.first - timedelta(days=1)
    assert week.before().days == 7
