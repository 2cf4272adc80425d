from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from pipeline.surges.record import METHOD_VERSION
from pipeline.surges.released import EXPECTED_COLUMNS, SURGE_COLUMNS
from pipeline.surges.released import surges as surges_in

if TYPE_CHECKING:
    from collections.abc import Sequence

START = pd.Timestamp("2025-01-01", tz="Europe/Amsterdam")
DAYS = 200
K = 10


def _cells(
    counts: Sequence[float | str | None],
    area: str = "WK003401",
    freq: str = "D",
    **extra: Any,  # noqa: ANN401 - columns
) -> pd.DataFrame:
    """Return cells as released: a rule id for withheld, None for no data."""
    edges = pd.date_range(START, periods=len(counts) + 1, freq=freq).tz_convert("UTC")
    known = [not isinstance(count, str) and count is not None for count in counts]
    value = [int(c) if k else None for c, k in zip(counts, known, strict=True)]  # type: ignore[arg-type]
    frame = pd.DataFrame(
        {
            "tier": "intern",
            "tijd_van": edges[:-1],
            "tijd_tot": edges[1:],
            "gebied_code": area,
            "gebied_naam": area.title(),
            "niveau": "wijk",
            "signaal": "onrust",
            "status": [
                "geen_data" if c is None else "vrijgegeven" if k else "onderdrukt"
                for c, k in zip(counts, known, strict=True)
            ],
            "waarde": pd.array(value, dtype="Int64"),
            "onder": pd.array([None if v is None else v - 2 for v in value], dtype="Int64"),
            "boven": pd.array([None if v is None else v + 2 for v in value], dtype="Int64"),
            "regel": [c if isinstance(c, str) else "G4.afgerond" for c in counts],
            "kader_versie": 1,
        }
    )
    return frame.assign(**extra)


