"""Many series at once: which surges stand when each date tests them all?

Source: Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57; valid too for series that rise and
fall together (Benjamini & Yekutieli 2001, positive dependence).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.surges.series import Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.surges.series import Floats, Series


def q_values(series: Sequence[Series], judgements: Sequence[Judgement]) -> list[Floats]:
    """Return for each value its adjusted p-value among all series judged on the same date.

    Acting on q <= x makes at most the share x of the findings false, on average. NaN where there
    is no judgement: a series without data is not a test. Does not depend on the order of series.
    """
    days = np.concatenate([s.ordinals for s in series]).astype(int)
    p = np.concatenate([j.p_value for j in judgements])
    judged = np.flatnonzero(np.isfinite(p))
    order = judged[np.lexsort((p[judged], days[judged]))]
    q = np.full(len(p), np.nan)
    starts = np.flatnonzero(np.diff(days[order], prepend=-1))
    for group in np.split(order, starts[1:]):
        ranked = p[group] * len(group) / np.arange(1, len(group) + 1)
        q[group] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return np.split(q, np.cumsum([len(s.values) for s in series])[:-1])


def confirmed(
    series: Sequence[Series], judgements: Sequence[Judgement], share: float
) -> list[Judgement]:
    """Return the judgements with only those alarms whose q-value is at most `share`.

    Where an alarm falls, `upper` rises to the value: what is above `upper` is still the alarm.
    """
    return [
        Judgement(
            judgement.expected,
            np.where(q > share, np.maximum(judgement.upper, each.values), judgement.upper),
            judgement.p_value,
        )
        for each, judgement, q in zip(series, judgements, q_values(series, judgements), strict=True)
    ]
