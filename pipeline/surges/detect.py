"""From series to surges: one method, one judgement per date, false discoveries bounded."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from pipeline.surges import ears, evidence, farrington
from pipeline.surges.discovery import q_values
from pipeline.surges.record import METHOD_VERSION, Band, Method, Surge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pipeline.surges.series import Bools, Floats, Judgement, Series
    from privacy.posts import AreaCode, Signal

METHODS: Mapping[Method, Callable[[Series], Judgement]] = {
    Method.DEFAULT: evidence.judge_evidence,
    Method.EARS_C1: ears.judge_c1,
    Method.EARS_C2: ears.judge_c2,
    Method.EARS_C3: ears.judge_c3,
    Method.FARRINGTON: farrington.judge_farrington,
    Method.FARRINGTON_FLEXIBLE: farrington.judge_farrington_flexible,
}

FALSE_DISCOVERIES = 0.1
"""Largest share of false surges that analysts are given, on average, per date."""


def judge(series: Series, method: Method = Method.DEFAULT) -> Judgement:
    """Return the judgement of `method` on each value, made from earlier values only."""
    return METHODS[method](series)


def detect_surges(
    series: Mapping[tuple[AreaCode, Signal], Series],
    method: Method = Method.DEFAULT,
    *,
    false_discoveries: float = FALSE_DISCOVERIES,
    margins: Mapping[tuple[AreaCode, Signal], Floats] | None = None,
) -> list[Surge]:
    """Return the surges of all series, earliest first.

    A date counts when the method alarms and its p-value, adjusted for all series judged on that
    date, is at most `false_discoveries`. Successive dates make one surge; a date without data
    ends it, because nobody knows. `margins` holds per series the half width (n,) of the error band
    of each count, as released; without it the count is taken as exact.
    """
    judgements = {key: judge(each, method) for key, each in series.items()}
    adjusted = q_values(list(series.values()), list(judgements.values()))
    found: list[Surge] = []
    for (key, each), q in zip(series.items(), adjusted, strict=True):
        judgement = judgements[key]
        margin = np.zeros(len(q)) if margins is None else margins[key]
        alarm = (each.values > judgement.upper) & (q <= false_discoveries)
        for first, after in runs(alarm):
            peak = first + int(np.argmin(judgement.p_value[first:after]))
            found.append(
                Surge(
                    *key,
                    start=each.date(first),
                    end=each.date(after - 1) + timedelta(days=int(each.step)),
                    peak=each.date(peak),
                    observed=_around(each.values[peak], margin[peak]),
                    expected=_normal(judgement, peak),
                    exceedance=float(each.values[peak] - judgement.upper[peak]),
                    q_value=float(q[peak]),
                    method=method,
                    method_version=METHOD_VERSION,
                )
            )
    return sorted(found, key=lambda surge: (surge.start, surge.area, surge.signal))


def runs(alarm: Bools) -> Iterator[tuple[int, int]]:
    """Yield the first index of each run of true values and the index after its last."""
    edges = np.flatnonzero(np.diff(alarm, prepend=False, append=False))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _around(count: float, margin: float) -> Band:
    return Band(max(float(count - margin), 0.0), float(count + margin))


def _normal(judgement: Judgement, index: int) -> Band:
    upper = float(judgement.upper[index])
    return Band(min(float(judgement.expected[index]), upper), upper)