def surges(cells: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    return surges_in(cells, {"onrust": K - 1})


def _calm(n: int = DAYS, level: float = 30, seed: int = 1) -> list[Any]:
    draws = np.random.default_rng(seed).poisson(level, n) // 5 * 5
    return [float(max(each, K)) for each in draws]


def test_a_surge_carries_its_figures_and_nothing_that_was_not_released() -> None:
    counts = [*_calm(), 80, 100, 90]
    bronnen = [["a"]] * DAYS + [["b", "a"], ["a"], ["c"]]
    _, found = surges(_cells(counts, bronnen=bronnen, dubbel_pct=[10] * len(counts)))
    assert list(found.columns) == list(SURGE_COLUMNS)
    surge = found.iloc[-1]
    assert surge.tijd_van == START + pd.DateOffset(days=DAYS)
    assert surge.tijd_tot == START + pd.DateOffset(days=DAYS + 3)
    assert (surge.waarde, surge.onder, surge.boven) in {(100, 98, 102), (80, 78, 82), (90, 88, 92)}
    assert surge.verwacht < surge.bovengrens < surge.waarde
    assert surge.overschrijding == pytest.approx(surge.waarde - surge.bovengrens)
    assert surge.bronnen == ["a", "b", "c"]
    assert (surge.dubbel_pct, surge.methode_versie, surge.kader_versie) == (10, METHOD_VERSION, 1)


def test_a_figure_is_above_its_bound_exactly_when_it_is_in_a_surge() -> None:
    cells = pd.concat([_cells([*_calm(seed=i), 75], f"WK0034{i:02}") for i in range(5)])
    expected, found = surges(cells)
    assert list(expected.columns) == list(EXPECTED_COLUMNS)
    both = expected.merge(cells, on=["gebied_code", "signaal", "tijd_van"])
    above = both[both.waarde > both.bovengrens]
    assert set(above.gebied_code) == set(found.gebied_code) == set(cells.gebied_code)
    days = (found.tijd_tot - found.tijd_van).dt.days.sum()
    assert len(above) == days


def test_the_same_figures_in_another_order_give_the_same_answer() -> None:
    cells = pd.concat([_cells([*_calm(seed=i), 75], f"WK0034{i:02}") for i in range(3)])
    shuffled = cells.sample(frac=1, random_state=3)
    for one, other in zip(surges(cells), surges(shuffled), strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_a_surge_keeps_its_name_while_it_lasts() -> None:
    _, first = surges(_cells([*_calm(), 80]))
    _, later = surges(_cells([*_calm(), 80, 90]))
    assert first.piek_id.iloc[-1] == later.piek_id.iloc[-1]
    assert later.tijd_tot.iloc[-1] > first.tijd_tot.iloc[-1]


@pytest.mark.parametrize("unknown", [None, "G3.secundair", "G3.dominantie"])
def test_what_nobody_knows_has_no_judgement_and_ends_a_surge(unknown: str | None) -> None:
    expected, found = surges(_cells([*_calm(), 90, unknown, 90]))
    gap = START + pd.DateOffset(days=DAYS + 1)
    assert not (expected.tijd_van == gap).any()
    last = found[found.tijd_van >= START + pd.DateOffset(days=DAYS)]
    assert len(last) == 2
    assert (last.tijd_tot - last.tijd_van == pd.Timedelta(days=1)).all()


def test_a_missing_row_is_no_calm_either() -> None:
    cells = _cells([*_calm(), 90, 90, 90]).drop(index=DAYS + 1)
    _, found = surges(cells)
    assert (found.tijd_van >= START + pd.DateOffset(days=DAYS)).sum() == 2


def test_a_withheld_small_count_is_expected_at_its_highest_and_never_a_surge() -> None:
    withheld: list[Any] = ["G2.drempel"] * DAYS
    withheld[20] = K
    expected, found = surges(_cells([*withheld, 2 * K - 5, "G2.drempel", 6 * K]))
    assert (expected.verwacht > K - 2).all()
    assert list(found.tijd_van) == [START + pd.DateOffset(days=DAYS + 2)]


def test_withheld_small_counts_do_not_add_up_to_a_surge() -> None:
    zeros: list[Any] = [0.0] * DAYS
    zeros[20] = K
    _, found = surges(_cells([*zeros, *["G2.drempel"] * 6]))
    assert not (found.tijd_van >= START + pd.DateOffset(days=DAYS)).any()


def test_where_nothing_was_ever_released_the_first_high_count_is_a_surge() -> None:
    expected, found = surges(_cells(["G2.drempel"] * DAYS))
    assert (expected.verwacht > K - 2).all()
    assert found.empty
    assert len(surges(_cells([*["G2.drempel"] * DAYS, 6 * K]))[1]) == 1


def test_short_history_has_no_judgement() -> None:
    expected, found = surges(_cells([*_calm(12), 500]))
    assert expected.empty
    assert found.empty


def test_no_cells_give_no_rows_but_all_columns() -> None:
    expected, found = surges(_cells([]))
    assert (list(expected), list(found)) == (list(EXPECTED_COLUMNS), list(SURGE_COLUMNS))


def test_many_series_at_once_ask_more_of_each() -> None:
    one = _cells([*_calm(), 50])
    alone = surges(one)[1]
    others = [_cells([*_calm(seed=i), 30], f"WK0035{i:02}") for i in range(2, 40)]
    among = surges(pd.concat([one, *others]))[1]
    day = START + pd.DateOffset(days=DAYS)
    assert (alone.tijd_van == day).any()
    assert not ((among.tijd_van == day) & (among.gebied_code == "WK003401")).any()


def test_the_public_tier_is_not_judged() -> None:
    cells = _cells([*_calm(), 90])
    with_public = pd.concat([cells, cells.assign(tier="openbaar", waarde=5)])
    pd.testing.assert_frame_equal(surges(cells)[1], surges(with_public)[1])


def test_hours_are_added_to_days_and_a_day_without_all_hours_is_unknown() -> None:
    days = [*_calm(DAYS), 96, 96]
    hours = [float(d) if h == 0 else 0.0 for d in days for h in range(24)]
    cells = _cells(hours[:-1], freq="h")
    cells.loc[cells.index[-50], ["status", "regel"]] = ["geen_data", "geen_data"]
    cells.loc[cells.index[-50], "waarde"] = pd.NA
    expected, found = surges(cells)
    assert ((expected.tijd_tot - expected.tijd_van) >= pd.Timedelta(hours=23)).all()
    local = expected.tijd_van.dt.tz_convert("Europe/Amsterdam")
    assert (local.dt.hour == 0).all()
    assert not found.empty


def test_weeks_are_judged_where_figures_come_out_by_the_week() -> None:
    cells = _cells([*_calm(80), 90], freq="7D")
    expected, found = surges(cells)
    assert len(expected) > 50
    assert found.tijd_van.iloc[-1] == cells.tijd_van.iloc[-1]


def test_days_are_judged_where_weeks_come_out_as_well() -> None:
    days, weeks = _cells([*_calm(203), 90]), _cells([200.0] * 29, freq="7D")
    pd.testing.assert_frame_equal(surges(days)[1], surges(pd.concat([days, weeks]))[1])
